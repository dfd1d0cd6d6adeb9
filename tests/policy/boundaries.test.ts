import { describe, expect, it } from 'vitest'
import type { Household, Member } from '@yima/shared/fact/dictionary'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import { programmeIds } from '@yima/shared/policy/programme-ids'
import type { Verdict } from '@yima/shared/policy/verdict'
import { family, person, verdictOf, wellOff } from './people.ts'

type Answer = Verdict['verdict']
type Line = [said: string, answer: Answer, household: Household, member?: Partial<Member>, amount?: number]

const urban = (changes: Partial<Household> = {}) => family({ hukouClass: 'urban', ...changes })
const orphaned = { age: 9, fatherStatus: 'dead', motherStatus: 'missing' } as const
const alone = (changes: Partial<Household> = {}) => family({ householdSize: 1, monthlyIncome: 110, ...changes })
const lonely = { age: 68, personMonthlyIncome: 110, hasLegalSupporter: false, selfCareFailures: 0 } as const
const edge = family({ monthlyIncome: 1600 })

// Yes, no and unknown of each programme, with the value on the line itself wherever there is a line.
const ofHouseholds: Partial<Record<ProgrammeId, Line[]>> = {
  dibao: [
    ['one fen below the standard', 'eligible', family({ monthlyIncome: 1279.99 }), {}, 0.01],
    ['exactly at the standard', 'ineligible', family({ monthlyIncome: 1280 })],
    ['income not said', 'unknown', family({ monthlyIncome: 'unknown' })],
    ['savings exactly at 24 months', 'eligible', family({ financialAssets: 30_720 })],
    ['savings one fen above', 'ineligible', family({ financialAssets: 30_720.01 })],
    ['two homes', 'ineligible', family({ houseCount: 2 })],
    ['registered elsewhere', 'ineligible', family({ hukouLocal: false })],
    ['a company decides although income is not said', 'ineligible', family({ hasEnterprise: true, monthlyIncome: 'unknown' })],
    ['home class not said, income below both lines', 'eligible', family({ hukouClass: 'unknown' })],
    ['home class not said, income between the lines', 'unknown', family({ hukouClass: 'unknown', monthlyIncome: 1400 })],
    ['what is exempt exceeds income', 'eligible', family({ monthlyIncome: 400, exemptMonthlyIncome: 900 }), {}, 1280],
    ['no income, whatever the size', 'eligible', family({ monthlyIncome: 0, householdSize: 3 }), {}, 1920],
    ['alone and tekun', 'ineligible', alone(), lonely],
    ['alone, on tekun already', 'ineligible', alone({ currentStatus: ['tekun'] }), { age: 45 }],
    ['a tekun uncle does not exclude the family', 'eligible', family(), { ...lonely }],
  ],
  'dibao-edge': [
    ['exactly at 1.5 times', 'ineligible', family({ monthlyIncome: 1920 })],
    ['one fen below 1.5 times', 'eligible', family({ monthlyIncome: 1919.99 })],
    ['already dibao', 'ineligible', family()],
    ['savings exactly at 36 months', 'eligible', family({ monthlyIncome: 1600, financialAssets: 46_080 })],
    ['savings not said', 'unknown', family({ monthlyIncome: 1600, financialAssets: 'unknown' })],
  ],
  'rigid-expenditure': [
    ['exactly at 0.6', 'ineligible', family({ monthlyIncome: 2000, rigidMedical12m: 14_400 })],
    ['one fen above 0.6', 'eligible', family({ monthlyIncome: 2000, rigidMedical12m: 14_400.01 })],
    ['three kinds of spending add up', 'eligible', family({ monthlyIncome: 2000, rigidMedical12m: 5000, rigidEducation12m: 5000, rigidRehab12m: 5000 })],
    ['at average income', 'ineligible', family({ monthlyIncome: 5600, rigidMedical12m: 90_000 })],
    ['medical costs not said', 'unknown', family({ monthlyIncome: 2000, rigidMedical12m: 'unknown' })],
  ],
  temporary: [
    ['a fire that broke life, registered elsewhere', 'eligible', wellOff({ hukouLocal: false, emergencyEvent: 'fire', basicLifeBroken: true })],
    ['a fire, life holds', 'ineligible', wellOff({ emergencyEvent: 'fire', basicLifeBroken: false })],
    ['a fire, life not said', 'unknown', wellOff({ emergencyEvent: 'fire' })],
    ['spending exactly at half of income', 'ineligible', family({ monthlyIncome: 2000, rigidMedical12m: 12_000 })],
    ['no income at all', 'eligible', family({ monthlyIncome: 0, rigidMedical12m: 1 })],
  ],
  housing: [
    ['no home, income exactly at twice the standard', 'eligible', urban({ monthlyIncome: 3200, houseCount: 0 })],
    ['one fen more', 'ineligible', urban({ monthlyIncome: 3200.01, houseCount: 0 })],
    ['exactly 15 square metres each', 'ineligible', urban({ housingAreaPerCapita: 15 })],
    ['a little less', 'eligible', urban({ housingAreaPerCapita: 14.99 })],
    ['area not said', 'unknown', urban()],
    ['rural', 'ineligible', family({ houseCount: 0 })],
  ],
  'rural-housing': [
    ['grade D on dibao', 'eligible', family({ ownsOnlyHouse: true, houseGrade: 'D' }), {}, 28_000],
    ['grade C, monitored', 'eligible', wellOff({ currentStatus: ['monitored'], ownsOnlyHouse: true, houseGrade: 'C' }), {}, 8000],
    ['grade B', 'ineligible', family({ ownsOnlyHouse: true, houseGrade: 'B' })],
    ['never graded', 'unknown', family({ ownsOnlyHouse: true, houseGrade: 'unknown' })],
    ['neither assisted nor monitored', 'ineligible', wellOff({ ownsOnlyHouse: true, houseGrade: 'D' })],
  ],
  disaster: [
    ['crops lost', 'eligible', wellOff({ disasterDamage: 'crops' })],
    ['nothing lost', 'ineligible', family({ disasterDamage: 'none' })],
    ['not said', 'unknown', family()],
  ],
  'legal-aid': [
    ['wages owed, well off', 'eligible', wellOff({ legalMatter: 'wages' })],
    ['land, exactly at twice the standard', 'eligible', family({ monthlyIncome: 2560, legalMatter: 'land' })],
    ['land, one fen more', 'ineligible', family({ monthlyIncome: 2560.01, legalMatter: 'land' })],
    ['matter not said', 'unknown', family()],
  ],
  judicial: [
    ['victim, unpaid, broken', 'eligible', wellOff({ legalMatter: 'crime-victim', noCompensation: true, basicLifeBroken: true })],
    ['compensated', 'ineligible', family({ legalMatter: 'traffic', noCompensation: false })],
    ['payment not said', 'unknown', family({ legalMatter: 'support', basicLifeBroken: true })],
  ],
}

