import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openOffice, type Office } from '../fixtures/office.ts'
import { aResident } from '../code/people.ts'

let office: Office

beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

describe('people who are signed in and ask at the same moment', () => {
  it('are each known as who they are, and whoever is not signed in as nobody', async () => {
    const phones = await Promise.all(
      [0, 1, 2, 3].map((at) => aResident(office, `1390000720${at}`, '周素芬', `196${at}-03-12`)),
    )
    const officer = await office.officerDevice('何文静')
    const own = async (device: { get(path: string): Promise<Response> }) => {
      const answer = await device.get('/me/applications')
      const { applications = [] } = (await answer.json()) as { applications?: { id: string }[] }
      return { status: answer.status, ids: applications.map(({ id }) => id) }
    }
    const alone = [await own(phones[0] as never), await own(phones[1] as never)]
    const all = await Promise.all([...phones, officer, office.device(), ...phones].map(own))
    expect(all.slice(0, 4).map(({ status, ids }) => [status, ids.length])).toEqual(
      phones.map(() => [200, 1]),
    )
    expect(new Set(all.slice(0, 4).flatMap(({ ids }) => ids)).size).toBe(phones.length)
    expect(all.slice(0, 2)).toEqual(alone)
    expect(all.slice(6)).toEqual(all.slice(0, 4))
    expect(all.slice(4, 6).map(({ status }) => status)).toEqual([401, 401])
  })
})
