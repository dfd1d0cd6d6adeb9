import { describe, expect, it } from 'vitest'
import { factKeys, factSpec } from '@yima/shared/fact/dictionary'
import { together } from '@yima/shared/fact/together'
import { choicesFor } from '@yima/shared/fact/answers'
import type { Choice } from '@yima/shared/fact/answers'
import type { FactKey } from '@yima/shared/fact/dictionary'
import { circumstances } from '@yima/shared/policy/circumstances'
import type { Condition } from '@yima/shared/policy/condition'
import { documents } from '@yima/shared/policy/documents'
import { joinPapers, papers } from '@yima/shared/policy/papers'
import { demoRegion, parametersFor, regionParameters } from '@yima/shared/policy/parameters/parameters-for'
import { parameterKeys } from '@yima/shared/policy/parameters/shape'
import { programmeGroups } from '@yima/shared/policy/programme-groups'
import { programmeIds } from '@yima/shared/policy/programme-ids'
import { programmes } from '@yima/shared/policy/programmes/index'
import { cite, localRule, publicSource } from '@yima/shared/policy/source'
import type { Confidence } from '@yima/shared/policy/source'
import facts from '@yima/shared/locales/zh-CN/fact.json'
import policy from '@yima/shared/locales/zh-CN/policy.json'
import names from '@yima/shared/locales/zh-CN/policy.names.json'
import paperNames from '@yima/shared/locales/zh-CN/policy.papers.json'

const policyText: Record<string, string> = { ...policy, ...names, ...paperNames }
const factText: Record<string, string> = facts
const list = programmeIds.map((id) => programmes[id])
const figures = parametersFor(demoRegion, '2026-11-21')

/** Every condition with a sentence of its own, from the whole down to its parts. */
function spoken(condition: Condition): Extract<Condition, { rule: string }>[] {
  if ('use' in condition) return []
  const own =
    'rule' in condition && condition.rule !== undefined
      ? [condition as Extract<Condition, { rule: string }>]
      : []
  const parts =
    'all' in condition
      ? condition.all
      : 'any' in condition
        ? condition.any
        : 'someMember' in condition
          ? [condition.someMember]
          : 'everyMember' in condition
            ? [condition.everyMember]
            : []
  return [...own, ...parts.flatMap(spoken)]
}

const rules = [
  ...Object.values(circumstances),
  ...list.flatMap(({ forHousehold, forMember }) =>
    [forHousehold, forMember].filter((one) => one !== undefined),
  ),
].flatMap(spoken)

const expectText = (texts: Record<string, string>, key: string): void => expect(texts[key], key).toBeTruthy()

describe('every programme', () => {
  it.each(list)('$id is listed where its own file puts it', ({ id, layer, departments }) => {
    expect(programmeGroups[id]).toEqual({ layer, department: departments[0] })
  })

  it.each(list)('$id names its sources, its clock, its papers and a way in', (programme) => {
    expect(programme.sources.length).toBeGreaterThan(0)
    for (const source of programme.sources) if (source !== 'local') expect(documents[source]).toBeTruthy()
    expect(programme.deadlines.length).toBeGreaterThan(0)
    expect(programme.papers.length).toBeGreaterThan(0)
    expect(programme.forHousehold ?? programme.forMember).toBeDefined()
    expect(joinPapers([programme.papers])).toEqual([...programme.papers])
  })

  it.each(list)(
    '$id can be read by people in plain words',
    ({ id, departments, accepts, confirms, papers: needed, deadlines, process, unit, layer, amount }) => {
      for (const part of ['name', 'official', 'gist', 'gives'])
        expectText(policyText, `policy.programme.${id}.${part}`)
      for (const department of departments) expectText(policyText, `policy.department.${department}`)
      for (const office of [accepts, confirms]) expectText(policyText, `policy.office.${office}`)
      for (const paper of needed) expectText(policyText, `policy.paper.${paper}`)
      for (const { step, unit: days } of deadlines) {
        expectText(policyText, `policy.deadline.${step}`)
        expectText(policyText, `policy.deadline.unit.${days}`)
      }
      for (const part of ['verification', 'visit', 'appraisal'] as const)
        expectText(policyText, `policy.process.${part}.${process[part]}`)
      const { notice } = process
      expectText(
        policyText,
        notice.kind === 'none'
          ? `policy.process.notice.none-${notice.reason}`
          : `policy.process.notice.${notice.kind}`,
      )
      expectText(policyText, `policy.unit.${unit}`)
      expectText(policyText, `policy.layer.${layer}`)
      expectText(policyText, `policy.amount.${amount.kind}`)
    },
  )

  it('keeps a child’s name off every board', () => {
    expect(programmes.orphan.process.notice).toEqual({ kind: 'none', reason: 'child-privacy' })
    expect(programmes['unsupported-child'].process.notice).toEqual({ kind: 'none', reason: 'child-privacy' })
    expect(programmes.tekun.process.notice).toMatchObject({ never: 'minors' })
  })
})

