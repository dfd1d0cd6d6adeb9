import type { ForWhom } from '@yima/shared/application/contract'
import type { Household, Member } from '@yima/shared/fact/dictionary'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import type { Danger } from '@yima/shared/reading/reading'
import type { OutboxProblem } from '../app/outbox-order.ts'
import { forget, keep, keepTogether, keysKept, recall, type Change } from '../app/store.ts'

export const applySteps = ['say', 'answer', 'sign'] as const
export type ApplyStep = (typeof applySteps)[number]

/**
 * A picture of the draft. `key` is the Idempotency-Key of its upload, the same for every try. `raw`: as it was taken, kept
 * at once, until this phone has made it smaller (photos.ts).
 */
export type DraftPhoto = { key: string; picture: Blob; raw?: true }

/** Who speaks, as typed: nothing is normalised, so that a correction starts from what was written. */
export type DraftApplicant = {
  name: string
  idNumber: string
  withoutId: boolean
  chosenFour: string
  phone: string
  withoutPhone: boolean
  /** Set once the code was right; holds for that number only. */
  proof?: { phone: string; phoneProof: string }
}

/** In whose place it is written, by which right; signed with one's own name beside theirs. */
export type Behalf = {
  person: string
  name: string
  as: 'helper' | 'guardian'
  /** The last day of the mandate; null for a guardian. */
  until: string | null
  /** Their ID number is known to the office: nobody is asked for four digits. */
  number: boolean
  /** One's own name. */
  by: string
  /** Whose sign-in it goes under (`app/outbox-actor.ts`): nobody else on this phone may send it. */
  actor: string
}

/** An application that is being written: everything typed, answered, photographed or signed so far. */
export type Draft = {
  step: ApplyStep
  words: string
  forWhom: ForWhom
  /** Chosen by hand: the words no longer propose another. */
  forWhomChosen: boolean
  /** Accusing sentences that the writer wants to send all the same. */
  complaintKept: string[]
  photos: DraftPhoto[]
  behalf?: Behalf
  /** Put aside only because another's came to hand: it comes back as soon as one writes for oneself again. */
  displaced?: boolean
  /** Answers and corrections; they beat what is read in the words. `unknown` is an answer: nobody knows. */
  household: Household
  members: Member[]
  /** Programmes asked for by hand. */
  added: ProgrammeId[]
  applicant: DraftApplicant
  /** Where that household lives: a village, or a township where the village is not known. */
  place?: { code: string; name: string }
  address: string
  beneficiary: { name: string; phone: string; whereToFind: string }
  consent: { method: 'signed' | 'at-visit'; signature?: DraftPhoto }
  /** Idempotency-Key of every try to send it, for its whole life: however often it is handed over, it is one. */
  key?: string
  /** The outbox entry that carries it: from then on it is no longer written, only sent or given back. */
  handedOver?: string
  /** What was heard in it when it was handed over: whom to ring if nobody is on duty, whatever is written since. */
  dangers?: readonly Danger[]
  /** Why it was not taken when it was last handed over; `picture` where one of its pictures was not, `pictures` why, by key. */
  refused?: OutboxProblem & { picture?: 'photos' | 'signature'; pictures?: Readonly<Record<string, string>> }
}

/** Where a draft lies, and where its pictures lie beside it. */
export type Shelf = { at: string; pictures: string }

/** The draft that is being written; what was put aside lies elsewhere (parked.ts). */
export const inHand: Shelf = { at: 'draft:application', pictures: 'draft-picture:' }

/** A draft in which nothing has been written yet. */
export function newDraft(): Draft {
  return {
    step: 'say',
    words: '',
    forWhom: 'self',
    forWhomChosen: false,
    complaintKept: [],
    photos: [],
    household: {},
    members: [],
    added: [],
    applicant: { name: '', idNumber: '', withoutId: false, chosenFour: '', phone: '', withoutPhone: false },
    address: '',
    beneficiary: { name: '', phone: '', whereToFind: '' },
    consent: { method: 'signed' },
  }
}

/** As it lies on the phone: pictures beside it, so that a key typed does not encrypt nine photos again. */
type KeptPicture = Omit<DraftPhoto, 'picture'> & { picture?: Blob }
type KeptDraft = Omit<Partial<Draft>, 'photos' | 'consent'> & {
  photos?: KeptPicture[]
  consent?: Omit<Draft['consent'], 'signature'> & { signature?: KeptPicture }
}

