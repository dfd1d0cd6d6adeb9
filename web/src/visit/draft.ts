import type { OfficerView } from '@yima/shared/identity/contract'
import type { FactValue } from '@yima/shared/fact/dictionary'
import type { PackItem, VisitPack } from '@yima/shared/visit/contract'
import { differs, findingFor } from '@yima/shared/visit/finding'
import { isAnswer, readItem, sameAnswer, type ItemAbout } from '@yima/shared/visit/item'
import { mostPhotos, mostPhotosOfItem } from '@yima/shared/visit/limits'
import type { SafetyMark } from '@yima/shared/visit/ways'
import { answerOf, type NewEntry, type OutboxProblem } from '../app/outbox.ts'
import type { DraftPhoto } from '../application/draft.ts'
import { visitsAt } from './api.ts'

/**
 * What was tapped and typed of one item. `other` is not answered before there is a value; `said`: what was borne out, whatever
 * others say of it by the time it is handed in.
 */
export type ItemDraft = { pick: 'same' | 'other' | 'unseen'; said?: FactValue; value?: FactValue; typed?: string; note?: string }
export type Found = 'fits' | 'differs' | 'doubtful'

/** A visit as it lies on the phone, from the door to the office's answer. */
export type VisitDraft = {
  /** Made here: what arrives twice is one visit. */
  id: string
  /** Milliseconds by which the server's clock is ahead of this phone's. */
  ahead: number
  startedAt?: string
  /** When it was said why they came, and which rights there are. */
  toldAt?: string
  endedAt?: string
  companions: string[]
  answers: Record<string, ItemDraft>
  photos: Record<string, DraftPhoto[]>
  findings: Record<string, Found>
  summary: string
  how: 'signed' | 'thumb' | 'refused'
  /** Who saw a thumb; why somebody does not sign. */
  words: string
  person?: DraftPhoto
  investigator?: DraftPhoto
  /** Of one who came along. */
  along?: DraftPhoto
  place?: { latitude: number; longitude: number; within: number }
  safety: SafetyMark[]
  /** The line that is open. */
  open?: string
  handedOver?: string
  refused?: OutboxProblem
  marks?: Readonly<Record<string, string>>
  received?: string
}

export const newVisit = (ahead: number, safety: readonly SafetyMark[] = []): VisitDraft => ({
  ...{ id: crypto.randomUUID(), ahead, companions: [], answers: {}, photos: {}, findings: {}, summary: '' },
  ...{ how: 'signed' as const, words: '', safety: [...safety] },
})

export const nowOf = ({ ahead }: Pick<VisitDraft, 'ahead'>): string => new Date(Date.now() + ahead).toISOString()

/** What is answered of an item: null where it could not be seen, undefined where nobody has answered yet. */
export function answerIn({ known, about }: Pick<PackItem, 'known' | 'about'>, draft: ItemDraft | undefined): FactValue | null | undefined {
  if (draft === undefined) return undefined
  if (draft.pick === 'unseen') return null
  if (draft.pick === 'same') return draft.said ?? (known[0]?.value as FactValue | undefined)
  return draft.value !== undefined && isAnswer(about as ItemAbout, draft.value) ? draft.value : undefined
}

/** What was asked at the door, and is no more by papers that were taken along anew: nothing of it is lost. */
function goneFrom(items: readonly PackItem[], answers: VisitDraft['answers']): Pick<PackItem, 'id' | 'about' | 'known'>[] {
  return Object.keys(answers).flatMap((id) => {
    const about = items.some((one) => one.id === id) ? undefined : readItem(id)
    return about === undefined ? [] : [{ id, about, known: [] }]
  })
}

/** Everything that is answered, by item. */
export function answersIn({ items }: Pick<VisitPack, 'items'>, { answers }: Pick<VisitDraft, 'answers'>): Map<string, { value: FactValue | null }> {
  return new Map(
    [...items, ...goneFrom(items, answers)].flatMap((item) => {
      const value = answerIn(item, answers[item.id])
      return value === undefined ? [] : [[item.id, { value }] as const]
    }),
  )
}

/**
 * What was borne out as it was said, where others have said otherwise since: it stands as what was seen, with its value.
 * Else it would bear out words that nobody at the door had read.
 */
export function heldAgainst({ items }: Pick<VisitPack, 'items'>, answers: VisitDraft['answers']): VisitDraft['answers'] {
  const held = Object.entries(answers).map(([id, draft]) => {
    const { said, ...rest } = draft
    const known = items.find((item) => item.id === id)?.known ?? []
    if (draft.pick !== 'same' || said === undefined || known.every(({ value }) => sameAnswer(value, said))) return [id, draft] as const
    return [id, { ...rest, pick: 'other' as const, value: said, ...(typeof said === 'number' ? { typed: String(said) } : {}) }] as const
  })
  return Object.fromEntries(held)
}

