import type { ProgrammeId } from '../policy/programme-ids.ts'
import { hearAccusation, type Accusation } from './accusation.ts'
import { readDisability, readIllness, readSchool } from './facts/body.ts'
import { makeFacts, type Facts, type Hearing } from './facts/collector.ts'
import { readEvents } from './facts/events.ts'
import { readFamily } from './facts/family.ts'
import { readMoney } from './facts/money.ts'
import { readForOther } from './facts/for-other.ts'
import { readSize } from './facts/household.ts'
import { readPersons } from './facts/person.ts'
import { readStanding } from './facts/standing.ts'
import { classes, signals } from './lexicon/index.ts'
import { normalise, original, type Prepared } from './normalise.ts'
import { numerals } from './numerals.ts'
import { ownStake, type Case } from './case.ts'
import { yields } from './gives-way.ts'
import { rules, threshold } from './programmes.ts'
import type { Phrase, Reading, Span } from './reading.ts'
import { makeEar, type Heard } from './signal.ts'
import { hearDangers } from './urgency.ts'

const ear = makeEar(signals, classes)

/**
 * Does beforehand, in steps of a millisecond or so, what the first reading would otherwise do in one piece: on a
 * cheap phone that is half a second in which no key answers.
 */
export function* makeReady(): Generator<void> {
  yield* ear.prepare()
  const hearing = hear(normalise(example))
  yield
  const facts = makeFacts()
  for (const sense of senses) {
    sense(hearing, facts)
    yield
  }
  readWords(example)
}

const example = '家里有困难。'

/**
 * Reads in somebody's own words what is hard: programmes to propose, dangers, accusations and facts, each with the
 * stretch of text that says it. Never throws; reads at most the first 2,000 characters.
 */
export function readWords(text: string): Reading {
  const prepared = normalise(text)
  const hearing = hear(prepared)
  const { heard } = hearing
  const facts = readFacts(hearing)
  const accusation = hearAccusation(heard)
  const dangers = hearDangers(heard)
  if (accusation) accuse(accusation, facts, heard.text)
  const proposals = propose({
    heard, facts: facts.values, urgent: dangers.length > 0, perHead: perHead(facts),
      accusation: accusation?.category,
  })
  settle(facts, proposals, heard)
  const phrases = collect(prepared, facts, proposals, dangers, accusation)
  return {
    programmes: proposals.map(({ programme, score, spans }) => ({
      programme, score, phrases: unique(spans.map((s) => words(prepared, s).text)),
    })),
    urgent: dangers.length > 0,
    dangers: dangers.map((d) => d.danger),
    complaint: accusation !== undefined,
    complaintSpans: mergeSpans((accusation?.spans ?? []).map((s) => original(prepared, s.start, s.end))),
    offTopic: proposals.length === 0 && dangers.length === 0 && !accusation,
    facts: facts.values,
    phrases,
  }
}

const hear = (prepared: Prepared): Hearing => ({
  prepared, text: prepared.text, heard: ear.listen(prepared), numbers: numerals(prepared.text),
})

const senses = [
  readSize, readPersons, readForOther, readMoney, readIllness, readDisability, readSchool, readFamily,
  readStanding, readEvents,
]

function readFacts(hearing: Hearing): Facts {
  const facts = makeFacts()
  for (const sense of senses) sense(hearing, facts)
  return facts
}

function perHead(facts: Facts): number | undefined {
  const income = facts.values['monthlyIncome']
  const size = facts.values['householdSize']
  return typeof income === 'number' && typeof size === 'number' && size > 0 ? income / size : undefined
}

type Proposal = { programme: ProgrammeId; score: number; spans: Span[] }

