import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { WorkApplication } from '@yima/shared/work/contract'
import { createApp } from '@yima/api/app'
import { findLiving } from '@yima/api/identity/living'
import { Live, type LiveOptions } from '@yima/api/live/live'
import {
  anApplication,
  apply,
  days,
  idNumberOf,
  minutes,
  openOffice,
  type Device,
  type Office,
} from '../fixtures/office.ts'
import { listen, listenDesk, listenOwn } from './listening.ts'
import type { Listening } from './listening.ts'

/** No sign of life during a test that does not ask for one, and every change at once. */
const still: LiveOptions = { beatMs: 3_600_000, quietMs: 0, spreadMs: 0 }
/** Signs so quick that a busy machine may read them late. */
const quick: LiveOptions = { ...still, beatMs: 20, mostUnread: 100_000 }

let office: Office
const running: Live[] = []
beforeAll(async () => {
  office = await openOffice()
})
afterEach(async () => {
  for (const live of running.splice(0)) await live.stop()
})
afterAll(() => office.close())

/** One more process on the same database. */
function process(options: LiveOptions = still) {
  const { db, clock } = office.deps
  const live = new Live(
    { db, pool: office.pool, findLiving: (hashes) => findLiving({ db, clock }, hashes) },
    options,
  )
  running.push(live)
  return { live, app: createApp({ ...office.deps, live }, new Map()) }
}
type Process = ReturnType<typeof process>

let phones = 10
/** Somebody who applied with a confirmed phone and is therefore signed in. */
async function resident({ app }: Process, words?: string) {
  phones += 1
  const phone = `199000000${phones}`
  const device = office.device(app)
  const phoneProof = await office.confirmPhone(device, phone)
  const idNumber = idNumberOf('1974-03-12', String(phones).padStart(3, '1'))
  const got = await apply(
    device,
    anApplication({
      ...(words === undefined ? {} : { words }),
      applicant: { identity: 'id-number', name: '周素芬', idNumber, phone, phoneProof },
    }),
  )
  return { device, got, lastFour: idNumber.slice(-4) }
}

async function accept(clerk: Device, id: string): Promise<void> {
  const request = (await (await clerk.get(`/work/applications/${id}`)).json()) as WorkApplication
  const open = request.claims.find((claim) => claim.state === 'proposed')
  const answer = await clerk.post(`/work/applications/${id}/claims/${open?.id}/acceptance`, {})
  expect(answer.status).toBe(200)
}

/** Cuts connections that listen; whom, says `which`. */
const cutListeners = (which = '') =>
  office.pool.query(
    `SELECT pg_terminate_backend(pid) FROM (
       SELECT pid FROM pg_stat_activity
        WHERE application_name = 'yima-live' AND datname = current_database() ${which}) found`,
  )

describe('who may wait for news', () => {
  let one: Process
  beforeEach(() => {
    one = process()
  })

  it('nobody without a session, and no officer of another kind of work', async () => {
    expect((await office.device(one.app).get('/me/live')).status).toBe(401)
    expect((await office.device(one.app).get('/work/live')).status).toBe(401)
    expect((await (await office.officerDevice('秦朗', one.app)).get('/work/live')).status).toBe(403)
    expect(one.live.size).toBe(0)
  })

  it('somebody who guesses a receipt is counted exactly as when they ask where it stands', async () => {
    const { got } = await resident(one)
    const guess = { receiptNumber: got.receiptNumber, lastFour: '0000' }
    const stranger = office.device(one.app)
    const refused = await stranger.post('/tracking/live', guess)
    const asked = await stranger.post('/tracking', guess)
    const said = async (answer: Response) => ({
      ...((await answer.json()) as object),
      instance: 'this request',
    })
    expect(refused.status).toBe(404)
    expect(await said(refused)).toEqual(await said(asked))
    for (let tries = 2; tries < 12; tries += 1) {
      expect((await stranger.post(tries % 2 ? '/tracking' : '/tracking/live', guess)).status).toBe(404)
    }
    expect((await stranger.post('/tracking/live', guess)).status).toBe(429)
    expect((await stranger.post('/tracking', guess)).status).toBe(429)
  })

  it('is told by headers that nothing on the way may keep or gather it', async () => {
    const { device } = await resident(one)
    const answer = await device.get('/me/live')
    expect(answer.headers.get('content-type')).toBe('text/event-stream')
    expect(answer.headers.get('cache-control')).toContain('no-store')
    expect(answer.headers.get('x-accel-buffering')).toBe('no')
    await answer.body?.cancel()
  })
})

