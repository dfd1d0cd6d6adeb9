import type * as v from 'valibot'
import type { invite, Invited, leaving, passing, relating } from '@yima/shared/family/contract'
import { Problem } from '@yima/shared/problem'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, Once, ResidentSession } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { findIdentity, type Identity } from '../identity/own.ts'
import { asOneself, inPlaceOf } from './doer.ts'
import { bringWards } from './bring.ts'
import { commandHousehold, contextFor, found, householdOf, type HeldHousehold } from './household.ts'
import { endInvitation, keepInvitation } from './invite.ts'
import { me, nameOf, sayName } from './people.ts'

const refuse = (field: string, code: string): Problem => new Problem('invalid-input', [{ field, code }])

/** Others read the name of whoever asks them: somebody who never said it says it now. */
export async function named(
  tx: Transaction,
  deps: Deps,
  resident: ResidentSession,
  name: string | undefined,
): Promise<Identity> {
  const known = await me(tx, deps, resident)
  if (nameOf(deps, known) !== '') return known
  if (!name) throw refuse('name', 'name-empty')
  return sayName(tx, deps, known, name)
}

/** The household of whoever asks; the first who needs one founds it. */
export const ownHousehold = async (tx: Transaction, deps: Deps, who: Identity): Promise<HeldHousehold> =>
  (await householdOf(tx, who.id)) ?? found(tx, deps, who, asOneself(deps, who))

/** Asks somebody to join one's household. The answer says nothing of who that is. Throws `invalid-input`. */
export function inviteMember(
  deps: Deps,
  once: Once,
  resident: ResidentSession,
  { called, relation, idNumber, name }: v.InferOutput<typeof invite>,
): Promise<Invited> {
  return inTransaction(deps.db, async (tx) => {
    const who = await named(tx, deps, resident, name)
    const home = await ownHousehold(tx, deps, who)
    const numberIndex = idNumber ? deps.vault.index('id-number', idNumber) : null
    const of = { kind: 'member', householdId: home.row.id, numberIndex } as const
    const made = await keepInvitation(tx, deps, once, who, of, { called, relation })
    await remember(tx, once, deps.clock.now(), 201, {
      id: made.id,
      expiresAt: made.expiresAt,
      byLink: made.token !== null,
    })
    return made
  })
}

/** One change of one's family, remembered as done. */
export function change(
  deps: Deps,
  once: Once,
  resident: ResidentSession,
  act: (tx: Transaction, who: Identity) => Promise<void>,
): Promise<void> {
  return inTransaction(deps.db, async (tx) => {
    await act(tx, await me(tx, deps, resident))
    await remember(tx, once, deps.clock.now(), 200, { done: true })
  })
}

/** Takes an invitation back. Throws `not-found` for another's. */
export const takeBackInvitation = (deps: Deps, once: Once, resident: ResidentSession, id: string) =>
  change(deps, once, resident, (tx, who) => endInvitation(tx, deps, who.id, id))

async function homeOf(tx: Transaction, who: Identity): Promise<HeldHousehold> {
  const home = await householdOf(tx, who.id)
  if (!home) throw new Problem('not-found')
  return home
}

/** Who acts for whom in a command that names one person. */
async function doerFor(tx: Transaction, deps: Deps, who: Identity, person: string, wards: readonly string[]) {
  const other = wards.includes(person) ? await findIdentity(tx, deps, person) : undefined
  return other ? inPlaceOf(deps, who, other) : asOneself(deps, who)
}

/**
 * Leaves: oneself with one's wards, or as the head somebody who is gone. `founding` makes a household of
 * one's own in the same moment. Throws `not-found` outside any household, `not-allowed-now`.
 */
export function leave(
  deps: Deps,
  once: Once,
  resident: ResidentSession,
  { person, reason, founding }: v.InferOutput<typeof leaving>,
): Promise<void> {
  return change(deps, once, resident, async (tx, who) => {
    const home = await homeOf(tx, who)
    const context = await contextFor(tx, deps, { actor: who.id, held: home, named: [], invited: false })
    const inside = home.state.stays.filter(({ leftOn }) => leftOn === null).map((stay) => stay.person)
    const own = person === who.id
    const wards = own ? context.wards.filter((ward) => inside.includes(ward)) : []
    const why = own ? (founding ? 'split' : 'own') : reason
    const command = { type: 'leave', people: [person, ...wards], reason: why, to: null } as const
    const by = await doerFor(tx, deps, who, person, context.wards)
    await commandHousehold(tx, deps, home, command, { context, by })
    if (!own || !(founding || wards.length > 0)) return
    const fresh = await found(tx, deps, who, asOneself(deps, who), home.row.id)
    await bringWards(tx, deps, who, fresh, wards, home.row.id)
  })
}

/** Says what a member is to the head. Throws `not-found`, `not-allowed-now`. */
export const relate = (
  deps: Deps,
  once: Once,
  resident: ResidentSession,
  { person, relation }: v.InferOutput<typeof relating>,
) =>
  change(deps, once, resident, async (tx, who) => {
    const home = await homeOf(tx, who)
    const context = await contextFor(tx, deps, { actor: who.id, held: home, named: [person], invited: false })
    const by = await doerFor(tx, deps, who, person, context.wards)
    await commandHousehold(tx, deps, home, { type: 'relate', person, relation }, { context, by })
  })

/** Makes somebody else the head. Throws `not-found`, `not-allowed-now`. */
export const passHead = (
  deps: Deps,
  once: Once,
  resident: ResidentSession,
  { to }: v.InferOutput<typeof passing>,
) =>
  change(deps, once, resident, async (tx, who) => {
    const home = await homeOf(tx, who)
    const context = await contextFor(tx, deps, { actor: who.id, held: home, named: [to], invited: false })
    await commandHousehold(tx, deps, home, { type: 'pass-head', to }, { context, by: asOneself(deps, who) })
  })
