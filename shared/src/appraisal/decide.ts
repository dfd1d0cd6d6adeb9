import type { Meeting } from '../process/process.ts'
import type { Minutes } from './contract.ts'
import { cast, lacksOfQuorum, mustStepAside, resultOf, tally, votersOf, type Barred, type Votes } from './panel.ts'
import type { AppraisalLevel, Quorum } from './quorum.ts'

export const minutesRefusals = ['must-step-aside', 'no-quorum', 'votes-differ', 'vote-is-secret', 'signatures-lacking', 'too-many'] as const
export type MinutesRefusal = (typeof minutesRefusals)[number]

type Told = Pick<Minutes, 'how' | 'panel' | 'votes' | 'counters'>
type Around = { level: AppraisalLevel; quorum: Quorum; barred: readonly Barred[] }

const isSame = (one: Votes, other: Votes): boolean =>
  one.for === other.for && one.against === other.against && one.abstained === other.abstained

/** Each who voted signs, or two of those there who stand for the count. */
function isSigned({ panel, counters = [] }: Told): boolean {
  if (votersOf(panel).every(({ signature }) => signature !== undefined)) return true
  const there = panel.map(({ name }) => name)
  const names = new Set(counters.map(({ name }) => name))
  return names.size === 2 && [...names].every((name) => there.includes(name))
}

function votesRefused({ how, panel, votes }: Told): MinutesRefusal | undefined {
  const voters = votersOf(panel)
  if (how === 'secret') {
    if (panel.some(({ vote }) => vote !== undefined)) return 'vote-is-secret'
    return cast(votes) === voters.length ? undefined : 'votes-differ'
  }
  if (panel.some((one) => one.vote !== undefined && !voters.includes(one))) return 'must-step-aside'
  return voters.every(({ vote }) => vote !== undefined) && isSame(tally(panel), votes) ? undefined : 'votes-differ'
}

/** Why these minutes are not those of an appraisal; undefined where they are. */
export function refusedMinutes(told: Told, { quorum, barred }: Pick<Around, 'quorum' | 'barred'>): MinutesRefusal | undefined {
  if (votersOf(told.panel).some((one) => mustStepAside(one, barred) !== undefined)) return 'must-step-aside'
  if (lacksOfQuorum(told.panel, quorum).length > 0) return 'no-quorum'
  const refused = votesRefused(told)
  if (refused !== undefined) return refused
  return isSigned(told) ? undefined : 'signatures-lacking'
}

/** What the process keeps of valid minutes, and what they say of the findings: one word beside others. */
export function meetingOf(id: string, { votes }: Pick<Told, 'votes'>, level: AppraisalLevel): { meeting: Meeting; found: ReturnType<typeof resultOf> } {
  return { meeting: { minutes: id, level, votes: { for: votes.for, against: votes.against, abstained: votes.abstained } }, found: resultOf(votes) }
}

/** What is kept: of a secret count nobody's vote, whatever else was said. */
export const keptPanel = ({ how, panel }: Pick<Told, 'how' | 'panel'>): Told['panel'] =>
  how === 'hands' ? [...panel] : panel.map(({ vote: _, ...rest }) => rest)
