import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Scanned } from '@yima/shared/window/contract'
import type { IssuedCard } from '@yima/shared/code/contract'
import { documentOf, openOffice, type Device, type Office } from '../fixtures/office.ts'

let office: Office
let he: Device
let liu: Device
let cards: string[]
/** What nobody listened to: in the running house it ends the process. */
const unheard: unknown[] = []
const hear = (error: unknown): void => void unheard.push(error)

async function cardOf(name: string, born: string): Promise<string> {
  const answer = await he.post('/work/cards', { name, number: documentOf(born), seen: true, pin: null })
  return ((await answer.json()) as IssuedCard).text
}

beforeAll(async () => {
  office = await openOffice()
  he = await office.officerDevice('何文静')
  liu = await office.officerDevice('刘小勤')
  const born = ['1941-03-01', '1941-03-02', '1941-03-03', '1941-03-04', '1941-03-05', '1941-03-06']
  cards = await Promise.all(born.map((day) => cardOf('何桂花', day)))
  process.on('unhandledRejection', hear)
})
afterAll(() => {
  process.off('unhandledRejection', hear)
  return office.close()
})

describe('officers who scan at the same moment', () => {
  it('get each their own answer, also when one phone sends the same scan twice at once', async () => {
    const scan = async (officer: Device, at: number) => {
      const body = { text: cards[at], purpose: 'progress', faceToFace: true }
      const answer = await officer.post('/work/scans', body, { key: `a-scan-of-card-number-${at}` })
      return { status: answer.status, ...((await answer.json()) as Scanned) }
    }
    // The first are on their way alone; those who come meanwhile share a transaction.
    const asked = [3, 0, 0, 4, 1, 1, 5, 2, 2].map((at) => ({ at, officer: at < 3 ? he : liu }))
    const answers = await Promise.all(asked.map(({ officer, at }) => scan(officer, at)))
    expect(answers).toEqual(answers.map(() => expect.objectContaining({ status: 200, ok: true }) as unknown))
    const opened = answers.map((one) => (one.ok ? one.occasion.id : ''))
    expect(new Set(opened).size).toBe(cards.length)
    expect([opened[2], opened[5], opened[8]]).toEqual([opened[1], opened[4], opened[7]])
    expect(unheard).toEqual([])
  })
})
