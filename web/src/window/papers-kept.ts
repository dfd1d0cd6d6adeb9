import type { OfficerView } from '@yima/shared/identity/contract'
import type { DraftPhoto } from '../application/draft.ts'
import { forget, keep, keysKept, recall } from '../app/store.ts'

/** Papers photographed for one visit: pictures by the id of the paper, and what was handed over by claim. */
export type PapersKept = {
  /** ISO 8601: afterwards nothing of it may be handed in any more. */
  until: string
  photos: Record<string, DraftPhoto[]>
  /** The outbox entry that carries the papers of a claim. */
  handed: Record<string, string>
}

type Whose = Pick<OfficerView, 'id'>
/** `raw`: keys of what this phone has not made smaller yet. */
type Stored = Omit<PapersKept, 'photos'> & { photos: Record<string, string[]>; raw?: string[] }

// Under the officer's mark: a colleague on the same phone finds nothing of it.
const prefixOf = ({ id }: Whose): string => `work.papers.${id}.`
const pictureOf = ({ id }: Whose, visit: string): string => `work.papers-picture.${id}.${visit}.`

async function picturesOf(
  at: string,
  keys: readonly string[],
  raw: readonly string[],
): Promise<DraftPhoto[]> {
  const found = await Promise.all(keys.map(async (key) => ({ key, picture: await recall<Blob>(at + key) })))
  return found.flatMap(({ key, picture }) =>
    picture ? [{ key, picture, ...(raw.includes(key) ? { raw: true } : {}) }] : [],
  )
}

/** What lies here of this visit; undefined where there is nothing. */
export async function findPapers(officer: Whose, visit: string): Promise<PapersKept | undefined> {
  const found = await recall<Stored>(prefixOf(officer) + visit)
  if (!found) return undefined
  const { raw = [], ...kept } = found
  const at = pictureOf(officer, visit)
  const photos = await Promise.all(
    Object.entries(kept.photos).map(
      async ([paper, keys]) => [paper, await picturesOf(at, keys, raw)] as const,
    ),
  )
  return { ...kept, photos: Object.fromEntries(photos) }
}

/** Lays it down, pictures first: whatever moment the phone dies, no picture is named that is not there. */
export async function savePapers(
  officer: Whose,
  visit: string,
  { photos, ...rest }: PapersKept,
): Promise<void> {
  const at = pictureOf(officer, visit)
  const all = Object.values(photos).flat()
  const there = await keysKept(at)
  for (const { key, picture } of all) if (!there.includes(at + key)) await keep(at + key, picture)
  const named = Object.entries(photos).map(([paper, some]) => [paper, some.map(({ key }) => key)] as const)
  const raw = all.filter((one) => one.raw).map(({ key }) => key)
  await keep(prefixOf(officer) + visit, { ...rest, photos: Object.fromEntries(named), raw } satisfies Stored)
  for (const key of there) if (!all.some((one) => at + one.key === key)) await forget(key)
}

/** Nothing of visits whose time is over stays on this phone; what was handed over lies in the outbox. */
export async function forgetOldPapers(officer: Whose, now: string): Promise<void> {
  for (const key of await keysKept(prefixOf(officer))) {
    const kept = await recall<Stored>(key)
    if (kept && kept.until > now) continue
    for (const picture of await keysKept(pictureOf(officer, key.slice(prefixOf(officer).length))))
      await forget(picture)
    await forget(key)
  }
}
