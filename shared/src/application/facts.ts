import { ageOn } from '../identity/id-number.ts'
import type { Reading } from '../reading/reading.ts'
import { toHousehold } from '../reading/to-household.ts'

/** Values by fact key, of a household or of one of its members. */
type Values = Record<string, unknown>
type Member = { id: string } & Values

/** One stated value of one fact, and who says so. */
export type StatedFact = {
  fact: string
  member: string | null
  value: unknown
  source: 'declared' | 'read'
  /** The words that prove a value that was read. */
  phrase?: string
}

export type StatedHousehold = { household: Values; members: Member[]; facts: StatedFact[] }

/** The person everything is asked of first. */
export const applicantMember = 'm1'

const factsOf = (values: Values, member: string | null, source: StatedFact['source'], reading?: Reading) =>
  Object.entries(values)
    .filter(([fact]) => fact !== 'id')
    .map(([fact, value]): StatedFact => {
      const phrase = reading?.phrases.find((heard) => heard.kind === 'fact' && heard.key === fact)?.text
      return { fact, member, value, source, ...(phrase === undefined ? {} : { phrase }) }
    })

const memberIds = (...lists: Member[][]): string[] => [
  ...new Set([applicantMember, ...lists.flatMap((list) => list.map((member) => member.id))]),
]

const valuesOf = (members: Member[], id: string): Values => members.find((member) => member.id === id) ?? {}

/**
 * What somebody says of the household: what was read in the words and, over it, what they
 * confirmed, corrected or answered. `unknown` as an answer takes a read value away: a missing
 * fact, never a no. Every value keeps its source, and both stay when they differ.
 * `birthDate` (from the ID number) and `today` give the applicant's age.
 */
export function stateFacts(
  reading: Reading,
  declared: { household: Values; members: Member[] },
  person: { birthDate?: string; today: string },
): StatedHousehold {
  const read = toHousehold(reading)
  const own = person.birthDate === undefined ? {} : { age: ageOn(person.birthDate, person.today) }
  const said = declared.members.map((member) =>
    member.id === applicantMember ? { ...own, ...member } : member,
  )
  if (!said.some((member) => member.id === applicantMember)) said.unshift({ id: applicantMember, ...own })
  const ids = memberIds(read.members, said)
  return {
    household: { ...read.household, ...declared.household },
    members: ids.map((id) => ({ ...valuesOf(read.members, id), ...valuesOf(said, id), id })),
    facts: [
      ...factsOf(read.household, null, 'read', reading),
      ...read.members.flatMap((member) => factsOf(member, member.id, 'read', reading)),
      ...factsOf(declared.household, null, 'declared'),
      ...said.flatMap((member) => factsOf(member, member.id, 'declared')),
    ],
  }
}