const ofMembers: Partial<Record<ProgrammeId, Line[]>> = {
  dibao: [
    ['edge household, level 2', 'eligible', edge, { hasDisabilityCert: true, disabilityLevel: 2 }, 384],
    ['edge household, mental level 3', 'eligible', edge, { hasDisabilityCert: true, disabilityType: 'mental', disabilityLevel: 3 }, 384],
    ['edge household, severe illness', 'eligible', edge, { severeIllness: true }],
    ['dibao household', 'ineligible', family(), { severeIllness: true }],
    ['adult without work, severely disabled, rich family', 'eligible', wellOff(), { age: 18, employment: 'none', hasDisabilityCert: true, disabilityLevel: 1, personMonthlyIncome: 639.99 }],
    ['the same with an own income at the standard', 'ineligible', wellOff(), { age: 18, employment: 'none', hasDisabilityCert: true, disabilityLevel: 1, personMonthlyIncome: 640 }],
    ['edge household, disability not said', 'unknown', edge, {}],
  ],
  tekun: [
    ['exactly 60', 'eligible', alone(), { ...lonely, age: 60 }, 932],
    ['59', 'ineligible', alone(), { ...lonely, age: 59, hasDisabilityCert: false }],
    ['15', 'eligible', alone(), { ...lonely, age: 15 }],
    ['16', 'ineligible', alone(), { ...lonely, age: 16, hasDisabilityCert: false }],
    ['40, physical level 2', 'eligible', alone(), { ...lonely, age: 40, hasDisabilityCert: true, disabilityType: 'physical', disabilityLevel: 2 }],
    ['40, visual level 2', 'ineligible', alone(), { ...lonely, age: 40, hasDisabilityCert: true, disabilityType: 'visual', disabilityLevel: 2 }],
    ['a son who cannot help', 'eligible', alone(), { ...lonely, hasLegalSupporter: true, supporterAble: false }],
    ['a son of whom nothing is said', 'unknown', alone(), { ...lonely, hasLegalSupporter: true }],
    ['three acts failed', 'eligible', alone(), { ...lonely, selfCareFailures: 3 }, 1132],
    ['four acts failed', 'eligible', alone(), { ...lonely, selfCareFailures: 4 }, 1532],
    ['own income at the standard', 'ineligible', alone(), { ...lonely, personMonthlyIncome: 640 }],
  ],
  medical: [
    ['dibao, one fen paid', 'eligible', family(), { age: 40, medicallyInsured: true, policySelfPaid12m: 0.01 }, 0.01],
    ['edge, exactly at the threshold', 'ineligible', edge, { age: 40, medicallyInsured: true, policySelfPaid12m: 3360 }],
    ['edge, half a fen is rounded up', 'eligible', edge, { age: 40, medicallyInsured: true, policySelfPaid12m: 3360.1 }, 0.07],
    ['capped', 'eligible', family(), { age: 40, medicallyInsured: true, policySelfPaid12m: 200_000 }, 60_000],
    ['uninsured', 'ineligible', family(), { medicallyInsured: false, policySelfPaid12m: 50_000 }],
    ['well off', 'ineligible', wellOff(), { age: 40, medicallyInsured: true, policySelfPaid12m: 50_000 }],
    ['bill not said', 'unknown', family(), { medicallyInsured: true }],
  ],
  education: [
    ['dibao, primary, boarding', 'eligible', family(), { studentStage: 'primary', boarding: true }, 1250],
    ['dibao, primary, boarding not said', 'eligible', family(), { studentStage: 'primary' }, 625],
    ['orphan in a rich family', 'eligible', wellOff(), { ...orphaned, studentStage: 'junior', boarding: false }, 750],
    ['disabled pupil', 'eligible', wellOff(), { hasDisabilityCert: true, studentStage: 'senior' }, 2300],
    ['not at school', 'ineligible', family(), { studentStage: 'none' }],
    ['school not said', 'unknown', family(), {}],
  ],
  employment: [
    ['12 months out of work', 'eligible', wellOff(), { age: 49, employment: 'unemployed', workAbility: 'full', hasDisabilityCert: false, unemployedMonths: 12 }],
    ['11 months', 'ineligible', wellOff(), { age: 49, employment: 'unemployed', workAbility: 'full', hasDisabilityCert: false, unemployedMonths: 11 }],
    ['50 years old', 'eligible', wellOff(), { age: 50, employment: 'unemployed', workAbility: 'partial' }],
    ['60 years old', 'ineligible', family(), { age: 60, employment: 'unemployed', workAbility: 'full' }],
    ['15 years old', 'ineligible', family(), { age: 15, employment: 'unemployed', workAbility: 'full' }],
    ['not able to work', 'ineligible', family(), { age: 40, employment: 'unemployed', workAbility: 'none' }],
    ['time out of work not said', 'unknown', wellOff(), { age: 49, employment: 'unemployed', workAbility: 'full', hasDisabilityCert: false }],
    ['nobody in the family has work', 'eligible', family({ hukouLocal: false, householdSize: 1, monthlyIncome: 0, hasEnterprise: true }), { age: 40, employment: 'unemployed', workAbility: 'full', hasDisabilityCert: false, unemployedMonths: 2 }],
  ],
  'disability-living': [
    ['dibao', 'eligible', family(), { age: 40, hasDisabilityCert: true, disabilityType: 'hearing', disabilityLevel: 4 }, 90],
    ['well off', 'ineligible', wellOff(), { age: 40, hasDisabilityCert: true }],
    ['tekun', 'ineligible', alone(), { ...lonely, hasDisabilityCert: true }],
    ['an orphan', 'ineligible', family(), { ...orphaned, hasDisabilityCert: true }],
    ['certificate not said', 'unknown', family(), { age: 40 }],
  ],
  'disability-care': [
    ['level 2', 'eligible', wellOff(), { age: 40, hasDisabilityCert: true, disabilityType: 'hearing', disabilityLevel: 2, personMonthlyIncome: 3000 }, 100],
    ['mental level 3', 'eligible', wellOff(), { age: 40, hasDisabilityCert: true, disabilityType: 'mental', disabilityLevel: 3, personMonthlyIncome: 3000 }, 80],
    ['physical level 3', 'ineligible', wellOff(), { age: 40, hasDisabilityCert: true, disabilityType: 'physical', disabilityLevel: 3 }],
    ['level not said', 'unknown', wellOff(), { age: 40, hasDisabilityCert: true }],
  ],
  orphan: [
    ['17', 'eligible', family(), { ...orphaned, age: 17 }, 1400],
    ['18', 'ineligible', family(), { ...orphaned, age: 18 }],
    ['father in prison', 'ineligible', family(), { ...orphaned, fatherStatus: 'imprisoned' }],
    ['mother not said', 'unknown', family(), { age: 9, fatherStatus: 'dead' }],
  ],
  'unsupported-child': [
    ['father in prison, mother dead', 'eligible', family(), { ...orphaned, fatherStatus: 'imprisoned' }, 1400],
    ['an orphan', 'ineligible', family(), orphaned],
    ['mother able', 'ineligible', family(), { ...orphaned, fatherStatus: 'imprisoned', motherStatus: 'ok' }],
    ['mother not said', 'unknown', family(), { age: 9, fatherStatus: 'imprisoned' }],
  ],
  elderly: [
    ['80', 'eligible', wellOff(), { age: 80 }, 50],
    ['79', 'ineligible', wellOff(), { age: 79 }],
    ['90', 'eligible', wellOff(), { age: 90 }, 200],
    ['100', 'eligible', wellOff(), { age: 100 }, 500],
    ['age not said', 'unknown', wellOff(), {}],
  ],
  'legal-aid': [
    ['an old woman without income in a rich family', 'eligible', wellOff({ legalMatter: 'support' }), { age: 60, personMonthlyIncome: 0 }],
    ['59 without income', 'ineligible', wellOff({ legalMatter: 'support' }), { age: 59, personMonthlyIncome: 0, hasDisabilityCert: false }],
    ['60 with an income', 'ineligible', wellOff({ legalMatter: 'support' }), { age: 60, personMonthlyIncome: 0.01 }],
    ['own income not said', 'unknown', wellOff({ legalMatter: 'support' }), { age: 60 }],
  ],
  homeless: [
    ['no bed', 'eligible', wellOff(), { shelterless: true }],
    ['a bed', 'ineligible', family(), { shelterless: false }],
    ['not said', 'unknown', family(), {}],
  ],
  pension: [
    ['16 on dibao', 'eligible', family(), { age: 16, employment: 'none' }, 100],
    ['15', 'ineligible', family(), { age: 15 }],
    ['60', 'ineligible', family(), { age: 60 }],
    ['a student', 'ineligible', family(), { age: 20, employment: 'student' }],
    ['edge does not count here', 'ineligible', edge, { age: 40, employment: 'farming', hasDisabilityCert: false }],
    ['work not said', 'unknown', family(), { age: 40 }],
  ],
  'care-service': [
    ['one act failed on dibao', 'eligible', family(), { selfCareFailures: 1 }],
    ['60 and alone', 'eligible', alone(), { ...lonely, age: 60 }],
    ['an orphan', 'eligible', family(), { ...orphaned, selfCareFailures: 0 }],
    ['nothing failed, not alone', 'ineligible', family(), { age: 70, selfCareFailures: 0 }],
    ['well off', 'ineligible', wellOff(), { selfCareFailures: 6 }],
    ['need not said', 'unknown', family(), { age: 70 }],
  ],
}

