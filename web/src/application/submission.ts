import type { SubmissionInput, Submitted } from '@yima/shared/application/contract'
import { getConsentText } from '@yima/shared/consent/texts'
import { plainDigits } from '@yima/shared/identity/digits'
import { parseIdNumber } from '@yima/shared/identity/id-number'
import { maskName, parseName } from '@yima/shared/identity/name'
import { parseMobile } from '@yima/shared/identity/phone'
import { addressMax, cleanText, surplusOf, wordsMax } from '@yima/shared/identity/text'
import { answerOf, type NewEntry } from '../app/outbox.ts'
import type { ApplyStep, Behalf, Draft, DraftPhoto } from './draft.ts'
import type { Receipt } from './receipts.ts'

/** What can be missing or refused, each at its own place on the page. */
export const applyFields = [
  'words',
  'photos',
  'facts',
  'complaint',
  'beneficiaryName',
  'whereToFind',
  'beneficiary',
  'name',
  'idNumber',
  'phone',
  'code',
  'place',
  'address',
  'signature',
] as const
export type ApplyField = (typeof applyFields)[number]

/** A reason code of the catalogue `problem` for a field, with a count where its sentence has one. */
export type Lack = { field: ApplyField; code: string; count?: number }

const onFirstScreen: readonly ApplyField[] = ['words', 'photos', 'facts', 'complaint']
export const stepOf = (field: ApplyField): ApplyStep => (onFirstScreen.includes(field) ? 'say' : 'sign')

export const isOutreach = (draft: Draft): boolean => draft.forWhom !== 'self'
/** Whoever speaks for somebody else need not show who he is: four digits are enough to ask for progress. */
export const choosesFour = (draft: Draft): boolean =>
  draft.behalf ? !draft.behalf.number : isOutreach(draft) || draft.applicant.withoutId

type Parsed = { ok: true } | { ok: false; code: string; count?: number }
const lackOf = (field: ApplyField, family: string, parsed: Parsed): Lack[] =>
  parsed.ok
    ? []
    : [
        {
          field,
          code: `${family}-${parsed.code}`,
          ...(parsed.count === undefined ? {} : { count: parsed.count }),
        },
      ]

/** What is too long for the office is kept and said, never cut. */
function surplusAt(field: ApplyField, typed: string, max: number): Lack[] {
  const count = surplusOf(typed, max)
  return count > 0 ? [{ field, code: 'too-long', count }] : []
}

/** What the first screen still needs. */
export const lacksToSay = ({ words }: Draft): Lack[] =>
  cleanText(words).length < 2
    ? [{ field: 'words', code: 'say-something' }]
    : surplusAt('words', words, wordsMax)

/** Whom a neighbour speaks of: nothing of it need be known, what is written must be right. */
const lacksOfBeneficiary = ({ name, phone, whereToFind }: Draft['beneficiary'], place: Lack[]): Lack[] => [
  ...(name.trim() === '' ? [] : lackOf('beneficiaryName', 'name', parseName(name))),
  ...place,
  ...surplusAt('whereToFind', whereToFind, addressMax),
  ...(phone.trim() === '' ? [] : lackOf('beneficiary', 'phone', parseMobile(phone))),
]

/** What the last screen still needs, from top to bottom. */
export function lacksToSend(draft: Draft, today: string): Lack[] {
  const { applicant, behalf, beneficiary, consent } = draft
  const place: Lack[] = draft.place ? [] : [{ field: 'place', code: 'region-code' }]
  const four: Lack[] = /^\d{4}$/.test(plainDigits(applicant.chosenFour))
    ? []
    : [{ field: 'idNumber', code: 'four-digits' }]
  return [
    ...(isOutreach(draft) ? lacksOfBeneficiary(beneficiary, place) : []),
    ...(behalf ? [] : lackOf('name', 'name', parseName(applicant.name))),
    ...(choosesFour(draft) ? four : []),
    ...(behalf || choosesFour(draft)
      ? []
      : lackOf('idNumber', 'id', parseIdNumber(applicant.idNumber, today))),
    ...(behalf || applicant.withoutPhone ? [] : lackOf('phone', 'phone', parseMobile(applicant.phone))),
    ...(isOutreach(draft) ? [] : [...place, ...surplusAt('address', draft.address, addressMax)]),
    ...(!isOutreach(draft) && consent.method === 'signed' && !consent.signature
      ? [{ field: 'signature', code: 'empty' } as const]
      : []),
  ]
}

