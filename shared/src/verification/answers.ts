import * as v from 'valibot'
import { businessDate } from '../border.ts'
import { contradictsItself, fieldsOf, type AnswerOf, type Field, type SourceId } from './sources.ts'

const twoDecimals = v.check<number, 'not-a-number'>(
  (value) => Math.abs(value * 100 - Math.round(value * 100)) < 1e-6,
  'not-a-number',
)
const number = (max: number) =>
  v.pipe(
    v.number('not-a-number'),
    v.finite('not-a-number'),
    v.minValue(0, 'out-of-range'),
    v.maxValue(max, 'out-of-range'),
    twoDecimals,
  )

function schemaOf(field: Field): v.GenericSchema<unknown, unknown> {
  switch (field.kind) {
    case 'flag':
      return v.boolean('not-yes-or-no')
    case 'money':
      return number(1_000_000_000)
    case 'area':
      return number(100_000)
    case 'count':
      return v.pipe(number(field.max), v.integer('not-whole'))
    case 'choice':
      return v.picklist(field.values, 'not-a-choice')
    case 'day':
      return v.nullable(businessDate)
    default:
      return field satisfies never
  }
}

/** What a source may say, field by field; anything more or less is refused, never dropped in silence. */
export const answerSchema = <S extends SourceId>(source: S): v.GenericSchema<unknown, AnswerOf[S]> =>
  v.strictObject(
    Object.fromEntries(fieldsOf(source).map(([name, field]) => [name, schemaOf(field)])),
    'unknown-field',
  ) as unknown as v.GenericSchema<unknown, AnswerOf[S]>

/** What stands around every answer of a department: which query, of whom (a keyed digest), as of which day. */
const envelope = v.strictObject({
  query: v.string(),
  person: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  asOf: businessDate,
  answer: v.unknown(),
})

/** Why an answer is not believed. It is shown as such and is never a fact. */
export const refusedAnswers = ['malformed', 'other-person', 'contradictory', 'future'] as const
export type RefusedAnswer = (typeof refusedAnswers)[number]

export type Read<S extends SourceId = SourceId> =
  { ok: true; asOf: string; answer: AnswerOf[S] } | { ok: false; why: RefusedAnswer }

/** What the answer must be about. `person` is the digest of the number that was asked about, in hex. */
export type Expected = { query: string; person: string; today: string }

/** Reads what a department sent, distrusting all of it. The received value is never repeated. */
export function readAnswer<S extends SourceId>(source: S, received: unknown, expected: Expected): Read<S> {
  const around = v.safeParse(envelope, received)
  if (!around.success) return { ok: false, why: 'malformed' }
  const { query, person, asOf, answer } = around.output
  if (person !== expected.person || query !== expected.query) return { ok: false, why: 'other-person' }
  return readLetter(source, { asOf, answer }, expected.today)
}

/** The same of what an officer copies off a letter: the paper says of whom it is. */
export function readLetter<S extends SourceId>(
  source: S,
  { asOf, answer }: { asOf: string; answer: unknown },
  today: string,
): Read<S> {
  const parsed = v.safeParse(answerSchema(source), answer)
  if (!parsed.success) return { ok: false, why: 'malformed' }
  if (asOf > today) return { ok: false, why: 'future' }
  if (contradictsItself(source, parsed.output, asOf)) return { ok: false, why: 'contradictory' }
  return { ok: true, asOf, answer: parsed.output }
}
