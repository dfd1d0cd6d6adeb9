// The mark to beat: the 21 programmes as two-valued closures, written as one writes them: a rule that
// needs another calls it. No reasons, no memory, no third value.
import type { PolicyParameters } from '@yima/shared/policy/parameters/shape'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import { idle, ofMind, orphanOf, severe, tekunDisabled, unsupportedOf } from './tuned-closures.ts'
import type { PlainHousehold, PlainMember, PlainRow } from './tuned-closures.ts'

type Family = { h: PlainHousehold; members: PlainMember[]; p: PolicyParameters }
type HouseholdRule = (f: Family) => boolean
type MemberRule = (f: Family, m: PlainMember) => boolean

const standard = ({ h, p }: Family): number => p.dibaoStandard[h.hukouClass as 'urban' | 'rural']
const perHead = ({ h }: Family): number =>
  ((h.monthlyIncome as number) - (h.exemptMonthlyIncome ?? 0) - (h.employmentDeduction ?? 0)) /
  (h.householdSize as number)
const spendingRatio = ({ h }: Family): number =>
  h.monthlyIncome === 0
    ? Infinity
    : ((h.rigidMedical12m as number) + (h.rigidEducation12m ?? 0) + (h.rigidRehab12m ?? 0)) /
      (12 * (h.monthlyIncome as number))
const propertyOk = (f: Family, months: number): boolean =>
  (f.h.financialAssets as number) / (f.h.householdSize as number) <= months * standard(f) &&
  f.h.vehicleCount === 0 &&
  (f.h.houseCount as number) <= 1 &&
  !f.h.hasCommercialProperty &&
  !f.h.hasEnterprise
const has = ({ h }: Family, status: string): boolean => h.currentStatus?.includes(status) === true

const tekun: MemberRule = (f, m) =>
  ((m.age as number) >= 60 || (m.age as number) < 16 || tekunDisabled(m)) &&
  (m.personMonthlyIncome as number) < standard(f) &&
  propertyOk(f, f.p.assetMonthsDibao) &&
  (m.hasLegalSupporter === false || m.supporterAble === false)
const tekunAlone: HouseholdRule = (f) =>
  f.h.householdSize === 1 && (has(f, 'tekun') || f.members.some((m) => tekun(f, m)))
const dibao: HouseholdRule = (f) =>
  f.h.hukouLocal === true && perHead(f) < standard(f) && propertyOk(f, f.p.assetMonthsDibao) && !tekunAlone(f)
const edge: HouseholdRule = (f) =>
  f.h.hukouLocal === true &&
  perHead(f) < f.p.edgeMultiplier * standard(f) &&
  propertyOk(f, f.p.assetMonthsEdge) &&
  !dibao(f) &&
  !tekunAlone(f)
const rigid: HouseholdRule = (f) =>
  perHead(f) * 12 < f.p.disposableIncomeYear &&
  spendingRatio(f) > f.p.rigidRatio &&
  propertyOk(f, f.p.assetMonthsEdge) &&
  !dibao(f) &&
  !edge(f) &&
  !tekunAlone(f)
const onDibao: HouseholdRule = (f) => has(f, 'dibao') || dibao(f)
const onEdge: HouseholdRule = (f) => has(f, 'dibao-edge') || edge(f)
const onRigid: HouseholdRule = (f) => has(f, 'rigid-expenditure') || rigid(f)
const assisted: HouseholdRule = (f) =>
  has(f, 'tekun') || tekunAlone(f) || onDibao(f) || onEdge(f) || onRigid(f)
const jobless: HouseholdRule = (f) =>
  (f.h.monthlyIncome as number) < f.p.minWage &&
  (f.h.householdSize as number) <= f.members.length &&
  f.members.every(idle)

const householdRules: [ProgrammeId, HouseholdRule][] = [
  ['dibao', dibao],
  ['dibao-edge', edge],
  ['rigid-expenditure', rigid],
  [
    'temporary',
    (f) =>
      (f.h.emergencyEvent !== undefined && f.h.emergencyEvent !== 'none' && f.h.basicLifeBroken === true) ||
      (perHead(f) * 12 < f.p.disposableIncomeYear &&
        spendingRatio(f) > f.p.tempRigidRatio &&
        propertyOk(f, f.p.assetMonthsEdge)),
  ],
  [
    'housing',
    (f) =>
      f.h.hukouClass === 'urban' &&
      (f.h.houseCount === 0 || (f.h.housingAreaPerCapita as number) < f.p.housingArea) &&
      (assisted(f) || perHead(f) <= f.p.housingIncomeMultiplier * standard(f)),
  ],
  [
    'rural-housing',
    (f) =>
      f.h.hukouClass === 'rural' &&
      f.h.ownsOnlyHouse === true &&
      (f.h.houseGrade === 'C' || f.h.houseGrade === 'D') &&
      (assisted(f) || has(f, 'monitored')),
  ],
  ['disaster', ({ h }) => h.disasterDamage !== undefined && h.disasterDamage !== 'none'],
  [
    'legal-aid',
    (f) =>
      f.h.legalMatter !== undefined &&
      f.h.legalMatter !== 'none' &&
      (f.h.legalMatter === 'wages' ||
        f.h.legalMatter === 'injury' ||
        f.h.legalMatter === 'domestic-violence' ||
        assisted(f) ||
        perHead(f) <= f.p.legalAidMultiplier * standard(f)),
  ],
  [
    'judicial',
    ({ h }) =>
      (h.legalMatter === 'crime-victim' || h.legalMatter === 'traffic' || h.legalMatter === 'support') &&
      h.noCompensation === true &&
      h.basicLifeBroken === true,
  ],
]

