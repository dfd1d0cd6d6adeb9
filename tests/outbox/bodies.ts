import type { ChooseFact, RecordFacts } from '@yima/shared/fact/contract'
import type * as v from 'valibot'
import type { papersSent, withdraw } from '@yima/shared/claim/contract'
import type { answerQuestion, askAccess, correction } from '@yima/shared/me/contract'
import type { ProcessAct } from '@yima/shared/process/contract'
import type { papersHere } from '@yima/shared/window/contract'
import { atHome } from './at-home.ts'
import { casework } from './casework.ts'
import { checkDigit } from '@yima/shared/identity/id-number'
import { fillIn } from '../../web/src/app/outbox-order.ts'
import { newDraft, type Draft } from '../../web/src/application/draft.ts'
import { writesOf } from '../../web/src/application/submission.ts'
import {
  acceptance,
  acknowledgement,
  addition,
  agreed,
  drop,
  papersAsked,
  processAct,
  type WorkAct,
} from '../../web/src/work/api.ts'
import { newFiling, writesOf as filingWritesOf, type Filing } from '../../web/src/window/filing.ts'
import type { KeptScan } from '../../web/src/window/keep-scan.ts'
import { idNumberOf } from '../fixtures/applications.ts'
import { finished } from '../application/draft.ts'

/** A body as a released version of the pages sent it. What only exists at an office stands as `<name>`. */
export type Recording = {
  kind: string
  path: string
  body: unknown
  /** Who sends it, and about what kind of request. */
  as: 'stranger' | 'resident' | 'clerk' | 'supervisor'
  about?: 'application' | 'outreach' | 'urgent'
}

const day = '2026-03-02'
const picture = (key: string) => ({ key, picture: new Blob(['ink'], { type: 'image/png' }) })

/** The body of an application as it leaves the phone, its pictures received. */
function application(draft: Draft): Recording {
  const writes = writesOf(draft, 'application', day)
  const head = writes[writes.length - 1]
  const answers = new Map(writes.map(({ id }) => [id, { id: `<${id}>` }]))
  return { kind: 'application', path: '/applications', body: fillIn(head?.body, answers), as: 'stranger' }
}

const whole = finished({
  address: '村口第二家',
  photos: [picture('photo-1'), picture('photo-2')],
  household: { householdSize: 4 },
  members: [{ id: 'applicant', age: 51 }],
  added: ['medical'],
  consent: { method: 'signed', signature: picture('signature') },
})
const proven = (draft: Draft): Draft => ({
  ...draft,
  applicant: { ...draft.applicant, proof: { phone: '13900001234', phoneProof: '<phone-proof>' } },
})
const withoutId = { ...newDraft().applicant, name: '周素芬', withoutId: true, chosenFour: '4321' }

const clerks = (act: WorkAct, about: Recording['about'] = 'application'): Recording => ({
  kind: 'work',
  ...act,
  as: 'clerk',
  about,
})
const id = '<application>'
const claim = '<claim>'

const papers: v.InferInput<typeof papersSent> = {
  claimId: claim,
  papers: [{ id: '<paper>', files: ['<photo-1>', '<photo-2>'] }],
}
const withdrawal: v.InferInput<typeof withdraw> = { reason: '家里缓过来了' }

const meilin = { code: '990101100201', name: '稻香镇梅林村' }
const officer = { id: 'he', name: '何文静', post: '', role: 'clerk', unit: '', region: '990101100000' }
/** What an officer hands in for somebody, as it leaves the phone. */
function filing(of: Partial<Filing>): Recording {
  const written = { ...newFiling({ id: '<occasion>', ahead: 0 }), ...whole, place: meilin, ...of } as Filing
  const writes = filingWritesOf(written, 'filing', officer, day)
  const answers = new Map(writes.map(({ id: part }) => [part, { id: `<${part}>` }]))
  const head = writes.at(-1)
  const body = fillIn(head?.body, answers) as object
  return { kind: 'filing', path: head?.path ?? '', body: { ...body, writtenAt: '<now>' }, as: 'clerk' }
}
const scanned: KeptScan = {
  id: '<new>',
  text: '<card>',
  purpose: 'apply',
  scannedAt: '<now>',
  faceToFace: true,
}

const said = { basis: '核对报告', reason: '和说的一样' }
const other = '0196f0a0-0000-7000-8000-00000000000a'
const processActs: readonly ProcessAct[] = [
  { type: 'record', step: 'visit', found: 'fits', companions: [other], ...said },
  { type: 'skip', step: 'appraisal', ...said },
  { type: 'propose', opinion: 'confirm', ...said },
  { type: 'post-notice', ...said },
  { type: 'contest', ...said },
  { type: 'object', ...said },
  { type: 'answer', again: 'visit', ...said },
  { type: 'send-back', to: 'visit', ...said },
  { type: 'confirm', ...said },
  { type: 'refuse', ...said },
  { type: 'hand-over', to: other, ...said },
  { type: 'extend', ...said },
]

