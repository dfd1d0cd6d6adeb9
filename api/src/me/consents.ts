import { desc, eq, sql } from 'drizzle-orm'
import type { ClaimStateName } from '@yima/shared/claim/claim'
import { authorisationHolds } from '@yima/shared/me/consent'
import type { ConsentsView } from '@yima/shared/me/contract'
import { goesOn, type OccasionEvent } from '@yima/shared/window/occasion'
import type { Content } from '../application/content.ts'
import { application } from '../application/table.ts'
import { claim } from '../claim/table.ts'
import { ownAuthorisations } from '../consent/own.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { historyOf } from '../family/record.ts'
import type { Deps, ResidentSession } from '../http/context.ts'
import { ownPersons } from '../identity/own.ts'
import { person } from '../identity/table.ts'
import { officer, unit } from '../region/table.ts'
import { open } from '../vault.ts'
import { stateOf } from '../window/write.ts'
import { occasion } from '../window/table.ts'

type Signed = ConsentsView['signed']
type Shown = ConsentsView['shown']
type Given = Extract<OccasionEvent, { type: 'scopes-given' }>

const mostApplications = 50
const mostOccasions = 20

/** Commitment and authorisation of each application of one's own; those of somebody else's visit have none. */
async function signedOf({ db, vault }: Deps, resident: ResidentSession): Promise<Signed> {
  const rows = await db
    .select({
      row: application,
      key: person.keyWrapped,
      claims: sql<
        ClaimStateName[]
      >`ARRAY(SELECT ${claim.state} FROM ${claim} WHERE ${claim.applicationId} = ${application.id})`,
    })
    .from(application)
    .innerJoin(person, eq(person.id, application.personId))
    .where(sql`${ownPersons(resident)} AND ${application.kind} = 'application'`)
    .orderBy(desc(application.submittedAt))
    .limit(mostApplications)
  return rows.flatMap(({ row, key, claims }) => {
    if (!key) return []
    const { consent } = open<Content>(vault.unwrap(key), row.sealed)
    const signed = consent.method !== 'at-visit'
    return {
      id: row.id,
      receiptNumber: row.receiptNumber,
      submittedAt: row.submittedAt.toISOString(),
      method: consent.method,
      at: consent.at,
      versions: signed ? [consent.commitment, consent.authorisation] : [],
      holds: signed && authorisationHolds({ state: row.state, claims }),
    }
  })
}

const occasionsOf = (tx: Transaction, identityId: string) =>
  tx
    .select({ row: occasion, name: officer.name, post: officer.post, office: unit.name })
    .from(occasion)
    .innerJoin(officer, eq(officer.id, occasion.officerId))
    .innerJoin(unit, eq(unit.id, occasion.unitId))
    // Also what was given before two records became one.
    .where(sql`${occasion.identityId} IN (SELECT joined_identities(${identityId}))`)
    .orderBy(desc(occasion.openedAt))
    .limit(mostOccasions)

/** What was given on an occasion last, before it was taken back or over; undefined where nothing ever was. */
async function lastGiven(
  tx: Transaction,
  deps: Deps,
  id: string,
): Promise<(Given & { at: Date }) | undefined> {
  const noted = await historyOf(tx, deps, id)
  const given = noted.flatMap(({ type, at, payload }) =>
    type === 'scopes-given' ? [{ ...(payload as unknown as Given), at }] : [],
  )
  return given.filter(({ scopes }) => scopes.length > 0).at(-1)
}

/** What officers were shown at windows and doors. */
function shownOf(deps: Deps, { identityId }: ResidentSession): Promise<Shown> {
  return inTransaction(deps.db, async (tx) => {
    if (!identityId) return []
    const now = deps.clock.wall().getTime()
    const shown: Shown = []
    for (const { row, ...who } of await occasionsOf(tx, identityId)) {
      const given = await lastGiven(tx, deps, row.id)
      if (!given) continue
      const holds = goesOn(stateOf(row), now) && row.given.length > 0
      shown.push({
        id: row.id,
        officer: who,
        purpose: row.purpose,
        scopes: holds ? row.given : [...given.scopes],
        how: given.how,
        reason: given.reason ?? null,
        at: given.at.toISOString(),
        until: (row.closedAt ?? row.endsAt).toISOString(),
        holds,
      })
    }
    return shown
  })
}

/** Everything one agreed to, with until when it holds (PIPL art. 15 and 44: to know, and to take back). */
export async function consentsOf(deps: Deps, resident: ResidentSession): Promise<ConsentsView> {
  const [signed, shown, authorisations] = await Promise.all([
    signedOf(deps, resident),
    shownOf(deps, resident),
    ownAuthorisations(deps, resident),
  ])
  return { signed, shown, authorisations }
}
