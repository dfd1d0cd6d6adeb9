import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { organisationHash } from '@yima/api/organisation/record'
import { organisationEvent } from '@yima/api/organisation/table'
import { days, openOffice, type Device, type Office } from '../fixtures/office.ts'
import {
  codeOf,
  county,
  daoxiang,
  fieldsOf,
  history,
  named,
  propose,
  qingquan,
  view,
  waiting,
} from './people.ts'

let office: Office
let qin: Device
let yao: Device
let peng: Device
beforeAll(async () => {
  office = await openOffice()
  qin = await office.officerDevice('秦朗')
  yao = await office.officerDevice('姚静')
  peng = await office.officerDevice('彭卫国')
})
afterAll(() => office.close())

const newClerk = (name: string, unitId = `${qingquan}:window`) => ({
  type: 'add-officer' as const,
  id: randomUUID(),
  unitId,
  regionCode: unitId.slice(0, 12),
  name,
  post: '社会救助经办',
  role: 'clerk' as const,
  manager: null,
})
const canSignIn = async (name: string): Promise<boolean> =>
  office.officerDevice(name).then(
    () => true,
    () => false,
  )

describe('who may', () => {
  it('see and change the organisation: nobody without a session, no clerk, no leader of a township', async () => {
    expect((await office.device().get('/admin/organisation')).status).toBe(401)
    for (const name of ['何文静', '谭志远', '周立新', '严明', '余桂芳']) {
      const device = await office.officerDevice(name)
      expect([name, (await device.get('/admin/organisation')).status]).toEqual([name, 403])
      expect([name, (await propose(device, newClerk('某人'))).status]).toEqual([name, 403])
    }
    expect((await peng.get('/admin/organisation')).status).toBe(200)
    expect((await propose(peng, newClerk('某人'))).status).toBe(403)
  })

  it('not reach beyond the county and what lies around it: another city is not there and cannot be changed', async () => {
    await office.pool.query(
      `INSERT INTO region (code, name, level, parent, valid_from)
       VALUES ('990200000000', '邻市', 'city', '990000000000', '2020-01-01')`,
    )
    await office.pool.query(
      `INSERT INTO unit (id, region_code, name, short_name, kind) VALUES ('990200000000:audit', '990200000000', '邻市审计局', '审计', 'audit')`,
    )
    const { organisation } = await view(qin)
    const regions = new Set(Object.values(organisation.units).map(({ regionCode }) => regionCode))
    const outside = [...regions].filter((code) => !code.startsWith('990101'))
    expect(outside.sort()).toEqual(['990000000000', '990100000000'])
    const answer = await propose(qin, newClerk('某人', '990200000000:audit'))
    expect(await codeOf(answer)).toEqual(['not-allowed-now', 'not-yours'])
    expect((await qin.get('/admin/history/990200000000:audit')).status).toBe(404)
  })
})

