import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Submitted } from '@yima/shared/application/contract'
import { checkTrail } from '@yima/shared/trail/check'
import type { OwnTrail, RootsPage } from '@yima/shared/trail/contract'
import { append } from '@yima/api/trail/append'
import { trailKeyOf } from '@yima/api/trail/sign'
import { verifyRoots, type TrailFault } from '@yima/api/trail/verify'
import { inTransaction } from '@yima/api/db/transaction'
import { hash, isSigned } from '../../web/src/trail/tools.ts'
import { anApplication, apply, days, openOffice, type Device, type Office } from '../fixtures/office.ts'

const tools = { hash, isSigned }
let office: Office
let owner: pg.Client
let phone: Device
let slip: Submitted
let phones = 19_900_000_800

beforeAll(async () => {
  office = await openOffice()
  owner = new pg.Client({ connectionString: office.adminUrl })
  await owner.connect()
  // With it nobody could take an event out; whoever may alter rows may drop it too.
  await owner.query('ALTER TABLE event_payload DROP CONSTRAINT event_payload_event')
})
afterAll(async () => {
  await owner.end()
  await office.close()
})

const county = () => office.deps.config.countyCode
const roots = async () => (await (await office.device().get('/trail/roots')).json()) as RootsPage
const mine = async () => (await (await phone.get(`/me/applications/${slip.id}/trail`)).json()) as OwnTrail
const check = async (seal = slip.seal) => checkTrail(tools, await mine(), seal)

/** A night passes: what happened so far is signed. */
async function overNight(): Promise<void> {
  office.clock.goOn(days(1))
  await office.watch()
}

/** What is found wrong, with the numbers left out. */
async function faults(published: RootsPage['roots'] = []): Promise<TrailFault['kind'][]> {
  const key = trailKeyOf(office.deps)
  const found = await verifyRoots(office.deps.db, { countyCode: county(), key, published })
  return found.faults.map(({ kind }) => kind)
}

/** Alters rows as only somebody with the owner's rights could, looks, and puts them back. */
async function afterAltering(statement: string, look: () => Promise<void>): Promise<void> {
  const copies = ['event', 'event_payload', 'access_log', 'trail_root', 'organisation_event']
  for (const table of copies) await owner.query(`CREATE TEMP TABLE kept_${table} AS TABLE ${table}`)
  const { rowCount } = await owner.query(statement)
  expect(rowCount).toBeGreaterThan(0)
  try {
    await look()
  } finally {
    await owner.query('TRUNCATE event, event_payload, access_log, trail_root, organisation_event CASCADE')
    for (const table of copies) {
      await owner.query(`INSERT INTO ${table} SELECT * FROM kept_${table}`)
      await owner.query(`DROP TABLE kept_${table}`)
    }
  }
}

beforeEach(async () => {
  phone = office.device()
  const applicant = await office.confirmedApplicant(phone, String((phones += 1)))
  slip = await apply(phone, anApplication({ applicant }))
})

describe('the signed end of a day', () => {
  it('comes once, after midnight, follows from the day before, and everybody may read it', async () => {
    await office.watch()
    const before = (await roots()).roots.length
    await overNight()
    await office.watch()
    await overNight()
    const { roots: listed, keys } = await roots()
    expect(listed.length).toBe(before + 2)
    const [last, previous] = listed
    expect(last?.from).toBe(previous?.until)
    expect(last?.number).toBe((previous?.number ?? 0) + 1)
    expect(previous?.size).toBeGreaterThan(0)
    expect(keys.map(({ id }) => id)).toContain(last?.key)
    expect(await faults(listed)).toEqual([])
  })

  it('can have nothing put in afterwards: a clock set back is refused, and nothing of it is kept', async () => {
    await overNight()
    const late = inTransaction(office.deps.db, async (tx) => {
      const { rows } = await owner.query<{ id: string }>(
        'SELECT person_id AS id FROM application WHERE id = $1',
        [slip.id],
      )
      const person = { id: rows[0]?.id ?? '', key: Buffer.alloc(32) }
      const at = new Date(office.clock.now().getTime() - days(2))
      const place = {
        stream: slip.id,
        after: 1,
        at,
        person,
        countyCode: county(),
        actor: { kind: 'system' as const, id: null },
      }
      await append(tx, place, [{ type: 'moved', payload: {} }])
    })
    await expect(late).rejects.toThrow()
    expect(await faults()).toEqual([])
  })
})

