/**
 * `commitment`: what I declare is true. `authorisation`: you may query my data, signed with an application; the other two
 * are signed by its other adults, and by guardians for whoever cannot sign.
 */
export type ConsentKind = 'commitment' | 'authorisation' | 'adult-authorisation' | 'ward-authorisation'

/** One wording. It is never changed once shown: a new wording is a new row with new keys. */
export type ConsentText = {
  /** Stored with every signature; also the part of its catalogue keys after the name of the catalogue. */
  version: string
  kind: ConsentKind
  /** Where its sentences lie; what an application is signed with comes alone. */
  catalogue: 'consent' | 'authorisation'
  /** First day on which it is put before people. */
  from: string
  /** The plain-words summary, in order; `.label` and `.text` of each are in the catalogue. */
  rows: readonly string[]
  /** How many numbered paragraphs the full text has: `.full.1` and so on. */
  paragraphs: number
}

/**
 * What is filled into a text: the office that queries, by its full name; where an adult is asked, also the departments,
 * the last day and (masked) whose application it is and for whom a guardian signs.
 */
export type ConsentParams = { centre: string; departments?: string; until?: string; applicant?: string; ward?: string }

const rowsOfAdults = ['who', 'by', 'what', 'purpose', 'until', 'revoke'] as const

export const consentTexts: readonly ConsentText[] = [
  {
    version: 'commitment-1', kind: 'commitment', catalogue: 'consent', from: '2020-01-01',
    rows: ['truth', 'unsure', 'changes', 'false'], paragraphs: 5,
  },
  {
    version: 'authorisation-1', kind: 'authorisation', catalogue: 'consent', from: '2020-01-01',
    rows: ['who', 'what', 'by', 'purpose', 'until', 'revoke'], paragraphs: 9,
  },
  {
    version: 'adult-1', kind: 'adult-authorisation', catalogue: 'authorisation', from: '2020-01-01',
    rows: rowsOfAdults, paragraphs: 9,
  },
  {
    version: 'ward-1', kind: 'ward-authorisation', catalogue: 'authorisation', from: '2020-01-01',
    rows: rowsOfAdults, paragraphs: 8,
  },
]

/**
 * The wording in force on a day: what is put before people now. A phone whose clock stands before all
 * of them gets the first: whoever has a flat battery can still sign.
 */
export function getConsentText(kind: ConsentKind, date: string): ConsentText {
  const inForce = consentTexts.filter((text) => text.kind === kind && text.from <= date)
  const latest = inForce.reduce<ConsentText | undefined>(
    (last, text) => (last === undefined || text.from > last.from ? text : last), undefined)
  const first = consentTexts.find((text) => text.kind === kind)
  if (first === undefined) throw new RangeError(`no ${kind}`)
  return latest ?? first
}

/** The wording that somebody signed, by the version stored with the signature. */
export const findConsentText = (version: string): ConsentText | undefined =>
  consentTexts.find((text) => text.version === version)

/** Catalogue keys of a wording, in the order in which they are read out. */
export function consentKeys({ version, catalogue, rows, paragraphs }: ConsentText) {
  const key = (part: string): string => `${catalogue}.${version}.${part}`
  return {
    title: key('title'),
    question: key('question'),
    rows: rows.map((row) => ({ label: key(`${row}.label`), text: key(`${row}.text`) })),
    full: Array.from({ length: paragraphs }, (_, at) => key(`full.${at + 1}`)),
    /** What happens to who does not sign. */
    otherwise: key('otherwise'),
  }
}

const findIn = (catalogue: Readonly<Record<string, string>>, key: string): string => {
  const sentence = catalogue[key]
  if (sentence === undefined) throw new RangeError(`${key} is missing`)
  return sentence
}

/**
 * The text as one string to be hashed with the signature, from the Chinese catalogue, which alone
 * is binding. Throws when a sentence is missing, or what fills it: a hash over a gap would prove nothing.
 */
export function canonicalConsent(
  text: ConsentText, chinese: Readonly<Record<string, string>>, params: ConsentParams,
): string {
  const keys = consentKeys(text)
  const rows = keys.rows.flatMap((row) => [row.label, row.text])
  const order = [keys.title, keys.question, ...rows, keys.otherwise, ...keys.full]
  const filled: Readonly<Record<string, string | undefined>> = params
  const sentences = order.map((key) =>
    findIn(chinese, key).replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = filled[name]
      if (value === undefined || value === '') throw new RangeError(`${key} lacks ${name}`)
      return value
    }))
  return [text.version, ...sentences].join('\n').normalize('NFC')
}