describe('an act through one process', () => {
  it('wakes the resident and the holder of the receipt at another, and says nothing but that', async () => {
    const [here, there] = [process(), process()]
    const { device, got, lastFour } = await resident(there)
    const own = await listenOwn(device)
    const { receiptNumber } = got
    const limited = await listen(office.device(there.app).post('/tracking/live', { receiptNumber, lastFour }))
    await accept(await office.officerDevice('何文静', here.app), got.id)
    for (const stream of [own, limited]) {
      await stream.until(({ changes }) => changes === 2)
      expect(stream.heard).toBe('event: changed\ndata:\n\n'.repeat(2))
    }
  })

  it('never wakes a stranger: before, between and after their own news they hear nothing', async () => {
    const [here, there] = [process(), process()]
    const [known, stranger] = [await resident(there), await resident(there)]
    const [own, other] = [await listenOwn(known.device), await listenOwn(stranger.device)]
    const elsewhere = await listenDesk(await office.officerDevice('唐敏', there.app))
    const clerk = await office.officerDevice('何文静', here.app)
    await accept(clerk, known.got.id)
    await own.until(({ changes }) => changes === 2)
    await accept(clerk, stranger.got.id)
    // Notes arrive in the order of their commits: had the first act woken them, it would stand before this one.
    await other.until(({ changes }) => changes === 2)
    expect(other.heard).toBe('event: changed\ndata:\n\n'.repeat(2))
    expect(own.changes).toBe(2)
    expect(elsewhere.changes).toBe(1)
  })

  it('that is undone wakes nobody', async () => {
    const one = process()
    const { device, got } = await resident(one)
    const own = await listenOwn(device)
    const clerk = await office.officerDevice('何文静', one.app)
    const nobody = '01890a5d-ac96-774b-bcce-b302099a8057'
    expect((await clerk.post(`/work/applications/${got.id}/claims/${nobody}/acceptance`, {})).status).toBe(
      404,
    )
    await accept(clerk, got.id)
    await own.until(({ changes }) => changes === 2)
    expect(own.changes).toBe(2)
  })

  it('done by time alone wakes its owner too', async () => {
    const one = process()
    const { device } = await resident(one)
    const own = await listenOwn(device)
    office.clock.goOn(days(10))
    await office.watch()
    await own.until(({ changes }) => changes > 1)
  })
})

describe('a desk', () => {
  it('hears of a new application on it and of what the resident does, and no other desk does', async () => {
    const [here, there] = [process(), process()]
    const [desk, other] = (await Promise.all(
      ['何文静', '唐敏'].map(async (name) => listenDesk(await office.officerDevice(name, there.app))),
    )) as [Listening, Listening]
    const { device, got } = await resident(here)
    await desk.until(({ changes }) => changes === 2)
    await device.post(`/me/applications/${got.id}/withdrawal`, {})
    await desk.until(({ changes }) => changes === 3)
    expect(other.changes).toBe(1)
  })

  it('of the county hears of an urgent request only when it is called, and the township when somebody tapped', async () => {
    const one = process()
    const county = await office.officerDevice('周立新', one.app)
    const clerk = await office.officerDevice('何文静', one.app)
    const [above, desk] = [await listenDesk(county), await listenDesk(clerk)]
    const { got } = await resident(one, '家里没米下锅了，两天没吃饱饭，孩子在哭')
    // That it lies there, and that it was called: two signs, which may come in one piece.
    await desk.until(({ changes }) => changes > 2)
    expect(above.changes).toBe(1)
    office.clock.goOn(minutes(16))
    await office.watch()
    await above.until(({ changes }) => changes > 1)
    const before = desk.changes
    expect((await county.post(`/work/applications/${got.id}/acknowledgement`, {})).status).toBe(200)
    await desk.until(({ changes }) => changes > before)
  })
})

