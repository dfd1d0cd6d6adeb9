import * as v from 'valibot'
import { businessDate, idNumber, personName } from '../border.ts'
import { foreignDocuments, foreignKey, parseForeignNumber, type ForeignDocument } from './foreign-document.ts'
import { parseIdNumber } from './id-number.ts'

const typed = v.pipe(v.string('not-text'), v.maxLength(60, 'too-long'))
const foreignEntries = {
  kind: v.literal('foreign'),
  document: v.picklist(foreignDocuments, 'not-a-choice'),
  value: typed,
}
type Foreign = { document: ForeignDocument; value: string }

/** The number of a foreign document in the form that its issuers print; refused with the code of that document. */
const inForm = <Said extends Foreign>() =>
  v.rawTransform<Said, Said>(({ dataset, addIssue, NEVER }) => {
    const { document, value } = dataset.value
    const parsed = parseForeignNumber(document, value)
    if (parsed.ok) return { ...dataset.value, value: parsed.value }
    addIssue({ message: `foreign-${parsed.code}` })
    return NEVER
  })

const ofIdNumber = v.strictObject({ kind: v.literal('id-number'), value: idNumber })

const ofForeign = v.pipe(v.strictObject(foreignEntries), inForm())

/** The number on somebody's papers, of whichever kind. */
export const numberOnPapers = v.variant('kind', [ofIdNumber, ofForeign])
export type NumberOnPapers = v.InferOutput<typeof numberOnPapers>

/** How a person's papers name them; somebody newborn, or whose papers are lost, has none. */
export const papersNumber = v.variant('kind', [
  ofIdNumber,
  ofForeign,
  v.strictObject({ kind: v.literal('none') }),
])
export type PapersNumber = v.InferOutput<typeof papersNumber>

/**
 * What names somebody whom an officer sees. A foreign number changes with the document, so the birthday goes along.
 * Without papers there is a birthday and somebody who knows them; `before` when they were written down at a window
 * already: nobody is taken for a namesake by a birthday alone.
 */
export const papersSeen = v.variant('kind', [
  ofIdNumber,
  v.pipe(v.strictObject({ ...foreignEntries, birthDate: businessDate }), inForm()),
  v.strictObject({
    kind: v.literal('none'),
    birthDate: businessDate,
    witness: personName,
    before: v.boolean('not-a-choice'),
  }),
])
export type PapersSeen = v.InferOutput<typeof papersSeen>

/** Who stands before an officer, as the document in the officer's hand says, or whoever knows them. */
export const personSeen = {
  name: personName,
  number: papersSeen,
  /** The officer saw the person and the document. */
  seen: v.literal(true, 'not-seen'),
}

/** Under which kind and characters a number is found again. */
type NumberKey = { kind: 'id-number' | 'foreign'; key: string }

/**
 * How a number is looked up; undefined where there is none. A document of eighteen digits in the form of GB 11643 bears
 * an ID number, in whichever box it was typed: nobody becomes two people by that.
 */
export function numberKey(number: PapersNumber | PapersSeen): NumberKey | undefined {
  if (number.kind === 'none') return undefined
  if (number.kind === 'id-number' || parseIdNumber(number.value).ok)
    return { kind: 'id-number', key: number.value }
  return { kind: 'foreign', key: foreignKey(number.document, number.value) }
}