describe('a new officer', () => {
  it('is there once a second person confirmed it, not before, and never by the one who proposed', async () => {
    expect((await propose(qin, newClerk('马小燕'))).status).toBe(200)
    const id = await waiting(qin)
    expect(await canSignIn('马小燕')).toBe(false)
    expect(await codeOf(await qin.post(`/admin/changes/${id}/confirmation`, {}))).toEqual([
      'not-allowed-now',
      'own-proposal',
    ])
    expect((await peng.post(`/admin/changes/${id}/confirmation`, {})).status).toBe(200)
    expect(await canSignIn('马小燕')).toBe(true)
    const added = named(await view(qin), '马小燕')
    expect(added.appointedBy).toHaveLength(2)
    const lines = await history(yao, added.id)
    expect(lines.map(({ type, by }) => [type, by])).toEqual([
      ['change-took-effect', '彭卫国'],
      ['change-confirmed', '彭卫国'],
      ['change-proposed', '秦朗'],
    ])
    expect(lines.at(-1)).toMatchObject({ reason: '工作需要', change: { name: '马小燕' } })
  })

  it('proposed twice by a tap that came twice waits once', async () => {
    const change = newClerk('田小田')
    for (const _ of ['sent', 'sent again'])
      expect((await propose(qin, change, { key: 'proposed-by-a-double-tap' })).status).toBe(200)
    const id = await waiting(qin)
    expect(Object.keys((await view(qin)).organisation.pending)).toEqual([id])
    expect((await yao.post(`/admin/changes/${id}/refusal`, { reason: '编制满了' })).status).toBe(200)
    expect(await canSignIn('田小田')).toBe(false)
    expect(await codeOf(await yao.post(`/admin/changes/${id}/confirmation`, {}))).toEqual(['not-found'])
  })

  it('confirmed by two at the same moment is confirmed once', async () => {
    await propose(qin, newClerk('龙小溪'))
    const id = await waiting(qin)
    const answers = await Promise.all(
      [yao, peng].map((one) => one.post(`/admin/changes/${id}/confirmation`, {})),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 404])
  })

  it('with a number for the roster has it sealed, and it stands in no event', async () => {
    await propose(qin, { ...newClerk('石小川'), phone: '19900007788' })
    await yao.post(`/admin/changes/${await waiting(qin)}/confirmation`, {})
    const { rows } = await office.pool.query<{ sealed: Buffer }>(
      `SELECT phone_cipher AS sealed FROM officer WHERE name = '石小川'`,
    )
    expect(office.deps.vault.openField(rows[0]?.sealed ?? Buffer.alloc(0))).toBe('19900007788')
    const { rows: said } = await office.pool.query<{ text: string }>(
      `SELECT string_agg(payload, '') || (SELECT string_agg(change::text, '') FROM organisation_change) AS text FROM organisation_event`,
    )
    expect(said[0]?.text).toContain('石小川')
    expect(said[0]?.text).not.toContain('19900007788')
  })
})

describe('taking power away', () => {
  it('needs no second person and ends every open session at once', async () => {
    const qiu = await office.officerDevice('邱国栋')
    expect((await qiu.get('/work/items')).status).toBe(200)
    const { id } = named(await view(qin), '邱国栋')
    expect((await propose(qin, { type: 'end-officer', id })).status).toBe(200)
    expect((await qiu.get('/work/items')).status).toBe(401)
    const { rows } = await office.pool.query('SELECT 1 FROM session WHERE officer_id = $1 AND revoked_at IS NULL', [id])
    expect(rows).toEqual([])
    // That phone keeps nothing of the desk.
    expect(await (await qiu.get('/session')).json()).toMatchObject({ officer: null, revoked: { officer: true } })
    await propose(qin, { type: 'reactivate-officer', id })
    expect(named(await view(qin), '邱国栋').active).toBe(false)
    await yao.post(`/admin/changes/${await waiting(qin)}/confirmation`, {})
    expect(named(await view(qin), '邱国栋').active).toBe(true)
  })
})

describe('the own line', () => {
  it('is raised by nobody who stands in it, and an administrator raises nobody alone', async () => {
    const before = named(await view(qin), '姚静')
    const own = {
      type: 'change-officer' as const,
      ...fieldsOf(named(await view(qin), '秦朗')),
      role: 'leader' as const,
    }
    expect(await codeOf(await propose(qin, own))).toEqual(['not-allowed-now', 'own-line'])
    const bound = {
      type: 'change-officer' as const,
      ...fieldsOf(before),
      manager: named(await view(qin), '秦朗').id,
    }
    expect(await codeOf(await propose(qin, bound))).toEqual(['not-allowed-now', 'own-line'])
  })
})

