import { sql } from 'drizzle-orm'
import type { Deps } from '../http/context.ts'

/** Every five minutes from eight to twenty. */
const looks = 144

/**
 * How the days went of what hangs when a demonstration begins: everybody could read it, but for one day of one notice, on
 * which the page was away for an hour and a half. Of the past nobody can ask the page itself.
 */
export async function loadDemoNotices({ db, clock }: Deps): Promise<void> {
  await db.execute(sql`
    INSERT INTO notice_day (notice_id, day, county_code, probes, right_count)
    SELECT n.id, d::date, n.county_code, ${looks}::int,
           CASE WHEN n.troubled AND d::date = n.from_on + 1 THEN ${looks - 18}::int ELSE ${looks}::int END
      FROM (SELECT *, row_number() OVER (ORDER BY from_on DESC, id) = 2 AS troubled FROM notice WHERE state = 'hanging') n
     CROSS JOIN generate_series(n.from_on::timestamp, ${clock.today()}::timestamp - interval '1 day', '1 day') d
    ON CONFLICT DO NOTHING`)
}