/** How many photos one line may have: as many as a visit has room for. */
export function roomFor(item: string, { photos }: Pick<VisitDraft, 'photos'>): number {
  const others = Object.entries(photos).reduce((sum, [one, taken]) => (one === item ? sum : sum + taken.length), 0)
  return Math.max(0, Math.min(mostPhotosOfItem, mostPhotos - others))
}

/** Items where something else was seen than was said. */
export const differencesIn = (pack: VisitPack, draft: VisitDraft): PackItem[] => {
  const answers = answersIn(pack, draft)
  return pack.items.filter((item) => differs(item, answers) === true)
}

/** What it comes to for a claim: as the visitor says, else as follows from what was seen. */
export const foundFor = (pack: VisitPack, draft: VisitDraft, claim: VisitPack['claims'][number]): Found =>
  draft.findings[claim.id] ?? findingFor(claim.programme, pack.items, answersIn(pack, draft))

/** The lines of a visit, in their order. */
export const linesOf = ({ items }: Pick<VisitPack, 'items'>): string[] => ['arrive', 'tell', ...items.map(({ id }) => id), 'sum', 'sign']

export function isDone(line: string, pack: VisitPack, draft: VisitDraft): boolean {
  switch (line) {
    case 'arrive':
      return draft.startedAt !== undefined && draft.companions.length > 0
    case 'tell':
      return draft.toldAt !== undefined
    case 'sum':
      return draft.summary.trim().length >= 2
    case 'sign':
      return lacksToSign(draft).length === 0
    default: {
      const item = pack.items.find(({ id }) => id === line)
      return item !== undefined && answerIn(item, draft.answers[line]) !== undefined
    }
  }
}

export type SignLack = 'person' | 'words' | 'investigator' | 'along'

export const lacksToSign = ({ how, person, words, investigator, along }: VisitDraft): SignLack[] => [
  ...(how !== 'refused' && !person ? (['person'] as const) : []),
  ...(how !== 'signed' && words.trim().length < 2 ? (['words'] as const) : []),
  ...(investigator ? [] : (['investigator'] as const)),
  ...(along ? [] : (['along'] as const)),
]

function personOf({ how, person, words }: VisitDraft): unknown {
  const picture = person && answerOf(person.key, 'id')
  if (how === 'refused') return { how, why: words.trim() }
  return how === 'thumb' ? { how, picture, witness: words.trim() } : { how, picture }
}

function bodyOf(pack: VisitPack, draft: VisitDraft): unknown {
  const seen = answersIn(pack, draft)
  const answers = [...seen].map(([item, { value }]) => {
    const note = draft.answers[item]?.note?.trim()
    return { item, value, ...(note ? { note } : {}), photos: (draft.photos[item] ?? []).map(({ key }) => answerOf(key, 'id')) }
  })
  const { id, startedAt, endedAt, companions, summary, investigator, along, place, safety } = draft
  return {
    ...{ id, startedAt, endedAt, companions, answers, summary: summary.trim(), person: personOf(draft) },
    findings: pack.claims.map((claim) => ({ claimId: claim.id, found: foundFor(pack, draft, claim) })),
    investigator: investigator && answerOf(investigator.key, 'id'),
    ...(along ? { along: answerOf(along.key, 'id') } : {}),
    ...(place ? { place } : {}),
    safety,
  }
}

/** All pictures that go with it; of what was not answered none. */
const picturesOf = (pack: VisitPack, draft: VisitDraft): DraftPhoto[] => {
  const seen = answersIn(pack, draft)
  const photos = Object.entries(draft.photos).flatMap(([item, some]) => (seen.has(item) ? some : []))
  const { person, investigator, along, how } = draft
  return [...photos, ...(person && how !== 'refused' ? [person] : []), ...(investigator ? [investigator] : []), ...(along ? [along] : [])]
}

/** The writes that carry a visit: pictures, then what was seen. */
export function writesOf(pack: VisitPack, draft: VisitDraft, key: string, officer: Pick<OfficerView, 'id' | 'name'>): NewEntry[] {
  const pictures = picturesOf(pack, draft).map(({ key: id, picture }): NewEntry => ({ id, kind: 'file', path: '/files', blob: picture }))
  const head: NewEntry = {
    ...{ id: key, kind: 'visit', path: visitsAt(pack.application.id), after: pictures.map(({ id }) => id) },
    body: JSON.parse(JSON.stringify(bodyOf(pack, draft))) as unknown,
    actor: `officer:${officer.id}`,
    label: { officer: officer.name, person: pack.name },
  }
  return [...pictures, head]
}
