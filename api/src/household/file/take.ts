import { and, eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { applicantMember } from '@yima/shared/application/facts'
import type { HeldFact } from '@yima/shared/fact/held'
import type { FilePurpose } from '@yima/shared/household/contract'
import { Problem } from '@yima/shared/problem'
import { placed } from '../../claim/departments.ts'
import { application } from '../../application/table.ts'
import { inTransaction } from '../../db/transaction.ts'
import type { Deps, OfficerSession, ResidentSession } from '../../http/context.ts'
import { ownPersons } from '../../identity/own.ts'
import { person } from '../../identity/table.ts'
import { mayReadFound } from '../../verification/own.ts'
import { requireWork, sightOf } from '../../work/reach.ts'
import { getRequest, openRequest, type Request } from '../request.ts'
import { contentsOf, type Contents, type Part } from './contents.ts'

type Officer = OfficerSession['officer']

/** What the applicant did or was told; what officers wrote to one another, and of other adults, stays in the house. */
const ownEvents: ReadonlySet<string> = new Set([
  'application-submitted',
  'application-opened',
  'application-closed',
  'application-withdrawn',
  'application-merged',
  'application-unmerged',
  'claim-opened',
  'claim-added',
  'claim-accepted',
  'claim-accepted-by-silence',
  'claim-dropped',
  'claim-withdrawn',
  'claim-confirmed',
  'claim-refused',
  'claim-urged',
  'decision-issued',
  'papers-asked',
  'papers-asked-again',
  'papers-sent',
  'facts-corrected',
])

/** Of the others of the household there is what the applicant said, and nothing that anybody else did. */
export const isOwnFact = ({ member, source }: Pick<HeldFact, 'member' | 'source'>): boolean =>
  source === 'declared' || source === 'read' || member === applicantMember

/** `found`: whether what departments said goes along, too. */
const own = (request: Request, found: boolean): Part => ({
  for: 'own',
  claims: new Set(request.claims.map(({ id }) => id)),
  shows: ({ type }) => ownEvents.has(type),
  facts: (fact) => isOwnFact(fact) && (found || fact.source !== 'department'),
  photos: true,
  reports: false,
})

/** All of it, or of its claims those that such a desk sees and nothing of the others. */
async function officePart(deps: Deps, reader: Officer, { row, claims }: Request): Promise<Part> {
  const sight = (await sightOf(deps.db, reader))(row.regionCode)
  const shown = claims.filter(({ state }) => sight.whole || sight.shows(placed(state)))
  const ids = new Set(shown.map(({ id }) => id))
  return {
    for: 'office',
    claims: ids,
    shows: ({ claimId }) => sight.whole || (claimId !== undefined && ids.has(claimId)),
    facts: () => sight.whole,
    photos: sight.whole,
    reports: sight.whole,
  }
}

/** The file of a request for its desk; that it was taken, and for what, is noted before a byte of it leaves. */
export async function officeFile(
  deps: Deps,
  reader: Officer,
  id: string,
  purpose: FilePurpose | undefined,
): Promise<Contents> {
  requireWork(reader, 'see-application')
  return inTransaction(
    deps.db,
    async (tx) => {
      const request = await getRequest(tx, deps, reader, id)
      // Asked once it is known to be theirs: another's request answers like none.
      if (!purpose) throw new Problem('invalid-input', [{ field: 'purpose', code: 'purpose-needed' }])
      const contents = await contentsOf(tx, deps, request, await officePart(deps, reader, request))
      await tx.execute(sql`
      INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, at)
      VALUES (${uuidv7()}, ${request.row.personId}, ${request.row.countyCode}, 'officer', ${reader.id}, ${purpose}, 'file',
              ${deps.clock.now().toISOString()})`)
      return contents
    },
    { isolation: 'repeatable read' },
  )
}

/** One’s own file. Throws `not-found` for another’s as for none. */
export async function ownFile(deps: Deps, resident: ResidentSession, id: string): Promise<Contents> {
  return inTransaction(
    deps.db,
    async (tx) => {
      const [mine] = await tx
        .select({ id: application.id })
        .from(application)
        .innerJoin(person, eq(person.id, application.personId))
        .where(and(eq(application.id, id), ownPersons(resident)))
      if (!mine) throw new Problem('not-found')
      const request = await openRequest(tx, deps, id)
      const found = await mayReadFound(tx, deps, resident, id)
      return contentsOf(tx, deps, request, own(request, found))
    },
    { isolation: 'repeatable read' },
  )
}