/** Every body that the pages of this version make, from the code that makes it. */
export const bodiesMadeToday = (): Record<string, Recording> => ({
  'application-self': application(proven(whole)),
  'application-at-visit': application({ ...whole, photos: [], consent: { method: 'at-visit' } }),
  'application-without-id': application({ ...whole, applicant: { ...withoutId, withoutPhone: true } }),
  'application-neighbour': application({
    ...whole,
    forWhom: 'neighbour',
    applicant: { ...withoutId, withoutId: false, phone: '13900001234' },
    beneficiary: { name: '李大爷', phone: '13900001235', whereToFind: '村头第一家' },
  }),
  filing: filing({}),
  'filing-at-visit': filing({ photos: [], consent: { method: 'at-visit' }, address: '' }),
  'filing-before-a-witness': filing({ witnessed: { how: 'thumb', name: '王支书' } }),
  'filing-said-before-a-witness': filing({
    ...{ photos: [], consent: { method: 'signed' }, witnessed: { how: 'spoken', name: '王支书' } },
    applicant: { ...newDraft().applicant, chosenFour: '4321' },
  }),
  'filing-here': filing({
    ...{ visit: { id: '<new>', ahead: 0, here: true }, read: 'worker' },
    applicant: { ...newDraft().applicant, name: '石守田', idNumber: idNumberOf('1939-04-04'), phone: '13900001236' },
  }),
  'filing-here-without-id': filing({
    ...{ visit: { id: '<new>', ahead: 0, here: true }, read: 'voice', photos: [], consent: { method: 'at-visit' } },
    applicant: { ...withoutId, withoutPhone: true },
  }),
  'kept-scan': { kind: 'kept-scan', path: '/work/occasions', body: scanned, as: 'clerk' },
  'papers-here': {
    kind: 'papers-here',
    path: '/work/occasions/<occasion>/papers',
    body: { applicationId: id, ...papers, writtenAt: '<now>' } satisfies v.InferInput<typeof papersHere>,
    as: 'clerk',
  },
  papers: { kind: 'papers', path: `/me/applications/${id}/papers`, body: papers, as: 'resident' },
  withdrawal: {
    kind: 'withdrawal',
    path: `/me/applications/${id}/withdrawal`,
    body: withdrawal,
    as: 'resident',
  },
  'withdrawal-without-reason': {
    kind: 'withdrawal',
    path: `/me/applications/${id}/withdrawal`,
    body: {},
    as: 'resident',
  },
  facts: {
    kind: 'facts',
    path: `/work/applications/${id}/facts`,
    body: {
      ...{ source: 'visit', asOf: '2026-03-01', ...said },
      facts: [{ key: 'vehicleCount', member: null, value: 0 }],
    } satisfies RecordFacts,
    as: 'clerk',
  },
  'fact-choice': {
    kind: 'fact-choice',
    path: `/work/applications/${id}/facts/choices`,
    body: { key: 'vehicleCount', member: null, holds: 'a', over: ['a', 'b'], reason: said.reason } satisfies ChooseFact,
    as: 'clerk',
  },
  recheck: { kind: 'recheck', path: `/me/decisions/${claim}/recheck`, body: { reason: said.reason }, as: 'resident' },
  acceptance: clerks(acceptance(id, claim)),
  acknowledgement: clerks(acknowledgement(id), 'urgent'),
  addition: clerks(addition(id, { programme: 'legal-aid', reason: '邻居欠了工钱' })),
  agreement: clerks(
    agreed(id, {
      how: 'in-person',
      on: '2026-03-01',
      witness: '王支书',
      name: '李大爷',
      idNumber: `99010119570312001${checkDigit('99010119570312001')}`,
      phone: '13900001235',
    }),
    'outreach',
  ),
  'ask-papers': clerks(
    papersAsked(id, claim, {
      papers: [{ paper: 'id-card' }, { paper: 'other', words: '出院小结' }],
      note: '拍照就行',
    }),
  ),
  drop: clerks(drop(id, claim, '本人不愿意')),
  'access-question': {
    kind: 'access-question',
    path: '/me/access/<look>/question',
    body: { words: '我不认识这个人' } satisfies v.InferInput<typeof askAccess>,
    as: 'resident',
  },
  'access-question-by-one-tap': {
    kind: 'access-question',
    path: '/me/access/<look>/question',
    body: {},
    as: 'resident',
  },
  'access-answer': {
    kind: 'access-answer',
    path: '/oversight/questions/<question>/answer',
    body: { words: '她是您的经办人' } satisfies v.InferInput<typeof answerQuestion>,
    as: 'supervisor',
  },
  correction: {
    kind: 'correction',
    path: `/me/applications/${id}/corrections`,
    body: {
      answers: { household: { householdSize: 3 }, members: [{ id: 'm1', age: 51 }] },
    } satisfies v.InferInput<typeof correction>,
    as: 'resident',
  },
  ...Object.fromEntries(
    processActs.map((act) => [`process-${act.type}`, clerks(processAct(id, claim, act))]),
  ),
  erasure: { kind: 'erasure', path: '/me/erasure', body: {}, as: 'resident' },
  ...atHome,
  ...casework,
})
