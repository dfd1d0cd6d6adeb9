import { and, eq, isNotNull, isNull, lt, sql, type SQL } from 'drizzle-orm'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { findIdentity } from '../identity/own.ts'
import { identity } from '../identity/table.ts'
import { commandMandate, holdMandate } from './mandate.ts'
import { nameOf } from './people.ts'
import { bySystem } from './record.ts'
import { familyInvitation, identityTrait, mandate } from './table.ts'
import { tellAsked, tellEnded } from './tell.ts'
import { birthDateOf, noteTraits } from './traits.ts'

const batch = 100

/** Mandates whose last day is over: they hold no more anyway; now their trail says so and their giver is told. */
async function endDueMandates(deps: Deps): Promise<void> {
  const due = await deps.db
    .select({ id: mandate.id })
    .from(mandate)
    .where(and(isNull(mandate.endedOn), lt(mandate.untilOn, deps.clock.today())))
    .limit(batch)
  for (const { id } of due)
    await inTransaction(deps.db, async (tx) => {
      const row = await holdMandate(tx, id)
      if (row.endedOn !== null) return
      const by = { actor: { kind: 'system' } as const, by: bySystem }
      await tellEnded(tx, deps, await commandMandate(tx, deps, row, { type: 'expire' }, by))
    })
}

async function tellOne(tx: Transaction, deps: Deps, id: string): Promise<void> {
  const [row] = await tx
    .update(familyInvitation)
    .set({ toldAt: deps.clock.now() })
    .where(
      and(eq(familyInvitation.id, id), isNull(familyInvitation.toldAt), isNull(familyInvitation.endedAt)),
    )
    .returning()
  if (!row?.numberIndex) return
  const [whom] = await tx
    .select({ id: identity.id })
    .from(identity)
    .where(
      and(
        eq(identity.numberIndex, row.numberIndex),
        eq(identity.level, 'proven'),
        isNull(identity.joinedTo),
        isNull(identity.closedAt),
      ),
    )
  const inviter = await findIdentity(tx, deps, row.inviterId)
  // One person is told of one other once a day, however many invitations they send: each rings a phone.
  const about = `${row.inviterId} ${deps.clock.today()}`
  if (whom && inviter) await tellAsked(tx, deps, { whom: whom.id, inviter: nameOf(deps, inviter), about })
}

/** Invitations by number, looked up here and not while somebody waits: no answer tells whether anybody has it. */
async function tellInvited(deps: Deps): Promise<void> {
  const untold = await deps.db
    .select({ id: familyInvitation.id })
    .from(familyInvitation)
    .where(and(isNotNull(familyInvitation.numberIndex), isNull(familyInvitation.toldAt)))
    .orderBy(familyInvitation.createdAt)
    .limit(batch)
  for (const { id } of untold) await inTransaction(deps.db, (tx) => tellOne(tx, deps, id))
}

/** Hashes by which double records are found, for whoever became known since. */
export async function noteNewTraits(deps: Deps): Promise<void> {
  const known = deps.db.select({ id: identityTrait.identityId }).from(identityTrait)
  const without = (order: SQL) =>
    deps.db.select({ id: identity.id }).from(identity)
      .where(and(isNull(identity.closedAt), sql`${identity.id} NOT IN ${known}`)).orderBy(order).limit(batch / 2)
  // Whoever has neither name nor birthday never gets any: the newest alone would one day be only these, so some of all come too.
  const fresh = [...await without(sql`${identity.createdAt} DESC`), ...await without(sql`random()`)]
  await inTransaction(deps.db, async (tx) => {
    for (const id of new Set(fresh.map((one) => one.id))) {
      const who = await findIdentity(tx, deps, id)
      const birthDate = who && (await birthDateOf(tx, deps, who))
      if (who && birthDate) await noteTraits(tx, deps, who, birthDate)
    }
  })
}

/** What time alone brings about in families. */
export async function watchFamilies(deps: Deps): Promise<void> {
  await endDueMandates(deps)
  await tellInvited(deps)
  await noteNewTraits(deps)
}
