import { Encrypter } from 'age-encryption'
import { and, desc, eq, inArray, isNull } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { headsOf, isSupervising } from '@yima/shared/complaint/exclusion'
import {
  handedText, keyEvents, readerKeyText, type DeskKeys, type OfficeKeyBody, type PublicKeys,
} from '@yima/shared/complaint/keys'
import type { Organisation } from '@yima/shared/organisation/organisation'
import { Problem } from '@yima/shared/problem'
import { businessDate } from '@yima/shared/calendar/deadline'
import { isSignedBy } from '../code/sign-key.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { countyOf, loadOrganisation, type Reader } from '../organisation/load.ts'
import { record, turn } from '../organisation/record.ts'
import { organisationEvent } from '../organisation/table.ts'
import { officer as officerTable, unit } from '../region/table.ts'
import { requireWork } from '../work/reach.ts'
import { officeKey, readerKey } from './key-table.ts'
import { handedKeys, takeAwayKeys } from './reader-keys.ts'

type Officer = OfficerSession['officer']
type OfficeKey = typeof officeKey.$inferSelect
type ReaderKey = typeof readerKey.$inferSelect

const alive = { office: isNull(officeKey.endedOn), reader: isNull(readerKey.endedOn) }

const findOfficeKey = async (tx: Reader, unitId: string): Promise<OfficeKey | undefined> =>
  (await tx.select().from(officeKey).where(and(eq(officeKey.unitId, unitId), alive.office)))[0]

const findOwnKey = async (tx: Reader, officerId: string): Promise<ReaderKey | undefined> =>
  (await tx.select().from(readerKey).where(and(eq(readerKey.officerId, officerId), alive.reader)))[0]

const isHead = (organisation: Organisation, { id, unitId }: Officer): boolean =>
  headsOf(organisation, unitId).some((one) => one.id === id)

/** The key whose coordinates stand in a point of P-256. */
const pointOf = (publicKey: string): { x: string; y: string } => {
  const bytes = Buffer.from(publicKey, 'base64url')
  return { x: bytes.subarray(1, 33).toString('base64url'), y: bytes.subarray(33).toString('base64url') }
}

/** Whether this key signed it; what is no point of the curve signed nothing. */
function isGood(publicKey: string, text: string, signature: string): boolean {
  try {
    return isSignedBy(pointOf(publicKey), text, signature)
  } catch {
    return false
  }
}

const requireGood = (publicKey: string, text: string, { signature, field }: { signature: string; field: string }): void => {
  if (!isGood(publicKey, text, signature)) throw new Problem('invalid-input', [{ field, code: 'wrong-signature' }])
}

/** What looks like a key and is none would keep everybody from sealing for the whole office. */
async function requireSealable(recipient: string): Promise<void> {
  try {
    const encrypter = new Encrypter()
    encrypter.addRecipient(recipient)
    await encrypter.encrypt(new Uint8Array(1))
  } catch {
    throw new Problem('invalid-input', [{ field: 'recipient', code: 'not-a-key' }])
  }
}

type Doing = { tx: Transaction; organisation: Organisation; county: string; today: string }

/** One change of keys of a county at a time, in the chain of who is in which office. */
function change(
  deps: Deps,
  once: Once,
  officer: Officer,
  act: (doing: Doing) => Promise<{ event: Parameters<typeof record>[2][number]['event']; subject: string }[]>,
): Promise<void> {
  requireWork(officer, 'read-complaint')
  const at = deps.clock.now()
  return inTransaction(deps.db, async (tx) => {
    const county = countyOf(deps, officer)
    await turn(tx, county)
    const organisation = await loadOrganisation(tx, county)
    const events = await act({ tx, organisation, county, today: businessDate(at) })
    await record(tx, { countyCode: county, actorId: officer.id, at }, events)
    await remember(tx, once, at, 200, { done: true })
  })
}

/** Ends keys, and takes away what was sealed for their holders. What they read stays read. */
async function endReaders(tx: Transaction, rows: readonly ReaderKey[], today: string, reason: string): Promise<void> {
  if (rows.length === 0) return
  const ids = rows.map(({ id }) => id)
  await tx.update(readerKey).set({ endedOn: today, endReason: reason }).where(inArray(readerKey.id, ids))
  await takeAwayKeys(
    tx,
    rows.map(({ officerId }) => officerId),
  )
}

