import { eq } from 'drizzle-orm'
import type { AssistActed } from '@yima/shared/assist/contract'
import { maySee, whyNotAct, type AssistState } from '@yima/shared/assist/assist'
import { guardianScopes } from '@yima/shared/family/acting'
import { Problem } from '@yima/shared/problem'
import { hold, type Change, type Held } from '../application/act.ts'
import { attachPictures } from '../application/pictures.ts'
import type { Reader, Transaction } from '../db/transaction.ts'
import { standingFor } from '../family/people.ts'
import type { Deps, OfficerSession, Once, ResidentSession, WorkerActing } from '../http/context.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { findIdentity } from '../identity/own.ts'
import { requireMay } from '../work/reach.ts'
import { assist } from './table.ts'

type Officer = OfficerSession['officer']
export type AssistRow = typeof assist.$inferSelect

const stateOf = ({ officerId, openedAt, endsAt, closedAt }: AssistRow): AssistState => ({
  officer: officerId,
  openedAt: openedAt.getTime(),
  endsAt: endsAt.getTime(),
  closedAt: closedAt?.getTime() ?? null,
})

/** An occasion of this officer; another's is `not-found`, as is none. */
export async function findAssist(tx: Transaction, officer: Officer, id: string): Promise<AssistRow> {
  const [row] = await tx.select().from(assist).where(eq(assist.id, id))
  if (row?.officerId !== officer.id || row.way === 'written') throw new Problem('not-found')
  return row
}

/**
 * The application that an officer may help with. Throws `not-found` outside the own place, and for a relative's: nobody
 * holds the phone for the own family.
 */
export async function holdAssisted(
  tx: Transaction,
  deps: Deps,
  officer: Officer,
  applicationId: string,
): Promise<Held> {
  const held = await hold(tx, deps, applicationId)
  requireMay(officer, 'assist', held.row.regionCode, held.excluded)
  return held
}

/** The same while the occasion goes on. Throws `not-allowed-now` once it is over. */
export async function holdSeen(tx: Transaction, deps: Deps, officer: Officer, id: string): Promise<{ row: AssistRow; held: Held }> {
  const row = await findAssist(tx, officer, id)
  if (!maySee(stateOf(row), officer.id, deps.clock.wall().getTime())) throw notAllowedNow('assist', 'over')
  return { row, held: await holdAssisted(tx, deps, officer, row.applicationId) }
}

const picturesOf = (yes: AssistActed['yes']): string[] => {
  if (!yes) return []
  return yes.method === 'signed' ? [yes.signature] : yes.picture ? [yes.picture] : []
}

/** The person's yes and how it was read to them, beside the act and in its transaction. */
async function noteYes(tx: Transaction, deps: Deps, once: Once, change: Change, id: string, acted: AssistActed): Promise<void> {
  const { type: what, yes, writtenAt } = acted
  const { row } = change.held
  const pictures = picturesOf(yes)
  await attachPictures(tx, once, pictures.map((one) => ({ id: one, field: 'yes' })), row.id, row.countyCode)
  change.note({ type: 'assisted', payload: { assist: id, what, ...(yes ? { yes } : {}), ...(writtenAt ? { writtenAt } : {}) } })
  if (pictures.length === 0) return
  const at = deps.clock.now().toISOString()
  // Where every picture of a request is named, so that it is kept and saved like any other paper.
  change.rewrite({ ...change.content, papers: { ...change.content.papers, [`${id}:${at}`]: pictures } })
}

/** Throws `not-allowed-now` where it was not written while the person stood there, or they did not set their hand to it. */
export async function requireWritten(tx: Transaction, deps: Deps, officer: Officer, id: string, acted: AssistActed): Promise<AssistRow> {
  const row = await findAssist(tx, officer, id)
  const now = deps.clock.wall().getTime()
  const writtenAt = acted.writtenAt === undefined ? now : Date.parse(acted.writtenAt)
  const why = whyNotAct(stateOf(row), { type: acted.type, agreed: acted.yes !== undefined, writtenAt, now })
  if (why) throw notAllowedNow('assist', why)
  return row
}

/**
 * The session of the owner of this one application, with whose phone it really is: all routes of its owner know only what
 * the owner may, and of their other requests nothing is in it.
 */
export async function sessionFor(
  db: Reader,
  deps: Deps,
  officer: Officer,
  id: string,
  { person }: Pick<Held, 'person'>,
  acted?: AssistActed,
): Promise<ResidentSession> {
  const identity = person.identityId ? await findIdentity(db, deps, person.identityId) : undefined
  const acting: WorkerActing = {
    as: 'worker',
    id,
    scopes: guardianScopes,
    actor: officer.id,
    by: officer.name,
    person: person.id,
    forName: deps.vault.openField(person.nameCipher),
    note: async (tx, once, change) => {
      if (!acted) throw new Error('A look at what somebody brought writes nothing')
      await requireWritten(tx, deps, officer, id, acted)
      requireMay(officer, 'assist', change.held.row.regionCode, change.held.excluded)
      await noteYes(tx, deps, once, change, id, acted)
    },
  }
  return { ...standingFor(person.id, identity?.level ?? person.level), acting }
}
