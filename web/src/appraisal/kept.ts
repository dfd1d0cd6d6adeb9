import type { AppraisalSheet } from '@yima/shared/appraisal/contract'
import type { OfficerView } from '@yima/shared/identity/contract'
import { keepSeen, recallSeen, shownAtDesk } from '../app/last-seen.ts'
import { forget, keep, keysKept, recall } from '../app/store.ts'
import type { DraftPhoto } from '../application/draft.ts'
import { getSheet } from './api.ts'
import { picturesOf, type AppraisalDraft } from './draft.ts'

type Whose = Pick<OfficerView, 'id'>
export type KeptSheet = { sheet: AppraisalSheet; ahead: number }

// What was taken along is of what a desk showed: it goes when the desk is left, ended from elsewhere, or lapsed.
const sheetAt = ({ id }: Whose, claim: string): string => shownAtDesk(id, `appraisal-sheet.${claim}`)
// Under the officer's mark: a colleague on the same phone finds nothing of it.
const draftAt = ({ id }: Whose, claim: string): string => `work.draft-appraisal.${id}.${claim}`
const pictureAt = ({ id }: Whose, claim: string): string => `work.draft-appraisal-picture.${id}.${claim}.`

/** What was taken along; what is over is wiped and was never there. */
export async function findSheet(officer: Whose, claim: string): Promise<KeptSheet | undefined> {
  const kept = (await recallSeen<KeptSheet>(sheetAt(officer, claim)))?.value
  if (kept === undefined || Date.now() + kept.ahead < Date.parse(kept.sheet.until)) return kept
  await forget(sheetAt(officer, claim))
  return undefined
}

/** Takes along all that one meeting needs. Rejects with a `ProblemError`. */
export async function takeSheet(officer: Whose, application: string, claim: string): Promise<KeptSheet> {
  const sheet = await getSheet(application, claim)
  const kept: KeptSheet = { sheet, ahead: Date.parse(sheet.now) - Date.now() }
  await keepSeen(sheetAt(officer, claim), kept)
  return kept
}

type StoredPhoto = { key: string; raw?: true }
type StoredCounter = { name: string; signature?: StoredPhoto }
type Stored = Omit<AppraisalDraft, 'photos' | 'counters'> & { photos: StoredPhoto[]; counters: [StoredCounter, StoredCounter] }

const bare = ({ key, raw }: DraftPhoto): StoredPhoto => ({ key, ...(raw ? { raw } : {}) })
const bareOf = ({ name, signature }: AppraisalDraft['counters'][number]): StoredCounter => ({ name, ...(signature ? { signature: bare(signature) } : {}) })

/** Lays it down, pictures first: whatever moment the phone dies, no picture is named that is not there. */
export async function saveAppraisal(officer: Whose, claim: string, draft: AppraisalDraft): Promise<void> {
  const at = pictureAt(officer, claim)
  const { photos, counters, ...rest } = draft
  const all = picturesOf(draft)
  const there = await keysKept(at)
  for (const { key, picture } of all) if (!there.includes(at + key)) await keep(at + key, picture)
  const stored: Stored = {
    ...(JSON.parse(JSON.stringify(rest)) as typeof rest), photos: photos.map(bare), counters: [bareOf(counters[0]), bareOf(counters[1])],
  }
  await keep(draftAt(officer, claim), stored)
  for (const key of there) if (!all.some((one) => at + one.key === key)) await forget(key)
}

/** What was begun here; undefined where nothing was. */
export async function findAppraisal(officer: Whose, claim: string): Promise<AppraisalDraft | undefined> {
  const stored = await recall<Stored>(draftAt(officer, claim))
  if (stored === undefined) return undefined
  const at = pictureAt(officer, claim)
  const whole = async ({ key, raw }: StoredPhoto): Promise<DraftPhoto[]> => {
    const picture = await recall<Blob>(at + key)
    return picture ? [{ key, picture, ...(raw ? { raw } : {}) }] : []
  }
  const counter = async ({ name, signature }: StoredCounter) => {
    const [kept] = signature ? await whole(signature) : []
    return { name, ...(kept ? { signature: kept } : {}) }
  }
  const { photos, counters, ...rest } = stored
  return { ...rest, photos: (await Promise.all(photos.map(whole))).flat(), counters: [await counter(counters[0]), await counter(counters[1])] }
}

/** Nothing of a meeting stays here. */
export async function removeAppraisal(officer: Whose, claim: string): Promise<void> {
  for (const key of await keysKept(pictureAt(officer, claim))) await forget(key)
  await forget(draftAt(officer, claim))
  await forget(sheetAt(officer, claim))
}