/**
 * The head of an office makes its key. A new one in the place of another ends all that it signed: everybody of the
 * office begins anew, and what was sealed before is opened again by two of three other offices.
 */
export const makeOfficeKey = (deps: Deps, once: Once, officer: Officer, body: OfficeKeyBody): Promise<void> =>
  change(deps, once, officer, async ({ tx, organisation, county, today }) => {
    const office = organisation.units[officer.unitId]
    if (!office || !isSupervising(office)) throw notAllowedNow('key', 'no-office')
    if (!isHead(organisation, officer)) throw notAllowedNow('key', 'head-only')
    const statement = { unitId: officer.unitId, officerId: officer.id, recipient: body.recipient }
    await requireSealable(body.recipient)
    requireGood(body.publicKey, readerKeyText(statement), { signature: body.signature, field: 'signature' })
    const before = await findOfficeKey(tx, officer.unitId)
    if (before && body.replaces === null) throw notAllowedNow('key', 'has-key')
    const handed = before && body.handed !== null ? { handedFrom: before.publicKey, handed: body.handed } : undefined
    if (handed) requireGood(handed.handedFrom, handedText({ unitId: officer.unitId, from: handed.handedFrom, to: body.publicKey }), { signature: handed.handed, field: 'handed' })
    if (before) {
      const readers = await tx.select().from(readerKey).where(and(eq(readerKey.officeKeyId, before.id), alive.reader))
      await endReaders(tx, readers, today, body.replaces ?? '')
      await tx.update(officeKey).set({ endedOn: today, endReason: body.replaces }).where(eq(officeKey.id, before.id))
    }
    const id = uuidv7()
    await tx.insert(officeKey).values({
      ...{ id, countyCode: county, unitId: officer.unitId, publicKey: body.publicKey, madeBy: officer.id, madeOn: today, ...handed },
    })
    await tx.insert(readerKey).values({
      ...{ id: uuidv7(), countyCode: county, officeKeyId: id, officerId: officer.id, recipient: body.recipient },
      ...{ signature: body.signature, signedBy: officer.id, file: body.file, madeOn: today },
    })
    const subject = officer.unitId
    const ended = before ? [{ event: { type: keyEvents[1], id: before.id, reason: body.replaces ?? '' }, subject }] : []
    return [
      ...ended,
      { event: { type: keyEvents[0], id, key: body.publicKey }, subject },
      { event: { type: keyEvents[2], id }, subject },
    ]
  })

/** One's own reader key, made on the own device; it waits for whoever of the office can sign. */
export const offerReaderKey = (deps: Deps, once: Once, officer: Officer, recipient: string): Promise<void> =>
  change(deps, once, officer, async ({ tx, county, today }) => {
    const key = await findOfficeKey(tx, officer.unitId)
    if (!key) throw notAllowedNow('key', 'no-office-key')
    await requireSealable(recipient)
    const own = await findOwnKey(tx, officer.id)
    if (own?.signature && own.officeKeyId === key.id) throw notAllowedNow('key', 'has-key')
    if (own) await endReaders(tx, [own], today, '')
    await tx.insert(readerKey).values({
      ...{ id: uuidv7(), countyCode: county, officeKeyId: key.id, officerId: officer.id, recipient, madeOn: today },
    })
    return []
  })

/** A colleague’s key of the own office; not found otherwise. */
async function findColleagues(tx: Transaction, officer: Officer, id: string): Promise<{ key: OfficeKey; reader: ReaderKey }> {
  const key = await findOfficeKey(tx, officer.unitId)
  const [reader] = key
    ? await tx.select().from(readerKey).where(and(eq(readerKey.id, id), eq(readerKey.officeKeyId, key.id), alive.reader))
    : []
  if (!key || !reader) throw new Problem('not-found')
  return { key, reader }
}

