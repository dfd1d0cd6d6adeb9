import { and, eq, inArray, sql } from 'drizzle-orm'
import { businessDate, deadline, type Deadline } from '@yima/shared/calendar/deadline'
import { holidays } from '@yima/shared/calendar/holidays'
import { getTerm } from '@yima/shared/calendar/terms'
import type { Parted, PartingBody } from '@yima/shared/outreach/contract'
import { readWords } from '@yima/shared/reading/read-words'
import { nameless } from '@yima/shared/outreach/same'
import { Problem } from '@yima/shared/problem'
import { Change, hold, type Held } from '../application/act.ts'
import { application } from '../application/table.ts'
import { inTransaction, type Send, type Transaction } from '../db/transaction.ts'
import { file } from '../file/table.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { person } from '../identity/table.ts'
import { getHandlingOffice } from '../region/office.ts'
import { refreshLines } from '../work/lines.ts'
import { requireMay, requireWork } from '../work/reach.ts'
import { askedFor, beginOutreach } from './begin.ts'
import { contentOfNotes } from './join.ts'
import { visitedBy } from './reach.ts'
import { notesOf, type Note } from './store.ts'
import { outreachNote } from './table.ts'

type Officer = OfficerSession['officer']

/** The days of whoever was pointed out count from the day on which that was said. */
function daysFrom(note: Note, region: string): Deadline {
  const day = businessDate(note.row.filedAt)
  return deadline(day, getTerm('first-visit', region, day), holidays)
}

/** Where somebody was already and met nobody, the days since then hold. */
async function wasTried(tx: Transaction, id: string): Promise<boolean> {
  const { rowCount } = await tx.execute(sql`SELECT 1 FROM event e WHERE e.stream = ${id} AND e.type = 'outreach-tried' LIMIT 1`)
  return rowCount === 1
}

/** Of the one who was meant first everything that is left: their words, how to find them, their own days. */
async function keepRest(tx: Transaction, deps: Deps, change: Change, rest: readonly Note[], reason: string): Promise<Deadline> {
  const { row, content } = change.held
  const [first] = rest
  const by = first && !(await wasTried(tx, row.id)) ? daysFrom(first, row.regionCode) : { date: row.visitDue, provisional: row.visitProvisional }
  const seen = rest.map(({ said }) => readWords(said.words))
  const dangers = [...new Set(seen.flatMap((one) => one.dangers))]
  await tx
    .update(application)
    .set({ visitDue: by.date, visitProvisional: by.provisional, urgent: seen.some(({ urgent }) => urgent), dangers })
    .where(eq(application.id, row.id))
  const called = rest.find(({ said }) => said.name !== undefined)?.said.name ?? nameless
  await tx.update(person).set({ nameCipher: deps.vault.sealField(called) }).where(eq(person.id, row.personId))
  await change.rewrite(contentOfNotes(content, rest.map(({ said }) => said)), { type: 'outreach-parted', payload: { reason } }).save(tx)
  return by
}

/** The other one begins as if nobody had taken them for somebody else: with their day, their words and their finder’s number. */
async function beginOther(tx: Transaction, send: Send, deps: Deps, once: Once, held: Held, note: Note): Promise<{ id: string; by: Deadline }> {
  const { regionCode } = held.row
  const { photos } = note.said
  const asked = askedFor(deps, once, regionCode, { ...note.said, photos: [] })
  const { id } = asked.prepared
  await beginOutreach(tx, send, deps, asked, await getHandlingOffice(tx, regionCode))
  const by = daysFrom(note, regionCode)
  await tx
    .update(application)
    .set({ visitDue: by.date, visitProvisional: by.provisional, submittedAt: note.row.filedAt })
    .where(eq(application.id, id))
  await tx.update(outreachNote).set({ applicationId: id }).where(eq(outreachNote.id, note.row.id))
  if (photos.length > 0) await tx.update(file).set({ applicationId: id }).where(and(inArray(file.id, photos), eq(file.applicationId, held.row.id)))
  return { id, by }
}

/**
 * Two people were taken for one: what one finder said goes to a request of its own, whose days count from when it was said,
 * and the finder’s number leads there. Throws `not-found` for what this officer does not go to, `not-allowed-now` where
 * that is no note of it, or nobody else was pointed out with them.
 */
export async function partOutreach(deps: Deps, once: Once, by: Officer, id: string, { note: noteId, reason }: PartingBody): Promise<Parted> {
  requireWork(by, 'visit-outreach')
  return inTransaction(deps.db, async (tx, send) => {
    const { rowCount } = await tx.execute(sql`
      SELECT 1 FROM application a WHERE a.id = ${id} AND a.state IN ('submitted', 'open') AND ${visitedBy(by)}`)
    if (rowCount !== 1) throw new Problem('not-found')
    const held = await hold(tx, deps, id)
    const actor = requireMay(by, 'visit-outreach', held.row.regionCode, held.excluded)
    const notes = await notesOf(tx, deps, id)
    const note = notes.find(({ row }) => row.id === noteId)
    if (note === undefined || held.row.kind !== 'outreach' || notes.length < 2) throw notAllowedNow('note', 'not-allowed-now')
    const other = await beginOther(tx, send, deps, once, held, note)
    const due = await keepRest(tx, deps, new Change(deps, held, actor), notes.filter((one) => one !== note), reason)
    const fresh = new Change(deps, await hold(tx, deps, other.id), actor)
    await fresh.rewrite({ ...fresh.held.content, photos: [...note.said.photos] }, { type: 'outreach-parted', payload: { reason } }).save(tx)
    await refreshLines(tx, [id, other.id])
    const answer: Parted = { other: other.id, receiptNumber: fresh.held.row.receiptNumber, due, otherDue: other.by }
    await remember(tx, once, deps.clock.now(), 200, answer)
    return answer
  })
}
