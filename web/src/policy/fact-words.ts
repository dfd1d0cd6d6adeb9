import type { FactKey } from '@yima/shared/fact/dictionary'
import { findJoint, type KnownFacts } from '@yima/shared/fact/together'
import { firstMember } from '@yima/shared/policy/match'
import type { FactRef } from '@yima/shared/policy/verdict'
import { findText, t } from '../app/text.ts'

type Asked = FactRef & {
  /** What stands for that household or member: it makes some questions shorter. */ known?: Readonly<
    Record<string, unknown>
  >
}

const isJoint = ({ fact, known = {} }: Asked): boolean => findJoint(fact, known as KnownFacts) !== undefined

/**
 * The name of a fact, as in a list of what is still missing. The page must have loaded the catalogue
 * `fact`.
 */
export const factLabel = (fact: FactKey): string => findText(`fact.label.${fact}`) ?? fact

/** The question for a fact; of another member than the applicant it says of whom. */
export function factQuestion(asked: Asked): string {
  const { fact, member } = asked
  const question =
    (isJoint(asked) ? findText(`fact.together.${fact}.ask`) : undefined) ??
    findText(`fact.ask.${fact}`) ??
    factLabel(fact)
  return member === undefined || member === firstMember
    ? question
    : t('assessment.question.child', { question })
}

/** What helps to answer it; undefined where the question says enough. */
export const factHint = (asked: Asked): string | undefined =>
  findText(isJoint(asked) ? `fact.together.${asked.fact}.hint` : `fact.hint.${asked.fact}`)
