import type { ProcessAct, ProcessActName } from '@yima/shared/process/contract'
import { t, type TextKey } from '../app/text.ts'
import type { ActDraft } from './act-draft.ts'
import type { DeskAct } from './desk-acts.ts'

/** What an act asks besides its basis and its reason. */
export type Asked = 'found' | 'companions' | 'opinion' | 'to' | 'again' | 'person' | 'desk' | 'desks' | 'agrees' | 'by'

/** The sheet of one act: its questions, what is often said, and what to know before. */
export type ActForm = {
  asks: readonly Asked[]
  bases: readonly TextKey[]
  phrases: readonly TextKey[]
  sure?: TextKey
  /** The applicant reads the reason. */
  told?: true
  /** Takes something away: brick, not green. */
  stop?: true
}

const report = 'process-desk.basis.report'
const visited = 'process-desk.basis.visit'
const minutes = 'process-desk.basis.minutes'
const statement = 'process-desk.basis.statement'
const duty = 'process-desk.basis.duty'

const residence = 'process-desk.basis.residence'

const records: Record<'verification' | 'visit' | 'appraisal' | 'review', ActForm> = {
  verification: {
    asks: ['found'],
    bases: [report],
    phrases: ['process-desk.phrase.verification.fits', 'process-desk.phrase.verification.differs'],
  },
  visit: {
    asks: ['found', 'companions'],
    bases: [visited],
    phrases: ['process-desk.phrase.visit.fits', 'process-desk.phrase.visit.differs'],
  },
  appraisal: {
    asks: ['found'],
    bases: [minutes],
    phrases: ['process-desk.phrase.appraisal.agreed', 'process-desk.phrase.appraisal.doubted'],
  },
  review: {
    asks: ['found'],
    bases: [report],
    phrases: ['process-desk.phrase.view.fits', 'process-desk.phrase.view.not'],
  },
}

const forms: Record<Exclude<ProcessActName, 'record' | 'renew' | 'object'>, ActForm> = {
  'call-appraisal': {
    asks: [],
    bases: ['process-desk.basis.appraisal'],
    sure: 'process-desk.sure.call-appraisal',
    phrases: ['process-desk.phrase.call.words', 'process-desk.phrase.call.income'],
  },
  'ask-reappraisal': {
    asks: ['by'],
    bases: [statement, 'process-desk.basis.appraisal'],
    sure: 'process-desk.sure.ask-reappraisal',
    phrases: ['process-desk.phrase.again.family', 'process-desk.phrase.again.doubt'],
  },
  skip: {
    asks: [],
    bases: [report],
    phrases: ['process-desk.phrase.skip.clear', 'process-desk.phrase.skip.known'],
  },
  propose: {
    asks: ['opinion'],
    bases: [report, visited, minutes],
    phrases: ['process-desk.phrase.propose.fits', 'process-desk.phrase.propose.not'],
  },
  'post-notice': {
    asks: [],
    bases: [report],
    phrases: ['process-desk.phrase.notice.board'],
    sure: 'process-desk.sure.post-notice',
  },
  contest: {
    asks: [],
    bases: [statement],
    phrases: ['process-desk.phrase.contest.paper', 'process-desk.phrase.contest.words'],
  },
  answer: {
    asks: ['again'],
    bases: [report, visited],
    phrases: ['process-desk.phrase.answer.checked'],
  },
  'send-back': {
    asks: ['to'],
    bases: [report, visited],
    sure: 'process-desk.sure.send-back',
    phrases: ['process-desk.phrase.back.unclear', 'process-desk.phrase.back.evidence'],
    stop: true,
  },
  confirm: {
    asks: [],
    bases: [report, visited],
    phrases: ['process-desk.phrase.confirm.right'],
    sure: 'process-desk.sure.confirm',
    told: true,
  },
  refuse: {
    asks: [],
    bases: [report, visited],
    sure: 'process-desk.sure.refuse',
    told: true,
    stop: true,
    phrases: ['process-desk.phrase.refuse.income', 'process-desk.phrase.refuse.property'],
  },
  'hand-over': {
    asks: ['person'],
    bases: [duty],
    sure: 'process-desk.sure.hand-over',
    phrases: ['process-desk.phrase.over.leave', 'process-desk.phrase.over.closer'],
  },
  extend: {
    asks: [],
    bases: [report],
    sure: 'process-desk.sure.extend',
    told: true,
    phrases: ['process-desk.phrase.extend.away', 'process-desk.phrase.extend.complex'],
  },
  'go-on': {
    asks: [],
    bases: [statement, duty],
    sure: 'process-desk.sure.go-on',
    told: true,
    phrases: ['process-desk.phrase.go-on.not-needed', 'process-desk.phrase.go-on.waited'],
  },
  transfer: {
    asks: ['desk'],
    bases: [residence, duty],
    sure: 'process-desk.sure.transfer',
    phrases: ['process-desk.phrase.transfer.residence', 'process-desk.phrase.transfer.ours'],
  },
  'take-over': {
    asks: [],
    bases: [duty],
    sure: 'process-desk.sure.take-over',
    phrases: ['process-desk.phrase.take-over.ours'],
  },
  'give-back': {
    asks: [],
    bases: [residence, duty],
    sure: 'process-desk.sure.give-back',
    phrases: ['process-desk.phrase.back.not-ours', 'process-desk.phrase.back.residence'],
    stop: true,
  },
  'ask-views': {
    asks: ['desks'],
    bases: [report, duty],
    sure: 'process-desk.sure.views',
    phrases: ['process-desk.phrase.views.both'],
  },
  'give-view': {
    asks: ['agrees'],
    bases: [duty],
    phrases: ['process-desk.phrase.view.fits', 'process-desk.phrase.view.not'],
  },
  'waive-views': {
    asks: [],
    bases: [duty],
    sure: 'process-desk.sure.waive-views',
    phrases: ['process-desk.phrase.waive.late'],
  },
}

