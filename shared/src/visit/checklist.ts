import { rulesOf } from '../decision/rules.ts'
import { factSpec, isHouseholdFact, type FactKey, type FactValue, type Household, type Member } from '../fact/dictionary.ts'
import { mostMembers } from '../fact/limits.ts'
import { adultAge } from '../family/guardianship.ts'
import { firstMember } from '../policy/match.ts'
import type { ProgrammeId } from '../policy/programme-ids.ts'
import { programmes } from '../policy/programmes/index.ts'
import { itemName, type ItemAbout } from './item.ts'
import { articlesOf, type PolicyLine } from './lines.ts'
import { waysAtHome, type Living, type Way } from './ways.ts'

/** What somebody said or found of it before, the strongest first. */
export type KnownWord = { value: FactValue; source: 'declared' | 'read' | 'department' | 'visit' | 'document'; asOf: string }

/** One line of the checklist of a visit. */
export type VisitItem = { id: string; about: ItemAbout; way: Way; lines: PolicyLine[]; known: KnownWord[] }

/** What is known of a family, and the words for each fact by `itemName`. */
export type KnownFamily = {
  household: Household
  members: readonly Member[]
  words: ReadonlyMap<string, readonly KnownWord[]>
}

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)

/** What nobody asks of a child, and nobody of a grown person. */
const ofAdults: readonly FactKey[] = [
  'workAbility', 'employment', 'unemployedMonths', 'personMonthlyIncome', 'hasLegalSupporter', 'supporterAble',
]
const ofPupils: readonly FactKey[] = ['studentStage', 'boarding']
const workingAge = 16
const lastSchoolAge = 25
const ofCard: readonly FactKey[] = ['disabilityType', 'disabilityLevel']

/** Whether a fact can be one of this member at all, by what is known of them. */
function concerns(key: FactKey, member: Member): boolean {
  const age = numberOf(member.age)
  if (factSpec(key).scope === 'child') return age !== undefined && age < adultAge
  if (ofCard.includes(key)) return member.hasDisabilityCert !== false
  if (age === undefined) return true
  if (ofAdults.includes(key)) return age >= workingAge
  return !ofPupils.includes(key) || age < lastSchoolAge
}

/** What the record of a visit says of how a family lives, for a claim under this programme. */
export function livingOf(id: ProgrammeId): Living[] {
  const { process } = programmes[id]
  const house: Living[] = articlesOf(rulesOf(id)).has('houseGrade') ? ['walls', 'signs'] : []
  const means: Living[] = process.verification === 'family' ? ['walls', 'things', 'neighbours'] : []
  const care: Living[] = process.selfCareAssessment || ['child', 'person'].includes(programmes[id].unit) ? ['carer'] : []
  return [...house, ...means, ...care]
}

type Line = { about: ItemAbout; way: Way; line: PolicyLine }

function linesFor(id: ProgrammeId, members: readonly Member[]): Line[] {
  const articles = articlesOf(rulesOf(id))
  const lines: Line[] = []
  const articleFor = (key: FactKey): PolicyLine | undefined => {
    const article = articles.get(key)
    return article === undefined ? undefined : { programme: id, article }
  }
  for (const [key, way] of waysAtHome) {
    const line = articleFor(key)
    if (line === undefined) continue
    const whose = isHouseholdFact(key) ? [null] : members.filter((one) => concerns(key, one)).map((one) => one.id)
    lines.push(...whose.map((member): Line => ({ about: { kind: 'fact', key, member }, way, line })))
  }
  const care = articleFor('selfCareFailures')
  if (care) lines.push(...members.map(({ id: member }): Line => ({ about: { kind: 'care', member }, way: 'see', line: care })))
  const own: PolicyLine = { programme: id, article: articles.get('houseGrade') ?? articles.get('householdSize') ?? [...articles.values()][0] ?? '' }
  lines.push(...livingOf(id).map((living): Line => ({ about: { kind: 'living', living }, way: living === 'neighbours' ? 'ask' : 'see', line: own })))
  return lines
}

const order: readonly string[] = ['null', 'fact', 'care', 'living']
const rankOf = ({ about }: VisitItem): number =>
  order.indexOf(about.kind === 'fact' && about.member === null ? 'null' : about.kind)

/**
 * What is looked at on a visit for these claims: what their rules ask and a home can show, each thing once, with the
 * articles by which it is asked and what is known of it; then what everybody cannot do without help, and how they live.
 */
export function checklistOf(claims: readonly ProgrammeId[], { members, words }: KnownFamily): VisitItem[] {
  // No list is longer than a visit that answers all of it may be.
  const family = members.length > 0 ? members.slice(0, mostMembers) : [{ id: firstMember }]
  const items = new Map<string, VisitItem>()
  for (const programme of [...new Set(claims)]) {
    for (const { about, way, line } of linesFor(programme, family)) {
      const id = itemName(about)
      const before = items.get(id)
      if (before === undefined) items.set(id, { id, about, way, lines: [line], known: [...(words.get(id) ?? [])] })
      else if (before.lines.every((one) => one.programme !== programme)) before.lines.push(line)
    }
  }
  const whose = (item: VisitItem): number =>
    'member' in item.about && item.about.member !== null ? family.findIndex(({ id }) => id === (item.about as { member: string }).member) : -1
  return [...items.values()].sort((one, other) => rankOf(one) - rankOf(other) || whose(one) - whose(other))
}

/** What to know of a family before one knocks: who lives alone and is old, who is disabled, ill, a child. */
export const householdTags = ['elder-alone', 'disabled', 'illness', 'child'] as const
export type HouseholdTag = (typeof householdTags)[number]

const elderAge = 60

/** The marks of a household, from what is known; nothing is guessed. */
export function tagsOf({ household, members }: Pick<KnownFamily, 'household' | 'members'>): HouseholdTag[] {
  const ages = members.map(({ age }) => numberOf(age))
  const alone = household.householdSize === 1 && ages.some((age) => age !== undefined && age >= elderAge)
  const disabled = members.some((one) => one.hasDisabilityCert === true || numberOf(one.disabilityLevel) !== undefined)
  const ill = members.some(({ severeIllness }) => severeIllness === true)
  const child = ages.some((age) => age !== undefined && age < adultAge)
  const holds: Record<HouseholdTag, boolean> = { 'elder-alone': alone, disabled, illness: ill, child }
  return householdTags.filter((tag) => holds[tag])
}
