import { describe, expect, it } from 'vitest'
import type { ActingFor } from '@yima/shared/family/contract'
import type { FamilyWork, GuardianshipTasks } from '@yima/shared/family/work-contract'
import { days, idNumberOf, type Device } from '../fixtures/office.ts'
import { doerIn, historyOf } from '@yima/api/family/record'
import { aChild, json, openVillage, standsInFor, type Somebody } from './people.ts'

const { office, who } = await openVillage()

const claims = (guardian: Somebody, body: object) =>
  json<{ id: string }>(guardian.device.post('/me/family/wards', body))
const lists = async (clerk: Device, id: string) =>
  (await json<GuardianshipTasks>(clerk.get('/work/guardianships'))).tasks.some((task) => task.id === id)
const confirm = (clerk: Device, id: string, basis = 'household-register') =>
  who.status(clerk.post(`/work/guardianships/${id}/confirmation`, { basis }))

describe('a guardian', () => {
  it('whom no office confirmed puts no grown-up out of the house', async () => {
    const { somebody, joins, invite, idOf, status, members } = who
    const gran = await somebody('关桂英', '1946-06-01')
    const [son, daughter] = [await somebody('关建军', '1972-03-02'), await somebody('关建红', '1975-03-02')]
    for (const child of [son, daughter]) await joins(child, (await invite(gran, child.name, 'child')).token)
    const person = await idOf(daughter)
    const claim = { who: 'member', person, kind: 'incapable', birthDate: null }
    expect((await son.device.post('/me/family/wards', claim)).status).toBe(201)
    const out = { person, reason: 'moved', founding: false }
    expect((await status(son.device.post('/me/family/leaving', out)))[1]).toBe('household-not-yours')
    expect(await members(daughter)).toHaveLength(3)
  })

  it('is claimed until an officer of the place confirms on a basis; another town sees and decides nothing', async () => {
    const mother = await who.somebody('秦霜', '1985-01-01')
    const body = aChild('秦小雨')
    const made = await claims(mother, body)
    expect((await who.family(mother)).wards).toMatchObject([
      { name: '秦小雨', confirmed: false, mayAct: true },
    ])
    const [own, other] = [await office.officerDevice('何文静'), await office.officerDevice('唐敏')]
    expect([await lists(own, made.id), await lists(other, made.id)]).toEqual([true, false])
    const { tasks } = await json<GuardianshipTasks>(own.get('/work/guardianships'))
    expect(tasks.find(({ id }) => id === made.id)).toMatchObject({
      ...{ guardian: '秦霜', ward: '秦小雨', kind: 'child', written: true },
      bases: expect.arrayContaining(['household-register', 'birth-certificate']) as string[],
    })
    expect(await confirm(other, made.id)).toEqual([404, 'not-found'])
    expect(await confirm(mother.device, made.id)).toEqual([401, 'sign-in-needed'])
    expect(await confirm(own, made.id)).toEqual([200, ''])
    expect(await confirm(own, made.id)).toEqual([409, 'guardianship-not-allowed-now'])
    expect((await who.family(mother)).wards).toMatchObject([{ confirmed: true }])
    expect((await who.told(mother))[0]).toMatchObject({
      template: 'guardianship-confirmed',
      params: { ward: '秦小雨' },
    })
  })

  it('is refused with a reason that the guardian reads, and counted for the clerk only while it waits', async () => {
    const clerk = await office.officerDevice('何文静')
    const waiting = async () => (await json<FamilyWork>(clerk.get('/work/family'))).guardianships
    const before = await waiting()
    const aunt = await who.somebody('汪姨', '1970-01-01')
    const made = await claims(aunt, aChild('汪小'))
    expect(await waiting()).toBe(before + 1)
    const path = `/work/guardianships/${made.id}/refusal`
    expect(await who.status(clerk.post(path, { reason: ' ' }))).toEqual([422, 'reason-needed'])
    expect((await clerk.post(path, { reason: '户口簿上的监护人是他爷爷' })).status).toBe(200)
    expect(await waiting()).toBe(before)
    expect((await who.family(aunt)).wards).toEqual([])
    expect((await who.told(aunt))[0]).toMatchObject({
      template: 'guardianship-refused',
      params: { ward: '汪小', reason: '户口簿上的监护人是他爷爷' },
    })
  })

  it('who ends the account stands in nobody’s place any more, and waits before no office', async () => {
    const clerk = await office.officerDevice('何文静')
    const father = await who.somebody('方岩', '1980-01-01')
    const [sure, asked] = [await claims(father, aChild('方一')), await claims(father, aChild('方二'))]
    await confirm(clerk, sure.id)
    await father.device.post(`/me/applications/${father.receipt.id}/withdrawal`, {})
    expect((await father.device.post('/me/erasure', {})).status).toBe(200)
    const { rows } = await office.pool.query('SELECT state FROM guardianship WHERE id = ANY ($1)', [[sure.id, asked.id]])
    expect(rows).toEqual([{ state: 'ended' }, { state: 'ended' }])
    expect(await lists(clerk, asked.id)).toBe(false)
  })

  it('over a grown-up needs more than a birth certificate, and the grown-up learns of it', async () => {
    const { somebody, joins, invite, idOf, told } = who
    const [son, father] = [await somebody('靳海', '1975-03-02'), await somebody('靳山', '1948-03-02')]
    await joins(father, (await invite(son, '父亲', 'parent')).token)
    const claim = { who: 'member', person: await idOf(father), kind: 'incapable', birthDate: null }
    const { id } = await claims(son, claim)
    const clerk = await office.officerDevice('何文静')
    expect(await confirm(clerk, id, 'birth-certificate')).toEqual([422, 'guardianship-wrong-basis'])
    expect(await confirm(clerk, id, 'court-decision')).toEqual([200, ''])
    expect((await told(father))[0]).toMatchObject({
      template: 'guardian-confirmed',
      params: { guardian: '靳海' },
    })
  })

  it('is confirmed by nobody who is a relative of either: one of two is enough', async () => {
    const mother = await who.somebody('项兰', '1986-01-01')
    const number = { kind: 'id-number', value: idNumberOf('2016-06-06') }
    const { id } = await claims(mother, aChild('项小', { number, birthDate: null }))
    const [he, liu] = [await office.officerDevice('何文静'), await office.officerDevice('刘小勤')]
    const cousin = (idNumber: string) => ({ name: '表妹', number: { kind: 'id-number', value: idNumber }, kinship: 'other' })
    expect([await lists(he, id), await lists(liu, id)]).toEqual([true, true])
    await he.post('/work/relatives', cousin(mother.idNumber))
    await liu.post('/work/relatives', cousin(number.value))
    expect([await lists(he, id), await lists(liu, id)]).toEqual([false, false])
    for (const clerk of [he, liu]) expect(await confirm(clerk, id)).toEqual([404, 'not-found'])
  })

  it('is confirmed by a deputy of somebody who is away, under both names', async () => {
    const { id } = await claims(await who.somebody('邢云', '1986-02-02'), aChild('邢小'))
    const other = await office.officerDevice('唐敏')
    expect(await confirm(other, id)).toEqual([404, 'not-found'])
    await standsInFor(office, '唐敏', '何文静')
    expect(await lists(other, id)).toBe(true)
    expect(await confirm(other, id)).toEqual([200, ''])
    const noted = await historyOf(office.deps.db, office.deps, id)
    expect(doerIn(noted.at(-1)?.payload ?? {})).toBe('唐敏（代何文静）')
  })

  it('is none any more on the eighteenth birthday, by the clock alone', async () => {
    const mother = await who.somebody('邓玉', '1975-01-01')
    const body = aChild('邓小', { birthDate: '2008-03-03' })
    expect((await mother.device.post('/me/family/wards', body)).status).toBe(201)
    const ward = (await json<ActingFor>(mother.device.get('/me/acting'))).people[0]
    expect(ward).toMatchObject({ as: 'guardian', name: '邓小' })
    expect((await who.behalf(mother.device, ward?.person ?? '').get('/me/applications')).status).toBe(200)
    office.clock.goOn(days(1))
    try {
      expect((await json<ActingFor>(mother.device.get('/me/acting'))).people).toEqual([])
      expect((await who.behalf(mother.device, ward?.person ?? '').get('/me/applications')).status).toBe(404)
      expect((await who.family(mother)).wards).toEqual([])
    } finally {
      office.clock.goOn(-days(1))
    }
  })

  it.each([
    ['a grown-up child', { birthDate: '2008-03-02' }, [422, 'guardianship-of-age']],
    ['a child without a birthday', { birthDate: null }, [422, 'guardianship-birth-date-needed']],
    [
      'a passport that is none',
      { number: { kind: 'foreign', document: 'passport', value: '12' } },
      [422, 'foreign-passport'],
    ],
    [
      'an ID number with a slip',
      { number: { kind: 'id-number', value: '990101200001010000' } },
      [422, 'id-checksum'],
    ],
  ])('of %s is refused', async (_whom, more, refused) => {
    const mother = await who.somebody('吕氏', '1980-10-10')
    const body = aChild('吕小', more)
    expect(await who.status(mother.device.post('/me/family/wards', body))).toEqual(refused)
  })

  it('of somebody with a passport or no papers at all is one like any other', async () => {
    const wife = await who.somebody('阮月', '1990-10-10')
    const ward = (name: string, number: object) =>
      aChild(name, { number, kind: 'incapable', birthDate: null, relation: 'parent' })
    const passport = { kind: 'foreign', document: 'passport', value: 'e 12345678' }
    expect((await wife.device.post('/me/family/wards', ward('NGUYEN VAN A', passport))).status).toBe(201)
    expect((await wife.device.post('/me/family/wards', ward('阮老', { kind: 'none' }))).status).toBe(201)
    expect((await who.family(wife)).wards.map(({ name }) => name)).toEqual(['NGUYEN VAN A', '阮老'])
  })

  it('cannot be made of a stranger, and is ended by who stands there alone', async () => {
    const [mother, stranger] = [
      await who.somebody('甘一', '1980-01-09'),
      await who.somebody('甘二', '1980-01-08'),
    ]
    const person = await who.idOf(stranger)
    const claim = { who: 'member', person, kind: 'incapable', birthDate: null }
    expect(await who.status(mother.device.post('/me/family/wards', claim))).toEqual([404, 'not-found'])
    const body = aChild('甘小')
    const made = await claims(mother, body)
    expect(await who.status(stranger.device.post(`/me/guardianships/${made.id}/end`, {}))).toEqual([
      404,
      'not-found',
    ])
    expect((await mother.device.post(`/me/guardianships/${made.id}/end`, {})).status).toBe(200)
    expect((await who.family(mother)).wards).toEqual([])
  })
})