function propose(c: Case): Proposal[] {
  const sums = new Map<ProgrammeId, Proposal>()
  for (const r of rules) {
    if (!r.when(c)) continue
    const one = sums.get(r.programme) ?? { programme: r.programme, score: 0, spans: [] }
    one.score += r.weight
    for (const name of r.signals) one.spans.push(...c.heard.hits(name).slice(0, 2))
    sums.set(r.programme, one)
  }
  if (/哈哈|嘻嘻|嘿嘿|狗头|女朋友/.test(c.heard.text) && !c.urgent &&
    !c.heard.has('elderTopic', 'disabilityTopic', 'schoolFees', 'medicalCost', 'pensionTopic')) return []
  const mine = c.accusation === 'procedure-violation' && /我|俺/.test(c.heard.text)
  const quiet = c.accusation !== undefined && !ownStake.has(c.accusation) && !c.urgent && !mine
  if (quiet && c.accusation !== 'misallocation') return []
  if (c.heard.has('thanks') && !c.urgent && !/[吗呢]|怎么|能不能|还想|可以|就问|想问|请问/.test(c.heard.text)) return []
  const strong = [...sums.values()].filter((p) => p.score >= threshold)
  const raised = new Set(strong.map((p) => p.programme))
  return strong
    .filter((p) => !quiet || p.programme === 'disaster' || p.programme === 'housing')
    .filter((p) => !yields(c, p.programme, p.score, raised))
    .sort((a, b) => b.score - a.score)
}

/** In an accusation what is told of others is no fact of the writer. */
function accuse(accusation: Accusation, facts: Facts, text: string): void {
  const mine = /(?:我|俺|咱)(?:们|家|妈|爸|爹|娘|儿|女|老|孩|娃|的|是|自己|今年)?/.test(text)
  for (const key of ['forOther', 'severeIllness', 'illness',
    'houseCount', 'monthlyIncome', 'householdSize', 'financialAssets', 'vehicleCount', 'workAbility', 'employment',
    'hasDisabilityCert', 'disabilityLevel', 'disabilityType', 'fatherStatus', 'motherStatus', 'rentMonthly']) {
    facts.drop(key)
  }
  if (!mine ||
    !ownStake.has(accusation.category)) for (const key of ['currentStatus', 'age', 'illness',
    'hasDisabilityCert', 'severeIllness']) facts.drop(key)
  facts.put('category', accusation.category, accusation.proof)
  facts.put('accusedRole', accusation.role)
  facts.put('anonymous', accusation.anonymous)
}

/** Facts that only the whole picture can settle. */
function settle(facts: Facts, proposals: Proposal[], heard: Heard): void {
  const raised = new Set(proposals.map((p) => p.programme))
  if (raised.has('orphan') || raised.has('unsupported-child')) {
    const age = facts.values['age']
    if (typeof age === 'number' && age >= 50) facts.drop('age')
  }
  const old = facts.values['age']
  const said = facts.said.get('age')
  const kin = said &&
    /(?:公|婆|爷|奶|爸|妈|爹|娘|父|母|老人|姥|岳)[^,。]{0,4}$/.test(heard.text.slice(Math.max(0, said.start - 6),
    said.start))
  if (typeof old === 'number' && old < 80 && kin && !facts.values['forOther'] && !raised.has('tekun') &&
    !raised.has('care-service') && !raised.has('pension') && !raised.has('medical')) facts.drop('age')
  const parents = [facts.values['fatherStatus'], facts.values['motherStatus']]
  if (parents.includes('severe-disabled')) facts.drop('hasDisabilityCert')
}

function collect(
  prepared: Prepared, facts: Facts, proposals: Proposal[],
  dangers: ReturnType<typeof hearDangers>, accusation: Accusation | undefined,
): Phrase[] {
  const phrases: Phrase[] = []
  for (const [key, span] of facts.said) {
    phrases.push({ ...words(prepared, span), kind: 'fact', key, value: facts.values[key] })
  }
  for (const p of proposals) {
    for (const span of p.spans) phrases.push({ ...words(prepared, span), kind: 'programme',
      key: p.programme })
  }
  for (const { danger, span } of dangers) {
    if (span) phrases.push({ ...words(prepared, span), kind: 'danger', key: danger })
  }
  if (accusation) {
    phrases.push({ ...words(prepared, accusation.proof), kind: 'complaint', key: accusation.category })
  }
  return phrases.filter((p) => p.end > p.start).sort((a, b) => a.start - b.start || b.end - a.end)
}

function words(prepared: Prepared, span: Span): Span & { text: string } {
  const place = original(prepared, span.start, span.end)
  return { ...place, text: prepared.original.slice(place.start, place.end) }
}

const unique = <T>(all: T[]): T[] => [...new Set(all)]

function mergeSpans(spans: Span[]): Span[] {
  const merged: Span[] = []
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end)
    else merged.push({ ...span })
  }
  return merged
}
