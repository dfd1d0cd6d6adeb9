import type * as v from 'valibot'
import type { Invited, mandateGift, narrowing } from '@yima/shared/family/contract'
import type { MandateCommand } from '@yima/shared/family/mandate'
import { Problem } from '@yima/shared/problem'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, Once, ResidentSession } from '../http/context.ts'
import { remember } from '../http/once.ts'
import type { Identity } from '../identity/own.ts'
import { asOneself } from './doer.ts'
import { change, named } from './household-acts.ts'
import { homesOf } from './household.ts'
import { endInvitationsOf, keepInvitation } from './invite.ts'
import { commandMandate, giveMandate, holdMandate, type MandateRow } from './mandate.ts'
import { tellEnded, tellGiven } from './tell.ts'

/** Only somebody one lives with is named by a choice; anybody else comes by a link. Throws `not-found`. */
async function housemate(tx: Transaction, who: Identity, helper: string): Promise<string> {
  const homes = await homesOf(tx, [who.id, helper])
  const home = homes.get(who.id)
  if (home === undefined || homes.get(helper) !== home) throw new Problem('not-found')
  return helper
}

/**
 * Gives a mandate on one's own phone: to somebody of the household at once, to anybody else by a link.
 * Throws `invalid-input`, `not-found`, `not-allowed-now`.
 */
export function giveHelp(
  deps: Deps,
  once: Once,
  resident: ResidentSession,
  { called, scopes, until, helper, name }: v.InferOutput<typeof mandateGift>,
): Promise<Invited> {
  return inTransaction(deps.db, async (tx) => {
    const who = await named(tx, deps, resident, name)
    const to = helper ? await housemate(tx, who, helper) : null
    const gift = { helper: to, scopes, until, how: 'phone' } as const
    const by = asOneself(deps, who)
    const row = await giveMandate(tx, deps, who, gift, { by, more: { called } })
    const of = { kind: 'helper', mandateId: row.id, numberIndex: null } as const
    const made = to
      ? { id: row.id, token: null, number: null, expiresAt: `${row.untilOn}T16:00:00.000Z` }
      : { ...(await keepInvitation(tx, deps, once, who, of, { called, relation: null })), id: row.id }
    if (to) await tellGiven(tx, deps, row)
    await remember(tx, once, deps.clock.now(), 201, {
      id: made.id,
      expiresAt: made.expiresAt,
      byLink: made.token !== null,
    })
    return made
  })
}

/** A mandate is over: its link is dead too, and its giver learns it. `by`: the officer who ended it. */
export async function clearAway(tx: Transaction, deps: Deps, ended: MandateRow, by?: string): Promise<void> {
  await endInvitationsOf(tx, deps, ended.id)
  await tellEnded(tx, deps, ended, by)
}

type Change = Exclude<MandateCommand, { type: 'give' | 'accept' | 'expire' }>

/** A change of a mandate by one of the two whom it binds; to anybody else there is none. */
function changeMandate(
  deps: Deps,
  once: Once,
  resident: ResidentSession,
  id: string,
  commandOf: (row: MandateRow, who: Identity) => Change,
): Promise<void> {
  return change(deps, once, resident, async (tx, who) => {
    const row = await holdMandate(tx, id)
    if (row.giverId !== who.id && row.helperId !== who.id) throw new Problem('not-found')
    const actor = { kind: 'person', id: who.id } as const
    const command = commandOf(row, who)
    const after = await commandMandate(tx, deps, row, command, { actor, by: asOneself(deps, who) })
    if (after.endedOn !== null) await clearAway(tx, deps, after)
  })
}

/** Takes some of it back. Throws `not-found`, `invalid-input`, `not-allowed-now`. */
export const narrowMandate = (
  deps: Deps,
  once: Once,
  resident: ResidentSession,
  id: string,
  body: v.InferOutput<typeof narrowing>,
) => changeMandate(deps, once, resident, id, () => ({ type: 'narrow', ...body }))

/** Ends it at once: who gave it revokes, who helps resigns. Throws `not-found`, `not-allowed-now`. */
export const endMandate = (deps: Deps, once: Once, resident: ResidentSession, id: string) =>
  changeMandate(deps, once, resident, id, (row, who) =>
    row.giverId === who.id ? { type: 'revoke' } : { type: 'resign' },
  )
