import { and, eq, isNull } from 'drizzle-orm'
import { stands } from '@yima/shared/family/guardianship'
import type { Transaction } from '../db/transaction.ts'
import { guardianshipsOf } from '../family/wards.ts'
import type { Deps } from '../http/context.ts'
import { identity } from '../identity/table.ts'
import { notify } from '../notification/notify.ts'
import { getStored, type Act } from './change.ts'
import { indexOf } from './store.ts'
import { tellPerson } from './tell.ts'

/** Whoever is proven to have a number; nobody learns by an answer whether anybody does. */
export async function provenWith(tx: Transaction, index: Buffer): Promise<string | undefined> {
  const [whom] = await tx
    .select({ id: identity.id })
    .from(identity)
    .where(
      and(
        eq(identity.numberIndex, index),
        eq(identity.level, 'proven'),
        isNull(identity.joinedTo),
        isNull(identity.closedAt),
      ),
    )
  return whom?.id
}

/** The guardians over whoever has this number, as an officer confirmed them. */
export async function guardiansOver(tx: Transaction, deps: Deps, index: Buffer): Promise<string[]> {
  const bearers = await tx
    .select({ id: identity.id })
    .from(identity)
    .where(and(eq(identity.numberIndex, index), isNull(identity.joinedTo), isNull(identity.closedAt)))
  const ids = bearers.map(({ id }) => id)
  const today = deps.clock.today()
  const over = (await guardianshipsOf(tx, deps, ids)).filter(
    ({ state }) => ids.includes(state.ward) && state.confirmed !== null && stands(state, today),
  )
  return [...new Set(over.map(({ state }) => state.guardian))]
}

/** Who says the word about this number: its guardians, as an officer confirmed them, else whoever is proven to have it. */
export async function askedFor(tx: Transaction, deps: Deps, index: Buffer): Promise<string[]> {
  const guardians = await guardiansOver(tx, deps, index)
  if (guardians.length > 0) return guardians
  const whom = await provenWith(tx, index)
  return whom === undefined ? [] : [whom]
}

/** An office wrote down that somebody took their word back: they are told, so that nobody can do it in their name unheard. */
export async function tellWhose({ tx, deps, held, consents }: Act, id: string, by: string): Promise<void> {
  const { state, detail } = getStored({ consents }, id)
  const telling = { template: 'consent-ended', about: id, by } as const
  if (state.role === 'applicant') return notify(tx, deps, { person: held.person, params: {}, ...telling })
  const index = indexOf(deps, detail.idNumber)
  const whom = index && (await provenWith(tx, index))
  if (whom) await tellPerson(tx, deps, whom, telling)
}