/** Signed with the office’s key on the device of somebody who holds it, who hands it over by the same act. */
export const signReaderKey = (
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  { signature, file }: { signature: string; file: string },
): Promise<void> =>
  change(deps, once, officer, async ({ tx, organisation }) => {
    const { key, reader } = await findColleagues(tx, officer, id)
    const own = await findOwnKey(tx, officer.id)
    if (!own?.signature || own.officeKeyId !== key.id) throw notAllowedNow('key', 'no-own-key')
    if (reader.signature) throw notAllowedNow('key', 'has-key')
    const colleague = organisation.officers[reader.officerId]
    if (colleague?.unitId !== officer.unitId || !colleague.active) throw new Problem('not-found')
    const statement = { unitId: officer.unitId, officerId: reader.officerId, recipient: reader.recipient }
    requireGood(key.publicKey, readerKeyText(statement), { signature, field: 'signature' })
    await tx.update(readerKey).set({ signature, signedBy: officer.id, file }).where(eq(readerKey.id, reader.id))
    return [{ event: { type: keyEvents[2], id: reader.id }, subject: officer.unitId }]
  })

/** Ended by its holder, or by the head of the office: from now on nothing is sealed for it any more. */
export const endReaderKey = (deps: Deps, once: Once, officer: Officer, id: string, reason: string): Promise<void> =>
  change(deps, once, officer, async ({ tx, organisation, today }) => {
    const { reader } = await findColleagues(tx, officer, id)
    if (reader.officerId !== officer.id && !isHead(organisation, officer)) throw notAllowedNow('key', 'head-only')
    await endReaders(tx, [reader], today, reason)
    return reader.signature ? [{ event: { type: keyEvents[3], id: reader.id, reason }, subject: officer.unitId }] : []
  })

/** Keys of the own office, as its desk shows them. Throws `forbidden` for whoever reads no complaints. */
export async function deskKeysOf(deps: Deps, officer: Officer): Promise<DeskKeys> {
  requireWork(officer, 'read-complaint')
  const organisation = await loadOrganisation(deps.db, countyOf(deps, officer))
  const office = organisation.units[officer.unitId]
  const key = await findOfficeKey(deps.db, officer.unitId)
  const rows = key
    ? await deps.db
        .select({ key: readerKey, name: officerTable.name, post: officerTable.post })
        .from(readerKey)
        .innerJoin(officerTable, eq(officerTable.id, readerKey.officerId))
        .where(and(eq(readerKey.officeKeyId, key.id), alive.reader))
        .orderBy(readerKey.madeOn, readerKey.id)
    : []
  const own = rows.find((row) => row.key.officerId === officer.id)
  const handed = (await handedKeys(deps.db)).get(officer.unitId) ?? []
  return {
    officer: officer.id,
    office: { id: officer.unitId, name: office?.name ?? '' },
    head: isHead(organisation, officer),
    key: key ? { id: key.id, publicKey: key.publicKey, handed, since: key.madeOn, file: own?.key.file ?? null } : null,
    readers: rows.map(({ key: one, name, post }) => ({
      ...{ id: one.id, officerId: one.officerId, name, post, recipient: one.recipient, signature: one.signature },
      ...{ since: one.madeOn, own: one.officerId === officer.id },
    })),
  }
}

/** More than anybody reads at once. */
const mostEvents = 100

/** Keys of all offices and what happened to them: for everybody, and for the poster. */
export async function publicKeysOf(deps: Deps): Promise<PublicKeys> {
  const [offices, events] = await Promise.all([
    deps.db
      .select({ id: unit.id, name: unit.name, publicKey: officeKey.publicKey, since: officeKey.madeOn, reader: readerKey.id })
      .from(officeKey)
      .innerJoin(unit, eq(unit.id, officeKey.unitId))
      .leftJoin(readerKey, and(eq(readerKey.officeKeyId, officeKey.id), alive.reader))
      .where(alive.office)
      .orderBy(unit.id),
    deps.db
      .select({ at: organisationEvent.at, type: organisationEvent.type, office: unit.name })
      .from(organisationEvent)
      .innerJoin(unit, eq(unit.id, organisationEvent.subject))
      .where(inArray(organisationEvent.type, [...keyEvents]))
      .orderBy(desc(organisationEvent.number))
      .limit(mostEvents),
  ])
  const ids = [...new Set(offices.map(({ id }) => id))]
  return {
    offices: ids.flatMap((id) => {
      const rows = offices.filter((one) => one.id === id)
      const [first] = rows
      if (!first) return []
      const { name, publicKey, since } = first
      return [{ id, name, publicKey, since, readers: rows.filter(({ reader }) => reader !== null).length }]
    }),
    events: events.map(({ at, type, office }) => ({ on: businessDate(at), office, type: type as (typeof keyEvents)[number] })),
  }
}
