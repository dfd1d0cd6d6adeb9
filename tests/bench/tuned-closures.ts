// The 21 programmes as two-valued closures by hand, without reasons; missing facts fall through
// comparisons as JavaScript lets them. Here tuned: all that several programmes ask of a household is
// worked out once beforehand. plain-closures.ts writes the same rules as one writes them first.
import type { PolicyParameters } from '@yima/shared/policy/parameters/shape'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'

export type PlainHousehold = {
  hukouLocal?: boolean, hukouClass?: 'urban' | 'rural', householdSize?: number, monthlyIncome?: number
  exemptMonthlyIncome?: number, employmentDeduction?: number, financialAssets?: number, vehicleCount?: number
  houseCount?: number, hasCommercialProperty?: boolean, hasEnterprise?: boolean, rigidMedical12m?: number
  rigidEducation12m?: number, rigidRehab12m?: number, currentStatus?: string[], emergencyEvent?: string
  basicLifeBroken?: boolean, ownsOnlyHouse?: boolean, houseGrade?: string, housingAreaPerCapita?: number
  disasterDamage?: string, legalMatter?: string, noCompensation?: boolean
}
export type PlainMember = {
  id: string, age?: number, personMonthlyIncome?: number, hasDisabilityCert?: boolean, disabilityType?: string
  disabilityLevel?: number, severeIllness?: boolean, medicallyInsured?: boolean, policySelfPaid12m?: number
  workAbility?: string, employment?: string, unemployedMonths?: number, studentStage?: string
  selfCareFailures?: number, hasLegalSupporter?: boolean, supporterAble?: boolean, fatherStatus?: string
  motherStatus?: string, shelterless?: boolean
}
export type PlainRow = { programme: ProgrammeId, member: string | undefined, eligible: boolean }

type Family = {
  h: PlainHousehold, members: PlainMember[], standard: number, perHead: number, ratio: number
  propertyDibao: boolean, propertyEdge: boolean, tekun: boolean, dibao: boolean, edge: boolean, rigid: boolean
  onDibao: boolean, onEdge: boolean, onRigid: boolean, assisted: boolean, monitored: boolean, jobless: boolean
}

const tekunOf = (f: Family, m: PlainMember): boolean =>
  ((m.age as number) >= 60 || (m.age as number) < 16 || tekunDisabled(m))
  && (m.personMonthlyIncome as number) < f.standard && f.propertyDibao
  && (m.hasLegalSupporter === false || m.supporterAble === false)

export const ofMind = (m: PlainMember): boolean => m.disabilityType === 'intellectual' || m.disabilityType === 'mental'
export const tekunDisabled = (m: PlainMember): boolean => {
  const level = m.disabilityLevel as number
  return m.hasDisabilityCert === true && ((ofMind(m) && level <= 3) || (m.disabilityType === 'physical' && level <= 2)
    || (m.disabilityType === 'visual' && level <= 1))
}
export const severe = (m: PlainMember): boolean =>
  m.hasDisabilityCert === true
  && ((m.disabilityLevel as number) <= 2 || (ofMind(m) && (m.disabilityLevel as number) <= 3))
export const orphanOf = (m: PlainMember): boolean =>
  (m.age as number) < 18 && (m.fatherStatus === 'dead' || m.fatherStatus === 'missing')
  && (m.motherStatus === 'dead' || m.motherStatus === 'missing')
export const unsupportedOf = (m: PlainMember): boolean =>
  (m.age as number) < 18 && m.fatherStatus !== undefined && m.fatherStatus !== 'ok'
  && m.motherStatus !== undefined && m.motherStatus !== 'ok' && !orphanOf(m)
export const idle = (m: PlainMember): boolean =>
  (m.age as number) < 16 || (m.age as number) >= 60
  || (m.employment !== 'employed' && m.employment !== 'flexible' && m.employment !== 'farming')

