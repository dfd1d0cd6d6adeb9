import { and, eq, inArray, isNotNull, isNull, lt } from 'drizzle-orm'
import { mayBeAnothers } from '@yima/shared/consent/authorisation'
import { hold } from '../application/act.ts'
import { application } from '../application/table.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { person } from '../identity/table.ts'
import { changeConsents } from './change.ts'
import { toStored } from './store.ts'
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
        if (consents.find(id)?.state.state !== 'signed') return
        consents.command({ type: 'expire', id }, as)
        await consents.end(id)
      }),
    )
}

const untold = and(
  inArray(authorisation.state, ['asked', 'signed']),
  isNotNull(authorisation.numberIndex),
  isNull(authorisation.toldAt),
)

/**
 * Whoever is proven to have a number that was listed, or is the guardian of who has it: looked up here and not while
 * somebody waits for an answer. Once it was signed only where somebody else may have done that: whoever gave their word
 * would be asked for it again.
 */
async function tellOne(deps: Deps, { id, applicationId }: { id: string; applicationId: string }): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    // Held like for every change: one that read the row before would write it back as untold.
    const { key } = await hold(tx, deps, applicationId)
    const [row] = await tx
      .update(authorisation)
      .set({ toldAt: deps.clock.now() })
      .where(and(eq(authorisation.id, id), untold))
      .returning()
    if (!row?.numberIndex) return
    if (row.state === 'signed' && !mayBeAnothers(toStored(key, row).state)) return
    // Once a day for one family, however often its list changes: each rings a phone.
    const about = `${applicationId} ${deps.clock.today()}`
    for (const whom of await askedFor(tx, deps, row.numberIndex))
      await tellPerson(tx, deps, whom, { template: 'consent-asked', about })
  })
}

async function tellAsked(deps: Deps): Promise<void> {
  const found = await deps.db
    .select({ id: authorisation.id, applicationId: authorisation.applicationId })
    .from(authorisation)
    .innerJoin(application, eq(application.id, authorisation.applicationId))
    .innerJoin(person, eq(person.id, application.personId))
    // Of an erased applicant’s request nothing can be opened any more.
    .where(and(untold, isNotNull(person.keyWrapped)))
    .orderBy(authorisation.createdAt)
    .limit(batch)
  for (const one of found) await tellOne(deps, one)
}

/** What time alone brings about for consents. */
export async function watchConsents(deps: Deps): Promise<void> {
  await endDue(deps)
  await tellAsked(deps)
}
