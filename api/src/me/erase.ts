import { and, eq, inArray, sql } from 'drizzle-orm'
import { fateOf, mayErase } from '@yima/shared/me/erasure'
import type { ErasureView } from '@yima/shared/me/contract'
import type { ClaimStateName } from '@yima/shared/claim/claim'
import { application } from '../application/table.ts'
import { claim } from '../claim/table.ts'
import type { Database } from '../db/connection.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { authorisation } from '../consent/table.ts'
import { file } from '../file/table.ts'
import type { Deps, Once, ResidentSession } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { leaveFamily } from '../family/ended-account.ts'
import { endCorrectionsOf } from '../family/ended-corrections.ts'
import { identityTrait } from '../family/table.ts'
import { findIdentity, ownPersons } from '../identity/own.ts'
import { identity, identityPair, person, session } from '../identity/table.ts'
import { notice } from '../notice/table.ts'
import { message, notification } from '../notification/table.ts'
import { forgetObjections } from '../objection/store.ts'
import { forgetNotes } from '../outreach/store.ts'
import { freshBytes } from '../random.ts'
import { append } from '../trail/append.ts'
import { deskLine } from '../work/line-table.ts'

type Own = {
  personId: string
  key: Buffer | null
  /** Null for a record of no application. */
  id: string | null
  receiptNumber: string | null
  state: string | null
  lastEvent: number | null
  countyCode: string
  claims: ClaimStateName[]
}

/** Everything of one's own, with what runs on it. */
async function ownRows(db: Database | Transaction, resident: ResidentSession): Promise<Own[]> {
  return db
    .select({
      personId: person.id,
      key: person.keyWrapped,
      id: application.id,
      receiptNumber: application.receiptNumber,
      state: application.state,
      lastEvent: application.lastEvent,
      countyCode: person.countyCode,
      claims: sql<
        ClaimStateName[]
      >`ARRAY(SELECT ${claim.state} FROM ${claim} WHERE ${claim.applicationId} = ${application.id})`,
    })
    .from(person)
    .leftJoin(application, eq(application.personId, person.id))
    .where(and(ownPersons(resident), sql`${person.keyWrapped} IS NOT NULL`))
}

const filed = (rows: readonly Own[]) =>
  rows.flatMap((row) => (row.id && row.state ? [{ ...row, id: row.id, state: row.state }] : []))

/** What would become of each application if its owner ended the account now. */
export async function erasureOf(deps: Deps, resident: ResidentSession): Promise<ErasureView> {
  const rows = filed(await ownRows(deps.db, resident))
  return {
    allowed: mayErase(rows),
    applications: rows.map((row) => ({ receiptNumber: row.receiptNumber ?? '', fate: fateOf(row) })),
  }
}

/** The trail says that it was erased, in words that nobody can read any more; then the key is thrown away. */
async function eraseOne(tx: Transaction, deps: Deps, row: Own): Promise<void> {
  if (row.id && row.lastEvent !== null && row.key) {
    const actor = { kind: 'resident', id: row.personId } as const
    const of = { id: row.personId, key: deps.vault.unwrap(row.key) }
    const at = deps.clock.now()
    const place = { stream: row.id, after: row.lastEvent, at, actor, person: of, countyCode: row.countyCode }
    const lastEvent = await append(tx, place, [{ type: 'erased', payload: {} }])
    // Neither by four digits, nor by whom it is about or where they live, is it found again.
    const unfound = { lastFourIndex: freshBytes(32), aboutIndex: null, addressIndex: null }
    await tx.update(application).set({ lastEvent, ...unfound }).where(eq(application.id, row.id))
    await tx.delete(file).where(eq(file.applicationId, row.id))
    await tx.delete(deskLine).where(eq(deskLine.applicationId, row.id))
    await tx.delete(notice).where(eq(notice.applicationId, row.id))
    await forgetObjections(tx, row.id)
    await forgetNotes(tx, row.id)
    // The keyed numbers of everybody who was to sign would find what nobody can read any more.
    const nobodys = { numberIndex: null, tokenHash: null, spokenIndex: null, linkEnds: null }
    await tx.update(authorisation).set(nobodys).where(eq(authorisation.applicationId, row.id))
  }
  const told = tx.select({ id: notification.id }).from(notification).where(eq(notification.personId, row.personId))
  const emptied = { toCipher: deps.vault.sealField(''), bodyCipher: deps.vault.sealField('') }
  const unsent = sql`CASE WHEN ${message.state} IN ('waiting', 'sending') THEN 'replaced' ELSE ${message.state} END`
  await tx.update(message).set({ ...emptied, state: unsent }).where(and(eq(message.channel, 'sms'), inArray(message.notificationId, told)))
  await tx
    .update(person)
    .set({
      pairIndex: freshBytes(32),
      keyWrapped: null,
      nameCipher: deps.vault.sealField(''),
      idIndex: null,
      idCipher: null,
      phoneIndex: null,
      phoneCipher: null,
    })
    .where(eq(person.id, row.personId))
}

async function leave(tx: Transaction, deps: Deps, { identityId, pairIndex }: ResidentSession): Promise<void> {
  if (pairIndex) await tx.delete(session).where(eq(session.pairIndex, pairIndex))
  if (!identityId) return
  const pairs = tx
    .select({ index: identityPair.pairIndex })
    .from(identityPair)
    .where(eq(identityPair.identityId, identityId))
  await tx.delete(session).where(inArray(session.pairIndex, pairs))
  await tx.delete(session).where(eq(session.identityId, identityId))
  await tx.delete(identityPair).where(eq(identityPair.identityId, identityId))
  // The keyed hashes of number, name and birthday go too: they would find the person again.
  await tx.delete(identityTrait).where(eq(identityTrait.identityId, identityId))
  const closed = { closedAt: deps.clock.now(), numberKind: 'none' as const, numberIndex: null }
  await tx.update(identity).set(closed).where(eq(identity.id, identityId))
}

/**
 * Ends the account: what no law keeps is erased by throwing its key away, every device is signed out.
 * Throws `not-allowed-now` while an office still works on something.
 */
export async function endAccount(deps: Deps, once: Once, resident: ResidentSession): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const rows = await ownRows(tx, resident)
    const own = filed(rows)
    await tx
      .select()
      .from(application)
      .where(
        inArray(
          application.id,
          own.map(({ id }) => id),
        ),
      )
      .for('update')
    if (!mayErase(own)) throw notAllowedNow('application', 'claims-running')
    const { identityId } = resident
    const who = identityId ? await findIdentity(tx, deps, identityId) : undefined
    if (who) await leaveFamily(tx, deps, who)
    const kept = new Set(own.filter((row) => fateOf(row) === 'kept').map(({ personId }) => personId))
    for (const row of rows) if (!kept.has(row.personId)) await eraseOne(tx, deps, row)
    const people = rows.map(({ personId }) => personId)
    await endCorrectionsOf(tx, deps, identityId ? [...people, identityId] : people)
    await leave(tx, deps, resident)
    await remember(tx, once, deps.clock.now(), 200, { ended: true })
  })
}
