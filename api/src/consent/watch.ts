import { and, eq, inArray, isNotNull, isNull, lt } from 'drizzle-orm'
import { inTransaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { changeConsents } from './change.ts'
import { askedFor } from './tell-whose.ts'
import { tellPerson } from './tell.ts'
import { authorisation } from './table.ts'

const batch = 100

/** Whose period is over: nothing may be asked any more since that day; now the trail and the claims say so. */
async function endDue(deps: Deps): Promise<void> {
  const due = await deps.db
    .select({ id: authorisation.id, applicationId: authorisation.applicationId })
    .from(authorisation)
    .where(and(eq(authorisation.state, 'signed'), lt(authorisation.untilOn, deps.clock.today())))
    .limit(batch)
  const bySystem = () => ({ actor: { kind: 'system' }, as: 'system' }) as const
  for (const { id, applicationId } of due)
    await inTransaction(deps.db, (tx) =>
      changeConsents(tx, deps, applicationId, bySystem, async ({ consents, as }) => {
        if (consents.find(id)?.state.state === 'signed') consents.command({ type: 'expire', id }, as)
      }),
    )
}

/**
 * Whoever is proven to have a number that was listed, or is the guardian of who has it: looked up here and not while
 * somebody waits for an answer. Also once it was signed: by a link somebody else may have done that.
 */
async function tellAsked(deps: Deps): Promise<void> {
  const which = and(
    inArray(authorisation.state, ['asked', 'signed']),
    isNotNull(authorisation.numberIndex),
    isNull(authorisation.toldAt),
  )
  const untold = await deps.db
    .select({ id: authorisation.id })
    .from(authorisation)
    .where(which)
    .orderBy(authorisation.createdAt)
    .limit(batch)
  for (const { id } of untold)
    await inTransaction(deps.db, async (tx) => {
      const [row] = await tx
        .update(authorisation)
        .set({ toldAt: deps.clock.now() })
        .where(and(eq(authorisation.id, id), which))
        .returning()
      const all = row?.numberIndex ? await askedFor(tx, deps, row.numberIndex) : []
      // Once a day for one family, however often its list changes: each rings a phone.
      const about = `${row?.applicationId ?? ''} ${deps.clock.today()}`
      for (const whom of all) await tellPerson(tx, deps, whom, { template: 'consent-asked', about })
    })
}

/** What time alone brings about for consents. */
export async function watchConsents(deps: Deps): Promise<void> {
  await endDue(deps)
  await tellAsked(deps)
}
