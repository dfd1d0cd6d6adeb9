import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActingFor } from '@yima/shared/family/contract'
import { days, openOffice, type Device, type Office } from '../fixtures/office.ts'

import { json, villagers } from './people.ts'

let office: Office
let who: ReturnType<typeof villagers>
beforeAll(async () => {
  office = await openOffice()
  who = villagers(office)
})
afterAll(() => office.close())

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
    const body = {
      who: 'new',
      name: '秦小雨',
      number: { kind: 'none' },
      kind: 'child',
      birthDate: '2015-01-15',
      relation: 'child',
    }
    const made = await json<{ id: string }>(mother.device.post('/me/family/wards', body))
    expect((await who.family(mother)).wards).toMatchObject([
      { name: '秦小雨', confirmed: false, mayAct: true },
    ])
    const [own, other] = [await office.officerDevice('何文静'), await office.officerDevice('唐敏')]
    const listed = async (clerk: Device) =>
      (await json<{ tasks: { id: string }[] }>(clerk.get('/work/guardianships'))).tasks.map(({ id }) => id)
    expect(await listed(own)).toContain(made.id)
    expect(await listed(other)).not.toContain(made.id)
    const path = `/work/guardianships/${made.id}/confirmation`
    const basis = { basis: 'household-register' }
    expect(await who.status(other.post(path, basis))).toEqual([404, 'not-found'])
    expect(await who.status(mother.device.post(path, basis))).toEqual([401, 'sign-in-needed'])
    expect((await own.post(path, basis)).status).toBe(200)
    expect(await who.status(own.post(path, basis))).toEqual([409, 'guardianship-not-allowed-now'])
    expect((await who.family(mother)).wards).toMatchObject([{ confirmed: true }])
  })

  it('is none any more on the eighteenth birthday, by the clock alone', async () => {
    const mother = await who.somebody('邓玉', '1975-01-01')
    const body = {
      who: 'new',
      name: '邓小',
      number: { kind: 'none' },
      kind: 'child',
      birthDate: '2008-03-03',
      relation: 'child',
    }
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
    const body = {
      who: 'new',
      name: '吕小',
      number: { kind: 'none' },
      kind: 'child',
      birthDate: '2015-01-15',
      relation: 'child',
      ...more,
    }
    expect(await who.status(mother.device.post('/me/family/wards', body))).toEqual(refused)
  })

  it('of somebody with a passport or no papers at all is one like any other', async () => {
    const wife = await who.somebody('阮月', '1990-10-10')
    const ward = (name: string, number: object) => ({
      who: 'new',
      name,
      number,
      kind: 'incapable',
      birthDate: null,
      relation: 'parent',
    })
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
    const body = {
      who: 'new',
      name: '甘小',
      number: { kind: 'none' },
      kind: 'child',
      birthDate: '2015-01-15',
      relation: 'child',
    }
    const made = await json<{ id: string }>(mother.device.post('/me/family/wards', body))
    expect(await who.status(stranger.device.post(`/me/guardianships/${made.id}/end`, {}))).toEqual([
      404,
      'not-found',
    ])
    expect((await mother.device.post(`/me/guardianships/${made.id}/end`, {})).status).toBe(200)
    expect((await who.family(mother)).wards).toEqual([])
  })
})
