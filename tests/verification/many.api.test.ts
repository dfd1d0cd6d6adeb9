import { afterAll, beforeAll, expect, it } from 'vitest'
import { luckOf } from '@yima/api/simulator/registers'
import type { Questioned, Simulator } from '@yima/api/simulator/server'
import { askDepartments } from '@yima/api/verification/ask'
import { openOffice, type Device, type Office } from '../fixtures/office.ts'
import { runs } from '../fixtures/runs.ts'
import { acceptUnsigned, asked } from '../process/asked.ts'
import { signAll, withDepartments } from './signed.ts'

/** Of a hundred departments asked about somebody, twenty are slow and ten fail twice before they answer. */
const behaviour = ({ source, idNumber }: Questioned) => {
  const luck = luckOf(idNumber, `behaves ${source}`)
  return luck < 0.2 ? 'slow' : luck < 0.3 ? 'fails' : 'well'
}
const claims = runs(10)
/** Days on which nobody was born twice. */
const bornOn = (at: number): string => new Date(Date.UTC(1950, 0, 1 + at)).toISOString().slice(0, 10)

let office: Office
let simulator: Simulator
let he: Device
let liang: Device
beforeAll(async () => {
  office = await openOffice()
  simulator = await withDepartments(office, { behaviour, slowMs: 20 }, { failures: 1_000_000 })
  he = await office.officerDevice('何文静')
  liang = await office.officerDevice('梁波')
})
afterAll(async () => {
  await simulator.close()
  await office.close()
})

const count = async (what: string): Promise<number> =>
  Number((await office.pool.query(`SELECT count(*) AS n FROM ${what}`)).rows[0].n)
const open = () => count("query WHERE state IN ('waiting', 'asked')")

it(
  `loses and doubles no question of ${claims} families, asked by two processes at once`,
  { timeout: 30_000 + claims * 3000 },
  async () => {
    for (let at = 0; at < claims; at += 1) {
      const claim = await asked(office, bornOn(at))
      await acceptUnsigned(he, claim)
      await signAll(office, claim.id)
      expect((await liang.post(`/work/applications/${claim.id}/verification`, {})).status).toBe(200)
    }
    // A department that failed is asked again after its pause; nobody waits for it here.
    for (let round = 0; round < 12 && (await open()) > 0; round += 1) {
      await Promise.all([askDepartments(office.deps), askDepartments(office.deps)])
      office.clock.sleep(20_000)
    }
    const queries = await count('query')
    expect(await count("query WHERE state = 'answered'")).toBe(queries)
    expect(await count("verification WHERE state = 'reported'")).toBe(claims)
    expect(await count("event WHERE type = 'verification-reported'")).toBe(claims)
    expect(await count("event WHERE type = 'query-answered'")).toBe(queries)
    const kept = [...simulator.ledger.values()]
    expect(kept).toHaveLength(queries)
    expect(new Set(kept.map(({ idNumber, source }) => `${idNumber} ${source}`)).size).toBe(queries)
    expect(kept.map(({ answered }) => answered)).toEqual(kept.map(() => 1))
    expect(kept.some(({ tries }) => tries === 3)).toBe(true)
  },
)
