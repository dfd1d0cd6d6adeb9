import type { FactKey, FactValue } from '../fact/dictionary.ts'
import {
  agreed,
  allSaid,
  compared,
  item,
  known,
  wordsOf,
  type ReportInput,
  type ReportItem,
  type ReportRule,
} from './report-item.ts'
import type { AnswerOf, SourceId } from './sources.ts'

export function registers(input: ReportInput): ReportItem[] {
  const words = wordsOf(input, 'police')
  const { household } = input.declared
  const complete = allSaid(words)
  const one = <T>(of: (answer: AnswerOf['police']) => T): T | null =>
    agreed(...words.map(({ answer }) => (answer === null ? null : of(answer))))
  const local = { declared: known(household['hukouLocal']), found: one(({ hukouLocal }) => hukouLocal) }
  const size = {
    declared: known(household['householdSize']),
    found: one(({ householdSize }) => householdSize),
  }
  // A person who is registered elsewhere than the others shows in no single figure.
  const apart =
    new Set(words.flatMap(({ answer }) => (answer === null ? [] : [answer.householdSize]))).size > 1
  return [
    item(
      {
        rule: 'hukou',
        conclusion: compared(local.declared, local.found, complete),
        fact: 'hukouLocal',
        ...local,
      },
      words,
    ),
    item(
      {
        rule: 'members',
        conclusion: apart ? 'differs' : compared(size.declared, size.found, complete),
        fact: 'householdSize',
        ...size,
      },
      words,
    ),
  ]
}

/** A husband or wife who has not signed is asked about nowhere: means would be missing. */
export function spouse(input: ReportInput): ReportItem {
  const words = wordsOf(input, 'marriage')
  const married = words.filter(({ answer }) => answer?.state === 'married').length
  const conclusion = married % 2 === 1 ? 'differs' : allSaid(words) ? 'fits' : 'not-answered'
  return item({ rule: 'spouse', conclusion }, words)
}

type OfPerson<S extends SourceId> = {
  rule: ReportRule
  fact: FactKey | null
  of: (answer: AnswerOf[S]) => FactValue
  /** What is worth an item of its own; the rest is as everybody expects. */
  tells?: (answer: AnswerOf[S]) => boolean
}

/** One item a person, where something was declared of them, found or not answered. */
export function ofEach<S extends SourceId>(
  input: ReportInput,
  source: S,
  { rule, fact, of, tells }: OfPerson<S>,
): ReportItem[] {
  return wordsOf(input, source).flatMap((word) => {
    const { person, member } = word
    const answer = word.answer as AnswerOf[S] | null
    const said = input.declared.members.find(({ id }) => id === member)
    const declared = fact === null ? null : known(said?.[fact])
    const found = answer === null ? null : of(answer)
    if (answer !== null && declared === null && tells?.(answer) === false) return []
    return item(
      {
        rule,
        person,
        member,
        fact,
        declared,
        found,
        conclusion: compared(declared, found, word.state === 'answered'),
      },
      [word],
    )
  })
}

export function deaths(input: ReportInput): ReportItem[] {
  return wordsOf(input, 'police').map((word) => {
    const { answer, person, member } = word
    const conclusion = answer === null ? 'not-answered' : answer.alive ? 'fits' : 'differs'
    return item({ rule: 'death', person, member, conclusion, found: answer?.diedOn ?? null }, [word])
  })
}

/** Who is helped already must not be helped for the same once more. */
export function aid({ aid: held, declared, today }: ReportInput): ReportItem[] {
  const said = declared.household['currentStatus']
  const listed = Array.isArray(said) ? (said as string[]) : []
  return held
    .filter(({ statuses }) => statuses.length > 0)
    .map(({ person, statuses }) => ({
      ...item(
        {
          rule: 'aid',
          person,
          conclusion: statuses.every((one) => listed.includes(one)) ? 'fits' : 'differs',
          found: statuses,
          declared: listed.length > 0 ? listed : null,
        },
        [],
      ),
      rests: [{ source: 'aid' as const, person, asOf: today, answered: true }],
    }))
}
