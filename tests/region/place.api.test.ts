import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { getPlace } from '@yima/api/region/place'
import type { PlaceView } from '@yima/shared/region/contract'
import { openOffice, type Office } from '../fixtures/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const county = '990101000000'

it('everybody who opens the same place at once is answered by one look', async () => {
  const { db } = office.deps
  const asked = vi.spyOn(db.$client, 'query')
  const seen = await Promise.all(Array.from({ length: 20 }, () => getPlace(db, county)))
  expect(asked).toHaveBeenCalledTimes(1)
  asked.mockRestore()
  expect(seen.map(({ children }) => children.length)).toEqual(Array.from({ length: 20 }, () => 21))
})

it('what was changed is seen by the next who asks', async () => {
  const { db } = office.deps
  await getPlace(db, county)
  await db.$client.query('UPDATE region SET name = $1 WHERE code = $2', ['新禾县', county])
  expect((await getPlace(db, county)).name).toBe('新禾县')
})

it('a place that does not exist is not there for anybody, and asked for anew each time', async () => {
  const { db } = office.deps
  const nowhere = () => Promise.allSettled([getPlace(db, '990101999999'), getPlace(db, '990101999999')])
  for (const seen of [await nowhere(), await nowhere()])
    expect(seen.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
})

it('a phone takes the county and all its townships along in one go, packed', async () => {
  const answer = await office.app.request('/api/regions/all', { headers: { 'accept-encoding': 'gzip' } })
  expect(answer.headers.get('content-encoding')).toBe('gzip')
  const plain = await office.app.request('/api/regions/all')
  const { places } = (await plain.json()) as { places: PlaceView[] }
  const [first, ...towns] = places
  expect(towns.map(({ code }) => code)).toEqual(first?.children.map(({ code }) => code))
  for (const town of towns) expect(town).toEqual(await getPlace(office.deps.db, town.code))
})
