import { desc, eq, inArray, or } from 'drizzle-orm'
import { Problem } from '@yima/shared/problem'
import { application } from '../application/table.ts'
import type { Transaction } from '../db/transaction.ts'
import { person } from '../identity/table.ts'
import { getHandlingOffice } from '../region/office.ts'
import type { Addressee } from './addressee.ts'

/** Where somebody said last that they live; the county where they never did. */
async function placeOf(
  tx: Transaction,
  { id, countyCode, pairIndex, identityId }: Addressee,
): Promise<string> {
  const rows = tx
    .select({ id: person.id })
    .from(person)
    .where(
      or(
        eq(person.id, id),
        eq(person.pairIndex, pairIndex),
        eq(person.identityId, id),
        ...(identityId ? [eq(person.identityId, identityId)] : []),
      ),
    )
  const [latest] = await tx
    .select({ regionCode: application.regionCode })
    .from(application)
    .where(inArray(application.personId, rows))
    .orderBy(desc(application.submittedAt))
    .limit(1)
  return latest?.regionCode ?? `${countyCode}000000`
}

/** The place of a person and the office that goes there; undefined where no office serves it yet. */
export async function findHandlingOffice(
  tx: Transaction,
  who: Addressee,
): Promise<{ unitId: string; regionCode: string } | undefined> {
  const regionCode = await placeOf(tx, who)
  try {
    const { id } = await getHandlingOffice(tx, regionCode)
    return { unitId: id, regionCode }
  } catch (error) {
    // What is told must not undo what happened: the inbox has it.
    if (error instanceof Problem) return undefined
    throw error
  }
}
