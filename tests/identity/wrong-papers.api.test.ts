import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '@yima/api/app'
import type { AccessPage } from '@yima/shared/me/contract'
import { aResident, visitOf } from '../code/people.ts'
import { documentOf, openOffice, type Device, type Office } from '../fixtures/office.ts'

let office: Office
let he: Device
let mo: Device
let named: (name: string) => Promise<Device>
const born = '1951-02-03'
const hers = { name: '莫桂香', number: documentOf(born), seen: true }
const wrong = { ...hers, name: '莫桂芳' }

beforeAll(async () => {
  office = await openOffice()
  const config = { ...office.deps.config, withoutBudgets: false }
  const app = createApp({ ...office.deps, config }, new Map())
  named = (name) => office.officerDevice(name, app)
  he = await named('何文静')
  mo = await aResident(office, '19900000981', hers.name, born)
  expect((await he.post(`/work/occasions/${await visit()}/proof`, hers)).status).toBe(200)
})
afterAll(() => office.close())

const visit = async (by = he) => (await visitOf(by, mo)).id
const looks = async () => {
  const { lines } = (await (await mo.get('/me/access')).json()) as AccessPage
  return lines.filter(({ what }) => what === 'wrong-papers').map(({ purpose, reader }) => [purpose, reader?.name])
}
const fields = async (answer: Response) =>
  ((await answer.json()) as { errors?: { code: string }[] }).errors?.map(({ code }) => code)
const here = ({ name, number }: typeof hers) => ({ by: 'document', name, number })
const gift = {
  helper: here({ ...hers, name: '龙井', number: documentOf('1975-07-11') }),
  ...{ scopes: ['see-progress'], until: '2026-06-01', seen: true, seenAt: 'window', witness: '村支书高翔' },
}

describe('an officer who tries names on a number', () => {
  it('is seen by its person at every way that would tell that the number is known', async () => {
    const mandate = { ...gift, giver: here(wrong) }
    const ways: [string, string, object][] = [
      ['prove', `/work/occasions/${await visit()}/proof`, wrong],
      ['card', '/work/cards', { ...wrong, pin: null }],
      ['mandate', '/work/mandates', mandate],
    ]
    for (const [purpose, path, body] of ways) {
      const answer = await he.post(path, body)
      expect([purpose, answer.status, await fields(answer)]).toEqual([purpose, 422, ['name-of-proven']])
    }
    expect(await looks()).toEqual([
      ['mandate', '何文静'],
      ['card', '何文静'],
      ['prove', '何文静'],
    ])
  })

  it('is seen by whoever showed the code, too, when another number is tried on it', async () => {
    const other = await aResident(office, '19900000982', '蓝阿妹', '1952-03-04')
    const before = mo
    mo = other
    const path = `/work/occasions/${await visit()}/proof`
    const answer = await he.post(path, { name: '蓝阿妹', number: documentOf('1952-03-05'), seen: true })
    expect(await fields(answer)).toEqual(['number-of-another'])
    expect(await looks()).toEqual([['prove', '何文静']])
    mo = before
  })

  it('leaves a look where the papers were right and there was nothing to see, or no business of this office', async () => {
    const looked = () => office.pool.query<{ reader: string; what: string }>(
      `SELECT o.name AS reader, g.what FROM access_log g JOIN officer o ON o.id = g.reader_id
        WHERE g.purpose = 'mandate' AND g.person_id = (SELECT id FROM identity WHERE number_index = $1 AND joined_to IS NULL)`,
      [office.deps.vault.index('id-number', hers.number.value)],
    )
    const before = (await looked()).rows.length
    const liu = await office.officerDevice('刘小勤')
    const answer = await liu.post('/work/mandates/look', { giver: here(hers), seen: true })
    expect(await answer.json()).toEqual({ mandates: [] })
    const elsewhere = await office.officerDevice('唐敏')
    expect((await elsewhere.post('/work/mandates', { ...gift, giver: here(hers) })).status).toBe(404)
    expect((await looked()).rows.slice(before)).toEqual([
      { reader: '刘小勤', what: 'name' },
      { reader: '唐敏', what: 'wrong-papers' },
    ])
  })

  it('keeps all tries whose papers are right', async () => {
    const qiu = await named('邱国栋')
    for (let times = 0; times < 22; times += 1)
      expect((await qiu.post('/work/cards/revocation', hers)).status).toBe(200)
  })

  it('is told nothing more after twenty in an hour, also when they come at once; a colleague goes on', async () => {
    const tries = Array.from({ length: 25 }, () => he.post('/work/cards', { ...wrong, pin: null }))
    const answers = (await Promise.all(tries)).map(({ status }) => status)
    // Four were tried before.
    expect(answers.filter((status) => status === 422)).toHaveLength(16)
    expect(answers.filter((status) => status === 429)).toHaveLength(9)
    const right = await he.post('/work/cards', { ...hers, pin: null })
    expect([right.status, Number(right.headers.get('retry-after')) > 0]).toEqual([429, true])
    for (const path of ['/work/cards/revocation', '/work/mandates/look'])
      expect([path, (await he.post(path, path.endsWith('look') ? { giver: here(hers), seen: true } : hers)).status]).toEqual([path, 429])
    const liu = await office.officerDevice('刘小勤')
    expect((await liu.post('/work/cards', { ...hers, pin: null })).status).toBe(201)
  })

  it('gets no more told who guesses at once, neither what is right among it nor that nobody is called so', async () => {
    const zhou = await named('周立新')
    const look = ({ name, number }: typeof hers) =>
      zhou.post('/work/mandates/look', { giver: here({ ...hers, name, number }), seen: true })
    const guesses = [...Array.from({ length: 39 }, () => wrong), hers]
    const told = (await Promise.all(guesses.map(look))).filter(({ status }) => status !== 429)
    expect(told.length).toBeLessThanOrEqual(20)
    const tang = await named('唐敏')
    const nobody = () => tang.post('/work/cards/revocation', wrong)
    const ended = await Promise.all(Array.from({ length: 25 }, nobody))
    expect(ended.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(20)
  })
})
