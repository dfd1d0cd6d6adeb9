import { holidays } from '@yima/shared/calendar/holidays'
import { addDays } from '@yima/shared/calendar/working-days'
import type { BoardPhoto } from '@yima/shared/notice/contract'
import { mayCount } from '@yima/shared/notice/days'
import { namesOf } from '@yima/shared/process/seat'
import { Problem } from '@yima/shared/problem'
import { and, eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { Change, hold } from '../application/act.ts'
import { attachPictures } from '../application/pictures.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { file } from '../file/table.ts'
import type { Deps, Once, OfficerSession } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { openBytes, sha256 } from '../vault.ts'
import { requireMay } from '../work/reach.ts'
import { hangingNotices, judgementOf } from './judge.ts'
import { boardPhoto, noticeDay } from './table.ts'
import { noticeFor, type Placed } from './work.ts'

type Officer = OfficerSession['officer']

/** So long a photo may lie on a phone that has no network. */
const daysOnTheWay = 2

/** A photo is of a day on which it hung, and filed on that day or soon after it. */
function requireItsDay({ fromOn }: Placed, on: string, today: string): void {
  const tooOld = on < fromOn || on < addDays(today, -daysOnTheWay)
  const code = on > today ? 'date-to-come' : tooOld ? 'date-too-old' : undefined
  if (code !== undefined) throw new Problem('invalid-input', [{ field: 'on', code }])
}

/**
 * One picture shows one day, whoever files it for whichever notice: of several that hang on the same board it shows all.
 * Throws `invalid-input` for one that was filed as another day’s.
 */
async function requireOneDay(tx: Transaction, { files, vault }: Deps, { countyCode }: Placed, { photo, on }: BoardPhoto): Promise<void> {
  const [row] = await tx.select().from(file).where(eq(file.id, photo))
  if (!row) return
  const bytes = openBytes(vault.unwrap(row.keyWrapped), await files.get(row.contentHash))
  const contentIndex = vault.index('board-photo', sha256(bytes).toString('hex'))
  await tx.insert(boardPhoto).values({ countyCode, contentIndex, day: on }).onConflictDoNothing()
  const same = and(eq(boardPhoto.countyCode, countyCode), eq(boardPhoto.contentIndex, contentIndex))
  const [known] = await tx.select({ day: boardPhoto.day }).from(boardPhoto).where(same)
  if (known?.day !== on) throw new Problem('invalid-input', [{ field: 'photo', code: 'photo-of-another-day' }])
}

/** The newest photo of a day stands with it; those before stay with the request. */
async function keepPhoto(
  tx: Transaction, deps: Deps, officer: Officer, { id, countyCode }: Placed, { photo, on }: BoardPhoto,
): Promise<void> {
  const filed = { fileId: photo, filedBy: officer.id, filedAt: deps.clock.now() }
  await tx
    .insert(noticeDay)
    .values({ noticeId: id, day: on, countyCode, probes: 0, rightCount: 0, passed: false, ...filed })
    .onConflictDoUpdate({ target: [noticeDay.noticeId, noticeDay.day], set: filed })
}

/**
 * Files a photo of the paper board: whatever became of the page, on that day everybody could read it. A day that had not
 * counted counts after all, and its end moves back; so whoever files it decides nothing of the claim. Throws `not-allowed-now` where it hangs no more.
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
    await requireOneDay(tx, deps, row, said)
    await keepPhoto(tx, deps, officer, row, said)
    const change = new Change(deps, held, actor)
    change.follow(row.claimId, { type: 'file-board', by: namesOf(actor), notice: id, photo: said.photo, day: said.on })
    const [one] = await hangingNotices(tx, deps.config.countyCode, id)
    const judged = one && row.term && mayCount({ from: row.fromOn, term: row.term }, said.on, holidays) ? judgementOf(one, today) : undefined
    if (judged) change.follow(row.claimId, judged)
    await change.save(tx)
    await remember(tx, once, deps.clock.now(), 200, { done: true })
  })
}

/** The photo of a day of a notice that this officer looks after. Throws `not-found` for any other. The look is noted. */
export const boardPicture = (deps: Deps, officer: Officer, id: string, fileId: string) =>
  inTransaction(deps.db, async (tx) => {
    const { applicationId, days } = await noticeFor(tx, officer, id)
    const isFiled = days.some(({ photo }) => photo === fileId)
    const [row] = isFiled ? await tx.select().from(file).where(eq(file.id, fileId)) : []
    if (!row) throw new Problem('not-found')
    await tx.execute(sql`
      INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, at)
      SELECT ${uuidv7()}, a.person_id, a.county_code, 'officer', ${officer.id}, 'handle', 'picture', ${deps.clock.now().toISOString()}
        FROM application a WHERE a.id = ${applicationId}`)
    return row
  })