describe('a stream', () => {
  it('ends when its session ends, at any process, and others go on', async () => {
    const there = process(quick)
    const [leaving, staying] = [await resident(there), await resident(there)]
    const [own, other] = [await listenOwn(leaving.device), await listenOwn(staying.device)]
    await leaving.device.delete('/sessions/current')
    await own.ended
    const { beats } = other
    await other.until((now) => now.beats > beats)
  })

  it('ends when the officer is moved to another desk', async () => {
    const one = process(quick)
    const desk = await listenDesk(await office.officerDevice('唐敏', one.app))
    const {
      rows: [before],
    } = await office.pool.query(`SELECT unit_id FROM officer WHERE name = '唐敏'`)
    await office.pool.query(
      `UPDATE officer SET unit_id = (SELECT unit_id FROM officer WHERE name = '周立新') WHERE name = '唐敏'`,
    )
    await desk.ended
    await office.pool.query(`UPDATE officer SET unit_id = $1 WHERE name = '唐敏'`, [before.unit_id])
  })

  it('ends at once when the process is asked to stop, and no new one is opened', async () => {
    const one = process()
    const { device } = await resident(one)
    const own = await listenOwn(device)
    await one.live.stop()
    await own.ended
    expect((await device.get('/me/live')).status).toBe(503)
    expect(one.live.size).toBe(0)
  })

  it('comes back to life after the database cut its connection, looks again, and hears the next act', async () => {
    const one = process()
    const { device, got } = await resident(one)
    const own = await listenOwn(device)
    await cutListeners()
    await own.until(({ changes }) => changes === 2)
    await accept(await office.officerDevice('何文静', one.app), got.id)
    await own.until(({ changes }) => changes === 3)
  })

  it('gives no sign of life while changes are not heard, so that the page asks by itself', async () => {
    const [deaf, hearing] = [process(quick), process(quick)]
    const [own, other] = [await resident(deaf), await resident(hearing)]
    const mine = await listenOwn(own.device)
    const theirs = await listenOwn(other.device)
    await mine.until(({ beats }) => beats > 0)
    const open = await office.shut()
    await cutListeners('ORDER BY backend_start LIMIT 1')
    const beatsOf = async (more: number) => {
      const { beats } = theirs
      await theirs.until((now) => now.beats >= beats + more)
      return mine.beats
    }
    const before = await beatsOf(3)
    expect(await beatsOf(5)).toBe(before)
    await open()
    await mine.until(({ beats }) => beats > before)
    expect(mine.changes).toBe(2)
  })

  it('is refused beyond what one session, one network and one process may hold, and freed when a page leaves', async () => {
    const small = process({ ...still, mostPerHolder: 2 })
    const { device } = await resident(small)
    const [first] = [await listenOwn(device), await listenOwn(device)]
    const refused = await device.get('/me/live')
    expect(refused.status).toBe(429)
    expect(refused.headers.get('retry-after')).toBe('60')
    await first.leave()
    await (await listenOwn(device)).leave()

    const full = process({ ...still, most: 1 })
    const [one, other] = [await resident(full), await resident(full)]
    await listenOwn(one.device)
    expect((await other.device.get('/me/live')).status).toBe(429)

    const crowded = { topics: [], network: 'a network' }
    const { live } = process({ ...still, mostPerNetwork: 1 })
    await live.open({ ...crowded, holder: 'one' })
    await expect(live.open({ ...crowded, holder: 'other' })).rejects.toMatchObject({ code: 'too-many' })
  })

  it('that nobody reads is given up before it fills the memory', async () => {
    const one = process({ ...still, beatMs: 20, mostUnread: 3 })
    const { device } = await resident(one)
    const answer = await device.get('/me/live')
    expect(answer.status).toBe(200)
    const { live } = one
    while (live.size > 0) await new Promise((go) => setTimeout(go, 10))
    expect(await answer.text()).toBe('event: changed\ndata:\n\n' + ':\n\n'.repeat(2))
  })
})
