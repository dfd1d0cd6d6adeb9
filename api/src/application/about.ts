import { and, asc, eq, gt, isNotNull, isNull, ne } from 'drizzle-orm'
import type { Deps } from '../http/context.ts'
import { person } from '../identity/table.ts'
import { open } from '../vault.ts'
import { aboutIndexOf, type Content } from './content.ts'
import { application } from './table.ts'

const page = 200

/** Requests for somebody else that are found under no number: it was said to nobody, or before it was kept apart. */
const unfound = (db: Deps['db'], after: string) =>
  db
    .select({ id: application.id, sealed: application.sealed, key: person.keyWrapped })
    .from(application)
    .innerJoin(person, and(eq(person.id, application.personId), isNotNull(person.keyWrapped)))
    .where(and(ne(application.forWhom, 'self'), isNull(application.aboutIndex), gt(application.id, after)))
    .orderBy(asc(application.id))
    .limit(page)

/**
 * Lets requests of earlier versions be found under whom they are for: else aid would be given twice, and a relative's
 * request lie on a desk. At the start, for only the app has the keys. Tells how many were found.
 */
export async function findWhomAsked(deps: Pick<Deps, 'db' | 'vault'>): Promise<number> {
  let found = 0
  let rows: Awaited<ReturnType<typeof unfound>> = []
  do {
    rows = await unfound(deps.db, rows.at(-1)?.id ?? '00000000-0000-0000-0000-000000000000')
    for (const { id, sealed, key } of rows) {
      const aboutIndex = key && aboutIndexOf(deps, open<Content>(deps.vault.unwrap(key), sealed))
      if (!aboutIndex) continue
      // What was written anew meanwhile has its own.
      const same = and(eq(application.id, id), eq(application.sealed, sealed))
      await deps.db.update(application).set({ aboutIndex }).where(same)
      found += 1
    }
  } while (rows.length === page)
  return found
}