function familyOf(h: PlainHousehold, members: PlainMember[], p: PolicyParameters): Family {
  const size = h.householdSize as number
  const income = h.monthlyIncome as number
  const standard = p.dibaoStandard[h.hukouClass as 'urban' | 'rural']
  const counted = income - (h.exemptMonthlyIncome ?? 0) - (h.employmentDeduction ?? 0)
  const perHead = counted / size
  const rigidSpent = (h.rigidMedical12m as number) + (h.rigidEducation12m ?? 0) + (h.rigidRehab12m ?? 0)
  const ratio = income === 0 ? Infinity : rigidSpent / (12 * income)
  const savings = (h.financialAssets as number) / size
  const modest = h.vehicleCount === 0 && (h.houseCount as number) <= 1 && !h.hasCommercialProperty && !h.hasEnterprise
  const status = h.currentStatus ?? []
  const f: Family = {
    h, members, standard, perHead, ratio,
    propertyDibao: savings <= p.assetMonthsDibao * standard && modest,
    propertyEdge: savings <= p.assetMonthsEdge * standard && modest,
    tekun: false, dibao: false, edge: false, rigid: false, onDibao: false, onEdge: false, onRigid: false,
    assisted: false, monitored: status.includes('monitored'), jobless: false,
  }
  f.tekun = size === 1 && (status.includes('tekun') || members.some((m) => tekunOf(f, m)))
  f.dibao = h.hukouLocal === true && perHead < standard && f.propertyDibao && !f.tekun
  f.edge = h.hukouLocal === true && perHead < p.edgeMultiplier * standard && f.propertyEdge && !f.dibao && !f.tekun
  f.rigid = perHead * 12 < p.disposableIncomeYear && ratio > p.rigidRatio && f.propertyEdge && !f.dibao && !f.edge
    && !f.tekun
  f.onDibao = f.dibao || status.includes('dibao')
  f.onEdge = f.edge || status.includes('dibao-edge')
  f.onRigid = f.rigid || status.includes('rigid-expenditure')
  f.assisted = f.onDibao || f.onEdge || f.onRigid || f.tekun || status.includes('tekun')
  f.jobless = income < p.minWage && size <= members.length && members.every(idle)
  return f
}

type HouseholdRule = (f: Family, p: PolicyParameters) => boolean
type MemberRule = (f: Family, m: PlainMember, p: PolicyParameters) => boolean

const householdRules: [ProgrammeId, HouseholdRule][] = [
  ['dibao', (f) => f.dibao],
  ['dibao-edge', (f) => f.edge],
  ['rigid-expenditure', (f) => f.rigid],
  ['temporary', (f, p) =>
    (f.h.emergencyEvent !== undefined && f.h.emergencyEvent !== 'none' && f.h.basicLifeBroken === true)
    || (f.perHead * 12 < p.disposableIncomeYear && f.ratio > p.tempRigidRatio && f.propertyEdge)],
  ['housing', (f, p) =>
    f.h.hukouClass === 'urban' && (f.h.houseCount === 0 || (f.h.housingAreaPerCapita as number) < p.housingArea)
    && (f.assisted || f.perHead <= p.housingIncomeMultiplier * f.standard)],
  ['rural-housing', (f) =>
    f.h.hukouClass === 'rural' && f.h.ownsOnlyHouse === true && (f.h.houseGrade === 'C' || f.h.houseGrade === 'D')
    && (f.assisted || f.monitored)],
  ['disaster', (f) => f.h.disasterDamage !== undefined && f.h.disasterDamage !== 'none'],
  ['legal-aid', (f, p) =>
    f.h.legalMatter !== undefined && f.h.legalMatter !== 'none'
    && (f.h.legalMatter === 'wages' || f.h.legalMatter === 'injury' || f.h.legalMatter === 'domestic-violence'
      || f.assisted || f.perHead <= p.legalAidMultiplier * f.standard)],
  ['judicial', (f) =>
    (f.h.legalMatter === 'crime-victim' || f.h.legalMatter === 'traffic' || f.h.legalMatter === 'support')
    && f.h.noCompensation === true && f.h.basicLifeBroken === true],
]

