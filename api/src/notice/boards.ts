import { holidays } from '@yima/shared/calendar/holidays'
import type { BoardPhoto } from '@yima/shared/notice/contract'
import { mayCount } from '@yima/shared/notice/days'
import { Problem } from '@yima/shared/problem'
import { Change, hold } from '../application/act.ts'
import { attachPictures } from '../application/pictures.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, Once, OfficerSession } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { requireMay } from '../work/reach.ts'
import { hangingNotices, judgementOf } from './judge.ts'
import { noticeDay } from './table.ts'
import { noticeFor, type Placed } from './work.ts'

type Officer = OfficerSession['officer']

/** A photo is of a day on which it hung: not before it was posted, not to come. */
function requireItsDay({ fromOn }: Placed, on: string, today: string): void {
  const code = on > today ? 'date-to-come' : on < fromOn ? 'date-too-old' : undefined
  if (code !== undefined) throw new Problem('invalid-input', [{ field: 'on', code }])
}

/** The newest photo of a day stands with it; those before stay with the request. */
async function keepPhoto(
  tx: Transaction, deps: Deps, officer: Officer, { id, countyCode }: Placed, { photo, on }: BoardPhoto,
): Promise<void> {
  const filed = { fileId: photo, filedBy: officer.id, filedAt: deps.clock.now() }
  await tx
    .insert(noticeDay)
    .values({ noticeId: id, day: on, countyCode, probes: 0, rightCount: 0, ...filed })
    .onConflictDoUpdate({ target: [noticeDay.noticeId, noticeDay.day], set: filed })
}

/**
 * Files a photo of the paper board: whatever became of the page, on that day everybody could read it. A day that had not
 * counted counts after all, and its end moves back. Throws `not-allowed-now` where it hangs no more.
 */
export async function fileBoard(deps: Deps, once: Once, officer: Officer, id: string, said: BoardPhoto): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const seen = await noticeFor(tx, officer, id)
    const held = await hold(tx, deps, seen.applicationId)
    const actor = requireMay(officer, 'file-board-photo', seen.regionCode, held.excluded)
    const row = await noticeFor(tx, officer, id)
    if (row.state !== 'hanging') throw notAllowedNow('notice', 'not-allowed-now')
    const today = deps.clock.today()
    requireItsDay(row, said.on, today)
    await attachPictures(tx, once, [{ id: said.photo, field: 'photo' }], row.applicationId, row.countyCode)
    await keepPhoto(tx, deps, officer, row, said)
    const change = new Change(deps, held, actor)
    change.note({ type: 'board-filed', payload: { claimId: row.claimId, notice: id, photo: said.photo, day: said.on } })
    const [one] = await hangingNotices(tx, deps.config.countyCode, id)
    const judged = one && row.term && mayCount({ from: row.fromOn, term: row.term }, said.on, holidays) ? judgementOf(one, today) : undefined
    if (judged) change.follow(row.claimId, judged)
    await change.save(tx)
    await remember(tx, once, deps.clock.now(), 200, { done: true })
  })
}
