import type { CheckList } from '@yima/shared/spot-check/draw'
import type { Deps } from '../http/context.ts'
import type { checkList } from './table.ts'

type Keyed = Pick<Deps, 'vault'>

const tagDigits = 20

/**
 * What stands for a claim on the public list: of another key in every quarter, so that nobody follows a claim from one to
 * the next. The key of look-ups outlives every master key, so an old list can always be drawn again.
 */
export const tagOf = ({ vault }: Keyed, quarter: string, claimId: string): string =>
  vault.index(`spot-check ${quarter}`, claimId).toString('hex').slice(0, tagDigits)

/** The lot of something in the secret order of a quarter: of the supervisors' own list, and of who sits where. */
export const secretLot = ({ vault }: Keyed, quarter: string, of: string): string =>
  vault.index(`spot-check list ${quarter}`, of).toString('hex')

/** These in the secret order of a quarter. */
export const inSecretOrder = <T>(deps: Keyed, quarter: string, all: readonly T[], idOf: (one: T) => string): T[] =>
  all
    .map((one) => ({ one, lot: secretLot(deps, quarter, idOf(one)) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .map(({ one }) => one)

type Row = typeof checkList.$inferSelect

/** A list as everybody reads it. */
export const publicList = ({ countyCode: county, quarter, tags, size, committedAt }: Row): CheckList => ({
  ...{ county, quarter, tags, size },
  committedAt: committedAt.toISOString(),
})