const memberRules: [ProgrammeId, MemberRule][] = [
  [
    'dibao',
    (f, m) =>
      (!dibao(f) && onEdge(f) && (severe(m) || m.severeIllness === true)) ||
      (f.h.hukouLocal === true &&
        !dibao(f) &&
        (m.age as number) >= 18 &&
        (m.employment === 'unemployed' || m.employment === 'none') &&
        severe(m) &&
        (m.personMonthlyIncome as number) < standard(f) &&
        propertyOk(f, f.p.assetMonthsDibao)),
  ],
  ['tekun', tekun],
  [
    'medical',
    (f, m) => {
      const paid = m.policySelfPaid12m as number
      return (
        m.medicallyInsured === true &&
        ((tekunAlone(f) && paid > f.p.medicalThreshold.tekun) ||
          (orphanOf(m) && paid > f.p.medicalThreshold.orphan) ||
          (onDibao(f) && paid > f.p.medicalThreshold.dibao) ||
          (onEdge(f) && paid > f.p.medicalThreshold['dibao-edge']) ||
          (onRigid(f) && paid > f.p.medicalThreshold['ill-poor']))
      )
    },
  ],
  [
    'education',
    (f, m) =>
      m.studentStage !== undefined &&
      m.studentStage !== 'none' &&
      (assisted(f) || orphanOf(m) || unsupportedOf(m) || m.hasDisabilityCert === true),
  ],
  [
    'employment',
    (f, m) =>
      (m.age as number) >= 16 &&
      (m.age as number) < 60 &&
      m.employment === 'unemployed' &&
      m.workAbility !== 'none' &&
      (assisted(f) ||
        (m.age as number) >= f.p.olderWorkerAge ||
        m.hasDisabilityCert === true ||
        (m.unemployedMonths as number) >= 12 ||
        jobless(f)),
  ],
  [
    'disability-living',
    (f, m) =>
      m.hasDisabilityCert === true &&
      (onDibao(f) || (f.p.disabilityLivingIncludesEdge && onEdge(f))) &&
      !tekunAlone(f) &&
      !tekun(f, m) &&
      !orphanOf(m),
  ],
  [
    'disability-care',
    (f, m) =>
      m.hasDisabilityCert === true &&
      ((m.disabilityLevel as number) <= 2 ||
        (f.p.careIncludes3 && ofMind(m) && (m.disabilityLevel as number) <= 3)) &&
      !tekunAlone(f) &&
      !tekun(f, m),
  ],
  ['orphan', (_, m) => orphanOf(m)],
  ['unsupported-child', (_, m) => unsupportedOf(m)],
  ['elderly', (f, m) => f.h.hukouLocal === true && (m.age as number) >= f.p.elderlyAge],
  [
    'legal-aid',
    (f, m) =>
      f.h.legalMatter !== undefined &&
      f.h.legalMatter !== 'none' &&
      ((m.age as number) < 18 || (m.age as number) >= 60 || m.hasDisabilityCert === true) &&
      m.personMonthlyIncome === 0,
  ],
  ['homeless', (_, m) => m.shelterless === true],
  [
    'pension',
    (f, m) =>
      (m.age as number) >= 16 &&
      (m.age as number) < 60 &&
      m.employment !== 'student' &&
      (tekunAlone(f) ||
        onDibao(f) ||
        has(f, 'monitored') ||
        (m.hasDisabilityCert === true && (m.disabilityLevel as number) <= 2) ||
        (f.p.pensionIncludesEdge && onEdge(f))),
  ],
  [
    'care-service',
    (f, m) =>
      assisted(f) &&
      ((m.selfCareFailures as number) >= 1 ||
        ((m.age as number) >= 60 && f.h.householdSize === 1) ||
        orphanOf(m) ||
        unsupportedOf(m)),
  ],
]

/** The same rows as the engine's, as yes or no. */
export function plainClosures(h: PlainHousehold, members: PlainMember[], p: PolicyParameters): PlainRow[] {
  const f = { h, members, p }
  const rows: PlainRow[] = []
  for (const [programme, rule] of householdRules)
    rows.push({ programme, member: undefined, eligible: rule(f) })
  for (const m of members) {
    for (const [programme, rule] of memberRules) rows.push({ programme, member: m.id, eligible: rule(f, m) })
  }
  return rows
}
