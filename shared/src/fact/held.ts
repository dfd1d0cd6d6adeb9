import { isHouseholdFact } from './dictionary.ts'
import type { FactKey, FactValue, Household, Member } from './dictionary.ts'

/** Who says so: the applicant (stated, or read in the own words), a department, a visit, a paper that was seen. */
export const factSources = ['declared', 'read', 'department', 'visit', 'document'] as const
export type FactSource = (typeof factSources)[number]

/** One value of one fact as somebody said it. It is never changed: whoever knows better says so beside it. */
export type HeldFact = {
  id: string
  key: FactKey
  /** Null for a fact of the household. */
  member: string | null
  value: FactValue | 'unknown'
  source: FactSource
  /** Which department, which officer, or the person. */
  from: string
  /** Business date for which it holds. */
  asOf: string
  /** When it came, ISO instant. */
  at: string
  /** The signed consent it was asked under; null where none is needed. */
  consent: string | null
  /** Its consent was withdrawn: for every rule and every reader of rules it does not exist. */
  fenced: boolean
}

/** Which of several values holds, decided by somebody with a reason. */
export type FactChoice = {
  key: FactKey
  member: string | null
  /** The id of the held fact whose value holds. */
  holds: string
  /** All that stood side by side: what comes later and differs opens the question again. */
  over: readonly string[]
  reason: string
  /** Who decided it. */
  by: string
  at: string
}

/** A value that holds, and everybody who says it, the strongest first. */
export type SettledFact = {
  key: FactKey
  member: string | null
  value: FactValue
  facts: readonly [HeldFact, ...HeldFact[]]
  /** Where somebody decided between several. */
  choice: FactChoice | null
}

/** Different values of one fact that nobody has decided between. */
export type FactConflict = { key: FactKey; member: string | null; facts: readonly HeldFact[] }

export type Settled = {
  household: Household
  members: readonly Member[]
  conflicts: readonly FactConflict[]
  of: readonly SettledFact[]
}

/** Somebody else than the applicant looked: only that can refuse. */
export const isVerified = ({ source }: HeldFact): boolean => source !== 'declared' && source !== 'read'

const strength: Record<FactSource, number> = { department: 0, document: 1, visit: 2, declared: 3, read: 4 }

const byStrength = (one: HeldFact, other: HeldFact): number =>
  strength[one.source] - strength[other.source] || compare(other.asOf, one.asOf) || compare(one.id, other.id)

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)

/** What the applicant stated corrects what was read in the own words: both are one voice. */
const voiceOf = ({ source, from }: HeldFact): string =>
  source === 'declared' || source === 'read' ? 'applicant' : `${source} ${from}`

/** Of one voice the statement before the reading, then the later day, then whatever came later. */
const isLater = (one: HeldFact, other: HeldFact): boolean => {
  const stated = Number(one.source !== 'read') - Number(other.source !== 'read')
  return (stated || compare(one.asOf, other.asOf) || compare(one.at, other.at) || compare(one.id, other.id)) > 0
}

/** The last word of everybody who said something of one fact; who does not know says nothing. */
function lastWords(facts: readonly HeldFact[]): HeldFact[] {
  const last = new Map<string, HeldFact>()
  for (const fact of facts) {
    const before = last.get(voiceOf(fact))
    if (before === undefined || isLater(fact, before)) last.set(voiceOf(fact), fact)
  }
  return [...last.values()].filter(({ value }) => value !== 'unknown').sort(byStrength)
}

/** The same for one value however its parts are ordered. */
const nameOf = (value: FactValue): string =>
  JSON.stringify(typeof value === 'object' ? [...new Set(value)].sort() : value)

/** The latest decision that still covers everything that differs from what it let hold. */
function choiceFor(choices: readonly FactChoice[], words: readonly HeldFact[]): FactChoice | undefined {
  return [...choices].sort((one, other) => compare(other.at, one.at)).find(({ holds, over }) => {
    const held = words.find(({ id }) => id === holds)
    return held !== undefined
      && words.every(({ id, value }) => nameOf(value) === nameOf(held.value) || over.includes(id))
  })
}

/** The name of a place where a fact stands: of the household, or of one member. */
export const factName = ({ key, member }: { key: FactKey; member: string | null }): string => `${member ?? ''} ${key}`

function settleOne(words: readonly HeldFact[], choices: readonly FactChoice[]): SettledFact | FactConflict | undefined {
  const [first] = words
  if (first === undefined) return undefined
  const { key, member } = first
  const differ = words.some(({ value }) => nameOf(value) !== nameOf(first.value))
  const choice = differ ? (choiceFor(choices, words) ?? null) : null
  if (differ && choice === null) return { key, member, facts: words }
  const held = words.find(({ id }) => id === choice?.holds) ?? first
  const others = words.filter((word) => word !== held && nameOf(word.value) === nameOf(held.value))
  const facts = ([held, ...others] as [HeldFact, ...HeldFact[]]).sort(byStrength)
  return { key, member, value: held.value, facts: facts as [HeldFact, ...HeldFact[]], choice }
}

/**
 * What holds for a decision. Fenced facts do not exist; of one voice its last word counts; values that differ are
 * unknown until somebody decided between them; nothing is assumed. Order of `facts` and `choices` does not matter.
 */
export function settle(facts: readonly HeldFact[], choices: readonly FactChoice[]): Settled {
  const groups = new Map<string, HeldFact[]>()
  for (const fact of facts) {
    if (fact.fenced || (fact.member === null) !== isHouseholdFact(fact.key)) continue
    groups.set(factName(fact), [...(groups.get(factName(fact)) ?? []), fact])
  }
  const found = [...groups.values()].flatMap((group) => {
    const own = choices.filter((choice) => group[0] !== undefined && factName(choice) === factName(group[0]))
    return settleOne(lastWords(group), own) ?? []
  }).sort((one, other) => compare(factName(one), factName(other)))
  const of = found.filter((one): one is SettledFact => 'choice' in one)
  const members = [...new Set([...groups.values()].flatMap(([one]) => one?.member ?? []))].sort(byNumber)
  const bag = (member: string | null) =>
    Object.fromEntries(of.filter((one) => one.member === member).map(({ key, value }) => [key, value]))
  return {
    household: bag(null) as Household,
    members: members.map((id) => ({ ...bag(id), id }) as Member),
    conflicts: found.filter((one): one is FactConflict => !('choice' in one)),
    of,
  }
}

const byNumber = (one: string, other: string): number => one.length - other.length || compare(one, other)
