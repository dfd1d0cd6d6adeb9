import { getConsentText } from '@yima/shared/consent/texts'
import { plainDigits } from '@yima/shared/identity/digits'
import { maskName, parseName } from '@yima/shared/identity/name'
import type { OfficerView } from '@yima/shared/identity/contract'
import type { FiledHere, OccasionView } from '@yima/shared/window/contract'
import { answerOf, type NewEntry } from '../app/outbox.ts'
import { keepTogether, keysKept } from '../app/store.ts'
import { newDraft, readDraft, saveDraft, takenOff, type Draft, type Shelf } from '../application/draft.ts'
import { today } from '../app/session.ts'
import { applicantOf, lacksToSay, lacksToSend, type ApplyField, type Lack } from '../application/submission.ts'

/** The visit on which something is written down for somebody. */
export type FilingVisit = {
  id: string
  /** Milliseconds by which the server's clock is ahead of this phone's. */
  ahead: number
  /** What is known of the person; nothing as long as a scan waits for a network. */
  name?: string
  hasNumber?: boolean
  /** ISO 8601; undefined while the scan waits. */
  writableUntil?: string
  /** The outbox entry of a scan that was kept. */
  scan?: string
  /** Somebody with neither phone nor code, who stands there: who they are is written down, too. */
  here?: true
}

/** What an officer writes down for somebody: the road's draft, with the visit and who bore witness. */
export type Filing = Draft & {
  visit: FilingVisit
  /** Of somebody who cannot sign; the picture of a thumb lies where a signature would. */
  witnessed?: { how: 'thumb' | 'spoken'; name: string }
  /** Of whom is written for: how what is signed was read to them. */
  read?: 'voice' | 'worker'
  /** Why pictures were refused when it was handed in last, as codes by their keys. */
  marks?: Readonly<Record<string, string>>
  /** Received: the slip, until the officer has handed it over. */
  filed?: FiledHere
}

type Whose = Pick<OfficerView, 'id'>

// Under the officer's mark: a colleague on the same phone finds nothing of it.
const prefixOf = ({ id }: Whose): string => `work.filing.${id}.`
const shelfOf = (officer: Whose, visit: string): Shelf => ({
  at: prefixOf(officer) + visit,
  pictures: `work.filing-picture.${officer.id}.${visit}.`,
})

export const findFiling = (officer: Whose, visit: string): Promise<Filing | undefined> =>
  readDraft(shelfOf(officer, visit)) as Promise<Filing | undefined>
export const saveFiling = (officer: Whose, filing: Filing): Promise<void> =>
  saveDraft(filing, shelfOf(officer, filing.visit.id))
export async function removeFiling(officer: Whose, visit: string): Promise<void> {
  await keepTogether(await takenOff(shelfOf(officer, visit)))
}

/** Everything this officer has written down here and not handed over to its person as a slip. */
export async function listFilings(officer: Whose): Promise<Filing[]> {
  const keys = await keysKept(prefixOf(officer))
  const found = await Promise.all(keys.map((key) => findFiling(officer, key.slice(prefixOf(officer).length))))
  return found.filter((one) => one !== undefined)
}

export const visitOf = ({ id, minimum, writableUntil, now }: OccasionView): FilingVisit => ({
  ...{ id, writableUntil, name: minimum.name, hasNumber: minimum.hasNumber },
  ahead: Date.parse(now) - Date.now(),
})

export const newFiling = (visit: FilingVisit): Filing => ({ ...newDraft(), visit })

/** Takes what was written on one visit over to another: its first scan opened nothing, or its time was over. */
export async function moveFiling(officer: Whose, from: string, visit: FilingVisit): Promise<void> {
  const before = await findFiling(officer, from)
  if (!before) return
  const { key: _key, handedOver: _handedOver, refused: _refused, ...rest } = before
  await saveFiling(officer, { ...rest, visit })
  await removeFiling(officer, from)
}

/** Four digits are asked of whoever has no ID number, and may be given while nobody knows. */
export const needsFour = ({ visit }: Filing): boolean => visit.hasNumber === false

export type FilingField = ApplyField | 'witness' | 'read'
type FilingLack = Omit<Lack, 'field'> & { field: FilingField }

