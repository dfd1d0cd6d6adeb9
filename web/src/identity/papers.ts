import type * as v from 'valibot'
import {
  foreignDocuments,
  parseForeignNumber,
  type ForeignDocument,
} from '@yima/shared/identity/foreign-document'
import { parseIdNumber } from '@yima/shared/identity/id-number'
import { parseName } from '@yima/shared/identity/name'
import type { papersNumber, papersSeen } from '@yima/shared/identity/papers'
import { fieldText, refusedField } from '../app/field-text.ts'
import type { ProblemError } from '../app/problem-error.ts'
import { today } from '../app/session.ts'
import { t } from '../app/text.ts'
import { choiceLack, lacksOf, nameLack } from '../family/lacks.ts'

/** Papers by which somebody may be named; the usual one first. */
export const papersKinds = ['id-number', 'none', ...foreignDocuments] as const
export type Papers = 'id-number' | 'none' | ForeignDocument

/** Papers as a page fills them in. */
export type TypedPapers = { papers?: Papers | undefined; number: string; birthDate: string }
export type PapersLacks = {
  papers?: string | undefined
  number?: string | undefined
  birthDate?: string | undefined
}

/** What is wrong with a number as typed; undefined where nothing is, or none is asked for. */
export function numberLack({ papers, number }: TypedPapers): string | undefined {
  if (papers === undefined || papers === 'none') return undefined
  if (papers !== 'id-number') {
    const parsed = parseForeignNumber(papers, number)
    return parsed.ok ? undefined : fieldText(`foreign-${parsed.code}`)
  }
  const parsed = parseIdNumber(number, today())
  if (parsed.ok) return undefined
  return parsed.code === 'empty' ? t('papers.number.lacks') : fieldText(`id-${parsed.code}`, parsed.count)
}

/** The number as the office takes it. */
export function numberOf(papers: Papers, number: string): v.InferInput<typeof papersNumber> {
  if (papers === 'none') return { kind: 'none' }
  return papers === 'id-number'
    ? { kind: 'id-number', value: number }
    : { kind: 'foreign', document: papers, value: number }
}

/** Somebody who stands before an officer, as the page fills them in. */
export type TypedPerson = TypedPapers & { name: string; witness: string; before?: 'yes' | 'no' | undefined }
export const nobodyTyped: TypedPerson = {
  name: '',
  papers: 'id-number',
  number: '',
  birthDate: '',
  witness: '',
}
export type PersonLacks = PapersLacks & {
  name?: string | undefined
  witness?: string | undefined
  before?: string | undefined
}
/** Who it is, as every contract at a window and door takes it. */
export type PersonNamed = { name: string; number: v.InferInput<typeof papersSeen> }

function seenNumber({ papers, number, birthDate, witness, before }: TypedPerson): PersonNamed['number'] {
  if (papers === 'none') return { kind: 'none', birthDate, witness, before: before === 'yes' }
  if (papers === undefined || papers === 'id-number') return { kind: 'id-number', value: number }
  return { kind: 'foreign', document: papers, value: number, birthDate }
}

/**
 * Who it is as the office understands it, or what is missing. `met`: their code was read, so nobody asks whether they
 * were here before.
 */
export function readPerson(typed: TypedPerson, met = false): { person?: PersonNamed; lacks: PersonLacks } {
  const { name, papers, birthDate, witness, before } = typed
  const isNone = papers === 'none'
  const lacks = lacksOf({
    name: nameLack(name),
    papers: choiceLack(papers),
    number: numberLack(typed),
    birthDate: papers !== 'id-number' && birthDate === '' ? t('papers.birth.lacks') : undefined,
    witness: isNone && !parseName(witness).ok ? t('papers.witness.lacks') : undefined,
    before: isNone && !met ? choiceLack(before) : undefined,
  })
  if (Object.keys(lacks).length > 0) return { lacks }
  return { person: { name, number: seenNumber(typed) }, lacks }
}

/** Why nobody may vouch yet; of somebody without papers it is the person and whoever knows them that is to be seen. */
export function seenLack(seen: readonly string[], { papers }: TypedPapers): string | undefined {
  if (seen.length > 0) return undefined
  return t(papers === 'none' ? 'papers.known.lacks' : 'papers.seen.lacks')
}

/** What the server said of somebody as typed, beside the field it is about; `at`: where in the body they stand. */
export const refusedPerson = (error: ProblemError, at = ''): PersonLacks => ({
  name: refusedField(error, `${at}name`),
  number: refusedField(error, `${at}number`) ?? refusedField(error, `${at}number.value`),
  birthDate: refusedField(error, `${at}number.birthDate`),
  witness: refusedField(error, `${at}number.witness`),
})