/** An objection has a way of its own; its old act has no sheet any more. */
export type FormedAct = DeskAct & { type: Exclude<ProcessActName, 'object'> }

/** What the sheet of this act asks. */
export const formOf = ({ type, step }: FormedAct): ActForm =>
  type === 'record' ? records[step ?? 'verification'] : forms[type]

export type Lacks = Partial<Record<Asked | 'basis' | 'reason', string>>

function lackOf(asked: Asked, { found, companions, opinion, to, again, desk, desks, agrees, by }: ActDraft): boolean {
  switch (asked) {
    case 'found':
      return found === ''
    case 'companions':
      return companions.length === 0
    case 'opinion':
      return opinion === ''
    case 'to':
    case 'person':
      return to === ''
    case 'again':
      return again === ''
    case 'desk':
      return desk === ''
    case 'desks':
      return desks.length === 0
    case 'agrees':
      return agrees === ''
    case 'by':
      return by === ''
    default:
      return asked satisfies never
  }
}

/** What is still missing, each with its sentence. */
export function lacksOf({ asks }: ActForm, draft: ActDraft, reasonNeeded: string): Lacks {
  const lacks: Lacks = {}
  for (const asked of asks) if (lackOf(asked, draft)) lacks[asked] = t(`process-desk.field.${asked}.missing`)
  if (draft.basis.trim().length < 2) lacks.basis = t('process-desk.field.basis.missing')
  if (draft.reason.trim().length < 2) lacks.reason = reasonNeeded
  return lacks
}

/** What stood there when an act was written: the preview that was looked at, and the version of the claim. */
export type Before = { seen?: string | undefined; version?: number | undefined }

/** The body of an act whose sheet is complete; whatever else was chosen there before does not go along. */
export function bodyOf({ type, step }: FormedAct, draft: ActDraft, { seen, version }: Before = {}): ProcessAct {
  const said = { basis: draft.basis.trim(), reason: draft.reason.trim(), ...(version === undefined ? {} : { version }) }
  const body: Record<string, unknown> = { type, ...said }
  if (step !== null) body['step'] = step
  if (type === 'record')
    Object.assign(body, { found: draft.found, companions: step === 'visit' ? [...draft.companions] : [] })
  if (type === 'propose') body['opinion'] = draft.opinion
  if (type === 'answer') body['again'] = draft.again === 'none' ? null : draft.again
  if (type === 'transfer') body['to'] = draft.desk
  if (type === 'ask-views') body['of'] = [...draft.desks]
  if (type === 'ask-reappraisal') body['by'] = draft.by
  if (type === 'give-view') body['agrees'] = draft.agrees === 'true'
  if (type === 'send-back' || type === 'hand-over') body['to'] = draft.to
  if (type === 'confirm' && draft.named.trim() !== '') body['named'] = draft.named.trim()
  if (type === 'refuse' && draft.ground !== '') body['ground'] = draft.ground
  // Only what was looked at is decided.
  if ((type === 'confirm' || type === 'refuse') && seen !== undefined) body['seen'] = seen
  return body as ProcessAct
}
