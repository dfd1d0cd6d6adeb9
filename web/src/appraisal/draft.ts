import type { AppraisalSheet } from '@yima/shared/appraisal/contract'
import { lacksOfQuorum, mustStepAside, tally, votersOf, type Aside, type PanelSeat, type Vote, type Votes } from '@yima/shared/appraisal/panel'
import type { OfficerView } from '@yima/shared/identity/contract'
import { answerOf, type NewEntry, type OutboxProblem } from '../app/outbox.ts'
import type { DraftPhoto } from '../application/draft.ts'
import { minutesAt } from './api.ts'

export type MemberDraft = { key: string; name: string; seat: PanelSeat; officer?: string; aside?: Aside; vote?: Vote }
export type Counter = { name: string; signature?: DraftPhoto }

/** The minutes of a meeting as they lie on the phone, from the hall to the office's answer. */
export type AppraisalDraft = {
  /** Made here: what arrives twice is one meeting. */
  id: string
  /** Milliseconds by which the server's clock is ahead of this phone's. */
  ahead: number
  /** When the doubt was read out. */
  heldAt?: string
  place: string
  how: 'hands' | 'secret'
  panel: MemberDraft[]
  /** What was typed of a secret count; '' is not counted yet. */
  counts: Record<Vote, string>
  summary: string
  photos: DraftPhoto[]
  counters: [Counter, Counter]
  /** The line that is open. */
  open?: string
  handedOver?: string
  refused?: OutboxProblem
  marks?: Readonly<Record<string, string>>
  received?: string
}

export const newAppraisal = (ahead: number): AppraisalDraft => ({
  ...{ id: crypto.randomUUID(), ahead, place: '', how: 'hands' as const, panel: [], summary: '', photos: [] },
  counts: { for: '', against: '', abstained: '' },
  counters: [{ name: '' }, { name: '' }],
})

export const lines = ['read', 'panel', 'vote', 'minutes', 'sign'] as const
export type Line = (typeof lines)[number]

type Known = Pick<AppraisalSheet, 'officers' | 'barred' | 'quorum'>

/** Why this person must not vote, as far as this phone knows. */
export const asideOf = ({ officers, barred }: Known, { name, officer }: Pick<MemberDraft, 'name' | 'officer'>): Aside | undefined => {
  const known = officers.find((one) => one.id === officer || one.name === name)?.aside
  return known ?? mustStepAside({ name }, barred.flatMap(({ name: whose, why }) => (why === 'other' ? [] : [{ name: whose, why }])))
}

const typed = (count: string): number | undefined => (/^\d{1,2}$/.test(count.trim()) ? Number(count) : undefined)

/** The count: of hands as they were shown, of a secret vote as it was typed; undefined while it is not whole. */
export function votesIn({ how, panel, counts }: AppraisalDraft): Votes | undefined {
  const voters = votersOf(panel)
  if (how === 'hands') return voters.length > 0 && voters.every(({ vote }) => vote !== undefined) ? tally(panel) : undefined
  const [yes, no, none] = [typed(counts.for), typed(counts.against), typed(counts.abstained)]
  if (yes === undefined || no === undefined || none === undefined) return undefined
  return yes + no + none === voters.length ? { for: yes, against: no, abstained: none } : undefined
}

export const lacksOfPanel = ({ quorum }: Known, { panel }: AppraisalDraft) => lacksOfQuorum(panel, quorum)

const signed = ({ name, signature }: Counter): boolean => name !== '' && signature !== undefined

/** Whether a line of the minutes is whole. */
export function isDone(line: Line, sheet: Known, draft: AppraisalDraft): boolean {
  switch (line) {
    case 'read':
      return draft.heldAt !== undefined && draft.place.trim().length >= 2
    case 'panel':
      return draft.panel.length > 0 && lacksOfPanel(sheet, draft).length === 0
    case 'vote':
      return votesIn(draft) !== undefined
    case 'minutes':
      return draft.summary.trim().length >= 2 && draft.photos.length > 0
    case 'sign':
      return draft.counters.every(signed) && draft.counters[0].name !== draft.counters[1].name
    default:
      return line satisfies never
  }
}

/** What goes out of one who was there: of a secret vote nobody's, also where it was tapped before. */
function memberOf({ name, seat, officer, aside, vote }: MemberDraft, how: AppraisalDraft['how']): unknown {
  const votes = aside === undefined && seat !== 'observer' && how === 'hands'
  return { name, seat, ...(officer ? { officer } : {}), ...(aside ? { aside } : {}), ...(votes && vote ? { vote } : {}) }
}

function bodyOf(draft: AppraisalDraft): unknown {
  const { id, heldAt, place, how, panel, summary, photos, counters } = draft
  return {
    ...{ id, heldAt, place: place.trim(), how, summary: summary.trim(), votes: votesIn(draft) },
    panel: panel.map((one) => memberOf(one, how)),
    photos: photos.map(({ key }) => answerOf(key, 'id')),
    counters: counters.map(({ name, signature }) => ({ name, signature: signature && answerOf(signature.key, 'id') })),
  }
}

export const picturesOf = ({ photos, counters }: Pick<AppraisalDraft, 'photos' | 'counters'>): DraftPhoto[] =>
  [...photos, ...counters.flatMap(({ signature }) => (signature ? [signature] : []))]

/** The writes that carry the minutes: pictures, then what was said. */
export function writesOf(sheet: Pick<AppraisalSheet, 'application' | 'claim' | 'name'>, draft: AppraisalDraft, key: string, officer: Pick<OfficerView, 'id' | 'name'>): NewEntry[] {
  const pictures = picturesOf(draft).map(({ key: id, picture }): NewEntry => ({ id, kind: 'file', path: '/files', blob: picture }))
  const head: NewEntry = {
    ...{ id: key, kind: 'appraisal', path: minutesAt(sheet.application.id, sheet.claim.id), after: pictures.map(({ id }) => id) },
    body: JSON.parse(JSON.stringify(bodyOf(draft))) as unknown,
    actor: `officer:${officer.id}`,
    label: { officer: officer.name, person: sheet.name },
  }
  return [...pictures, head]
}
