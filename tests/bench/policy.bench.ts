// Rules: every programme for one household, one core, against closures by hand (plain: a rule calls the
// rules it needs; tuned: what is shared is worked out once) and json-logic, on the same rows in one run. Ratios hold from machine to machine, absolutes do not.
// Run: node --import tsx tests/bench/policy.bench.ts
import { readFileSync } from 'node:fs'
import type { Household, Member } from '@yima/shared/fact/dictionary'
import { decideAll, match } from '@yima/shared/policy/match'
import { demoRegion, parametersFor } from '@yima/shared/policy/parameters/parameters-for'
import { jsonLogic } from './json-logic.ts'
import { plainClosures } from './plain-closures.ts'
import { tunedClosures, type PlainHousehold, type PlainMember } from './tuned-closures.ts'
import { hold } from './budgets.ts'

type Case = { household: Household; members: Member[] }
const parameters = parametersFor(demoRegion, '2026-11-21')
const file = readFileSync(new URL('../policy/households.json', import.meta.url), 'utf8')
const partial = (JSON.parse(file) as { households: Case[] }).households

/** A verified book: everything about everybody is known. */
const everything: Case = {
  household: {
    exemptMonthlyIncome: 0,
    employmentDeduction: 0,
    basicLifeBroken: false,
    ownsOnlyHouse: true,
    houseGrade: 'B',
    housingAreaPerCapita: 30,
    disasterDamage: 'none',
    legalMatter: 'none',
    noCompensation: false,
    monthlyIncome: 1500,
    financialAssets: 5000,
  },
  members: [
    {
      id: '',
      personMonthlyIncome: 300,
      hasDisabilityCert: false,
      disabilityType: 'physical',
      disabilityLevel: 4,
      severeIllness: false,
      medicallyInsured: true,
      policySelfPaid12m: 500,
      workAbility: 'full',
      employment: 'farming',
      unemployedMonths: 0,
      studentStage: 'none',
      boarding: false,
      selfCareFailures: 0,
      hasLegalSupporter: true,
      supporterAble: true,
      fatherStatus: 'ok',
      motherStatus: 'ok',
      shelterless: false,
      pensionInsured: true,
    },
  ],
}
const complete = partial.map(({ household, members }) => ({
  household: { ...everything.household, ...household },
  members: members.map((member) => ({ ...everything.members[0], ...member })),
}))

const logic = jsonLogic(parameters)
let sink = 0
const contestants = (cases: readonly Case[]) => ({
  bare: () => {
    for (const { household, members } of cases) {
      sink += plainClosures(household as PlainHousehold, members as PlainMember[], parameters).length
    }
  },
  tuned: () => {
    for (const { household, members } of cases) {
      sink += tunedClosures(household as PlainHousehold, members as PlainMember[], parameters).length
    }
  },
  verdicts: () => {
    for (const one of cases) sink += decideAll({ ...one, parameters }).length
  },
  reasons: () => {
    for (const one of cases) sink += match({ ...one, parameters }).length
  },
  'json-logic': () => {
    for (const { household, members } of cases)
      sink += logic(household as PlainHousehold, members as PlainMember[]).length
  },
})

/**
 * Time for one household in microseconds: the fastest of many short slices, so that other processes
 * on the machine, which only ever add, do not count.
 */
function cost(work: () => void, cases: number, rounds: number): number {
  let least = Infinity
  for (let slice = 0; slice < 25; slice += 1) {
    const before = process.hrtime.bigint()
    for (let round = 0; round < rounds; round += 1) work()
    least = Math.min(least, Number(process.hrtime.bigint() - before) / 1000 / rounds / cases)
  }
  return least
}

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[values.length >> 1] ?? NaN

/** All must say the same where all facts are known; what is unknown to us has no answer to compare. */
function requireAgreement(cases: readonly Case[]): void {
  for (const one of cases) {
    const ours = decideAll({ ...one, parameters })
    const rows = plainClosures(one.household as PlainHousehold, one.members as PlainMember[], parameters)
    const tuned = tunedClosures(one.household as PlainHousehold, one.members as PlainMember[], parameters)
    const others = logic(one.household as PlainHousehold, one.members as PlainMember[])
    ours.forEach(({ programme, member, verdict }, at) => {
      if (verdict === 'unknown') return
      const said = verdict === 'eligible'
      if (rows[at]?.eligible !== said || tuned[at]?.eligible !== said) {
        throw new Error(`closures differ: ${programme} ${member ?? ''}`)
      }
      if (cases === complete && others[at]?.eligible !== said)
        throw new Error(`json-logic differs: ${programme} ${member ?? ''}`)
    })
  }
}

const budgets: Record<string, number> = { verdicts: 0.5, reasons: 0.25 }

function measure(name: string, cases: readonly Case[]): void {
  requireAgreement(cases)
  const works = contestants(cases)
  for (const work of Object.values(works)) cost(work, cases.length, 40)
  const ratios: Record<string, number[]> = { tuned: [], verdicts: [], reasons: [], 'json-logic': [] }
  const bares: number[] = []
  for (let round = 0; round < 3; round += 1) {
    for (const [contestant, rounds] of [
      ['tuned', 80],
      ['verdicts', 40],
      ['reasons', 15],
      ['json-logic', 1],
    ] as const) {
      const first = cost(works.bare, cases.length, 80)
      const ours = cost(works[contestant], cases.length, rounds)
      const second = cost(works.bare, cases.length, 80)
      bares.push(first, second)
      ratios[contestant]?.push((first + second) / 2 / ours)
    }
  }
  const [least, most] = [Math.min(...bares), Math.max(...bares)]
  process.stdout.write(`${name}: plain closures 1 (${median(bares).toFixed(2)} µs a household)\n`)
  for (const [contestant, values] of Object.entries(ratios)) {
    process.stdout.write(
      `  ${contestant.padEnd(10)} ${median(values).toFixed(3)}${verdict(name, contestant, median(values), most / least > 1.5)}\n`,
    )
  }
  if (most / least > 1.5)
    process.stdout.write(`  not to be quoted: bare figures differ by ${(most / least).toFixed(2)}\n`)
}

/** The end of a row: of what has a budget, how it stands. */
function verdict(name: string, contestant: string, value: number, refused: boolean): string {
  const budget = budgets[contestant]
  if (budget === undefined) return ''
  const kept = refused ? undefined : value >= budget
  return `  (budget ≥ ${budget})${hold(`rules, ${contestant}: ${name}`, value.toFixed(3), `≥ ${budget}`, kept)}`
}

measure('everything known (a verified book)', complete)
measure('much unknown (residents asking)', partial)
if (sink === 0) throw new Error('nothing was measured')
