import { sql, type SQL } from 'drizzle-orm'
import type { ObjectionItem, ObjectionList } from '@yima/shared/objection/contract'
import { reachOf } from '@yima/shared/objection/workflow'
import { Problem } from '@yima/shared/problem'
import { findTownOf } from '@yima/shared/region/code'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import type { Hat } from '../organisation/desks.ts'
import { hatsFor } from '../work/reach.ts'
import { examinersOf } from './claim.ts'
import { itemOf, readRequest, requireRole, type Read } from './desk.ts'
import { markOf, openObjections, type Held } from './store.ts'

type Officer = OfficerSession['officer']

/** Lines of a page, and how many are opened for one at most: whether one lies before somebody its claim alone tells. */
const pageSize = 30
const mostOpened = 150

/** What can lie before this office at all: of a township what came to it or was sent there; of the county everything. */
function nearOf({ regionCode, role }: Hat): SQL {
  const town = findTownOf(regionCode)
  if (town === undefined || role === 'department-officer') return sql`true`
  return sql`(left(objection.region_code, 9) = ${town.slice(0, 9)}
    OR EXISTS (SELECT 1 FROM claim c WHERE c.id = objection.claim_id AND ${town} = ANY (c.desks)))`
}

/** Undefined for a request that was erased meanwhile. */
async function openRequestOf(tx: Transaction, deps: Deps, id: string): Promise<Read | undefined> {
  try {
    return await readRequest(tx, deps, id)
  } catch (error) {
    if (error instanceof Problem && error.code === 'erased') return undefined
    throw error
  }
}

/** A page of the objections that wait for this officer: of the own place, or of one where nobody is left or nobody did it. */
export async function objectionsFor(deps: Deps, officer: Officer, after: string | undefined): Promise<ObjectionList> {
  requireRole(officer)
  const near = sql`(${sql.join(hatsFor(officer, 'examine-objection', [officer.id]).map(nearOf), sql` OR `)})`
  return inTransaction(deps.db, async (tx) => {
    const found = await openObjections(tx, deps, { county: deps.config.countyCode, near, after, most: mostOpened + 1 })
    const requests = new Map<string, Read | undefined>()
    const requestOf = async ({ row: { applicationId: id } }: Held): Promise<Read | undefined> => {
      if (!requests.has(id)) requests.set(id, await openRequestOf(tx, deps, id))
      return requests.get(id)
    }
    const items: ObjectionItem[] = []
    for (const [at, held] of found.entries()) {
      if (at === mostOpened || items.length === pageSize) return { items, next: markOf(found[at - 1] ?? held) }
      const request = await requestOf(held)
      const before = request ? examinersOf(request, held.row.claimId, reachOf(held.state), held.row.writtenBy) : []
      if (request && before.some(({ id }) => id === officer.id)) items.push(await itemOf(tx, held, request))
    }
    return { items, next: null }
  })
}
