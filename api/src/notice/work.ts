import { sql, type SQL } from 'drizzle-orm'
import { holidays } from '@yima/shared/calendar/holidays'
import { addDays } from '@yima/shared/calendar/working-days'
import type { NoticeLine, WorkNotice, WorkNotices } from '@yima/shared/notice/contract'
import { countsDay, mayCount } from '@yima/shared/notice/days'
import { Problem } from '@yima/shared/problem'
import { findTownOf } from '@yima/shared/region/code'
import type { Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import type { Hat } from '../organisation/desks.ts'
import { relatedRequests } from '../organisation/relatives.ts'
import { getPlace } from '../region/place.ts'
import { hatsFor, onDesks } from '../work/reach.ts'
import { lineOf, type Lined } from './line.ts'

type Officer = OfficerSession['officer']

type Day = { day: string; probes: number; right: number; photo: string | null; passed: boolean }
export type Placed = Lined & { regionCode: string; applicationId: string; claimId: string; countyCode: string; days: Day[] }

/** Boards of an own township or village. */
const placesOf = ({ regionCode }: Hat): SQL[] =>
  findTownOf(regionCode) === regionCode
    ? [sql`left(n.region_code, 9) = ${regionCode.slice(0, 9)}`]
    : [sql`n.region_code = ${regionCode}`]

/** Notices that hang where this officer looks after the boards; none of a relative (回避). */
async function noticesOf(db: Pick<Transaction, 'execute'>, officer: Officer, id?: string): Promise<Placed[]> {
  const hats = hatsFor(officer, 'file-board-photo')
  const near = onDesks(officer, hats, sql`a.person_id`, placesOf)
  const theirs = relatedRequests([officer.id, ...hats.map((hat) => hat.id)])
  const which = id === undefined ? sql`n.state = 'hanging'` : sql`n.id = ${id} AND n.state IN ('hanging', 'over')`
  const { rows } = await db.execute<Placed>(sql`
    SELECT n.id, n.kind, n.state, n.shown, n.from_on::text AS "fromOn", n.to_on::text AS "toOn", n.until_on::text AS "untilOn",
           n.term, n.missed, n.region_code AS "regionCode", n.application_id AS "applicationId", n.claim_id AS "claimId",
           n.county_code AS "countyCode",
           (SELECT coalesce(json_agg(json_build_object(
                     'day', d.day, 'probes', d.probes, 'right', d.right_count, 'photo', d.file_id,
                     'passed', d.passed_over) ORDER BY d.day), '[]')
              FROM notice_day d WHERE d.notice_id = n.id) AS days
      FROM notice n JOIN application a ON a.id = n.application_id
     WHERE ${which} AND n.to_on IS NOT NULL AND ${near}
       AND a.id <> ALL (${theirs})
     ORDER BY n.to_on, n.id LIMIT 200`)
  return rows
}

async function placeOf(db: Deps['db'], code: string): Promise<Pick<WorkNotice, 'village' | 'office'>> {
  const place = await getPlace(db, code)
  const town = place.path.find(({ level }) => level === 'town')?.name ?? ''
  return { village: { code, name: place.name, town }, office: place.office ?? { name: '', phone: null } }
}

/** What hangs in the places of this officer, the nearest end first. */
export async function workNotices({ db, clock }: Deps, officer: Officer): Promise<WorkNotices> {
  const today = clock.today()
  const rows = await noticesOf(db, officer)
  const codes = [...new Set(rows.map(({ regionCode }) => regionCode))]
  const places = new Map(await Promise.all(codes.map(async (code) => [code, await placeOf(db, code)] as const)))
  const items = rows.flatMap((row): (NoticeLine & Pick<WorkNotice, 'village'>)[] => {
    const place = places.get(row.regionCode)
    return place ? [{ ...lineOf(row, today), village: place.village }] : []
  })
  return { items }
}

/** One that this officer looks after. Throws `not-found` for any other. */
export async function noticeFor(db: Pick<Transaction, 'execute'>, officer: Officer, id: string): Promise<Placed> {
  const [row] = await noticesOf(db, officer, id)
  if (!row) throw new Problem('not-found')
  return row
}

/** Each day that could count, up to today. */
function dayByDay({ fromOn: from, toOn, term, days }: Placed, today: string): WorkNotice['dayByDay'] {
  if (toOn === null || term === null) return []
  const last = toOn < today ? toOn : today
  const told: WorkNotice['dayByDay'] = []
  for (let on = addDays(from, 1); on <= last; on = addDays(on, 1)) {
    if (!mayCount({ from, term }, on, holidays)) continue
    const { probes = 0, right = 0, photo = null, passed = false } = days.find(({ day }) => day === on) ?? {}
    const counted = on < today || photo !== null ? countsDay({ probes, right, photo: photo !== null, passed }) : null
    told.push({ on, counted, probes, right, photo })
  }
  return told
}

/** The same line with what became of each day. */
export async function workNotice(deps: Deps, officer: Officer, id: string): Promise<WorkNotice> {
  const { db, clock } = deps
  const today = clock.today()
  const row = await noticeFor(db, officer, id)
  const mayFile = row.state === 'hanging'
  return { ...lineOf(row, today), ...(await placeOf(db, row.regionCode)), dayByDay: dayByDay(row, today), mayFile }
}
