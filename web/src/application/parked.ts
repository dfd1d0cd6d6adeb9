import { keepTogether, keysKept } from '../app/store.ts'
import {
  inHand,
  inTurn,
  laidOn,
  loadDraft,
  readDraft,
  removeDraft,
  saveDraft,
  takenOff,
  type Draft,
  type Shelf,
} from './draft.ts'

// Whoever hands in for several people where there is no network writes the next while the last one waits: each
// draft lies by itself, whole, under the key that is its own for life.

const prefix = 'draft-parked:'
const shelfOf = (key: string): Shelf => ({ at: prefix + key, pictures: `draft-parked-picture:${key}:` })

const isBlank = ({ words, photos, handedOver }: Draft): boolean =>
  words.trim() === '' && photos.length === 0 && handedOver === undefined

async function parkNow(displaced = false): Promise<void> {
  const draft = await loadDraft()
  if (draft === undefined || isBlank(draft)) return
  const key = draft.key ?? crypto.randomUUID()
  const aside = displaced ? { ...draft, key, displaced } : { ...draft, key }
  await keepTogether([...laidOn(shelfOf(key), aside), ...(await takenOff(inHand))])
}

/** Puts the draft in hand aside, with its pictures and at one moment, so that another can be written. */
export const park = (): Promise<void> => inTurn(() => parkNow())

/** Takes a draft in hand that was put aside, and puts aside the one in hand; nothing where there is none of this key. */
export const takeUp = (key: string): Promise<void> =>
  inTurn(async () => {
    const draft = await readDraft(shelfOf(key))
    if (draft === undefined) return
    await parkNow()
    await layInHand(draft)
  })

/** Takes a draft in hand from where it lay aside; with none, the hand is empty. */
async function layInHand(draft: Draft | undefined): Promise<void> {
  const laid =
    draft?.key === undefined
      ? []
      : [...(await takenOff(shelfOf(draft.key))), ...laidOn(inHand, { ...draft, displaced: false })]
  await keepTogether([...(await takenOff(inHand)), ...laid])
}

/**
 * Takes in hand what is written in the place of this person, or for oneself (undefined), and puts aside what is
 * written for another: what one says for one's grandmother must not end in one's own application.
 */
export const takeUpFor = (person: string | undefined): Promise<void> =>
  inTurn(async () => {
    const held = await loadDraft()
    if (held !== undefined && held.behalf?.person === person) return
    const aside = (await listParked()).find(
      ({ behalf, displaced, handedOver }) =>
        behalf?.person === person && handedOver === undefined && (person !== undefined || displaced === true),
    )
    if (held === undefined && aside === undefined) return
    await parkNow(held?.behalf === undefined && held?.handedOver === undefined)
    await layInHand(aside)
  })

export const findParked = (key: string): Promise<Draft | undefined> => readDraft(shelfOf(key))

/** Every draft that was put aside on this phone. */
export async function listParked(): Promise<Draft[]> {
  const keys = await keysKept(prefix)
  const found = await Promise.all(keys.map((key) => findParked(key.slice(prefix.length))))
  return found.filter((draft) => draft !== undefined)
}

/** Keeps what has become of a draft where it lies: another tab may have put it aside meanwhile, and holds another. */
export async function saveWhereItLies(draft: Draft): Promise<void> {
  const { key } = draft
  if (key === undefined || (await findParked(key)) === undefined) return saveDraft(draft)
  await inTurn(async () => void (await keepTogether(laidOn(shelfOf(key), draft))))
}

/** Removes a draft that was received, wherever it lies, and no other. */
export async function removeReceived(key: string): Promise<void> {
  await inTurn(async () => void (await keepTogether(await takenOff(shelfOf(key)))))
  const held = await loadDraft()
  if (held?.key === key || held?.handedOver === key) await removeDraft()
}
