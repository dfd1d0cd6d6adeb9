import { sql } from 'drizzle-orm'
import type { Minutes, MinutesReceived } from '@yima/shared/appraisal/contract'
import { keptPanel, meetingOf, refusedMinutes } from '@yima/shared/appraisal/decide'
import { quorumFor } from '@yima/shared/appraisal/quorum'
import { businessDate } from '@yima/shared/calendar/deadline'
import { deviceSkewSeconds } from '@yima/shared/code/limits'
import type { Process } from '@yima/shared/process/process'
import { isLocal } from '@yima/shared/process/seat'
import { whyNotStep } from '@yima/shared/process/workflow'
import { Problem } from '@yima/shared/problem'
import { Change, hold, type Held } from '../application/act.ts'
import { attachPictures } from '../application/pictures.ts'
import { sentTo } from '../claim/departments.ts'
import { insertRows } from '../db/insert.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { seal } from '../vault.ts'
import { requireMayOf, requireWork } from '../work/reach.ts'
import type { Colleague } from '../work/staff.ts'
import { barredFrom } from './barred.ts'
import { beforeHall, hallStaff } from './hall.ts'
import { levelOf } from './sheet.ts'
import { picturesOf, type SealedMinutes } from './store.ts'
import { appraisal } from './table.ts'

type Officer = OfficerSession['officer']

/** A worker may be weeks without a network; what comes later than that is not how it is any more. */
const arrivalDays = 30
const day = 86_400_000

function requireInTime({ heldAt }: Minutes, now: number): void {
  const held = Date.parse(heldAt)
  if (held > now + deviceSkewSeconds * 1000) throw new Problem('invalid-input', [{ field: 'heldAt', code: 'date-to-come' }])
  if (now - held > arrivalDays * day) throw new Problem('invalid-input', [{ field: 'heldAt', code: 'date-too-old' }])
}

/** Officers who took part: they have had a hand in it. Those who stepped aside or are not of this place have not. */
function handsIn({ panel }: Minutes, here: readonly Colleague[]): string[] {
  const ids = panel.flatMap(({ officer, aside }) => (officer === undefined || aside !== undefined ? [] : [officer]))
  const there = here.filter(({ id }) => ids.includes(id))
  if (!ids.every((id) => there.some((one) => one.id === id))) throw notAllowedNow('panel', 'unknown-officer')
  // Above the township one at most: else nobody who had nothing to do with it would be left to decide.
  if (new Set(there.filter((one) => !isLocal(one)).map(({ id }) => id)).size > 1) throw notAllowedNow('panel', 'too-many')
  return [...new Set(ids)]
}

async function requireValid(tx: Transaction, deps: Deps, held: Held, process: Process, told: Minutes): Promise<void> {
  const { row, key, content, excluded } = held
  const applicant = deps.vault.openField(held.person.nameCipher)
  const barred = await barredFrom(tx, { applicationId: row.id, key, applicant, content, excluded }, process)
  const quorum = quorumFor(levelOf(process), row.regionCode, businessDate(new Date(told.heldAt)))
  const refused = refusedMinutes(told, { quorum, barred })
  if (refused !== undefined) throw notAllowedNow('panel', refused)
}

async function write(tx: Transaction, deps: Deps, once: Once, by: Officer, held: Held, claimId: string, process: Process, told: Minutes) {
  const { id, ...rest } = told
  const { row, key } = held
  const { rowCount } = await tx.execute(sql`SELECT 1 FROM appraisal WHERE id = ${id}`)
  if (rowCount !== 0) throw new Problem('key-reused')
  const sealed: SealedMinutes = { ...rest, panel: keptPanel(told) }
  const receivedAt = deps.clock.now()
  const level = levelOf(process)
  await insertRows(tx, appraisal, [
    { id, countyCode: row.countyCode, applicationId: row.id, claimId, officerId: by.id, level, sealed: seal(key, sealed), receivedAt },
  ])
  await attachPictures(tx, once, picturesOf(told), row.id, row.countyCode)
  return { receivedAt, sealed }
}

/**
 * Takes in the minutes of one meeting: their row, their pictures and the step of the claim, all or nothing, once. Throws
 * `not-found` for what is not on the own desk, and for relatives; `not-allowed-now` where nobody waits for a meeting, where
 * it had no quorum, or where somebody voted who had to step aside.
 */
export async function recordAppraisal(
  deps: Deps, once: Once, by: Officer, id: string, claimId: string, told: Minutes,
): Promise<MinutesReceived> {
  requireWork(by, 'hold-appraisal')
  requireInTime(told, deps.clock.now().getTime())
  return inTransaction(deps.db, async (tx) => {
    const { rowCount } = await tx.execute(sql`SELECT 1 FROM application a WHERE a.id = ${id} AND ${beforeHall(by)}`)
    if (rowCount !== 1) throw new Problem('not-found')
    const held = await hold(tx, deps, id)
    const acting = requireMayOf(by, 'hold-appraisal', held.row.regionCode, sentTo(held.claims), held.excluded)
    const state = held.claims.find((one) => one.id === claimId)?.state
    const process = state?.process
    if (!state || !process) throw new Problem('not-found')
    const here = await hallStaff(tx, deps, state, held)
    const seats = here.filter((one) => one.id === by.id)
    const actor = seats.find((one) => whyNotStep(process, 'record', 'appraisal', { actor: one, excluded: held.excluded }) === undefined) ?? seats[0] ?? acting
    const refused = whyNotStep(process, 'record', 'appraisal', { actor, excluded: held.excluded })
    if (refused !== undefined) throw notAllowedNow('claim', refused)
    await requireValid(tx, deps, held, process, told)
    const companions = handsIn(told, here)
    const { receivedAt, sealed } = await write(tx, deps, once, by, held, claimId, process, told)
    const change = new Change(deps, held, actor).openIfNew()
    change.note({ type: 'appraisal-recorded', payload: { claimId, id: told.id, ...sealed } })
    const { meeting, found } = meetingOf(told.id, told, levelOf(process))
    const basis = `民主评议记录 ${businessDate(new Date(told.heldAt))}`
    change.process(claimId, { type: 'record', step: 'appraisal', found, companions, basis, reason: told.summary, meeting })
    await change.save(tx)
    const answer: MinutesReceived = { id: told.id, receiptNumber: held.row.receiptNumber, receivedAt: receivedAt.toISOString() }
    await remember(tx, once, deps.clock.now(), 201, answer)
    return answer
  })
}
