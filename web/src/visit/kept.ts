import type { OfficerView } from '@yima/shared/identity/contract'
import type { VisitPack } from '@yima/shared/visit/contract'
import { keepSeen, recallSeen, shownAtDesk } from '../app/last-seen.ts'
import { answerTo, settle } from '../app/outbox.ts'
import { forget, keep, keysKept, recall } from '../app/store.ts'
import { firstVisitKept, getFirstVisit } from '../outreach/api.ts'
import type { DraftPhoto } from '../application/draft.ts'
import { getPack } from './api.ts'
import type { VisitDraft } from './draft.ts'

type Whose = Pick<OfficerView, 'id'>
type KeptPack = { pack: VisitPack; ahead: number }

// What was taken along is of what a desk showed: it goes when the desk is left, ended from elsewhere, or lapsed.
const packsOf = ({ id }: Whose): string => shownAtDesk(id, 'visit-pack.')

const isOver = ({ pack, ahead }: KeptPack): boolean => Date.now() + ahead >= Date.parse(pack.until)

/** What was taken along for a visit; what is over is wiped and was never there. */
export async function findPack(officer: Whose, application: string): Promise<KeptPack | undefined> {
  const key = packsOf(officer) + application
  const kept = (await recallSeen<KeptPack>(key))?.value
  if (kept === undefined || !isOver(kept)) return kept
  await forget(key)
  return undefined
}

/** Takes along all that a visit needs. Rejects with a `ProblemError`. */
export async function takeAlong(officer: Whose, application: string): Promise<KeptPack> {
  const pack = await getPack(application)
  const kept: KeptPack = { pack, ahead: Date.parse(pack.now) - Date.now() }
  await keepSeen(packsOf(officer) + application, kept)
  return kept
}

/** Takes along all that is needed to find somebody who was pointed out, and to ask them. Rejects with a `ProblemError`. */
export const takeFirst = async ({ id }: Whose, application: string): Promise<void> =>
  keepSeen(firstVisitKept(id, application), await getFirstVisit(application))

/** Whom one can go to ask without a network. */
export async function firstVisitsHere({ id }: Whose): Promise<Set<string>> {
  const prefix = firstVisitKept(id, '')
  return new Set((await keysKept(prefix)).map((key) => key.slice(prefix.length)))
}

/** What lies on this phone, until when, by application; what is over is wiped on the way. */
export async function packsHere(officer: Whose): Promise<Map<string, VisitPack>> {
  const ids = (await keysKept(packsOf(officer))).map((key) => key.slice(packsOf(officer).length))
  const found = await Promise.all(ids.map(async (id) => [id, (await findPack(officer, id))?.pack] as const))
  return new Map(found.flatMap(([id, pack]) => (pack ? [[id, pack] as const] : [])))
}

// Under the officer's mark: a colleague on the same phone finds nothing of it.
const draftAt = ({ id }: Whose, application: string): string => `work.draft-visit.${id}.${application}`
const pictureAt = ({ id }: Whose, application: string): string => `work.draft-visit-picture.${id}.${application}.`

type StoredPhoto = { key: string; raw?: true }
const signatures = ['person', 'investigator', 'along'] as const
type Signed = (typeof signatures)[number]
type Stored = Omit<VisitDraft, 'photos' | Signed> & {
  photos: Record<string, StoredPhoto[]>
} & Partial<Record<Signed, StoredPhoto>>

const bare = ({ key, raw }: DraftPhoto): StoredPhoto => ({ key, ...(raw ? { raw } : {}) })
const allOf = (draft: VisitDraft): DraftPhoto[] => [...Object.values(draft.photos).flat(), ...signatures.flatMap((whose) => draft[whose] ?? [])]

/** Lays it down, pictures first: whatever moment the phone dies, no picture is named that is not there. */
export async function saveVisit(officer: Whose, application: string, draft: VisitDraft): Promise<void> {
  const at = pictureAt(officer, application)
  const { photos, person: _person, investigator: _investigator, along: _along, ...rest } = draft
  const all = allOf(draft)
  const stored: Stored = {
    ...(JSON.parse(JSON.stringify(rest)) as typeof rest),
    photos: Object.fromEntries(Object.entries(photos).map(([item, some]) => [item, some.map(bare)])),
    ...Object.fromEntries(signatures.flatMap((whose) => (draft[whose] ? [[whose, bare(draft[whose])]] : []))),
  }
  const there = await keysKept(at)
  for (const { key, picture } of all) if (!there.includes(at + key)) await keep(at + key, picture)
  await keep(draftAt(officer, application), stored)
  for (const key of there) if (!all.some((one) => at + one.key === key)) await forget(key)
}

/** What was begun here of this visit; undefined where nothing was. */
export async function findVisit(officer: Whose, application: string): Promise<VisitDraft | undefined> {
  const stored = await recall<Stored>(draftAt(officer, application))
  if (stored === undefined) return undefined
  const at = pictureAt(officer, application)
  const whole = async ({ key, raw }: StoredPhoto): Promise<DraftPhoto[]> => {
    const picture = await recall<Blob>(at + key)
    return picture ? [{ key, picture, ...(raw ? { raw } : {}) }] : []
  }
  const { photos, person: _person, investigator: _investigator, along: _along, ...rest } = stored
  const found = await Promise.all(
    Object.entries(photos).map(async ([item, some]) => [item, (await Promise.all(some.map(whole))).flat()] as const))
  const signed = await Promise.all(
    signatures.map(async (whose) => [whose, stored[whose] ? (await whole(stored[whose]))[0] : undefined] as const))
  return { ...rest, photos: Object.fromEntries(found), ...Object.fromEntries(signed.filter(([, picture]) => picture !== undefined)) }
}

/** Nothing of a visit stays here. */
export async function removeVisit(officer: Whose, application: string): Promise<void> {
  for (const key of await keysKept(pictureAt(officer, application))) await forget(key)
  await forget(draftAt(officer, application))
  await forget(packsOf(officer) + application)
}

/** How far visits are that were begun here, by application. */
export async function visitsBegun(officer: Whose): Promise<Map<string, 'begun' | 'handed' | 'received'>> {
  const prefix = draftAt(officer, '')
  const found = await Promise.all(
    (await keysKept(prefix)).map(async (key) => [key.slice(prefix.length), await recall<Stored>(key)] as const))
  return new Map(found.flatMap(([id, one]) => {
    if (one === undefined) return []
    return [[id, one.received !== undefined ? 'received' : one.handedOver !== undefined ? 'handed' : 'begun'] as const]
  }))
}

/** Of what was handed in and has been received meanwhile nothing stays here. */
export async function sweepVisits(officer: Whose): Promise<void> {
  const prefix = draftAt(officer, '')
  for (const key of await keysKept(prefix)) {
    const { handedOver, received } = (await recall<Stored>(key)) ?? {}
    const isReceived = received !== undefined || (handedOver !== undefined && answerTo(handedOver) !== undefined)
    if (!isReceived) continue
    await removeVisit(officer, key.slice(prefix.length))
    if (handedOver !== undefined) await settle(handedOver)
  }
}

/** How many were begun here and not handed in. */
export const visitsLeft = async (officer: Whose): Promise<string[]> =>
  [...(await visitsBegun(officer))].flatMap(([id, how]) => (how === 'begun' ? [id] : []))
