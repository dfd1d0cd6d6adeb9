import { readFileSync } from 'node:fs'
import { readWords } from '@yima/shared/reading/read-words'
import type { Reading } from '@yima/shared/reading/reading'

/** A text with what an annotator expects of it. */
export type Narrative = {
  id: string
  text: string
  programmes: string[]
  also: string[]
  urgent: boolean
  complaint: boolean
  facts: Record<string, unknown>
}

const scored = new Set([
  'hukouLocal', 'hukouClass', 'householdSize', 'monthlyIncome', 'exemptMonthlyIncome', 'employmentDeduction',
  'financialAssets', 'vehicleCount', 'houseCount', 'hasCommercialProperty', 'hasEnterprise',
    'rigidMedical12m',
  'rigidEducation12m', 'rigidRehab12m', 'currentStatus', 'emergencyEvent', 'basicLifeBroken', 'ownsOnlyHouse',
  'houseGrade', 'housingAreaPerCapita', 'disasterDamage', 'legalMatter', 'noCompensation', 'shelterless',
    'age',
  'personMonthlyIncome', 'hasDisabilityCert', 'disabilityType', 'disabilityLevel', 'severeIllness',
  'medicallyInsured', 'policySelfPaid12m', 'workAbility', 'employment', 'unemployedMonths', 'studentStage',
    'boarding',
  'selfCareFailures', 'hasLegalSupporter', 'supporterAble', 'fatherStatus', 'motherStatus', 'pensionInsured',
  'illness', 'debt', 'childAge', 'studentStages', 'rentMonthly', 'forOther', 'accusedRole', 'category',
    'anonymous',
])

/** Texts of one file beside this one. */
export function loadNarratives(name: string): Narrative[] {
  const lines = readFileSync(new URL(`./${name}.jsonl`, import.meta.url), 'utf8').split('\n')
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as Narrative)
}

export type Score = {
  recall: number
  outside: number
  urgentMissed: number
  urgentFalse: number
  complaintMissed: number
  complaintFalse: number
  factPrecision: number
  factRecall: number
  notes: string[]
}

/** Scores the reader on texts by the rules at the end of the domain page. */
export function score(texts: Narrative[], read: (text: string) => Reading = readWords): Score {
  const sum = { wanted: 0, got: 0, raised: 0, outside: 0, given: 0, right: 0, annotated: 0 }
  const flags = { urgentMissed: 0, urgentFalse: 0, complaintMissed: 0, complaintFalse: 0 }
  const notes: string[] = []
  for (const one of texts) {
    const reading = read(one.text)
    const raised = reading.programmes.map((p) => p.programme as string)
    const missed = one.programmes.filter((p) => !raised.includes(p))
    const outside = raised.filter((p) => !one.programmes.includes(p) && !one.also.includes(p))
    sum.wanted += one.programmes.length
    sum.got += one.programmes.length - missed.length
    sum.raised += raised.length
    sum.outside += outside.length
    if (one.urgent && !reading.urgent) flags.urgentMissed++
    if (!one.urgent && reading.urgent) flags.urgentFalse++
    if (one.complaint && !reading.complaint) flags.complaintMissed++
    if (!one.complaint && reading.complaint) flags.complaintFalse++
    const facts = scoreFacts(one.facts, reading.facts)
    sum.given += facts.given
    sum.right += facts.right
    sum.annotated += facts.annotated
    const wrong = [
      ...missed.map((p) => `-${p}`), ...outside.map((p) => `+${p}`),
      ...(one.urgent === reading.urgent ? [] : [reading.urgent
        ? `+URGENT(${reading.dangers.join()})` : '-URGENT']),
      ...(one.complaint === reading.complaint ? [] : [reading.complaint ? '+COMPLAINT' : '-COMPLAINT']),
      ...facts.notes,
    ]
    if (wrong.length > 0) notes.push(`${one.id} ${one.text}\n    ${wrong.join('  ')}`)
  }
  return {
    recall: sum.got / sum.wanted, outside: sum.outside / sum.raised, ...flags,
    factPrecision: sum.right / sum.given, factRecall: sum.right / sum.annotated, notes,
  }
}

function scoreFacts(
  wanted: Record<string, unknown>, given: Record<string, unknown>,
): { given: number; right: number; annotated: number; notes: string[] } {
  const expected = Object.keys(wanted).filter((k) => scored.has(k) && wanted[k] !== 'unknown')
  const told = Object.keys(given).filter((k) => scored.has(k))
  const right = told.filter((k) => expected.includes(k) && agrees(k, wanted[k], given[k]))
  return {
    given: told.length, right: right.length, annotated: expected.length,
    notes: [
      ...told.filter((k) => !right.includes(k)).map((k) => `!${k}=${JSON.stringify(given[k])}`),
      ...expected.filter((k) => !right.includes(k)).map((k) => `?${k}=${JSON.stringify(wanted[k])}`),
    ],
  }
}

function agrees(key: string, wanted: unknown, given: unknown): boolean {
  if (key === 'illness' && typeof wanted === 'string' && typeof given === 'string') {
    return wanted.includes(given) || given.includes(wanted)
  }
  if (key === 'debt' && (wanted === true || given === true)) return true
  if (typeof wanted === 'number' && typeof given === 'number') {
    return Math.abs(wanted - given) <= 0.05 * Math.abs(wanted)
  }
  if (Array.isArray(wanted) && Array.isArray(given)) {
    return JSON.stringify([...wanted].sort()) === JSON.stringify([...given].sort())
  }
  return wanted === given
}
