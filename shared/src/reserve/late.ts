import type { ClaimState } from '../claim/claim.ts'
import { mayPayFirst } from '../process/commands.ts'
import type { ProposalState } from './fund.ts'
import { hoursToPay } from './limits.ts'

const over: readonly ClaimState['state'][] = ['refused', 'withdrawn', 'notAccepted']

/** Whether somebody waits for money that comes first: they are in an emergency, were given none, and the claim goes on. */
export const waitsForMoney = ({ state, process }: Pick<ClaimState, 'state' | 'process'>): boolean =>
  process !== null && !over.includes(state) && mayPayFirst(process)

/** By when it is to be in somebody's hands: so many hours after they asked, by day and by night. */
export const payBy = (submittedAt: Date): Date => new Date(submittedAt.getTime() + hoursToPay * 3_600_000)

/** What a claim and the payment that was proposed last say of the hours. */
export type Waiting = { waits: boolean; submittedAt: Date; last: ProposalState | undefined }

/** Whether its hour still runs, or is past: where the second pair of hands declined, somebody looked and said why not. */
export const isHourOpen = ({ waits, last }: Omit<Waiting, 'submittedAt'>): boolean => waits && last !== 'declined'

/** Whether somebody waits longer than they may. What was confirmed and lies in an office is in nobody's hands. */
export const isPaymentLate = (of: Waiting, now: Date): boolean => isHourOpen(of) && now > payBy(of.submittedAt)
