import { sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { duty, officer, region, unit } from '../region/table.ts'
import data from './regions.json' with { type: 'json' }
import { demoOfficers } from './officers.ts'

/** For how long the demonstration's roster stands. */
const dutyYears = 20

const kindOf = (id: string): string => id.slice(id.indexOf(':') + 1)

/** Offices of the city and the province, to which a matter about the county goes. */
const higherUnits = ['990100000000', '990000000000'].flatMap((code) => {
  const place = data.regions.find((row) => row.code === code)?.name ?? ''
  return [
    { id: `${code}:discipline`, region: code, name: `${place}纪委监委`, short: '纪检监察' },
    { id: `${code}:audit`, region: code, name: `${place}审计局`, short: '审计' },
    { id: `${code}:petition`, region: code, name: `${place}信访局`, short: '信访' },
  ]
})

/** A telephone that cannot ring anywhere: the area code 0990 with the office's place in the list. */
const phoneOf = (at: number): string => `0990-6${String(100_000 + at * 37).slice(0, 6)}`

async function insertPlaces(tx: Transaction): Promise<void> {
  const rank = ['province', 'city', 'county', 'town', 'village']
  const rows = [...data.regions].sort((one, other) => rank.indexOf(one.level) - rank.indexOf(other.level))
  await tx.insert(region).values(
    rows.map(({ code, name, level, parent }) => ({
      code,
      name,
      parent,
      level: level as 'village',
      validFrom: '2020-01-01',
      validTo: null,
    })),
  )
  const units = [...data.units, ...higherUnits]
  await tx.insert(unit).values(
    units.map(({ id, region: regionCode, name, short }, at) => ({
      id,
      regionCode,
      name,
      shortName: short,
      kind: kindOf(id),
      phone: phoneOf(at),
    })),
  )
}

async function insertOfficers(tx: Transaction, { vault, clock }: Deps): Promise<void> {
  const rows = demoOfficers().map((row, at) => ({ ...row, id: uuidv7(), at }))
  const ids = new Map(rows.map(({ name, id }) => [name, id]))
  await tx.insert(officer).values(
    rows.map(({ id, at, unitId, name, post, role, place, manager }) => ({
      id,
      unitId,
      name,
      post,
      role,
      regionCode: place ?? unitId.slice(0, 12),
      phoneCipher: vault.sealField(`1990000${String(1000 + at)}`),
      active: true,
      managerId: manager === undefined ? null : (ids.get(manager) ?? null),
    })),
  )
  const now = clock.now()
  const until = new Date(now)
  until.setUTCFullYear(now.getUTCFullYear() + dutyYears)
  const onDuty = rows.filter((row) => row.onDuty)
  await tx.insert(duty).values(
    onDuty.map(({ id, unitId }) => ({
      unitId,
      officerId: id,
      fromAt: new Date(now.getTime() - 60 * 86_400_000),
      toAt: until,
    })),
  )
}

/** Loads the fictional county 青禾县: places, offices, officers and who is on duty. One transaction. */
export async function loadDemoOrganisation(deps: Deps): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await tx.execute(
      sql`INSERT INTO demo_clock (days_ahead, first_start) VALUES (0, ${deps.clock.now().toISOString()})`,
    )
    await insertPlaces(tx)
    await insertOfficers(tx, deps)
  })
}
