import { afterAll, beforeAll, expect, it } from 'vitest'
import type { RenovationList, RenovationView } from '@yima/shared/renovation/contract'
import { loadDemoHouse } from '@yima/api/demo/house'
import { json } from '../family/people.ts'
import { openOffice, type Office } from '../fixtures/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
  await loadDemoHouse(office.deps)
  await loadDemoHouse(office.deps)
})
afterAll(() => office.close())

it('shows one house under way, whose foundation was accepted by two, and which somebody looks at within half a month', async () => {
  const he = await office.officerDevice('何文静')
  const { today, houses } = await json<RenovationList>(he.get('/work/renovations'))
  expect(houses).toMatchObject([{ name: '汪素云', grade: 'D', stage: 'walls', subsidy: 2_800_000, released: 700_000, stopped: false, next: { what: 'inspect' } }])
  expect((houses[0]?.next?.due.date ?? '') >= today).toBe(true)
  const house = await json<RenovationView>(he.get(`/work/renovations/${houses[0]?.id ?? ''}`))
  expect(house.parts[0]?.released?.by).toEqual(['何文静', '谭志远'])
  expect(house.pictures.map(({ spot, after }) => [spot, after !== null])).toEqual([['front', true], ['inside', true]])
})
