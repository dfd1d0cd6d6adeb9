/** `commitment`: what I declare is true. `authorisation`: you may query my data. */
export type ConsentKind = 'commitment' | 'authorisation'

/** One wording. It is never changed once shown: a new wording is a new row with new keys. */
export type ConsentText = {
  /** Stored with every signature; also the part of its catalogue keys after `consent.`. */
  version: string
  kind: ConsentKind
  /** First day on which it is put before people. */
  from: string
  /** The plain-words summary, in order; `.label` and `.text` of each are in the catalogue. */
  rows: readonly string[]
  /** How many numbered paragraphs the full text has: `.full.1` and so on. */
  paragraphs: number
}

/** What is filled into a text: the office that queries, by its full name. */
export type ConsentParams = { centre: string }

export const consentTexts: readonly ConsentText[] = [
  {
    version: 'commitment-1', kind: 'commitment', from: '2020-01-01',
    rows: ['truth', 'unsure', 'changes', 'false'], paragraphs: 5,
  },
  {
    version: 'authorisation-1', kind: 'authorisation', from: '2020-01-01',
    rows: ['who', 'what', 'by', 'purpose', 'until', 'revoke'], paragraphs: 9,
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
export function consentKeys({ version, rows, paragraphs }: ConsentText) {
  const key = (part: string): string => `consent.${version}.${part}`
  return {
    title: key('title'),
    question: key('question'),
    rows: rows.map((row) => ({ label: key(`${row}.label`), text: key(`${row}.text`) })),
    full: Array.from({ length: paragraphs }, (_, at) => key(`full.${at + 1}`)),
    /** What happens to who does not sign. */
    otherwise: key('otherwise'),
  }
}

/**
 * The text as one string to be hashed with the signature, from the Chinese catalogue, which alone
 * is binding. Throws when a sentence is missing: a hash over a gap would prove nothing.
 */
export function canonicalConsent(
  text: ConsentText, chinese: Readonly<Record<string, string>>, params: ConsentParams,
): string {
  const keys = consentKeys(text)
  const rows = keys.rows.flatMap((row) => [row.label, row.text])
  const order = [keys.title, keys.question, ...rows, keys.otherwise, ...keys.full]
  const sentences = order.map((key) => {
    const sentence = chinese[key]
    if (sentence === undefined) throw new RangeError(`${key} is missing`)
    return sentence.replaceAll('{centre}', params.centre)
  })
  return [text.version, ...sentences].join('\n').normalize('NFC')
}
