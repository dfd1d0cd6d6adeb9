import { isHouseholdFact, type FactKey, type FactValue } from '../fact/dictionary.ts'
import { agreed, allSaid, amount, sum, wordsOf, type ReportInput, type Word } from './report-item.ts'
import { registeredIncome } from './report-means.ts'
import type { AnswerOf, SourceId } from './sources.ts'

/** What a department’s word comes to in the dictionary of facts. `person` names the consent it rests on. */
export type FoundFact = {
  key: FactKey
  member: string | null
  value: FactValue | 'unknown'
  from: SourceId
  asOf: string
  person: string
}

type Found = readonly (readonly [FactKey, FactValue | null])[]

function employmentOf({ employed, unemployedMonths, monthlyPension }: AnswerOf['labour']): FactValue | null {
  if (employed) return 'employed'
  if (monthlyPension > 0) return 'retired'
  // Who stands in no register may work on the field: nothing is known of that here.
  return unemployedMonths > 0 ? 'unemployed' : null
}

/** What one answer says of the person it is about. */
function ofPerson(word: Word): Found {
  const { source, answer } = word as { [S in SourceId]: Word<S> }[SourceId]
  if (answer === null) return []
  switch (source) {
    case 'labour': {
      const { unemployedMonths, pensionInsured } = answer
      return [
        ['employment', employmentOf(answer)],
        ['unemployedMonths', unemployedMonths > 0 ? unemployedMonths : null],
        ['pensionInsured', pensionInsured],
      ]
    }
    case 'medical-insurance':
      return [
        ['medicallyInsured', answer.insured],
        ['severeIllness', answer.severeIllness],
      ]
    case 'disabled-federation':
      return [
        ['hasDisabilityCert', answer.certificate],
        ['disabilityType', answer.certificate ? answer.type : null],
        ['disabilityLevel', answer.certificate ? answer.level : null],
      ]
    case 'education':
      return [
        ['studentStage', answer.stage],
        ['boarding', answer.enrolled ? answer.boarding : null],
      ]
    case 'police':
    case 'marriage':
    case 'tax':
    case 'market':
    case 'property':
    case 'vehicles':
    case 'banks':
    case 'housing':
      return []
    default:
      return source satisfies never
  }
}

/** What one answer says of its person, to be kept as soon as it is there. */
export function factsOfPerson(word: Word): FoundFact[] {
  const { source: from, person, member, asOf } = word
  if (member === null || asOf === null) return []
  return ofPerson(word).flatMap(([key, value]) =>
    value === null || isHouseholdFact(key) ? [] : [{ key, member, value, from, asOf, person }],
  )
}

/** Of a household something is known only once everybody’s answer of that department is there. */
function ofHousehold<S extends SourceId>(
  input: Pick<ReportInput, 'words'>,
  from: S,
  of: (words: readonly Word<S>[]) => Found,
): FoundFact[] {
  const words = wordsOf(input, from)
  const [first] = words
  if (first === undefined || !allSaid(words)) return []
  // As old as the oldest of its parts.
  const asOf = words.reduce(
    (oldest, word) => ((word.asOf ?? oldest) < oldest ? (word.asOf ?? oldest) : oldest),
    '9999',
  )
  return of(words).flatMap(([key, value]) =>
    value === null ? [] : [{ key, member: null, value, from, asOf, person: first.person }],
  )
}

/**
 * Registered income is a floor. Only where it is above what was declared does it say something else; below, work that
 * stands in no register may make up for it.
 */
function incomeOf(input: Pick<ReportInput, 'words' | 'declared'>): FoundFact[] {
  const declared = amount(input.declared.household['monthlyIncome'])
  const found = registeredIncome(input)
  if (declared === null || found === null || found <= declared || !allSaid(wordsOf(input, 'labour')))
    return []
  return ofHousehold(input, 'tax', () => [['monthlyIncome', found]])
}

/** What the answers say of the household as a whole, once a report is made of them. */
export const factsOfHousehold = (input: Pick<ReportInput, 'words' | 'declared'>): FoundFact[] => [
  ...ofHousehold(input, 'police', (words) => [
    ['hukouLocal', agreed(...words.map(({ answer }) => answer?.hukouLocal ?? null))],
    ['hukouClass', agreed(...words.map(({ answer }) => answer?.hukouClass ?? null))],
    ['householdSize', agreed(...words.map(({ answer }) => answer?.householdSize ?? null))],
  ]),
  ...incomeOf(input),
  ...ofHousehold(input, 'vehicles', (words) => [['vehicleCount', sum(words, ({ cars }) => cars)]]),
  ...ofHousehold(input, 'property', (words) => [
    ['houseCount', sum(words, ({ homes }) => homes)],
    ['hasCommercialProperty', (sum(words, ({ commercial }) => commercial) ?? 0) > 0],
  ]),
  ...ofHousehold(input, 'market', (words) => [
    ['hasEnterprise', (sum(words, ({ running }) => running) ?? 0) > 0],
  ]),
  ...ofHousehold(input, 'banks', (words) => [['financialAssets', sum(words, ({ total }) => total)]]),
  ...ofHousehold(input, 'medical-insurance', (words) => [
    ['rigidMedical12m', sum(words, ({ selfPaid12m }) => selfPaid12m)],
  ]),
  ...ofHousehold(input, 'housing', (words) => {
    const grade = agreed(...words.map(({ answer }) => answer?.grade ?? null))
    return [['houseGrade', grade === 'none' ? null : grade]]
  }),
]
