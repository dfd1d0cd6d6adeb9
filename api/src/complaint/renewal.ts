import { and, eq, inArray, isNull } from 'drizzle-orm'
import type { OpenedRoute } from '@yima/shared/complaint/keys'
import { recoveryOffices } from '@yima/shared/complaint/routing'
import type { RenewalFile } from '@yima/shared/complaint/desk-contract'
import type { Transaction } from '../db/transaction.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { readersIn } from './desk-offices.ts'
import { concernNow, type ComplaintRow, type KeptRoute } from './desk-store.ts'
import { readersFor } from './file.ts'
import { officeOf, unitsAbove, type Routing } from './routing-of.ts'
import { complaint, complaintKey, complaintRecovery } from './table.ts'
import { takeKeys } from './taken.ts'

/*
 * Another key in front of the secret of a complaint (design: R′), once somebody who had it may read no more. The server cannot make it:
 * it says for whom, takes the files only for exactly these, and takes all at once or none.
 */

/** For whom another key is sealed: the office that has it, those above, any two of three others; and whoever reported. */
export function renewalOf(routing: Routing, kept: KeptRoute, { receivingUnit }: Pick<ComplaintRow, 'receivingUnit'>): OpenedRoute {
  const concern = concernNow(kept)
  const { excludedOfficers, excludedUnits } = kept
  const route = { excludedOfficers, excludedUnits, receives: receivingUnit, readers: readersIn(routing, kept, receivingUnit), passedOver: [] }
  const [next, ...higher] = unitsAbove(routing, concern, receivingUnit).map(({ unitId, readers }) => officeOf(routing, unitId, readers))
  const recovery = recoveryOffices(routing.organisation, concern, route, routing.context)
  return {
    ...officeOf(routing, receivingUnit, route.readers),
    ...{ above: next ?? null, higher, excluded: [] },
    recovery: recovery.length < 3 ? [] : recovery.map(({ unitId, readers }) => officeOf(routing, unitId, readers)),
  }
}

type Renewing = { tx: Transaction; row: ComplaintRow; routing: Routing; kept: KeptRoute }
const inOrder = (readers: readonly string[]): string => [...readers].sort().join(' ')

/**
 * Lays the files with the new key down in the place of all that lay there. Throws `not-allowed-now` where none is wanted, or where others
 * would read than those who may.
 */
export async function renew({ tx, row, routing, kept }: Renewing, { recipient, keys }: { recipient: string; keys: readonly RenewalFile[] }): Promise<void> {
  if (!row.renew || inOrder(keys.map(({ reader }) => reader)) !== inOrder(readersFor(renewalOf(routing, kept, row)))) throw notAllowedNow('keys', 'readers-changed')
  const ofThis = and(eq(complaintKey.complaintId, row.id), eq(complaintKey.opens, 'contents'))
  await tx.delete(complaintKey).where(ofThis)
  await tx.insert(complaintKey).values(keys.map(({ reader, file }) => ({ complaintId: row.id, countyCode: row.countyCode, opens: 'contents' as const, reader, file: Buffer.from(file, 'base64') })))
  await tx.update(complaint).set({ recipient, renew: false }).where(eq(complaint.id, row.id))
  // What was half opened would give the secret as it was.
  await tx.delete(complaintRecovery).where(and(eq(complaintRecovery.complaintId, row.id), isNull(complaintRecovery.doneOn)))
}

/** Whoever of those for whom it is sealed works at none of the offices on its way any more keeps no key of it. */
export async function takeFromGone(tx: Transaction, row: ComplaintRow, { organisation }: Routing, { there, units }: { there: ReadonlySet<string>; units: readonly string[] }): Promise<void> {
  const gone = [...there].filter((id) => {
    const officer = organisation.officers[id]
    return officer !== undefined && !(officer.active && units.includes(officer.unitId))
  })
  if (gone.length > 0) await takeKeys(tx, and(eq(complaintKey.complaintId, row.id), inArray(complaintKey.reader, gone)))
}
