import type { FactKey } from '@yima/shared/fact/dictionary'
import { firstMember } from '@yima/shared/policy/match'
import type { FactRef } from '@yima/shared/policy/verdict'
import { findText, t } from '../app/text.ts'

/** The name of a fact, as in a list of what is still missing. The page must have loaded the catalogue `fact`. */
export const factLabel = (fact: FactKey): string => findText(`fact.label.${fact}`) ?? fact

/** The question for a fact; of another member than the applicant it says of whom. */
export function factQuestion({ fact, member }: FactRef): string {
  const question = findText(`fact.question.${fact}`) ?? factLabel(fact)
  return member === undefined || member === firstMember ? question : t('assessment.question.child', { question })
}