describe('every condition', () => {
  it.each([...new Set(rules.map(({ rule }) => rule))].sort())(
    '%s has its sentence, met, not met and open',
    (rule) => {
      for (const form of ['', '.yes', '.no', '.unknown']) expectText(policyText, `policy.rule.${rule}${form}`)
    },
  )

  it('stands on a law by name, or is called a local rule', () => {
    for (const { by } of rules)
      expect(cite(by)).toMatch(/^(《.+》|.+〔\d{4}〕\d+号|国务院令第\d+号)(第\d+条)?$|^本地规定$/)
  })

  it('has no sentence left over from a rule that is gone', () => {
    const known = new Set(rules.map(({ rule }) => rule))
    const written = Object.keys(policyText).flatMap((key) => /^policy\.rule\.([^.]+)$/.exec(key)?.[1] ?? [])
    expect(written.filter((rule) => !known.has(rule))).toEqual([])
  })
})

describe('what the public is shown of a source', () => {
  it.each(['S0', 'S1', 'S2', 'S3', 'S4', 'M?', 'L', 'I'] as const)(
    'never names a document for a figure tagged %s',
    (confidence: Confidence) => {
      expect(publicSource({ document: 'order-649', article: '9', confidence })).toEqual({ kind: 'local' })
      expect(cite({ document: 'order-649', confidence })).toBe(localRule)
    },
  )

  it('names law and article where they are known', () => {
    expect(cite({ document: 'order-649', article: '9', confidence: 'M' })).toBe('《社会救助暂行办法》第9条')
    expect(publicSource({ confidence: 'P', note: 'a city page' })).toEqual({ kind: 'local' })
  })
})

describe('the papers of several programmes', () => {
  it('are asked for once, and not where another paper already proves the same', () => {
    expect(joinPapers([programmes.dibao.papers, programmes['disability-living'].papers])).toEqual([
      'id-card',
      'household-book',
      'commitment',
      'authorisation',
      'means-proof',
      'disability-certificate',
      'bank-card',
    ])
    expect(joinPapers([programmes.orphan.papers, programmes.education.papers])).not.toContain('id-card')
  })

  it.each(Object.keys(papers))('%s has a name', (paper) => expectText(policyText, `policy.paper.${paper}`))
})

describe('every fact', () => {
  it.each(factKeys)('%s can be asked, answered and confirmed by somebody', (fact) => {
    const spec = factSpec(fact)
    expectText(factText, `fact.ask.${fact}`)
    expectText(factText, `fact.label.${fact}`)
    for (const verifier of spec.verify) expectText(factText, `fact.verifier.${verifier}`)
    if ('unit' in spec) expectText(factText, `fact.unit.${spec.unit}`)
    if ('values' in spec) for (const value of spec.values) expectText(factText, `fact.value.${fact}.${value}`)
    if (spec.type === 'number' && spec.default !== undefined) {
      expect(spec.range?.[0]).toBeLessThanOrEqual(spec.default)
      expect(spec.range?.[1]).toBeGreaterThan(spec.default)
    }
  })

  it.each(factKeys)('%s has words for every answer on offer', (fact: FactKey) => {
    const said = (choice: Choice) => [
      choice.text.key,
      ...(choice.hint === undefined ? [] : [choice.hint.key]),
    ]
    const household = { householdSize: 3, hukouClass: 'rural' } as const
    // Once as a joint question, once with everything else known.
    const rest = Object.fromEntries(
      (together[fact]?.settles ?? []).filter((one) => one !== fact).map((one) => [one, true]),
    )
    for (const known of [{}, rest]) {
      const answers = choicesFor(fact, figures, { ...household, ...known }, { id: 'm1', ...known })
      for (const key of [
        answers.ask,
        ...(answers.hint === undefined ? [] : [answers.hint]),
        ...answers.choices.flatMap(said),
      ]) {
        expectText(factText, key)
      }
      if (answers.kind === 'one' || answers.kind === 'several')
        expect(answers.choices.length).toBeGreaterThan(1)
    }
  })

  it('whose second line is written is shown it', () => {
    const written = Object.keys(factText)
      .filter((key) => key.startsWith('fact.hint.'))
      .map((key) => key.slice(10))
    const shown = factKeys.filter((fact) => {
      const rest = Object.fromEntries(
        (together[fact]?.settles ?? []).filter((one) => one !== fact).map((one) => [one, true]),
      )
      return choicesFor(fact, figures, rest, { id: 'm1', ...rest }).hint !== undefined
    })
    expect(shown.sort()).toEqual(written.sort())
  })
})

describe('every figure', () => {
  it.each(parameterKeys)('%s has a name and, wherever it is set, a source', (key) => {
    expectText(policyText, `policy.parameter.${key}`)
    const value = figures[key]
    if (typeof value === 'object' && !Array.isArray(value)) {
      for (const part of Object.keys(value)) expectText(policyText, `policy.part.${part}`)
    }
    for (const { periods } of regionParameters) {
      for (const { source } of periods[key] ?? []) expect(source.confidence).toBeTruthy()
    }
  })

  it.each(Object.keys(documents))('the document %s has a name', (id) =>
    expectText(policyText, `policy.document.${id}`),
  )
})
