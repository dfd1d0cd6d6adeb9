import { factSpec, isHouseholdFact, type FactKey, type FactValue } from '@yima/shared/fact/dictionary'
import { settle } from '@yima/shared/fact/held'
import { factsIn, rulesOf } from '@yima/shared/decision/rules'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import type { Change } from '../application/act.ts'
import type { Transaction } from '../db/transaction.ts'
import { addFacts, choicesOf, factsOf, type NewFact } from '../fact/held.ts'
import type { Deps } from '../http/context.ts'

/** What a visit finds in a poor village family, where its people did not say otherwise themselves. */
const usual: { readonly [K in FactKey]?: FactValue } = {
  hukouLocal: true,
  hukouClass: 'rural',
  householdSize: 2,
  monthlyIncome: 260,
  financialAssets: 1800,
  vehicleCount: 0,
  houseCount: 1,
  currentStatus: ['dibao'],
  emergencyEvent: 'sudden-illness',
  basicLifeBroken: true,
  disasterDamage: 'none',
  ownsOnlyHouse: true,
  houseGrade: 'B',
  housingAreaPerCapita: 22,
  workAbility: 'partial',
  employment: 'farming',
  unemployedMonths: 0,
  studentStage: 'none',
  medicallyInsured: true,
  pensionInsured: true,
  hasDisabilityCert: false,
  severeIllness: false,
  policySelfPaid12m: 12_000,
  personMonthlyIncome: 260,
  rigidMedical12m: 0,
  hasLegalSupporter: true,
  supporterAble: true,
  legalMatter: 'none',
  noCompensation: false,
  shelterless: false,
  fatherStatus: 'ok',
  motherStatus: 'ok',
  selfCareFailures: 0,
  age: 45,
}

/** The dictionary's default is what a visit finds where nothing speaks for more. */
function usualOf(key: FactKey): FactValue | undefined {
  const spec = factSpec(key)
  return usual[key] ?? ('default' in spec ? spec.default : undefined)
}

/** Two of the township write down what they saw: all that this programme asks for, in the words of the family where it said so. */
export async function recordFindings(
  tx: Transaction,
  deps: Deps,
  change: Change,
  programme: ProgrammeId,
  by: string,
): Promise<void> {
  const { held } = change
  const settled = settle(await factsOf(tx, deps, held), await choicesOf(tx, held))
  const members = settled.members.length > 0 ? settled.members.map(({ id }) => id) : ['m1']
  const places = [...factsIn(rulesOf(programme))].flatMap((key): Pick<NewFact, 'key' | 'member'>[] =>
    isHouseholdFact(key) ? [{ key, member: null }] : members.map((member) => ({ key, member })),
  )
  const facts = places.flatMap(({ key, member }): NewFact[] => {
    const known = settled.of.find((one) => one.key === key && one.member === member)
    const value = known?.value ?? (key === 'householdSize' ? members.length : usualOf(key))
    if (value === undefined || known?.facts[0].source === 'visit') return []
    const said = { source: 'visit' as const, from: by, asOf: deps.clock.today(), consent: null }
    return [{ key, member, value, ...said, basis: '入户调查表', reason: '当面看的' }]
  })
  await addFacts(tx, deps, change, facts)
}