describe('a change that lies ahead', () => {
  it('happens on its day by itself, in every process once, and its chain follows one from another', async () => {
    const { organisation } = await view(qin)
    const { name, shortName, phone, parent } = organisation.units[`${daoxiang}:window`] ?? {
      name: '',
      shortName: '',
      phone: null,
      parent: null,
    }
    const renamed = {
      type: 'change-unit' as const,
      id: `${daoxiang}:window`,
      name: `${name}（新）`,
      shortName,
      phone,
      parent,
    }
    expect((await propose(qin, renamed, { effectiveOn: '2026-03-05' })).status).toBe(200)
    const nameNow = async () => (await view(qin)).organisation.units[`${daoxiang}:window`]?.name
    await office.watch()
    expect(await nameNow()).toBe(name)
    office.clock.goOn(days(3))
    await Promise.all([office.watch(), office.watch()])
    expect(await nameNow()).toBe(`${name}（新）`)
    const rows = await office.deps.db.select().from(organisationEvent).orderBy(organisationEvent.number)
    const broken = rows.filter(
      (row, at) =>
        !organisationHash(row).equals(row.hash) ||
        (at > 0 && !row.previousHash.equals(rows[at - 1]?.hash ?? row.hash)),
    )
    expect(rows.length).toBeGreaterThan(8)
    expect(broken).toEqual([])
    expect(
      rows.filter(({ type, subject }) => type === 'change-took-effect' && subject === renamed.id),
    ).toHaveLength(1)
    expect(rows.at(-1)?.actorId).toBeNull()
  })

  it('of a place: a village that is new is offered, one that closed is not', async () => {
    const today = (await view(qin)).today
    const code = '990101101299'
    expect(
      (await propose(qin, { type: 'add-region', code, name: '新安社区' }, { effectiveOn: today })).status,
    ).toBe(200)
    const childrenOf = async () =>
      ((await (await office.device().get(`/regions/${qingquan}`)).json()) as { children: { code: string }[] })
        .children
    expect((await childrenOf()).some((one) => one.code === code)).toBe(true)
    await propose(qin, { type: 'close-region', code }, { effectiveOn: today })
    expect((await childrenOf()).some((one) => one.code === code)).toBe(false)
  })
})

describe('the roster', () => {
  it('calls whoever stands on it for that day, and whoever stood there before afterwards', async () => {
    const seen = await view(qin)
    const [he, liu] = [named(seen, '何文静').id, named(seen, '刘小勤').id]
    const unitId = `${daoxiang}:window`
    const set = { type: 'set-duty' as const, unitId, officerId: liu, from: '2026-03-06', to: '2026-03-07' }
    expect((await propose(qin, set, { effectiveOn: seen.today })).status).toBe(200)
    const { days: shown } = (await (await qin.get(`/admin/duties/${unitId}`)).json()) as {
      days: { day: string; officers: string[] }[]
    }
    const on = (day: string) => shown.find((one) => one.day === day)?.officers
    expect([on('2026-03-05'), on('2026-03-06'), on('2026-03-07'), on('2026-03-08')]).toEqual([
      [he],
      [liu],
      [liu],
      [he],
    ])
    const foreign = { ...set, officerId: named(seen, '唐敏').id }
    expect(await codeOf(await propose(qin, foreign, { effectiveOn: seen.today }))).toEqual([
      'invalid-input',
      'not-for-duty',
    ])
  })
})

it('the county of the demonstration is one that the rules would allow', async () => {
  const { organisation } = await view(qin)
  const all = Object.values(organisation.officers)
  expect(all.filter(({ role }) => role === 'administrator')).toHaveLength(2)
  expect(named(await view(qin), '彭卫国')).toMatchObject({
    role: 'leader',
    regionCode: county,
    manager: null,
  })
  for (const one of all) if (one.manager) expect(organisation.officers[one.manager]?.active).toBe(true)
})

describe('another duty number', () => {
  const changed = async (name: string, end: string) => {
    const { id, ...fields } = fieldsOf(named(await view(qin), name))
    const { today } = await view(qin)
    const change = { type: 'change-officer', id, ...fields, phone: `1990000${end}` } as const
    expect((await propose(qin, change, { effectiveOn: today })).status).toBe(200)
    const answer = await yao.post(`/admin/changes/${await waiting(qin)}/confirmation`, {})
    const { unheard } = (await answer.json()) as { unheard?: boolean }
    return { unheard, types: (await history(qin, id)).map(({ type }) => type) }
  }

  it('is told above, and where nobody there can hear it, whoever confirmed and the history say so', async () => {
    const first = await changed('刘小勤', '7711')
    expect([first.unheard, first.types.includes('duty-number-told')]).toEqual([false, true])
    await office.pool.query('UPDATE officer SET phone_cipher = NULL WHERE name <> $1', ['刘小勤'])
    const before = (await office.messages()).length
    const second = await changed('刘小勤', '7712')
    expect([second.unheard, second.types[0]]).toEqual([true, 'duty-number-unheard'])
    // To the number that stood before it is told all the same.
    expect((await office.messages()).length).toBe(before + 1)
  })
})
