import { and, eq, isNull, sql } from 'drizzle-orm'
import type { Change, Officer, Organisation, Place, Unit } from '@yima/shared/organisation/organisation'
import { exceeds, grantsOf } from '@yima/shared/organisation/power'
import type { Transaction } from '../db/transaction.ts'
import { invitation } from '../identity/sign-in-table.ts'
import { session } from '../identity/table.ts'
import { noteEnded } from '../live/changed.ts'
import { officer, region, unit } from '../region/table.ts'
import { writeDuty } from './duty.ts'
import { absence, relative } from './table.ts'

/** What is in `after` and was not so in `before`: deciders leave untouched what a change does not concern. */
const changedOf = <T>(before: Readonly<Record<string, T>>, after: Readonly<Record<string, T>>): T[] =>
  Object.entries(after).flatMap(([key, one]) => (before[key] === one ? [] : [one]))

async function writePlace(tx: Transaction, { open, ...row }: Place, on: string): Promise<void> {
  const validTo = open ? null : on
  const { name, parent } = row
  await tx
    .insert(region)
    .values({ ...row, validFrom: on, validTo })
    .onConflictDoUpdate({ target: region.code, set: { name, parent, validTo } })
}

async function writeUnit(tx: Transaction, { open, ...row }: Unit, on: string): Promise<void> {
  const validTo = open ? null : on
  const { name, shortName, phone, parent } = row
  await tx
    .insert(unit)
    .values({ ...row, validFrom: on, validTo })
    .onConflictDoUpdate({ target: unit.id, set: { name, shortName, phone, parent, validTo } })
}

/** `phone`: the sealed number that came with the change; undefined leaves the one that stands. */
async function writeOfficer(tx: Transaction, one: Officer, phone: Buffer | undefined): Promise<void> {
  const { id, manager, pastManagers, appointedBy, ...fields } = one
  const row = {
    ...fields,
    managerId: manager,
    pastManagers: [...pastManagers],
    appointedBy: [...appointedBy],
    ...(phone === undefined ? {} : { phoneCipher: phone }),
  }
  await tx
    .insert(officer)
    .values({ id, ...row })
    .onConflictDoUpdate({ target: officer.id, set: row })
}

/** A link went to the number that stood before: whoever holds that one comes in no more. */
const endLinks = (tx: Transaction, officerId: string, at: Date) =>
  tx
    .update(invitation)
    .set({ endedAt: at })
    .where(and(eq(invitation.officerId, officerId), isNull(invitation.usedAt), isNull(invitation.endedAt)))

/** Whoever holds less from now on is signed out everywhere, at once; of who works here no more nothing stays on a phone either. */
async function endSessions(tx: Transaction, { id, active }: Officer): Promise<void> {
  const whose = eq(session.officerId, id)
  const hash = { hash: session.tokenHash }
  const gone = active
    ? await tx.delete(session).where(whose).returning(hash)
    : await tx.update(session).set({ revokedAt: sql`now()` }).where(and(whose, isNull(session.revokedAt))).returning(hash)
  await noteEnded(
    tx,
    gone.map(({ hash }) => hash),
  )
}

async function writeAbsences(tx: Transaction, before: Organisation, after: Organisation): Promise<void> {
  for (const { id, officerId, from, to, deputy } of after.absences) {
    if (before.absences.some((one) => one.id === id && one.deputy === deputy)) continue
    await tx
      .insert(absence)
      .values({ id, officerId, fromOn: from, toOn: to, deputyId: deputy, ended: false })
      .onConflictDoUpdate({ target: absence.id, set: { deputyId: deputy } })
  }
  for (const { id } of before.absences)
    if (!after.absences.some((one) => one.id === id))
      await tx.update(absence).set({ ended: true }).where(eq(absence.id, id))
}

export type Effect = { change: Change; on: string; at: Date; phone: Buffer | undefined }

/** Writes what a change made of the organisation: the rows that differ, the roster, and who is signed out by it. */
export async function project(
  tx: Transaction,
  before: Organisation,
  after: Organisation,
  { change, on, at, phone }: Effect,
): Promise<void> {
  for (const place of changedOf(before.places, after.places)) await writePlace(tx, place, on)
  for (const one of changedOf(before.units, after.units)) await writeUnit(tx, one, on)
  for (const one of changedOf(before.officers, after.officers)) {
    await writeOfficer(tx, one, phone)
    if (phone || !one.active) await endLinks(tx, one.id, at)
    if (exceeds(grantsOf(before, one.id, on), grantsOf(after, one.id, on))) await endSessions(tx, one)
  }
  if (before.absences !== after.absences) await writeAbsences(tx, before, after)
  if (change.type === 'set-duty') await writeDuty(tx, change)
  if (change.type === 'end-relative')
    await tx
      .update(relative)
      .set({ endedAt: at })
      .where(and(eq(relative.id, change.id), eq(relative.officerId, change.officerId)))
}
