import { readFileSync } from 'node:fs'
import type { Household, Member } from '@yima/shared/fact/dictionary'
import { match } from '@yima/shared/policy/match'
import { demoRegion, parametersFor, withOverrides } from '@yima/shared/policy/parameters/parameters-for'
import type { ParameterOverrides } from '@yima/shared/policy/parameters/shape'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import type { Verdict } from '@yima/shared/policy/verdict'

export const today = '2026-11-21'
export const figures = parametersFor(demoRegion, today)

export type Expected = {
  programme: ProgrammeId
  verdict: Verdict['verdict']
  why: string
  member?: string
  route?: 'single'
  amount?: number
  ask?: string[]
}
export type Case = {
  id: string
  title: string
  household: Household
  members: Member[]
  expected: Expected[]
}

const file = readFileSync(new URL('./households.json', import.meta.url), 'utf8')
export const { households } = JSON.parse(file) as { households: Case[] }

/** A rural couple of which everything about the household is said and nothing is in the way of dibao. */
export const family = (changes: Partial<Household> = {}): Household => ({
  hukouLocal: true,
  hukouClass: 'rural',
  householdSize: 2,
  monthlyIncome: 400,
  exemptMonthlyIncome: 0,
  employmentDeduction: 0,
  financialAssets: 2000,
  vehicleCount: 0,
  houseCount: 1,
  hasCommercialProperty: false,
  hasEnterprise: false,
  rigidMedical12m: 0,
  rigidEducation12m: 0,
  rigidRehab12m: 0,
  currentStatus: ['none'],
  emergencyEvent: 'none',
  ...changes,
})

export const person = (changes: Partial<Member> = {}): Member => ({ id: 'm1', ...changes })

/** Too much income for any status: what a person gets, they get by themselves. */
export const wellOff = (changes: Partial<Household> = {}): Household =>
  family({ monthlyIncome: 9000, ...changes })

type Asked = {
  household?: Household
  member?: Partial<Member>
  members?: Member[]
  parameters?: ParameterOverrides
}

/** The verdict of one programme: of the household, or of the first member when `of` says so. */
export function verdictOf(programme: ProgrammeId, of: 'household' | 'member', asked: Asked): Verdict {
  const members = asked.members ?? [person(asked.member)]
  const parameters = withOverrides(figures, asked.parameters ?? {})
  const verdicts = match({ household: asked.household ?? family(), members, parameters })
  const member = of === 'member' ? members[0]?.id : undefined
  const found = verdicts.find((verdict) => verdict.programme === programme && verdict.member === member)
  if (found === undefined) throw new Error(`no row for ${programme}`)
  return found
}