describe('whoever kept the slip', () => {
  it('is answered the second time from memory: the same, and the day’s events are not asked for again', async () => {
    await Promise.all(Array.from({ length: 3 }, () => apply(office.device(), anApplication())))
    await overNight()
    const asked = vi.spyOn(office.pool, 'query')
    const rowsOf = async () => {
      asked.mockClear()
      const answer = await mine()
      const found = await Promise.all(asked.mock.results.map(({ value }) => value as Promise<pg.QueryResult>))
      return { answer, rows: found.reduce((sum, { rows }) => sum + rows.length, 0) }
    }
    const first = await rowsOf()
    const second = await rowsOf()
    asked.mockRestore()
    const [day] = first.answer.days
    expect(second.answer).toEqual(first.answer)
    expect(day?.path.length).toBeGreaterThan(1)
    expect(first.rows - second.rows).toBe(day?.root.size)
    expect(await check()).toMatchObject({ verdict: 'whole' })
  })

  it('proves on the own phone that nothing was changed, before and after the day is signed', async () => {
    expect(await check()).toMatchObject({ verdict: 'whole', underRoots: 0, receipt: true })
    await overNight()
    const verdict = await check()
    expect(verdict).toMatchObject({ verdict: 'whole', receipt: true })
    expect(verdict).toHaveProperty('underRoots', (await mine()).days[0]?.event)
    expect((await mine()).days).toHaveLength(1)
  })

  it('notices a slip that nobody signed, and one of another county', async () => {
    const seal = slip.seal
    if (!seal) throw new Error('The slip has no seal')
    expect(await check({ ...seal, hash: '00'.repeat(32) })).toEqual({ verdict: 'receipt-forged' })
    expect(await checkTrail(tools, { ...(await mine()), county: '110101' }, seal)).toEqual({ verdict: 'receipt-forged' })
  })

  it('notices an event that was changed, one that was taken out, and a whole record written anew', async () => {
    await overNight()
    const trail = await mine()
    const [first, ...others] = trail.events
    if (!first) throw new Error('Nothing happened')
    const against = (events: OwnTrail['events']) =>
      checkTrail(tools, { ...trail, events }, slip.seal)
    expect(await against([{ ...first, at: '2026-01-01T00:00:00.000Z' }, ...others])).not.toMatchObject({
      verdict: 'whole',
    })
    expect(await against(others)).toEqual({ verdict: 'chain-broken' })
    expect(await against([{ ...first, payloadDigest: 'ab'.repeat(32) }])).toEqual({
      verdict: 'receipt-differs',
    })
  })

  it('learns nothing of anybody else’s', async () => {
    const stranger = office.device()
    await office.confirmedApplicant(stranger, String((phones += 1)), '陈桂花', '1980-01-02')
    expect((await stranger.get(`/me/applications/${slip.id}/trail`)).status).toBe(401)
    const other = office.device()
    const applicant = await office.confirmedApplicant(other, String((phones += 1)), '陈桂花', '1980-01-02')
    await apply(other, anApplication({ applicant }))
    expect((await other.get(`/me/applications/${slip.id}/trail`)).status).toBe(404)
  })
})

describe('whoever looks after the server', () => {
  beforeEach(async () => {
    const he = await office.officerDevice('何文静')
    await he.get(`/work/applications/${slip.id}`)
    await overNight()
  })

  const changes: [string, string, TrailFault['kind']][] = [
    ['an altered event', `UPDATE event SET hash = '\\x00' WHERE number = 1`, 'events-changed'],
    ['an event taken out', 'DELETE FROM event WHERE number = 1', 'events-changed'],
    [
      'an event put in',
      `INSERT INTO event SELECT gen_random_uuid(), 1, type, at, actor_kind, actor_id, county_code, payload_digest, previous_hash, hash FROM event LIMIT 1`,
      'events-changed',
    ],
    [
      'an event dated before everything',
      `UPDATE event SET at = '2020-01-01' WHERE number = 1`,
      'event-before-trail',
    ],
    [
      'a look that somebody wants forgotten',
      `DELETE FROM access_log WHERE reader_kind = 'officer'`,
      'looks-changed',
    ],
    ['a look given to another', `UPDATE access_log SET purpose = 'own'`, 'looks-changed'],
    ['a signed day altered', 'UPDATE trail_root SET size = size + 1', 'root-forged'],
    ['a signed day taken out', 'DELETE FROM trail_root WHERE number = 1', 'root-missing'],
  ]
  it.each(changes)('finds %s', async (_what, statement, kind) => {
    await afterAltering(statement, async () => {
      expect(await faults()).toContain(kind)
    })
  })

  it('finds a day that left the house and is gone or another here', async () => {
    const { roots: published } = await roots()
    expect(await faults(published)).toEqual([])
    await afterAltering(
      'DELETE FROM trail_root WHERE number = (SELECT max(number) FROM trail_root)',
      async () => {
        expect(await faults(published)).toContain('published-missing')
      },
    )
    const [newest, ...older] = published
    if (!newest) throw new Error('No day was signed')
    expect(await faults([{ ...newest, size: newest.size + 1 }, ...older])).toEqual(['published-differs'])
  })
})
