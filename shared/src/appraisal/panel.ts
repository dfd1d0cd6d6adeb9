import type { Finding } from '../process/process.ts'
import type { Quorum } from './quorum.ts'

/** In which seat somebody sits there: whoever watches for the county has no vote. */
export const seats = ['villager', 'village', 'party', 'township', 'observer'] as const
export type PanelSeat = (typeof seats)[number]

/** Why somebody does not take part in the vote (回避). */
export const asides = ['relative', 'related', 'visited', 'first-panel', 'other'] as const
export type Aside = (typeof asides)[number]

export const votes = ['for', 'against', 'abstained'] as const
export type Vote = (typeof votes)[number]
export type Votes = Readonly<Record<Vote, number>>

export type PanelMember = {
  name: string
  seat: PanelSeat
  /** Of somebody in office here. */
  officer?: string | undefined
  aside?: Aside | undefined
  vote?: Vote | undefined
  signature?: string | undefined
}

/** Who must not vote on a family, by name or office, and why. */
export type Barred = { name?: string; officer?: string; why: Exclude<Aside, 'other'> }

const bare = (name: string): string => name.replaceAll(/[\s·•.]/gu, '')

/** Why this person must step aside, as far as the office knows. A namesake steps aside too: others are there to vote. */
export const mustStepAside = ({ name, officer }: Pick<PanelMember, 'name' | 'officer'>, barred: readonly Barred[]): Barred['why'] | undefined =>
  barred.find((one) => (one.officer !== undefined && one.officer === officer) || (one.name !== undefined && bare(one.name) === bare(name)))?.why

/** Those who vote: nobody who stepped aside, and no observer. */
export const votersOf = <One extends PanelMember>(panel: readonly One[]): One[] =>
  panel.filter(({ aside, seat }) => aside === undefined && seat !== 'observer')

/** What is lacking for a quorum; empty when it is there. */
export function lacksOfQuorum(panel: readonly PanelMember[], { voters: least, villagers: part }: Quorum): ('voters' | 'villagers')[] {
  const voters = votersOf(panel)
  const villagers = voters.filter(({ seat }) => seat === 'villager').length
  return [
    ...(voters.length < least ? (['voters'] as const) : []),
    ...(villagers * part.of < voters.length * part.n ? (['villagers'] as const) : []),
  ]
}

/** A show of hands, counted. */
export const tally = (panel: readonly PanelMember[]): Votes => {
  const count = (vote: Vote): number => votersOf(panel).filter((one) => one.vote === vote).length
  return { for: count('for'), against: count('against'), abstained: count('abstained') }
}

export const cast = ({ for: yes, against, abstained }: Votes): number => yes + against + abstained

/** What a vote on “it is as was found” says: more than half of those there, one way or the other; else doubt remains. */
export function resultOf(counted: Votes): Finding {
  if (counted.for * 2 > cast(counted)) return 'fits'
  return counted.against * 2 > cast(counted) ? 'differs' : 'doubtful'
}
