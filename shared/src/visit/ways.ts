import type { FactKey } from '../fact/dictionary.ts'

/** How somebody at the door comes to know: sees it, asks for it, or reads it on a paper that is shown. */
export type Way = 'see' | 'ask' | 'paper'

/**
 * What a visit to a home can show at all, in the order in which one walks through it. What stands in registers and with
 * banks is not asked at anybody's door. The grade of a house is given by who examines houses: a visitor copies it.
 */
export const waysAtHome: ReadonlyMap<FactKey, Way> = new Map([
  ['householdSize', 'see'], ['hukouLocal', 'paper'], ['hukouClass', 'paper'], ['age', 'paper'],
  ['shelterless', 'see'], ['emergencyEvent', 'ask'], ['basicLifeBroken', 'see'], ['disasterDamage', 'see'],
  ['houseGrade', 'paper'], ['housingAreaPerCapita', 'see'], ['houseCount', 'ask'], ['ownsOnlyHouse', 'ask'], ['vehicleCount', 'see'],
  ['workAbility', 'see'], ['employment', 'ask'], ['unemployedMonths', 'ask'], ['studentStage', 'ask'],
  ['hasDisabilityCert', 'paper'], ['disabilityType', 'paper'], ['disabilityLevel', 'paper'], ['severeIllness', 'paper'],
  ['monthlyIncome', 'ask'], ['employmentDeduction', 'ask'], ['personMonthlyIncome', 'ask'],
  ['rigidMedical12m', 'paper'], ['rigidEducation12m', 'paper'],
  ['hasLegalSupporter', 'ask'], ['supporterAble', 'ask'], ['fatherStatus', 'ask'], ['motherStatus', 'ask'],
])

/** The six acts of looking after oneself (43号): what somebody cannot do without help is counted. */
export const careActs = ['eat', 'dress', 'rise', 'toilet', 'walk', 'bathe'] as const
export type CareAct = (typeof careActs)[number]

export type CareLevel = 'able' | 'partial' | 'total'

/** What the six acts come to, and why: none failed is able, one to three partly, four to six wholly dependent. */
export function careOf(failed: readonly CareAct[]): { level: CareLevel; failures: number; because: CareAct[] } {
  const because = careActs.filter((act) => failed.includes(act))
  const failures = because.length
  return { level: failures === 0 ? 'able' : failures <= 3 ? 'partial' : 'total', failures, because }
}

/** How a family lives: what no register says and every record of a visit has to. `many`: several may hold. */
export const livings = {
  walls: { many: false, values: ['concrete', 'brick', 'earth', 'rented', 'none'] },
  signs: { many: true, values: ['none', 'cracks', 'leaks', 'leaning', 'rotten'] },
  things: { many: false, values: ['few', 'plain', 'good'] },
  carer: { many: false, values: ['itself', 'family', 'neighbours', 'nobody'] },
  neighbours: { many: false, values: ['same', 'otherwise', 'not-asked'] },
} as const satisfies Record<string, { many: boolean; values: readonly string[] }>
export type Living = keyof typeof livings
export const livingNames = Object.keys(livings) as Living[]

/** What to know before one goes there. */
export const safetyMarks = ['dog', 'road', 'dispute', 'two'] as const
export type SafetyMark = (typeof safetyMarks)[number]
