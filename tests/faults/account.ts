import { openDatabase } from '@yima/api/db/connection'
import { tryOnce, type Told } from './phones.ts'

export type Account = {
  acknowledged: number
  /** Receipts that people hold and the office does not. */
  lost: number
  /** Applications beyond one for each that was acknowledged. */
  twice: number
  /** Applications whose claims, row and trail disagree, or whose trail has a gap. */
  torn: number
  /** Keys that, sent again, brought another receipt. */
  changed: number
}

const tornApplications = `
  SELECT count(*)::int AS torn FROM application a
   WHERE (SELECT count(*) FROM claim c WHERE c.application_id = a.id)
         <> (SELECT count(*) FROM event e WHERE e.stream = a.id AND e.type IN ('claim-opened', 'claim-added'))
      OR a.last_event <> (SELECT count(*) FROM event e WHERE e.stream = a.id)
      OR a.last_event <> (SELECT max(e.number) FROM event e WHERE e.stream = a.id)
      OR EXISTS (SELECT 1 FROM event e WHERE e.stream = a.id
                  AND NOT EXISTS (SELECT 1 FROM event_payload p WHERE p.stream = e.stream AND p.number = e.number))`

/**
 * Holds what people were told against what the database keeps and what the app answers now.
 * @param before applications that were there before anybody began (a demonstration's)
 */
export async function balance(
  told: Told,
  url: string,
  databaseUrl: string,
  before: number,
): Promise<Account> {
  const { pool, close } = openDatabase(databaseUrl)
  try {
    const { rows } = await pool.query<{ receipt_number: string }>('SELECT receipt_number FROM application')
    const kept = new Set(rows.map((row) => row.receipt_number))
    const {
      rows: [found],
    } = await pool.query<{ torn: number }>(tornApplications)
    const wrong: string[] = []
    let changed = 0
    for (const { errand, receipt } of told.values()) {
      if ((await tryOnce(url, errand, wrong)) !== receipt) changed += 1
    }
    return {
      acknowledged: told.size,
      lost: [...told.values()].filter(({ receipt }) => !kept.has(receipt)).length,
      twice: rows.length - before - told.size,
      torn: found?.torn ?? -1,
      changed,
    }
  } finally {
    await close()
  }
}

export async function applicationsIn(databaseUrl: string): Promise<number> {
  const { pool, close } = openDatabase(databaseUrl)
  try {
    const { rows } = await pool.query<{ count: number }>('SELECT count(*)::int AS count FROM application')
    return rows[0]?.count ?? 0
  } finally {
    await close()
  }
}
