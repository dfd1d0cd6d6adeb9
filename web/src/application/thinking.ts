import { firstMember, match } from '@yima/shared/policy/match'
import { stateFacts } from '@yima/shared/application/facts'
import { choicesFor } from '@yima/shared/fact/answers'
import { isHouseholdFact, type FactKey, type Household, type Member } from '@yima/shared/fact/dictionary'
import { parseIdNumber } from '@yima/shared/identity/id-number'
import { nextQuestion } from '@yima/shared/policy/next-question'
import { demoRegion, parametersFor } from '@yima/shared/policy/parameters/parameters-for'
import { opens, picture } from '@yima/shared/policy/picture'
import type { FactRef } from '@yima/shared/policy/verdict'
import type { Reading } from '@yima/shared/reading/reading'
import { today } from '../app/session.ts'
import type { Answer, Known, Situation } from './useHearing.ts'

// The rules of the office and everything that asks them: fetched after the first screen stands.

export { factQuestion } from '../policy/fact-words.ts'
export { heardFrom } from './heard.ts'
export { choicesFor, firstMember, isHouseholdFact }

/** Asked and not known: not asked again. */
const skipped = ({ household, members }: Known): FactRef[] => [
  ...Object.entries(household).flatMap(([fact, value]) =>
    value === 'unknown' ? [{ fact: fact as FactKey }] : [],
  ),
  ...members.flatMap(({ id, ...facts }) =>
    Object.entries(facts).flatMap(([fact, value]) =>
      value === 'unknown' ? [{ fact: fact as FactKey, member: id }] : [],
    ),
  ),
]

/** What stands: read in the words, answered, and said by the number on the ID card. */
export function situationOf(known: Known, reading: Reading): Situation {
  const parsed = parseIdNumber(known.applicant?.idNumber ?? '')
  const birth = parsed.ok && !known.applicant?.withoutId ? { birthDate: parsed.birthDate } : {}
  const stated = stateFacts(
    reading,
    { household: known.household, members: known.members },
    { ...birth, today: today() },
  )
  const parameters = parametersFor(known.place?.code ?? demoRegion, today())
  return {
    stated,
    household: stated.household as Household,
    members: stated.members as Member[],
    parameters,
  }
}

/** What follows from it: programmes with their reasons, and the one question worth asking next. */
export function answerTo(known: Known, reading: Reading, situation: Situation): Answer {
  const { household, members, parameters } = situation
  const input = { household, members, parameters, date: today() }
  const verdicts = match(input)
  const rows = picture({
    ...input,
    verdicts,
    proposed: reading.programmes.map(({ programme }) => programme),
    added: known.added,
    ...(known.asked ? { asked: known.asked } : {}),
  })
  const inPlay = new Set(rows.map(({ programme }) => programme))
  const next = nextQuestion({
    ...input,
    verdicts,
    skip: skipped(known),
    ...(inPlay.size > 0 ? { inPlay } : {}),
  })
  return { rows, next, opens: opens(rows, known.added) }
}
