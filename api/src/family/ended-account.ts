import { stands } from '@yima/shared/family/guardianship'
import { decide } from '@yima/shared/family/household'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import type { Identity } from '../identity/own.ts'
import { asOneself } from './doer.ts'
import { clearAway } from './helper-acts.ts'
import { commandHousehold, contextFor, householdOf } from './household.ts'
import { commandMandate, mandatesOf } from './mandate.ts'
import { commandGuardianship } from './ward-acts.ts'
import { guardianshipsOf, holdGuardianship } from './wards.ts'

/** Out of the household: else the others would live under a head whom nobody can reach. Wards go along where nobody else is left. */
async function leaveHome(tx: Transaction, deps: Deps, who: Identity): Promise<void> {
  const held = await householdOf(tx, who.id)
  if (!held) return
  const context = await contextFor(tx, deps, { actor: who.id, held, named: [], invited: false })
  const inside = held.state.stays.filter(({ leftOn }) => leftOn === null).map(({ person }) => person)
  const wards = context.wards.filter((ward) => inside.includes(ward))
  for (const people of [[who.id], [who.id, ...wards]]) {
    const command = { type: 'leave', people, reason: 'own', to: null } as const
    if ('refused' in decide(held.state, command, context)) continue
    await commandHousehold(tx, deps, held, command, { context, by: asOneself(deps, who) })
    return
  }
}

/** Whoever cannot be reached any more stands in nobody's place, and nobody in theirs: another may say that they are the guardian. */
async function endGuardianships(tx: Transaction, deps: Deps, who: Identity): Promise<void> {
  const actor = { kind: 'person', id: who.id } as const
  for (const { row } of await guardianshipsOf(tx, deps, [who.id])) {
    const held = await holdGuardianship(tx, deps, row.id)
    if (held && stands(held.state, deps.clock.today()))
      await commandGuardianship(tx, deps, held, { type: 'revoke' }, { actor, by: asOneself(deps, who) })
  }
}

/** What binds somebody to others ends with the account: the household goes on without them, helpers on either side are free. */
export async function leaveFamily(tx: Transaction, deps: Deps, who: Identity): Promise<void> {
  await leaveHome(tx, deps, who)
  const actor = { kind: 'person', id: who.id } as const
  for (const row of await mandatesOf(tx, who.id)) {
    if (row.endedOn !== null) continue
    const type = row.giverId === who.id ? 'revoke' : 'resign'
    const ended = await commandMandate(tx, deps, row, { type }, { actor, by: asOneself(deps, who) })
    await clearAway(tx, deps, ended)
  }
  // Last: whoever leaves a household takes their wards along.
  await endGuardianships(tx, deps, who)
}
