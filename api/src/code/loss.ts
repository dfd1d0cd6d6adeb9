import type * as v from 'valibot'
import type { IssuedCard } from '@yima/shared/code/contract'
import { isLossWaiting, type cardLoss, type lossConfirmation } from '@yima/shared/code/loss'
import { decideName, type NameCommand } from '@yima/shared/identity/name-correction'
import { Problem } from '@yima/shared/problem'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { asOfficer } from '../family/doer.ts'
import { requireActingFor } from '../family/reach.ts'
import { namesakesOf } from '../family/traits.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { noteIdentity, noteSeenPapers } from '../identity/history.ts'
import { noteSeen } from '../identity/seen.ts'
import { tellFromWindow } from '../identity/tell.ts'
import { requireWork } from '../work/reach.ts'
import { issueCard } from './card.ts'
import { aboutOf, cardLook, isLast, lockHeld, setLost, type Held } from './namesake-cards.ts'
import { secretFor } from './secret.ts'

type Officer = OfficerSession['officer']

const notNow = (code: string): Problem => notAllowedNow('card', `card-loss-${code}`)

/** The card or record of that id, locked. Throws `not-found`. */
async function holdCard(tx: Transaction, deps: Deps, id: string): Promise<Held> {
  const held = await lockHeld(tx, deps, id)
  if (!held) throw new Problem('not-found')
  return held
}

/**
 * An officer says which of the namesakes' cards, or records without one, is that of whoever stands here, and how they know;
 * nothing changes by it.
 * Throws `forbidden`, `not-found` for cards of other places and other people, `not-allowed-now` where it waits already.
 */
export function sayLost(
  deps: Deps,
  once: Once,
  by: Officer,
  { card: id, reason, name, number }: v.InferOutput<typeof cardLoss>,
): Promise<{ id: string }> {
  requireWork(by, 'replace-card')
  return inTransaction(deps.db, async (tx) => {
    const held = await holdCard(tx, deps, id)
    const acting = await requireActingFor(tx, by, 'replace-card', aboutOf(held))
    const people = number.kind === 'none' ? await namesakesOf(tx, deps, name, number.birthDate) : []
    if (!people.includes(held.whose.id) || number.kind !== 'none') throw new Problem('not-found')
    if (!(await isLast(tx, held))) throw notNow('not-waiting')
    if (isLossWaiting(held.lostAt, deps.clock.now())) throw notNow('waits-already')
    await setLost(tx, held, { by: by.id, at: deps.clock.now() })
    await noteSeenPapers(tx, deps, held.whose, by, number)
    const { name: said, ...actor } = asOfficer(by, acting)
    const payload = {
      card: id,
      reason,
      witness: number.witness,
      lastFour: held.card?.lastFour ?? null,
      by: said,
    }
    await noteIdentity(tx, deps, held.whose, actor, 'card-loss-said', payload)
    await noteSeen(tx, deps, by.id, held.whose.id, cardLook)
    await remember(tx, once, deps.clock.now(), 201, { id })
    return { id }
  })
}

/** The card as this officer may decide of it, with whom they stand in for. */
async function decideOf(tx: Transaction, deps: Deps, by: Officer, id: string, command: NameCommand) {
  const held = await holdCard(tx, deps, id)
  const acting = await requireActingFor(tx, by, 'replace-card', aboutOf(held))
  const { lostBy, lostAt } = held
  const waits = isLossWaiting(lostAt, deps.clock.now()) && (await isLast(tx, held))
  const decided = decideName({ state: waits ? 'waiting' : 'ended', proposedBy: lostBy ?? '' }, command, by.id)
  if ('refused' in decided) throw notNow(decided.refused)
  await setLost(tx, held, null)
  const { name, ...actor } = asOfficer(by, acting)
  return { held, actor, name, lostBy }
}

/**
 * A second officer, who has seen the person too, says the same: the old card is dead and a new one is given in one moment,
 * and its owner is told. Throws `forbidden`, `not-found`, `not-allowed-now` for who said it first.
 */
export function replaceLost(
  deps: Deps,
  once: Once,
  by: Officer,
  id: string,
  { pin }: v.InferOutput<typeof lossConfirmation>,
): Promise<IssuedCard> {
  requireWork(by, 'replace-card')
  return inTransaction(deps.db, async (tx) => {
    const { held, actor, name, lostBy } = await decideOf(tx, deps, by, id, { type: 'confirm' })
    const { whose } = held
    const secret = secretFor(deps, once, 'card')
    const { id: fresh, ...face } = await issueCard(tx, deps, {
      identityId: whose.id,
      officerId: by.id,
      secret,
      pin,
    })
    await noteIdentity(tx, deps, whose, actor, 'card-replaced', {
      lastFour: held.card?.lastFour ?? null,
      by: name,
    })
    await noteSeen(tx, deps, by.id, whose.id, cardLook)
    const done = { by: by.id, doneWith: lostBy ? [lostBy] : undefined, about: fresh }
    await tellFromWindow(tx, deps, { whose, template: 'card-given', ...done })
    const kept = { id: fresh, hasPin: pin !== null }
    await remember(tx, once, deps.clock.now(), 201, kept)
    return { ...kept, ...face }
  })
}

/** It is not that card, with a reason; or whoever said so takes it back. Throws as `replaceLost`. */
export function refuseLost(deps: Deps, once: Once, by: Officer, id: string, reason: string): Promise<void> {
  requireWork(by, 'replace-card')
  return inTransaction(deps.db, async (tx) => {
    const { held, actor, name } = await decideOf(tx, deps, by, id, { type: 'refuse', reason })
    await noteIdentity(tx, deps, held.whose, actor, 'card-loss-refused', { reason, by: name })
    await remember(tx, once, deps.clock.now(), 200, { done: true })
  })
}
