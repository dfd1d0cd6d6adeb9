import type { Context } from 'hono'
import { Problem } from '@yima/shared/problem'
import type { Transaction } from '../db/transaction.ts'
import type { Deps, Env, Once } from '../http/context.ts'
import { findIdentity, type Identity } from '../identity/own.ts'
import { findResident } from '../identity/session.ts'
import type { person } from '../identity/table.ts'
import { actFor, noteAct } from './acting.ts'
import { bothNames } from './names.ts'

/** What an application in another's place is filed under: that person's record, and who really filed it. */
export type Behalf = {
  actor: { kind: 'resident' | 'officer'; id: string }
  /** Both names, as the trail keeps them. */
  names: Record<string, unknown>
  /** What else is written in the transaction of the application; throws where the right has ended meanwhile. */
  note: (tx: Transaction, once: Once, receiptNumber: string) => Promise<void>
  columns: Pick<
    typeof person.$inferSelect,
    | 'pairIndex'
    | 'idIndex'
    | 'idCipher'
    | 'phoneIndex'
    | 'phoneCipher'
    | 'nameCipher'
    | 'identityId'
    | 'level'
  >
}

/**
 * In whose place somebody applies. What was typed of the applicant counts for nothing: a helper files under
 * the record of whoever asked for help. Throws `sign-in-needed`, and `not-found` as `actFor` does.
 */
export async function findBehalf(c: Context<Env>, deps: Deps, who: string): Promise<Behalf> {
  const resident = await findResident(c, deps)
  if (!resident) throw new Problem('sign-in-needed')
  const { acting } = await actFor(deps, resident, who, ['apply'])
  const other = acting && (await findIdentity(deps.db, deps, acting.person))
  if (!acting || !other) throw new Problem('not-found')
  return {
    actor: { kind: 'resident', id: acting.actor },
    names: bothNames(acting),
    note: (tx, once, receiptNumber) => noteAct(tx, deps, acting, once, receiptNumber),
    columns: columnsOf(other),
  }
}

/** The columns of a person's own record that an application in their place is filed under. */
export function columnsOf({ id, level, record }: Identity): Behalf['columns'] {
  const { idIndex, idCipher, phoneIndex, phoneCipher, nameCipher, pairIndex } = record
  return { idIndex, idCipher, phoneIndex, phoneCipher, nameCipher, pairIndex, identityId: id, level }
}
