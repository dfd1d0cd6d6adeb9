import { eq, sql } from 'drizzle-orm'
import type * as v from 'valibot'
import type { correction, SaidFacts } from '@yima/shared/me/contract'
import { undecidedStates } from '@yima/shared/claim/claim'
import type { Content } from '../application/content.ts'
import { changeOwn } from '../application/resident-acts.ts'
import { application } from '../application/table.ts'
import { claim } from '../claim/table.ts'
import type { Deps, Once, ResidentSession } from '../http/context.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { ownPersons } from '../identity/own.ts'
import { person } from '../identity/table.ts'
import { open } from '../vault.ts'

type Correction = v.InferOutput<typeof correction>['answers']
type Row = typeof application.$inferSelect

const isOpen = ({ state, kind }: Row, running: boolean): boolean =>
  kind === 'application' && (state === 'submitted' || (state === 'open' && running))

/** What was said in one's own applications, and where it can still be put right. */
export async function saidInApplications(deps: Deps, resident: ResidentSession): Promise<SaidFacts[]> {
  const rows = await deps.db
    .select({
      row: application,
      key: person.keyWrapped,
      running: sql<boolean>`EXISTS (SELECT 1 FROM ${claim} WHERE ${claim.applicationId} = ${application.id}
        AND ${claim.state} IN ${undecidedStates})`,
    })
    .from(application)
    .innerJoin(person, eq(person.id, application.personId))
    .where(ownPersons(resident))
    .orderBy(sql`${application.submittedAt} DESC`)
    .limit(50)
  return rows.flatMap(({ row, key, running }) => {
    if (!key) return []
    const { household, members } = open<Content>(deps.vault.unwrap(key), row.sealed)
    return {
      id: row.id,
      receiptNumber: row.receiptNumber,
      regionCode: row.regionCode,
      submittedAt: row.submittedAt.toISOString(),
      correctable: isOpen(row, running),
      answers: { household, members },
    }
  })
}

const without = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== 'unknown'))

/** The household as it stands after a correction; "unknown" takes a value away: a missing fact, never a no. */
function corrected({ household, members }: Content, said: Correction) {
  const ids = [...new Set([...members, ...said.members].map(({ id }) => id))]
  const valuesOf = (list: readonly { id: string }[], id: string) => list.find((one) => one.id === id) ?? {}
  return {
    household: without({ ...household, ...said.household }),
    members: ids.map((id) => ({
      ...without({ ...valuesOf(members, id), ...valuesOf(said.members, id) }),
      id,
    })),
  }
}

const factsOf = (values: Record<string, unknown>, member: string | null, asOf: string) =>
  Object.entries(values)
    .filter(([fact]) => fact !== 'id')
    .map(([fact, value]) => ({ fact, member, value, source: 'declared' as const, asOf }))

/**
 * Puts right what was said or heard. The former value stays in the list of facts with its source and day:
 * the office sees both. Throws `not-allowed-now` once nothing of the application is undecided.
 */
export function correctFacts(
  deps: Deps,
  once: Once,
  resident: ResidentSession,
  id: string,
  said: Correction,
) {
  return changeOwn(deps, once, resident, id, async (_tx, made) => {
    const running = made.held.claims.some(({ state }) => undecidedStates.includes(state.state))
    if (!isOpen(made.held.row, running)) throw notAllowedNow('application', 'not-allowed-now')
    const asOf = deps.clock.now().toISOString()
    const facts = [
      ...factsOf(said.household, null, asOf),
      ...said.members.flatMap((member) => factsOf(member, member.id, asOf)),
    ]
    const { content } = made.held
    made.rewrite(
      { ...content, ...corrected(content, said), facts: [...content.facts, ...facts] },
      { type: 'facts-corrected', payload: { facts } },
    )
  })
}
