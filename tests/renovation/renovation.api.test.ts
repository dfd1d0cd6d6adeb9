import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccessPage, RecordView } from '@yima/shared/me/contract'
import type { HousesWaiting } from '@yima/shared/renovation/contract'
import { openOffice, days, minutes, type Device, type Office } from '../fixtures/office.ts'
import { json } from '../family/people.ts'
import { unzip } from '../household/zip.ts'
import { done } from '../process/asked.ts'
import { confirmedHouse, doTo, inspect, listAt, looked, ownHouse, pictured, planned, surveyed, worksAt, type House } from './houses.ts'

let office: Office
let he: Device
let liu: Device
let tan: Device
let han: Device
beforeAll(async () => {
  office = await openOffice()
  he = await office.officerDevice('何文静')
  liu = await office.officerDevice('刘小勤')
  tan = await office.officerDevice('谭志远')
  han = await office.officerDevice('韩冰')
})
afterAll(() => office.close())

const codesOf = async (answer: Promise<Response>): Promise<string[]> => {
  const told = await answer
  if (told.ok) return ['done']
  return ((await told.json()) as { errors?: { code: string }[] }).errors?.map(({ code }) => code) ?? [String(told.status)]
}
const day = (plus: number): string => new Date(office.clock.now().getTime() + days(plus) + 8 * 3_600_000).toISOString().slice(0, 10)

/** Surveyed by the housing office, and planned with the family. */
async function underWay(born: string): Promise<House> {
  const of = await confirmedHouse(office, born)
  await done(doTo(han, of, await surveyed(han, day(0))))
  await done(doTo(he, of, await planned(he, day(0), day(90))))
  return of
}

/** A stage looked at by one clerk and accepted by two others. */
async function accepted(of: House): Promise<void> {
  expect((await inspect(office, he, of)).status).toBe(201)
  office.clock.goOn(minutes(1))
  await done(doTo(liu, of, { type: 'propose', words: '这一步到位', pictures: await pictured(liu, 'front', 'inside') }))
  const { proposed } = await worksAt(tan, of)
  await done(doTo(tan, of, { type: 'accept', acceptance: proposed?.id ?? '' }))
  office.clock.goOn(minutes(1))
}