const memberRules: [ProgrammeId, MemberRule][] = [
  ['dibao', (f, m) =>
    (!f.dibao && f.onEdge && (severe(m) || m.severeIllness === true))
    || (f.h.hukouLocal === true && !f.dibao && (m.age as number) >= 18
      && (m.employment === 'unemployed' || m.employment === 'none') && severe(m)
      && (m.personMonthlyIncome as number) < f.standard && f.propertyDibao)],
  ['tekun', tekunOf],
  ['medical', (f, m, p) => {
    const paid = m.policySelfPaid12m as number
    return m.medicallyInsured === true
      && ((f.tekun && paid > p.medicalThreshold.tekun) || (orphanOf(m) && paid > p.medicalThreshold.orphan)
        || (f.onDibao && paid > p.medicalThreshold.dibao) || (f.onEdge && paid > p.medicalThreshold['dibao-edge'])
        || (f.onRigid && paid > p.medicalThreshold['ill-poor']))
  }],
  ['education', (f, m) =>
    m.studentStage !== undefined && m.studentStage !== 'none'
    && (f.assisted || orphanOf(m) || unsupportedOf(m) || m.hasDisabilityCert === true)],
  ['employment', (f, m, p) =>
    (m.age as number) >= 16 && (m.age as number) < 60 && m.employment === 'unemployed' && m.workAbility !== 'none'
    && (f.assisted || (m.age as number) >= p.olderWorkerAge || m.hasDisabilityCert === true
      || (m.unemployedMonths as number) >= 12 || f.jobless)],
  ['disability-living', (f, m, p) =>
    m.hasDisabilityCert === true && (f.onDibao || (p.disabilityLivingIncludesEdge && f.onEdge))
    && !f.tekun && !tekunOf(f, m) && !orphanOf(m)],
  ['disability-care', (f, m, p) =>
    m.hasDisabilityCert === true
    && ((m.disabilityLevel as number) <= 2
      || (p.careIncludes3 && ofMind(m) && (m.disabilityLevel as number) <= 3))
    && !f.tekun && !tekunOf(f, m)],
  ['orphan', (_, m) => orphanOf(m)],
  ['unsupported-child', (_, m) => unsupportedOf(m)],
  ['elderly', (f, m, p) => f.h.hukouLocal === true && (m.age as number) >= p.elderlyAge],
  ['legal-aid', (f, m) =>
    f.h.legalMatter !== undefined && f.h.legalMatter !== 'none'
    && ((m.age as number) < 18 || (m.age as number) >= 60 || m.hasDisabilityCert === true)
    && m.personMonthlyIncome === 0],
  ['homeless', (_, m) => m.shelterless === true],
  ['pension', (f, m, p) =>
    (m.age as number) >= 16 && (m.age as number) < 60 && m.employment !== 'student'
    && (f.tekun || f.onDibao || f.monitored || (m.hasDisabilityCert === true && (m.disabilityLevel as number) <= 2)
      || (p.pensionIncludesEdge && f.onEdge))],
  ['care-service', (f, m) =>
    f.assisted && ((m.selfCareFailures as number) >= 1 || ((m.age as number) >= 60 && f.h.householdSize === 1)
      || orphanOf(m) || unsupportedOf(m))],
]

/** The same rows as the engine's, as yes or no. */
export function tunedClosures(h: PlainHousehold, members: PlainMember[], p: PolicyParameters): PlainRow[] {
  const f = familyOf(h, members, p)
  const rows: PlainRow[] = []
  for (const [programme, rule] of householdRules) rows.push({ programme, member: undefined, eligible: rule(f, p) })
  for (const m of members) {
    for (const [programme, rule] of memberRules) rows.push({ programme, member: m.id, eligible: rule(f, m, p) })
  }
  return rows
}
