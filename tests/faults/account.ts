import { randomBytes, randomUUID } from 'node:crypto'
import sharp from 'sharp'
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
  /** Pictures named by acknowledged applications that their office cannot open. */
  unseen: number
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

/** The demonstration's clerk, who sees what was sent to the county's first township. */
export async function signInClerk(url: string, name: string): Promise<string> {
  const headers = {
    'content-type': 'application/json',
    'idempotency-key': randomUUID(),
    'x-device-key': randomBytes(32).toString('base64url'),
  }
  const list = (await (await fetch(`${url}/api/staff/officers`)).json()) as Officers
  const officerId = list.officers.find((officer) => officer.name === name)?.id
  const body = JSON.stringify({ officerId })
  const answer = await fetch(`${url}/api/staff/sessions`, { method: 'POST', headers, body })
  if (answer.status !== 201) throw new Error(`${name} could not sign in: ${answer.status}`)
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ')
}

type Officers = { officers: { id: string; name: string }[] }

/** How many of these pictures the office cannot open, byte for byte the picture that was sent. */
async function countUnseen(url: string, ids: readonly string[]): Promise<number> {
  if (ids.length === 0) return 0
  const cookie = await signInClerk(url, '何文静')
  let unseen = 0
  for (const id of ids) {
    const answer = await fetch(`${url}/api/work/files/${id}`, { headers: { cookie } })
    const bytes = Buffer.from(await answer.arrayBuffer())
    const { width } = answer.ok ? await sharp(bytes).metadata() : {}
    if (width !== 12) unseen += 1
  }
  return unseen
}

/** Applications of these receipts that named a picture, and the pictures that the database has for them. */
const picturesOf = `
  SELECT a.receipt_number, f.id FROM application a LEFT JOIN file f ON f.application_id = a.id
   WHERE a.receipt_number = ANY($1)`

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
    const withPicture = [...told.values()].filter(({ errand }) => errand.picture !== undefined)
    const { rows: pictures } = await pool.query<{ id: string | null }>(picturesOf, [
      withPicture.map(({ receipt }) => receipt),
    ])
    const there = pictures.flatMap(({ id }) => (id === null ? [] : [id]))
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
      unseen: withPicture.length - there.length + (await countUnseen(url, there)),
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