/** Older versions kept the picture within the draft. */
async function findPicture({ pictures }: Shelf, photo: KeptPicture): Promise<DraftPhoto[]> {
  const found = photo.picture ?? (await recall<Blob>(pictures + photo.key))
  return found === undefined ? [] : [{ ...photo, picture: found }]
}
const withoutPicture = ({ picture: _picture, ...photo }: DraftPhoto): KeptPicture => photo

/** The draft that lies there; undefined when there is none. Parts unknown to an older version are empty. */
export async function readDraft(shelf: Shelf): Promise<Draft | undefined> {
  const kept = await recall<KeptDraft>(shelf.at)
  if (kept === undefined) return undefined
  const photos = (await Promise.all((kept.photos ?? []).map((photo) => findPicture(shelf, photo)))).flat()
  const { signature: signed, ...consent } = kept.consent ?? newDraft().consent
  const [signature] = signed ? await findPicture(shelf, signed) : []
  return { ...newDraft(), ...kept, photos, consent: signature ? { ...consent, signature } : consent }
}

/** The draft in hand; undefined when there is none. */
export const loadDraft = (): Promise<Draft | undefined> => readDraft(inHand)

async function keepPictures({ pictures: at }: Shelf, pictures: readonly DraftPhoto[]): Promise<void> {
  const there = await keysKept(at)
  for (const { key, picture } of pictures) if (!there.includes(at + key)) await keep(at + key, picture)
}

async function forgetPicturesBut({ pictures }: Shelf, keys: readonly string[]): Promise<void> {
  for (const at of await keysKept(pictures)) if (!keys.includes(at.slice(pictures.length))) await forget(at)
}

let channel: BroadcastChannel | undefined

/** Between the tabs of this phone; undefined where the browser knows none. */
function otherTabs(): BroadcastChannel | undefined {
  if (typeof BroadcastChannel === 'function') channel ??= new BroadcastChannel('yima-draft')
  return channel
}

/** Calls back whenever another tab of this phone wrote or removed the draft; answers how to stop. */
export function onOtherTab(heed: () => void): () => void {
  const place = otherTabs()
  place?.addEventListener('message', heed)
  return () => place?.removeEventListener('message', heed)
}

let last: Promise<unknown> = Promise.resolve()

/** Each in its turn: a save that tidies up must not meet one that has just laid down a picture. */
export function inTurn(work: () => Promise<void>): Promise<void> {
  const mine = last.then(work).then(() => otherTabs()?.postMessage('changed'))
  last = mine.catch(() => undefined)
  return mine
}

function partsOf(draft: Draft): { kept: KeptDraft; pictures: DraftPhoto[] } {
  const { signature, ...consent } = draft.consent
  const pictures = signature ? [...draft.photos, signature] : [...draft.photos]
  const kept: KeptDraft = {
    ...draft,
    photos: draft.photos.map(withoutPicture),
    consent: { ...consent, ...(signature ? { signature: withoutPicture(signature) } : {}) },
  }
  return { kept, pictures }
}

/** Lays the whole draft onto a shelf. */
export function laidOn(shelf: Shelf, draft: Draft): Change[] {
  const { kept, pictures } = partsOf(draft)
  const beside = pictures.map(({ key, picture }) => ({ key: shelf.pictures + key, value: picture }))
  return [{ key: shelf.at, value: kept }, ...beside]
}

/** Takes everything off a shelf. */
export async function takenOff(shelf: Shelf): Promise<Change[]> {
  return [shelf.at, ...(await keysKept(shelf.pictures))].map((key) => ({ key, value: undefined }))
}

async function saveNow(shelf: Shelf, draft: Draft): Promise<void> {
  const { kept, pictures } = partsOf(draft) // as it is now: while its pictures are laid down somebody writes on
  await keepPictures(shelf, pictures)
  await keep(shelf.at, kept)
  await forgetPicturesBut(shelf, pictures.map(({ key }) => key))
}

/**
 * Keeps the draft, encrypted, on this phone only. To carry facts over, spread them over `newDraft()`. A draft
 * never names a picture that is not there: whatever moment the phone dies, both are whole.
 */
export const saveDraft = (draft: Draft, shelf: Shelf = inHand): Promise<void> => inTurn(() => saveNow(shelf, draft))

/** Removes the draft with its pictures, at one moment: it was received, or its writer starts anew. */
export const removeDraft = (): Promise<void> =>
  inTurn(async () => void (await keepTogether(await takenOff(inHand))))
