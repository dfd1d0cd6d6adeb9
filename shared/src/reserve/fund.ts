import type { Limits } from './limits.ts'

/** What moves money: the county puts it in, a township hands it to a person, and what was wrong is set right by its opposite. */
export const entryKinds = ['top-up', 'payment', 'correction'] as const
export type EntryKind = (typeof entryKinds)[number]

/**
 * What one person proposes and another settles. `confirmed`: the money left the fund, or came in; `paid`: it was handed over, and
 * signed for; `returned`: it came back by a correction.
 */
export const proposalStates = ['proposed', 'declined', 'confirmed', 'paid', 'returned'] as const
export type ProposalState = (typeof proposalStates)[number]

export type Proposal = {
  kind: EntryKind
  /** In fen: into the fund above zero, out of it below. */
  fen: number
  state: ProposalState
  /** Who proposed it, and the colleague in whose place. */
  hands: readonly string[]
}

/** Who settles it: under which names, and whether from the county. */
export type Settler = { names: readonly string[]; county: boolean }

export const reserveRefusals = [
  'not-allowed-now', 'reserve-same-hands', 'reserve-empty', 'reserve-limit', 'reserve-person-limit', 'reserve-by-rules', 'reserve-county',
] as const
export type ReserveRefusal = (typeof reserveRefusals)[number]

/** What a payment may come to. All in fen. */
export type Room = {
  limits: Limits
  /** By the rules of the programme for this household. */
  byRules: number
  /** What this person was given this year, from every fund of the county. */
  given: number
  /** What lies in the fund. */
  balance: number
}

/** Why so much is not paid; undefined where it may be. */
export function whyNotPay(fen: number, { limits, byRules, given, balance }: Room): ReserveRefusal | undefined {
  if (fen > limits.payment) return 'reserve-limit'
  if (fen > byRules) return 'reserve-by-rules'
  if (fen + given > limits.personYear) return 'reserve-person-limit'
  return fen > balance ? 'reserve-empty' : undefined
}

/** The most that may be paid now; zero where nothing may. */
export const mostToPay = ({ limits, byRules, given, balance }: Room): number =>
  Math.max(0, Math.min(limits.payment, byRules, limits.personYear - given, balance))

/**
 * Why this person does not confirm it: who proposed something never does, under no name; and what the county alone decides, or
 * puts in, or sets right, the county confirms.
 */
export function whyNotSettle({ kind, fen, state, hands }: Proposal, { names, county }: Settler, limits: Limits): ReserveRefusal | undefined {
  if (state !== 'proposed') return 'not-allowed-now'
  if (hands.some((one) => names.includes(one))) return 'reserve-same-hands'
  return !county && (kind !== 'payment' || -fen > limits.township) ? 'reserve-county' : undefined
}

/** What a fund holds after one more entry, and as which it is written; a fund is never below zero. */
export function booked(fund: { number: number; balance: number }, fen: number): { number: number; balance: number } | 'reserve-empty' {
  const balance = fund.balance + fen
  return balance < 0 ? 'reserve-empty' : { number: fund.number + 1, balance }
}
