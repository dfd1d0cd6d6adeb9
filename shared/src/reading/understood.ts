import { somewhatMore } from './numerals.ts'
import type { Phrase, Reading } from './reading.ts'

/** One heard fact as a sentence of the catalogue `reading`. */
export type Understood = {
  key: string
  params: Record<string, string | number>
  factKey: string
  phrase?: Phrase
}

const order = [
  'forOther', 'householdSize', 'age', 'childAge', 'hukouLocal', 'hukouClass', 'currentStatus',
    'monthlyIncome',
  'personMonthlyIncome', 'financialAssets', 'debt', 'rentMonthly', 'rigidMedical12m', 'rigidEducation12m',
    'illness', 'severeIllness',
  'medicallyInsured', 'hasDisabilityCert', 'disabilityType', 'disabilityLevel', 'workAbility', 'employment',
  'unemployedMonths', 'studentStages', 'boarding', 'fatherStatus', 'motherStatus', 'hasLegalSupporter',
    'supporterAble',
  'selfCareFailures', 'emergencyEvent', 'disasterDamage', 'houseGrade', 'houseCount', 'vehicleCount',
    'shelterless',
  'legalMatter', 'noCompensation', 'pensionInsured',
]

/** Facts whose sentence depends on the value: the catalogue key carries it. */
const byValue = new Set([
  'currentStatus', 'disabilityType', 'workAbility', 'employment', 'studentStages', 'boarding',
    'fatherStatus', 'motherStatus',
  'emergencyEvent', 'disasterDamage', 'legalMatter', 'hukouClass',
])

/** Facts that are sums of money, in yuan. */
const amounts = new Set([
  'monthlyIncome', 'personMonthlyIncome', 'financialAssets', 'debt', 'rentMonthly', 'rigidMedical12m',
  'rigidEducation12m',
])

/** The heard facts as sentences to read back, in a fixed order; a list gives one sentence per value. */
export function understood(reading: Reading): Understood[] {
  return order.flatMap((factKey) => {
    const value = reading.facts[factKey]
    if (value === undefined) return []
    const phrase = reading.phrases.find((p) => p.kind === 'fact' && p.key === factKey)
    const values: unknown[] = Array.isArray(value) ? value : [value]
    return values.map((one) => ({ ...sentence(factKey, one), factKey, ...(phrase ? { phrase } : {}) }))
  })
}

function sentence(factKey: string, value: unknown): { key: string; params: Record<string, string | number> } {
  const base = `reading.fact.${factKey}`
  if (typeof value === 'boolean') return { key: `${base}.${value ? 'yes' : 'no'}`, params: {} }
  if (byValue.has(factKey)) return { key: `${base}.${String(value)}`, params: {} }
  if (typeof value !== 'number') return { key: base, params: { value: String(value) } }
  return { key: base, params: { value: amounts.has(factKey) ? shown(value) : value } }
}

/** 五千多 is read back as 5,000 多, as it was said, never as the figure reckoned with. */
function shown(amount: number): string {
  const said = Math.round(amount / somewhatMore)
  const more = said % 100 === 0 && amount % 100 !== 0 && Math.round(said * somewhatMore) === amount
  const grouped = String(more ? said : amount).replace(/\B(?=(?:\d{3})+$)/g, ',')
  return more ? `${grouped} 多` : grouped
}
