// The same programmes as json-logic rules, translated from the very data the engine runs.
import { createRequire } from 'node:module'
import { comparisonOf } from '@yima/shared/policy/compile'
import type { Condition } from '@yima/shared/policy/condition'
import { circumstances } from '@yima/shared/policy/circumstances'
import type { CircumstanceId } from '@yima/shared/policy/circumstance-ids'
import { limitRules, lineFor } from '@yima/shared/policy/limits'
import type { PolicyParameters } from '@yima/shared/policy/parameters/shape'
import { programmeIds } from '@yima/shared/policy/programme-ids'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import { programmes } from '@yima/shared/policy/programmes/index'
import type { PlainHousehold, PlainMember, PlainRow } from './tuned-closures.ts'

type Rule = object | boolean
const { apply } = createRequire(import.meta.url)('json-logic-js') as {
  apply: (rule: Rule, data: unknown) => unknown
}

const fact = (key: string): object => ({ var: key })
const operators = { lt: '<', le: '<=', gt: '>', ge: '>=' } as const

function toRule(condition: Condition, figures: PolicyParameters): Rule {
  const part = (one: Condition): Rule => toRule(one, figures)
  if ('use' in condition) return fact(`is.${condition.use}`)
  if ('all' in condition) return { and: condition.all.map(part) }
  if ('any' in condition) return { or: condition.any.map(part) }
  if ('isA' in condition) return fact(`is.${condition.isA}`)
  if ('notA' in condition) return { '!': [fact(`is.${condition.notA}`)] }
  if ('eq' in condition) return { '===': [fact(condition.eq[0]), condition.eq[1]] }
  if ('ne' in condition) return { '!==': [fact(condition.ne[0]), condition.ne[1]] }
  if ('oneOf' in condition) return { in: [fact(condition.oneOf[0]), [...condition.oneOf[1]]] }
  if ('has' in condition) return { some: [fact('currentStatus'), { in: [fact(''), [...condition.has[1]]] }] }
  if ('flag' in condition) return figures[condition.flag] === true
  if ('someMember' in condition) return fact('is.memberTekun')
  if ('everyMember' in condition) return { all: [fact('members'), part(condition.everyMember)] }
  const comparison = comparisonOf(condition)
  if (comparison === undefined) throw new TypeError('a condition without an operator')
  const [operator, measure, limit] = comparison
  return {
    [operators[operator]]: [fact(measure), typeof limit === 'number' ? limit : fact(`limits.${limit}`)],
  }
}

const order: readonly (ProgrammeId | CircumstanceId)[] = [
  'propertyOkDibao',
  'propertyOkEdge',
  'tekunHousehold',
  'dibao',
  'dibao-edge',
  'rigid-expenditure',
  'onDibao',
  'onEdge',
  'onRigid',
  'dibaoOrEdge',
  'assisted',
  'zeroEmployment',
]
const ofMember: readonly (ProgrammeId | CircumstanceId)[] = [
  'tekunDisability',
  'severeDisability',
  'tekun',
  'tekunPerson',
  'orphan',
  'unsupported-child',
]

/** Rules made ready for one set of figures; the answer has the engine's rows, as yes or no. */
export function jsonLogic(figures: PolicyParameters) {
  const rules = new Map<string, Rule>()
  for (const [id, condition] of Object.entries(circumstances)) rules.set(id, toRule(condition, figures))
  for (const id of programmeIds) {
    const { forHousehold, forMember } = programmes[id]
    if (forHousehold !== undefined) rules.set(id, toRule(forHousehold, figures))
    if (forMember !== undefined)
      rules.set(forHousehold === undefined ? id : `${id} alone`, toRule(forMember, figures))
  }
  const lines = (home: 'urban' | 'rural') =>
    Object.fromEntries(
      Object.entries(limitRules).map(([name, limit]) => {
        const { over, under } = lineFor(limit, figures, home)
        const whole = ['rigidRatio', 'tempRigidRatio', 'olderWorkerAge', 'elderlyAge'].includes(name)
        return [name, over / under / (whole ? 1 : 100)]
      }),
    )
  const byHome = { urban: lines('urban'), rural: lines('rural') }
  const holds = (id: string, data: unknown): boolean => apply(rules.get(id) ?? false, data) === true
  return (h: PlainHousehold, members: PlainMember[]): PlainRow[] => {
    const size = h.householdSize as number
    const counted = Math.max(
      0,
      (h.monthlyIncome as number) - (h.exemptMonthlyIncome ?? 0) - (h.employmentDeduction ?? 0),
    )
    const spent = (h.rigidMedical12m as number) + (h.rigidEducation12m ?? 0) + (h.rigidRehab12m ?? 0)
    const is: Record<string, boolean> = {}
    const data = {
      hasCommercialProperty: false,
      hasEnterprise: false,
      ...h,
      members,
      is,
      limits: byHome[h.hukouClass ?? 'rural'],
      perCapitaMonthlyIncome: counted / size,
      perCapitaYearlyIncome: (counted * 12) / size,
      financialAssetsPerCapita: (h.financialAssets as number) / size,
      rigidRatio: h.monthlyIncome === 0 ? Infinity : spent / (12 * (h.monthlyIncome as number)),
    }
    const rows: PlainRow[] = []
    is['propertyOkDibao'] = holds('propertyOkDibao', data)
    is['memberTekun'] = members.some((member) => {
      is['tekunDisability'] = holds('tekunDisability', { ...data, ...member })
      return holds('tekun', { ...data, ...member })
    })
    for (const id of order) is[id] = holds(id, data)
    for (const id of programmeIds) {
      if (programmes[id].forHousehold !== undefined)
        rows.push({ programme: id, member: undefined, eligible: holds(id, data) })
    }
    for (const member of members) {
      const own = { ...data, ...member, is: { ...is } }
      for (const id of ofMember) own.is[id] = holds(id, own)
      for (const id of programmeIds) {
        const { forHousehold, forMember } = programmes[id]
        if (forMember === undefined) continue
        const eligible = holds(forHousehold === undefined ? id : `${id} alone`, own)
        rows.push({ programme: id, member: member.id, eligible })
      }
    }
    return rows
  }
}