describe('the works on a dangerous house', () => {
  it('begin with the decision, and are found by the township, the housing office and the county, and by nobody else', async () => {
    const of = await confirmedHouse(office, '1951-01-01')
    const works = await worksAt(he, of)
    expect(works).toMatchObject({ grade: 'D', subsidy: 2_800_000, released: 0, persons: 2, parts: [], next: { what: 'survey' }, shares: { provisional: true } })
    for (const name of ['刘小勤', '谭志远', '韩冰', '周立新', '罗永福']) {
      const { houses } = await listAt(await office.officerDevice(name))
      expect([name, houses.some(({ id }) => id === of.house)]).toEqual([name, true])
    }
    for (const name of ['唐敏', '田甜', '蒋小燕']) {
      const other = await office.officerDevice(name)
      expect([name, (await listAt(other)).houses.some(({ id }) => id === of.house)]).toEqual([name, false])
      expect([name, (await other.get(`/work/renovations/${of.house}`)).status]).toEqual([name, 404])
    }
    // The worker of the village looks, and says nothing of whether a stage is done.
    const luo = await office.officerDevice('罗永福')
    expect((await worksAt(luo, of)).acts.map(({ type }) => type)).toEqual(['inspect'])
    expect((await doTo(luo, of, { type: 'stop', reason: '我看不行' })).status).toBe(403)
    expect((await of.phone.get('/me/access').then((answer) => json<AccessPage>(answer))).lines.map(({ what }) => what)).toContain('renovation')
    expect(await ownHouse(of)).toMatchObject({ state: 'survey', subsidy: 2_800_000, released: 0, pictures: [] })
  })

  it('release each part by an accepted stage, and the last one after pictures of the finished house, the subsidy exactly', async () => {
    const of = await underWay('1951-02-02')
    expect(await codesOf(doTo(liu, of, { type: 'propose', words: '到位', pictures: await pictured(liu, 'front') }))).toEqual(['renovation-not-seen'])
    for (const _ of ['foundation', 'walls', 'roof']) await accepted(of)
    expect(await ownHouse(of)).toMatchObject({ state: 'building', stage: 'finished', released: 2_100_000 })
    expect((await inspect(office, he, of)).status).toBe(201)
    expect(await codesOf(doTo(liu, of, { type: 'propose', words: '完工', pictures: await pictured(liu, 'front') }))).toEqual(['renovation-after'])
    await accepted(of)
    const { rows } = await office.pool.query<{ number: number; stage: string; fen: string; proposed_by: string; confirmed_by: string }>(
      'SELECT number, stage, fen, proposed_by, confirmed_by FROM instalment WHERE renovation_id = $1 ORDER BY number', [of.house])
    expect(rows.map(({ number, stage }) => [number, stage])).toEqual([[1, 'foundation'], [2, 'walls'], [3, 'roof'], [4, 'finished']])
    expect(rows.reduce((sum, { fen }) => sum + Number(fen), 0)).toBe(2_800_000)
    expect(rows.every((row) => row.proposed_by !== row.confirmed_by)).toBe(true)
    const works = await worksAt(he, of)
    expect(works).toMatchObject({ finished: true, next: null, released: 2_800_000, stage: null })
    expect(works.parts.at(-1)?.released).toMatchObject({ by: ['刘小勤', '谭志远'], words: '这一步到位' })
    const house = await ownHouse(of)
    expect(house).toMatchObject({ state: 'finished', look: null, released: 2_800_000 })
    // Before and after, from the same place: its family opens both, and nobody else does.
    const [pair] = house.pictures
    for (const picture of [pair?.before, pair?.after]) {
      expect((await of.phone.get(`/me/files/${picture ?? ''}`)).status).toBe(200)
      expect((await office.device().get(`/me/files/${picture ?? ''}`)).status).not.toBe(200)
      expect((await han.get(`/work/renovations/${of.house}/files/${picture ?? ''}`)).status).toBe(200)
    }
    const { chapters } = await json<RecordView>(of.phone.get('/me/record'))
    expect(chapters['houses']).toMatchObject([{ subsidy: 2_800_000, parts: [{ stage: 'foundation' }, {}, {}, { stage: 'finished', releasedOn: day(0) }] }])
    expect(JSON.stringify(chapters['houses'])).not.toMatch(/刘小勤/)
    const file = unzip(Buffer.from(await (await he.get(`/work/applications/${of.id}/file?purpose=handle`)).arrayBuffer()))
    expect(file.get('index.json')?.toString()).toMatch(/"house"/)
  })

  it('are accepted by two people, and by nobody while they are stopped, whoever proposed it before', async () => {
    const of = await underWay('1951-03-03')
    await inspect(office, he, of)
    const propose = async (desk: Device) => doTo(desk, of, { type: 'propose', words: '到位', pictures: await pictured(desk, 'front') })
    expect(await codesOf(propose(he))).toEqual(['renovation-only-inspector'])
    await done(propose(liu))
    const { proposed } = await worksAt(liu, of)
    const acceptance = proposed?.id ?? ''
    expect(await codesOf(doTo(liu, of, { type: 'accept', acceptance }))).toEqual(['renovation-same-hands'])
    expect(await codesOf(doTo(he, of, { type: 'accept', acceptance }))).toEqual(['renovation-only-inspector'])
    await done(doTo(he, of, { type: 'stop', reason: '墙体倾斜，先停下来' }))
    expect(await codesOf(doTo(tan, of, { type: 'accept', acceptance }))).toEqual(['not-allowed-now'])
    expect(await codesOf(propose(liu))).toEqual(['renovation-stopped'])
    expect((await ownHouse(of)).stopped).toMatchObject({ reason: '墙体倾斜，先停下来' })
    await done(doTo(tan, of, { type: 'resume', reason: '已经加固，可以接着干' }))
    await done(propose(liu))
    const again = (await worksAt(liu, of)).proposed?.id ?? ''
    // Of two who accept at once, one releases it.
    const answers = await Promise.all([doTo(tan, of, { type: 'accept', acceptance: again }), doTo(han, of, { type: 'accept', acceptance: again })])
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect((await worksAt(he, of)).released).toBe(700_000)
    const { rows } = await office.pool.query('SELECT FROM instalment WHERE renovation_id = $1', [of.house])
    expect(rows.length).toBe(1)
  })

  it('are refused a part by the database itself that does not follow the last, or is more than the subsidy', async () => {
    const of = await underWay('1951-04-04')
    const part = (number: number, stage: string, fen: number) =>
      office.pool.query(
        `INSERT INTO instalment (id, county_code, renovation_id, number, stage, share, fen, on_day, acceptance_id, proposed_by, confirmed_by, at)
         SELECT gen_random_uuid(), '990101', $1, $2, $3, 25, $4, '2026-04-01', gen_random_uuid(),
                (SELECT id FROM officer WHERE name = '何文静'), (SELECT id FROM officer WHERE name = '谭志远'), now()`, [of.house, number, stage, fen])
    await expect(part(2, 'walls', 1)).rejects.toThrow()
    await expect(part(1, 'foundation', 2_800_001)).rejects.toThrow()
    await part(1, 'foundation', 1)
    await expect(part(1, 'foundation', 1)).rejects.toThrow()
    await part(2, 'walls', 1)
    await part(3, 'roof', 1)
    await expect(part(4, 'finished', 1)).rejects.toThrow()
    await expect(office.pool.query('UPDATE instalment SET fen = 0 WHERE renovation_id = $1', [of.house])).rejects.toThrow()
  })

  it('are looked at again within half a month, also from a phone that was without a network, once; and what is late comes first', async () => {
    const of = await underWay('1951-05-05')
    const body = await looked(office, he, { companion: (await worksAt(he, of)).companions.find(({ name }) => name === '刘小勤')?.id })
    office.clock.goOn(days(3))
    const key = crypto.randomUUID()
    for (const _ of [1, 2]) expect((await he.post(`/work/renovations/${of.house}/inspections`, body, { key })).status).toBe(201)
    expect((await worksAt(he, of)).inspections).toMatchObject([{ stage: 'foundation', by: ['何文静', '刘小勤'], at: body.at }])
    expect(await codesOf(inspect(office, he, of, { pictures: await pictured(he, 'side') }))).toEqual(['renovation-spot'])
    expect(await codesOf(inspect(office, he, of, { at: new Date(office.clock.now().getTime() + days(1)).toISOString() }))).toEqual(['date-to-come'])
    const due = (await worksAt(he, of)).next?.due.date ?? ''
    expect(due >= day(11)).toBe(true)
    office.clock.goOn(days(30))
    const zhou = await office.officerDevice('周立新')
    const { today, houses } = await listAt(zhou)
    const dues = houses.flatMap(({ next }) => next?.due.date ?? [])
    expect(dues).toEqual([...dues].sort())
    expect(houses.find(({ id }) => id === of.house)?.next?.due.date).toBe(due)
    expect(due < today).toBe(true)
    // On the desk of the township and of the level above, without a name; on no other.
    const waiting = async (name: string): Promise<number> =>
      (await json<HousesWaiting>((await office.officerDevice(name)).get('/work/renovations/waiting'))).late
    for (const name of ['何文静', '韩冰', '周立新', '彭卫国']) expect([name, (await waiting(name)) > 0]).toEqual([name, true])
    // Who leads the county reads what is late there, is seen, and does nothing to it.
    const peng = await office.officerDevice('彭卫国')
    expect((await listAt(peng)).houses.map(({ id }) => id)).toContain(of.house)
    expect((await worksAt(peng, of)).acts).toEqual([])
    expect((await doTo(peng, of, { type: 'stop', reason: '停下来' })).status).toBe(403)
    for (const name of ['唐敏', '田甜', '蒋小燕']) expect([name, await waiting(name)]).toEqual([name, 0])
  })
})