/** Whoever has a telephone may say its number; without one nothing is missing. */
const personOf = (filing: Filing): Filing => ({
  ...filing,
  applicant: { ...filing.applicant, withoutPhone: filing.applicant.phone.trim() === '' },
})
const ofPerson: readonly ApplyField[] = ['name', 'idNumber', 'phone']
/** Who stands there, where nobody knows them yet, and that all of it was read to them. */
const lacksOfPerson = (filing: Filing): FilingLack[] => [
  ...lacksToSend(personOf(filing), today()).filter(({ field }) => ofPerson.includes(field)),
  ...(filing.read ? [] : [{ field: 'read', code: 'read-first' } as const]),
]

/** What is still needed before it can be handed in, from top to bottom. */
export function lacksOf(filing: Filing): FilingLack[] {
  const { place, applicant, consent, witnessed } = filing
  const four = plainDigits(applicant.chosenFour)
  const witness = parseName(witnessed?.name ?? '')
  return [
    ...lacksToSay(filing),
    ...(filing.visit.here ? lacksOfPerson(filing) : []),
    ...(place ? [] : [{ field: 'place', code: 'region-code' } as const]),
    ...(!filing.visit.here && (four === '' ? needsFour(filing) : !/^\d{4}$/.test(four))
      ? [{ field: 'idNumber', code: 'four-digits' } as const]
      : []),
    ...(witnessed && !witness.ok ? [{ field: 'witness', code: 'witness-needed' } as const] : []),
    // A mark on a piece of glass is nobody's: of a thumb there is a picture.
    ...(witnessed?.how === 'thumb' && !consent.signature
      ? [{ field: 'signature', code: 'no-picture' } as const]
      : []),
    ...(!witnessed && consent.method === 'signed' && !consent.signature
      ? [{ field: 'signature', code: 'empty' } as const]
      : []),
  ]
}

function consentOf({ consent, witnessed }: Filing, day: string) {
  const commitment = getConsentText('commitment', day).version
  const authorisation = getConsentText('authorisation', day).version
  const picture = consent.signature && answerOf(consent.signature.key, 'id')
  if (witnessed) {
    const { how, name: witness } = witnessed
    const thumb = how === 'thumb' && picture ? { picture } : {}
    return { method: 'witnessed', commitment, authorisation, how, witness, ...thumb }
  }
  if (consent.method === 'at-visit' || !picture) return { method: 'at-visit' }
  return { method: 'signed', commitment, authorisation, signature: picture }
}

const picturesOf = ({ photos, consent, witnessed }: Filing) =>
  consent.signature && (witnessed ? witnessed.how === 'thumb' : consent.method === 'signed')
    ? [...photos, consent.signature]
    : photos

function bodyOf(filing: Filing, day: string) {
  const { words, place, address, photos, household, members, added, applicant, visit, read } = filing
  const four = plainDigits(applicant.chosenFour)
  return {
    ...{ words, regionCode: place?.code, photos: photos.map(({ key }) => answerOf(key, 'id')) },
    ...(address.trim() === '' ? {} : { address }),
    ...{ answers: { household, members }, added, consent: consentOf(filing, day) },
    ...(visit.here ? { applicant: applicantOf(personOf(filing)), read } : four === '' ? {} : { chosenFour: four }),
    writtenAt: new Date(Date.now() + visit.ahead).toISOString(),
  }
}

/** Masked, as it lies among what waits. */
const personName = ({ visit, applicant }: Filing): string => visit.name ?? (visit.here ? maskName(applicant.name.trim()) : '')

/** The writes that carry it: pictures, then what the person said; both after a scan that still waits. */
export function writesOf(filing: Filing, id: string, { id: officer, name }: OfficerView, day: string): NewEntry[] {
  const { visit, place } = filing
  const pictures = picturesOf(filing).map(({ key, picture }): NewEntry => ({
    ...{ id: key, kind: 'file', path: '/files', blob: picture },
  }))
  const head: NewEntry = {
    id,
    kind: 'filing',
    path: `/work/${visit.here ? 'assists' : 'occasions'}/${visit.id}/applications`,
    body: JSON.parse(JSON.stringify(bodyOf(filing, day))) as unknown,
    after: [...pictures.map((one) => one.id), ...(visit.scan ? [visit.scan] : [])],
    actor: `officer:${officer}`,
    label: {
      officer: name,
      ...(place ? { place: place.name } : {}),
      ...(personName(filing) === '' ? {} : { person: personName(filing) }),
    },
  }
  return [...pictures, head]
}