const check = (programme: ProgrammeId, of: 'household' | 'member', [, answer, household, member, amount]: Line) => {
  const found = verdictOf(programme, of, { household, members: [person(member)] })
  expect(found.verdict).toBe(answer)
  if (amount !== undefined) expect(found.amount).toBe(amount)
}

describe.each(Object.entries(ofHouseholds) as [ProgrammeId, Line[]][])('%s for a household', (programme, lines) => {
  it.each(lines)('%s: %s', (...line) => check(programme, 'household', line))
})

describe.each(Object.entries(ofMembers) as [ProgrammeId, Line[]][])('%s for one person', (programme, lines) => {
  it.each(lines)('%s: %s', (...line) => check(programme, 'member', line))
})

describe('every programme', () => {
  it.each(programmeIds)('%s has somebody who gets it, somebody who does not and somebody we must ask', (programme) => {
    const lines = [...ofHouseholds[programme] ?? [], ...ofMembers[programme] ?? []]
    expect(new Set(lines.map(([, answer]) => answer))).toEqual(new Set(['eligible', 'ineligible', 'unknown']))
  })
})

describe('a place that decides otherwise', () => {
  it('counts edge households for pension contributions', () => {
    const asked = { household: edge, member: { age: 40, employment: 'farming', hasDisabilityCert: false } as const }
    expect(verdictOf('pension', 'member', { ...asked, parameters: { pensionIncludesEdge: true } }).verdict).toBe('eligible')
  })

  it('raises the standard by one yuan, and who stood on the line is below it', () => {
    const household = family({ monthlyIncome: 1280 })
    const parameters = { dibaoStandard: { rural: 641 } }
    // 641 × 2 − 1280 = 2
    expect(verdictOf('dibao', 'household', { household, parameters })).toMatchObject({ verdict: 'eligible', amount: 2 })
  })
})
