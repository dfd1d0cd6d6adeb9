// A county with as many open claims as one wants. What is real: the requests of the demonstration, each written by the
// app itself, and the lines of desks, made by the app's own start job. What is not: everybody else is a copy of one of
// them under a name and number of their own, with days moved in the columns that are searched; what is sealed stays
// as it was, and of a copy's trail only its last event is there.
import type { Deps } from '@yima/api/http/context'
import { fillLines } from '@yima/api/work/lines'
import { submission } from './requests.ts'

const settled = `('notAccepted', 'withdrawn', 'confirmed', 'refused')`

/** Requests of the demonstration in which something is in hand, and how many claims that is. */
const remembered = `
  CREATE TABLE crowd_model AS
    SELECT a.id, count(*)::integer AS claims, row_number() OVER (ORDER BY a.id) - 1 AS at
      FROM application a JOIN person p ON p.id = a.person_id AND p.key_wrapped IS NOT NULL
      JOIN claim c ON c.application_id = a.id AND c.state NOT IN ${settled}
     WHERE a.state IN ('submitted', 'open') AND a.kind = 'application'
     GROUP BY a.id`

/** Copies `from` … `to` of the models, in turn; of one in twenty-five the deadlines are to be looked at. */
const copied = `
  CREATE TEMP TABLE fresh AS
    SELECT n, m.id AS model, uuidv7() AS id, uuidv7() AS person
      FROM generate_series($1::integer, $2::integer) n
      JOIN crowd_model m ON m.at = n % (SELECT count(*) FROM crowd_model)`
type Pool = Deps['db']['$client']

const columnsOf = async (pool: Pool, table: string): Promise<string[]> =>
  (
    await pool.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
      [table],
    )
  ).rows.map(({ name }) => name)

/** Copies rows of a table, some columns of which are another's own. */
async function copy(pool: Pool, table: string, from: string, own: Record<string, string>): Promise<void> {
  const columns = await columnsOf(pool, table)
  const values = columns.map((name) => own[name] ?? `o.${name}`)
  await pool.query(`INSERT INTO ${table} (${columns.join()}) SELECT ${values.join()} FROM ${from}`)
}

const hashOf = (text: string) => `sha256(convert_to(${text}, 'UTF8'))`
/** Days by which those of a copy lie later than its model's: two months, each as full as the other. */
const moved = `(f.n % 60)`

/** Names of a crowd, sealed as the app seals them: so many that no page shows one twice. */
async function nameSome(pool: Pool, { vault }: Pick<Deps, 'vault'>): Promise<void> {
  const sealed = Array.from({ length: 2000 }, (_, at) => vault.sealField(submission(at * 7).applicant.name))
  await pool.query('CREATE TABLE crowd_name (at integer PRIMARY KEY, sealed bytea NOT NULL)')
  await pool.query(
    'INSERT INTO crowd_name SELECT at - 1, sealed FROM unnest($1::bytea[]) WITH ORDINALITY AS n (sealed, at)',
    [sealed],
  )
}

export type Crowd = {
  /** Open claims there are now, and how many of them are to be looked at. */
  claims: number
  due: number
  /** Seconds in which the start job made the lines of those who came. */
  filled: number
  requests: number
}

/** A crowd on one database, that grows. `pool` is that of its owner. */
export async function crowdOn(pool: Pool, deps: Deps) {
  await pool.query(remembered)
  // They stay as they are: whoever is copied from one must find its deadlines as it had them.
  await pool.query(`UPDATE claim SET look_on = '2100-01-01' WHERE look_on IS NOT NULL`)
  await nameSome(pool, deps)
  let last = 0
  const count = async (which = ''): Promise<number> =>
    (
      await pool.query<{ n: number }>(
        `SELECT count(*)::integer AS n FROM claim c JOIN application a ON a.id = c.application_id AND a.state IN ('submitted', 'open')
          WHERE c.state NOT IN ${settled} ${which}`,
      )
    ).rows[0]?.n ?? 0
  const [model] = (
    await pool.query<{ each: number }>('SELECT avg(claims)::float AS each FROM crowd_model')
  ).rows

  /** Copies until there are so many open claims. */
  async function growTo(claims: number): Promise<Crowd> {
    const more = Math.ceil((claims - (await count())) / (model?.each ?? 1))
    const client = await pool.connect()
    try {
      const on = { query: client.query.bind(client) } as unknown as Pool
      await client.query(copied, [last + 1, last + more])
      await copy(on, 'person', 'fresh f JOIN application a ON a.id = f.model JOIN person o ON o.id = a.person_id JOIN crowd_name c ON c.at = f.n % 2000', {
        id: 'f.person',
        pair_index: hashOf(`'pair' || f.n`),
        id_index: hashOf(`'number' || f.n`),
        phone_index: hashOf(`'phone' || f.n`),
        name_cipher: 'c.sealed',
        identity_id: 'NULL',
      })
      await copy(on, 'application', 'fresh f JOIN application o ON o.id = f.model', {
        id: 'f.id',
        person_id: 'f.person',
        receipt_number: `lpad(f.n::text, 13, '0')`,
        visit_due: `o.visit_due + ${moved}`,
      })
      await copy(on, 'claim', 'fresh f JOIN claim o ON o.application_id = f.model', {
        id: 'uuidv7()',
        application_id: 'f.id',
        due_on: `o.due_on + ${moved}`,
        due_provisional: 'false',
        look_on: `CASE WHEN o.look_on IS NULL THEN NULL WHEN f.n % 25 = 0 THEN date '2026-01-01' ELSE date '2100-01-01' END`,
      })
      await copy(on, 'event', 'fresh f JOIN application a ON a.id = f.model JOIN event o ON o.stream = a.id AND o.number = a.last_event', {
        stream: 'f.id',
      })
      await client.query('DROP TABLE fresh')
    } finally {
      client.release()
    }
    last += more
    const begin = performance.now()
    await fillLines(deps)
    const filled = (performance.now() - begin) / 1000
    await pool.query('VACUUM ANALYZE')
    return { claims: await count(), due: await count(`AND c.look_on < '2099-01-01'`), filled, requests: more }
  }
  return { growTo }
}
