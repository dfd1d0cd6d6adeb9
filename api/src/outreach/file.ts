import { v7 as uuidv7 } from 'uuid'
import type { OutreachBody, OutreachFiled } from '@yima/shared/outreach/contract'
import { hold } from '../application/act.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Deps, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { officeOf } from '../application/view.ts'
import { getHandlingOffice } from '../region/office.ts'
import { askedFor, beginOutreach } from './begin.ts'
import { joinOutreach } from './join.ts'
import { numberFor, receiptIndex } from './receipt.ts'
import { findSame } from './same.ts'
import { insertNote } from './store.ts'

/** What is remembered of it: its number follows from the write, and lies nowhere. */
export type KeptFiled = Omit<OutreachFiled, 'receiptNumber'>

/**
 * Takes in that somebody is in need, from anybody: a visit within its days, once, however many point the same person out.
 * Returns which request it is, too. Throws `invalid-input` for a place that nobody serves or a picture of another phone.
 */
export const fileOutreach = (deps: Deps, once: Once, { regionCode, ...said }: OutreachBody): Promise<{ id: string; filed: OutreachFiled }> =>
  inTransaction(deps.db, async (tx, send) => {
    const asked = askedFor(deps, once, regionCode, said)
    const { prepared, countyCode } = asked
    const before = await findSame(tx, deps, regionCode, said)
    const id = before ?? prepared.id
    const called = before
      ? await joinOutreach(tx, send, deps, once, id, said)
      : await beginOutreach(tx, send, deps, asked, await getHandlingOffice(tx, regionCode))
    const filedAt = deps.clock.now()
    const number = numberFor(deps, once)
    const place = { id: uuidv7(), countyCode, regionCode, applicationId: id, receiptIndex: receiptIndex(deps, number), filedAt }
    await insertNote(tx, deps, place, said)
    const { row } = await hold(tx, deps, id)
    const kept: KeptFiled = {
      visitBy: { date: row.visitDue, provisional: row.visitProvisional },
      office: await officeOf(tx, row.unitId),
      urgent: prepared.reading.urgent,
      duty: called && { unit: called.unit, phone: called.phone, answerBy: called.answerBy, rang: called.rang },
    }
    await remember(tx, once, filedAt, 201, kept)
    return { id, filed: { receiptNumber: number, ...kept } }
  })
