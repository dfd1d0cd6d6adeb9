import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { addDays } from '@yima/shared/calendar/working-days'
import { officerRoles } from '@yima/shared/access/actor'
import type { Office } from '../fixtures/office.ts'

/** Who is drawn: by place in the list of all officers, whichever they are. */
const who = fc.nat(200)
const pairs = (most: number) => fc.array(fc.record({ who, other: who }), { maxLength: most })

/** How the organisation of the county differs from the one it began with. */
export const shuffles = fc.record({
  /** Sits where another sits: in that office, for that place. */
  moved: pairs(5),
  /** Has taken that one's role as well. */
  roles: fc.array(fc.record({ who, role: fc.constantFrom(...officerRoles.filter((one) => one !== 'supervisor')) }), { maxLength: 3 }),
  managed: pairs(4),
  managedBefore: pairs(2),
  away: pairs(3),
  keyless: fc.array(who, { maxLength: 2 }),
  /** Offices that are open no longer. */
  closed: fc.array(who, { maxLength: 1 }),
  /** Whom one declared to be of the family. */
  kin: pairs(2),
})
export type Shuffle = typeof shuffles extends fc.Arbitrary<infer One> ? One : never

type Person = { id: string; name: string; unit: string; region: string; role: string }

/** Puts the county into this order, and hands back what puts everything as it was. */
export async function reshuffle({ pool, deps }: Pick<Office, 'pool' | 'deps'>, shuffle: Shuffle): Promise<() => Promise<void>> {
  const { rows } = await pool.query<Person>('SELECT id, name, unit_id AS unit, region_code AS region, role FROM officer ORDER BY id')
  const at = (number: number): Person => rows[number % rows.length] as Person
  const { rows: units } = await pool.query<{ id: string }>('SELECT id FROM unit WHERE valid_to IS NULL ORDER BY id')
  const today = deps.clock.today()
  const before = (await pool.query('SELECT id, unit_id, region_code, role, manager_id, past_managers FROM officer')).rows as Record<string, unknown>[]
  for (const one of shuffle.moved) await pool.query('UPDATE officer SET unit_id = $2, region_code = $3 WHERE id = $1', [at(one.who).id, at(one.other).unit, at(one.other).region])
  for (const one of shuffle.roles) await pool.query(`UPDATE officer SET role = $2 WHERE id = $1 AND role <> 'supervisor'`, [at(one.who).id, one.role])
  for (const one of shuffle.managed) if (at(one.who) !== at(one.other)) await pool.query('UPDATE officer SET manager_id = $2 WHERE id = $1', [at(one.who).id, at(one.other).id])
  for (const one of shuffle.managedBefore)
    await pool.query('UPDATE officer SET past_managers = $2 WHERE id = $1', [at(one.who).id, JSON.stringify([{ id: at(one.other).id, until: addDays(today, -30) }])])
  const absences = await Promise.all(shuffle.away.filter((one) => at(one.who) !== at(one.other)).map(async (one) => {
    const id = randomUUID()
    await pool.query('INSERT INTO absence (id, officer_id, from_on, to_on, deputy_id, ended) VALUES ($1, $2, $3, $4, $5, false)', [id, at(one.who).id, addDays(today, -2), addDays(today, 9), at(one.other).id])
    return id
  }))
  const keyless = shuffle.keyless.map((one) => at(one).id)
  const ended = (await pool.query<{ id: string }>('UPDATE reader_key SET ended_on = $2 WHERE officer_id = ANY ($1) AND ended_on IS NULL RETURNING id', [keyless, today])).rows.map(({ id }) => id)
  const shut = shuffle.closed.map((one) => units[one % units.length]?.id ?? '')
  await pool.query('UPDATE unit SET valid_to = $2 WHERE id = ANY ($1)', [shut, today])
  const kin = await Promise.all(shuffle.kin.map((one) => declareKin({ pool, deps }, at(one.who), at(one.other))))

  return async () => {
    for (const one of before)
      await pool.query('UPDATE officer SET unit_id = $2, region_code = $3, role = $4, manager_id = $5, past_managers = $6 WHERE id = $1', [one['id'], one['unit_id'], one['region_code'], one['role'], one['manager_id'], JSON.stringify(one['past_managers'])])
    await pool.query('UPDATE absence SET ended = true WHERE id = ANY ($1)', [absences])
    await pool.query('UPDATE reader_key SET ended_on = NULL WHERE id = ANY ($1)', [ended])
    await pool.query('UPDATE unit SET valid_to = NULL WHERE id = ANY ($1)', [shut])
    for (const id of kin) await takeBackKin({ pool }, id)
  }
}

/** One officer says that another is of the family, as it stands once it was declared. */
export async function declareKin({ pool, deps }: Pick<Office, 'pool' | 'deps'>, of: { id: string }, other: { name: string }): Promise<string> {
  const id = randomUUID()
  await pool.query(
    `INSERT INTO relative (id, county_code, officer_id, id_index, name_cipher, kinship, declared_by, declared_at) VALUES ($1, $2, $3, $4, $5, 'sibling', $3, now())`,
    [id, deps.config.countyCode, of.id, deps.vault.index('id-number', id), deps.vault.sealField(other.name)],
  )
  return id
}

export const takeBackKin = ({ pool }: Pick<Office, 'pool'>, id: string): Promise<unknown> => pool.query('UPDATE relative SET ended_at = now() WHERE id = $1', [id])
