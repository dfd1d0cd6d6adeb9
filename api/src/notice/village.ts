import type * as v from 'valibot'
import { noticePage, noticeKinds, type NoticeKind, type noticeQuery, type VillageNotices } from '@yima/shared/notice/contract'
import { Problem } from '@yima/shared/problem'
import type { Deps } from '../http/context.ts'
import { getPlace } from '../region/place.ts'
import { lineOf, type Lined } from './line.ts'

type Asked = v.InferOutput<typeof noticeQuery>
type Found = { counts: { kind: NoticeKind; lines: number }[]; items: Lined[] }

/** What hangs there today, one page of it and how many there are: one statement over one index. */
const board = `
  WITH shown AS NOT MATERIALIZED (
    SELECT * FROM notice
     WHERE region_code = $1 AND state IN ('hanging', 'standing') AND (until_on IS NULL OR until_on >= $2))
  SELECT (SELECT coalesce(json_agg(c), '[]') FROM (SELECT kind, count(*)::int AS lines FROM shown GROUP BY kind) c) AS counts,
         (SELECT coalesce(json_agg(l), '[]')
            FROM (SELECT id, kind, state, shown, from_on AS "fromOn", to_on AS "toOn", until_on AS "untilOn", term, missed
                    FROM shown
                   WHERE ($3::text IS NULL OR kind = $3) AND ($4::uuid IS NULL OR id < $4)
                   ORDER BY id DESC LIMIT $5) l) AS items`

async function linesOf({ db }: Deps, village: string, today: string, { kind, after }: Asked): Promise<Found> {
  const { rows } = await db.$client.query<Found>({
    name: 'board of a village',
    text: board,
    values: [village, today, kind ?? null, after ?? null, noticePage + 1],
  })
  return rows[0] ?? { counts: [], items: [] }
}

const none = Object.fromEntries(noticeKinds.map((kind) => [kind, 0])) as VillageNotices['counts']

async function look(deps: Deps, village: string, today: string, asked: Asked): Promise<VillageNotices> {
  const [place, { counts, items }] = await Promise.all([
    getPlace(deps.db, village),
    linesOf(deps, village, today, asked),
  ])
  if (place.office === null) throw new Problem('not-found')
  const town = place.path.find(({ level }) => level === 'town')
  const shown = items.slice(0, noticePage)
  return {
    village: { code: village, name: place.name, town: town?.name ?? '' },
    office: place.office,
    on: today,
    counts: { ...none, ...Object.fromEntries(counts.map(({ kind, lines }) => [kind, lines])) },
    items: shown.map((line) => lineOf(line, today)),
    next: items.length > noticePage ? (shown.at(-1)?.id ?? null) : null,
  }
}

/** What is being read now, by database and question. Kept no longer than that. */
const underWay = new WeakMap<Deps['db'], Map<string, Promise<VillageNotices>>>()

/**
 * What hangs on the board of a village, newest first. Whoever asks while it is read hears the same answer. Throws `not-found`
 * where there is no such place.
 */
export function villageNotices(deps: Deps, village: string, asked: Asked): Promise<VillageNotices> {
  const today = deps.clock.today()
  const reading = underWay.get(deps.db) ?? new Map<string, Promise<VillageNotices>>()
  underWay.set(deps.db, reading)
  const key = [village, today, asked.kind, asked.after].join(' ')
  const one = reading.get(key) ?? look(deps, village, today, asked).finally(() => reading.delete(key))
  reading.set(key, one)
  return one
}