/** Who asks, as it is sent. */
export function applicantOf(draft: Draft): SubmissionInput['applicant'] {
  const { name, idNumber, chosenFour, phone: typed, withoutPhone, proof } = draft.applicant
  // Nobody types who it is for whom they act: the office knows.
  if (draft.behalf)
    return { identity: 'known', ...(draft.behalf.number ? {} : { chosenFour: plainDigits(chosenFour) }) }
  const mobile = parseMobile(typed)
  const phone = withoutPhone || !mobile.ok ? {} : { phone: mobile.value }
  const proven =
    phone.phone !== undefined && proof?.phone === phone.phone ? { phoneProof: proof.phoneProof } : {}
  return choosesFour(draft)
    ? { identity: 'no-id-number', name, chosenFour: plainDigits(chosenFour), ...phone, ...proven }
    : { identity: 'id-number', name, idNumber, ...phone, ...proven }
}

const written = <K extends string>(key: K, typed: string): Partial<Record<K, string>> =>
  (typed.trim() === '' ? {} : { [key]: typed }) as Partial<Record<K, string>>

function beneficiaryOf({ name, phone, whereToFind }: Draft['beneficiary']) {
  return { ...written('name', name), ...written('phone', phone), ...written('whereToFind', whereToFind) }
}

/** The signature counts for the wordings in force on the day on which they were shown. */
function consentOf({ consent }: Draft, today: string) {
  if (consent.method === 'at-visit' || !consent.signature) return { method: 'at-visit' } as const
  return {
    method: 'signed',
    commitment: getConsentText('commitment', today).version,
    authorisation: getConsentText('authorisation', today).version,
    signature: answerOf(consent.signature.key, 'id'),
  } as const
}

function bodyOf(draft: Draft, today: string): unknown {
  const { words, place, address, photos, household, members, added } = draft
  const common = {
    words,
    regionCode: place?.code,
    ...written('address', address),
    photos: photos.map(({ key }) => answerOf(key, 'id')),
    applicant: applicantOf(draft),
    forWhom: draft.forWhom,
    ...(draft.behalf ? { onBehalfOf: draft.behalf.person } : {}),
  }
  if (isOutreach(draft)) return { ...common, beneficiary: beneficiaryOf(draft.beneficiary) }
  return { ...common, answers: { household, members }, added, consent: consentOf(draft, today) }
}

/** The pictures that go with a draft: photos, and the signature where it was signed. */
export const picturesOf = (draft: Draft): DraftPhoto[] =>
  !isOutreach(draft) && draft.consent.method === 'signed' && draft.consent.signature
    ? [...draft.photos, draft.consent.signature]
    : draft.photos

/** The writes that carry a draft, in the order of their dependence: pictures, then what they belong to. */
export function writesOf(draft: Draft, id: string, today: string): NewEntry[] {
  const pictures = picturesOf(draft).map(({ key, picture }): NewEntry => ({
    id: key,
    kind: 'file',
    path: '/files',
    blob: picture,
  }))
  const name = (draft.behalf ?? (isOutreach(draft) ? draft.beneficiary : draft.applicant)).name.trim()
  // By the name several that wait on one phone are told apart.
  const label = {
    ...(draft.place ? { place: draft.place.name } : {}),
    ...(name === '' ? {} : { person: maskName(name) }),
  }
  const body = JSON.parse(JSON.stringify(bodyOf(draft, today))) as unknown
  return [
    ...pictures,
    {
      id,
      kind: 'application',
      path: '/applications',
      body,
      after: pictures.map((picture) => picture.id),
      label,
      ...(draft.behalf ? { actor: draft.behalf.actor } : {}),
    },
  ]
}

const slipOf = ({ person, by, as }: Behalf): Receipt['behalf'] => ({ person, by: maskName(by), as })

/** What is kept of a draft that was received. */
export const receiptOf = (draft: Draft, submitted: Submitted): Receipt => ({
  submitted,
  forWhom: draft.forWhom,
  name: maskName((draft.behalf ?? draft.applicant).name),
  ...(draft.behalf ? { behalf: slipOf(draft.behalf) } : {}),
  place: draft.place?.name ?? '',
  dangers: draft.dangers ?? [],
  lastFour: choosesFour(draft) ? 'chosen' : 'id-number',
  phone: !draft.behalf && !draft.applicant.withoutPhone,
})

const fields: readonly [start: string, field: ApplyField][] = [
  ['words', 'words'],
  ['photos', 'photos'],
  ['answers', 'facts'],
  ['added', 'facts'],
  ['beneficiary.name', 'beneficiaryName'],
  ['beneficiary.whereToFind', 'whereToFind'],
  ['beneficiary', 'beneficiary'],
  ['applicant.name', 'name'],
  ['applicant.idNumber', 'idNumber'],
  ['applicant.chosenFour', 'idNumber'],
  ['chosenFour', 'idNumber'],
  ['applicant.phoneProof', 'code'],
  ['applicant.phone', 'phone'],
  ['regionCode', 'place'],
  ['address', 'address'],
  ['consent', 'signature'],
]

/** The place on the page for a field of the body that the server refused. */
export const fieldOf = (path: string): ApplyField | undefined =>
  fields.find(([start]) => path === start || path.startsWith(`${start}.`))?.[1]
