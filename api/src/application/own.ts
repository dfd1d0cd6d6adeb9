import { and, desc, eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { ApplicationView } from '@yima/shared/claim/contract'
import { shownTo } from '@yima/shared/family/acting'
import { Problem } from '@yima/shared/problem'
import { inTransaction } from '../db/transaction.ts'
import { eyesOn } from '../decision/eyes.ts'
import type { Deps, ResidentSession } from '../http/context.ts'
import { ownPersons } from '../identity/own.ts'
import { attachFiled } from '../identity/prove.ts'
import { person } from '../identity/table.ts'
import { logActingRead, logOwnRead } from '../trail/access.ts'
import { application } from './table.ts'
import { applicationView } from './view.ts'

/** What a session may see: applications filed with its phone and typed ID, or proven to be its identity's; no other. */
const ownRows = ({ db }: Deps, resident: ResidentSession, id?: string) =>
  db
    .select({ application, keyWrapped: person.keyWrapped, personId: person.id })
    .from(application)
    .innerJoin(person, eq(person.id, application.personId))
    .where(and(ownPersons(resident), id === undefined ? undefined : eq(application.id, id)))
    .orderBy(desc(application.submittedAt), desc(application.id))
    .limit(50)

type OwnRow = Awaited<ReturnType<typeof ownRows>>[number]

/** Ids of what such a session may see, for whoever only waits for news of it. */
export const ownApplicationIds = async (deps: Deps, resident: ResidentSession): Promise<string[]> =>
  (await ownRows(deps, resident)).map((row) => row.application.id)

async function viewOf(
  deps: Deps,
  resident: ResidentSession,
  { application: row, keyWrapped, personId }: OwnRow,
): Promise<ApplicationView> {
  if (!keyWrapped) throw new Problem('not-found')
  const { acting } = resident
  const look = { id: uuidv7(), personId, countyCode: row.countyCode }
  await (acting ? logActingRead(deps, { ...look, acting }) : logOwnRead(deps, look))
  const view = await applicationView(deps.db, row, deps.vault.unwrap(keyWrapped), deps.clock, () =>
    eyesOn(deps.db, deps, resident, row.id),
  )
  return acting ? shownTo(acting.scopes, view) : view
}

/** All requests of this person as they stand; what an office filed in a proven name and number is attached first. */
export async function listOwnApplications(deps: Deps, resident: ResidentSession): Promise<ApplicationView[]> {
  const { level, identityId } = resident
  if (level === 'proven' && identityId)
    await inTransaction(deps.db, (tx) => attachFiled(tx, deps, identityId))
  const rows = await ownRows(deps, resident)
  return Promise.all(rows.filter((row) => row.keyWrapped !== null).map((row) => viewOf(deps, resident, row)))
}

/** Throws `not-found` for another's application exactly as for none. */
export async function getOwnApplication(
  deps: Deps,
  resident: ResidentSession,
  id: string,
): Promise<ApplicationView> {
  const [row] = await ownRows(deps, resident, id)
  if (!row) throw new Problem('not-found')
  return viewOf(deps, resident, row)
}
