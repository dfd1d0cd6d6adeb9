import type { Context } from 'hono'
import { Problem } from '@yima/shared/problem'
import type { Acting, Deps, Env } from '../http/context.ts'
import { findIdentity } from '../identity/own.ts'
import { findResident } from '../identity/session.ts'
import type { person } from '../identity/table.ts'
import { actFor } from './acting.ts'

/** What an application in another's place is filed under: that person's record, and who really filed it. */
export type Behalf = {
  acting: Acting
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
  const { idIndex, idCipher, phoneIndex, phoneCipher, nameCipher, pairIndex } = other.record
  return {
    acting,
    columns: {
      idIndex,
      idCipher,
      phoneIndex,
      phoneCipher,
      nameCipher,
      pairIndex,
      identityId: other.id,
      level: other.level,
    },
  }
}
