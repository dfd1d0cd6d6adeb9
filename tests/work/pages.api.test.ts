import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { WorkList } from '@yima/shared/work/contract'
import { countNames, isPressing, isUnanswered, type CountName } from '@yima/shared/work/order'
import { anApplication, apply, days, idNumberOf, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { runs } from '../fixtures/runs.ts'
import { named, propose, qingquan, view, waiting } from '../organisation/people.ts'

let office: Office
let clerk: Device
beforeAll(async () => {
  office = await openOffice()
  clerk = await office.officerDevice('何文静')
  for (let at = 0; at < 130; at += 1) {
    await comes(at)
    if (at % 20 === 19) office.clock.goOn(days(1))
  }
}, 240_000)
afterAll(() => office.close())

const surnames = '赵钱孙李周吴郑王冯陈'
let people = 0

/** Somebody of a township, some in danger; who that is follows from a number. */
async function comes(at: number, place = at % 3 === 0 ? '990101100001' : '990101100201'): Promise<string> {
  const number = (people += 1)
  const words = number % 9 === 0 ? '家里没米下锅了' : '房子漏雨，女儿在读高二'
  const applicant = {
    identity: 'id-number' as const,
    name: `${surnames[number % 10] ?? ''}${'一二三四五六七八九'[number % 9] ?? ''}${number % 2 === 0 ? '芬' : '强'}`,
    idNumber: idNumberOf('1970-01-01', String(100 + number)),
    phone: `199${String(number).padStart(8, '0')}`,
  }
  return (await apply(office.device(), anApplication({ words, applicant, regionCode: place }))).id
}

const page = async (due: CountName, after?: string | null): Promise<WorkList> => {
  const asked = new URLSearchParams({ ...(due === 'all' ? {} : { due }), ...(after ? { after } : {}) })
  return (await (await clerk.get(`/work/items?${asked.toString()}`)).json()) as WorkList
}

async function everyPage(due: CountName, between: (list: WorkList) => Promise<void> = async () => undefined) {
  const all: WorkList['items'] = []
  for (let list = await page(due); ; list = await page(due, list.next)) {
    expect(list.items.length).toBeLessThanOrEqual(50)
    all.push(...list.items)
    if (list.next === null) return all
    await between(list)
  }
}

const search = async (words: string, more: Record<string, string> = {}): Promise<WorkList> => {
  const answer = await clerk.post('/work/items/search', { words, ...more })
  expect(answer.status).toBe(200)
  return (await answer.json()) as WorkList
}

describe('a long list', () => {
  it('comes in pages of fifty, each request once, as many as the counts say', async () => {
    const { counts } = await page('all')
    expect(counts.all).toBe(130)
    for (const due of countNames) {
      const all = await everyPage(due)
      expect([due, new Set(all.map(({ id }) => id)).size]).toEqual([due, counts[due]])
      expect(all).toHaveLength(counts[due])
    }
  })

  it('has those first whose call nobody answered, then what is urgent, then what is due first', async () => {
    const all = await everyPage('all')
    const rank = (item: WorkList['items'][number]) => (isUnanswered(item) ? 0 : isPressing(item) ? 1 : 2)
    const keys = all.map((item) => `${rank(item)} ${item.due?.date ?? '9999'} ${item.id}`)
    expect(keys).toEqual([...keys].sort())
  })

  it('loses nobody and names nobody twice while others come, go and are worked on between two pages', async () => {
    const doing = fc.constantFrom('comes', 'taps', 'accepts', 'drops')
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(doing, fc.nat(200)), { minLength: 3, maxLength: 6 }), async (plan) => {
        const before = await everyPage('all')
        const touched = new Set<string>()
        const left = [...plan]
        const all = await everyPage('all', async () => {
          for (const [what, which] of left.splice(0, 2)) {
            const one = before[which % before.length]
            if (!one) continue
            touched.add(one.id)
            const at = `/work/applications/${one.id}`
            if (what === 'comes') touched.add(await comes(which))
            else if (what === 'taps') await clerk.post(`${at}/acknowledgement`, {})
            else {
              const { claims } = (await (await clerk.get(at)).json()) as { claims: { id: string }[] }
              const claim = `${at}/claims/${claims[0]?.id ?? ''}`
              await (what === 'accepts'
                ? clerk.post(`${claim}/acceptance`, {})
                : clerk.post(`${claim}/drop`, { reason: '本人不愿意' }))
            }
          }
        })
        const ids = all.map(({ id }) => id).filter((id) => !touched.has(id))
        expect(new Set(ids).size).toBe(ids.length)
        expect([...ids].sort()).toEqual(before.map(({ id }) => id).filter((id) => !touched.has(id)).sort())
      }),
      { numRuns: runs(4) },
    )
  }, 240_000)

  it('takes no mark that no page gave', async () => {
    for (const after of ['x', 'bm90LW9uZQ', '%00']) expect((await clerk.get(`/work/items?after=${after}`)).status).toBe(422)
    expect((await clerk.get('/work/items?due=soon')).status).toBe(422)
  })
})

describe('looking for somebody', () => {
  it('finds them by their whole name, by a part of it, by their village, by their receipt number or its end', async () => {
    const all = await everyPage('all')
    const one = all.at(-1)
    if (!one) throw new Error('nobody is there')
    for (const words of [one.name, one.receiptNumber, one.receiptNumber.replace(/(\d{4})/g, '$1 '), one.receiptNumber.slice(-6)])
      expect((await search(words)).items.map(({ id }) => id)).toContain(one.id)
    const part = await search('芬')
    expect(part.items.length).toBe(50)
    expect(part.next).not.toBeNull()
    const further = await search('芬', { after: part.next ?? '' })
    expect([...part.items, ...further.items].map(({ id }) => id)).toEqual(
      all.filter(({ name }) => name.includes('芬')).map(({ id }) => id),
    )
    const place = all.find(({ place: its }) => its !== one.place)?.place ?? ''
    expect((await search(place)).items.every(({ place: its }) => its === place)).toBe(true)
    expect((await search('没有这个人')).items).toEqual([])
  })

  it('leaves a trace with whoever is shown, and with nobody who was only compared', async () => {
    const liu = await office.officerDevice('刘小勤')
    const [one] = (await page('all')).items
    const found = (await (
      await liu.post('/work/items/search', { words: one?.receiptNumber ?? '' })
    ).json()) as WorkList
    expect(found.items.map(({ id }) => id)).toEqual([one?.id])
    const { rows } = await office.pool.query<{ id: string; what: string }>(
      `SELECT a.id, g.what FROM access_log g JOIN application a ON a.person_id = g.person_id
        WHERE g.reader_id = (SELECT id FROM officer WHERE name = '刘小勤')`,
    )
    expect(rows).toEqual([{ id: one?.id, what: 'list' }])
  })

  it('finds nobody of another desk', async () => {
    const tang = await office.officerDevice('唐敏')
    const [one] = (await page('all')).items
    expect(((await (await tang.post('/work/items/search', { words: one?.name ?? '' })).json()) as WorkList).items).toEqual([])
  })
})

describe('the counts of somebody', () => {
  const expectTrue = async (): Promise<number> => {
    const { counts } = await page('all')
    for (const due of countNames) {
      const all = await everyPage(due)
      expect([due, all.length, new Set(all.map(({ id }) => id)).size]).toEqual([due, counts[due], counts[due]])
    }
    return counts.all
  }

  it('who declared a relative leave out what the relative asked for', async () => {
    const before = await expectTrue()
    const number = { kind: 'id-number', value: idNumberOf('1970-01-01', '103') }
    expect((await clerk.post('/work/relatives', { name: '表哥', number, kinship: 'other' })).status).toBe(200)
    expect(await expectTrue()).toBe(before - 1)
  })

  it('who stands in for a colleague of another township count both desks, and nothing twice that lies on both', async () => {
    const before = await expectTrue()
    const there: string[] = []
    for (let at = 0; at < 55; at += 1) there.push(await comes(at, '990101101200'))
    const qin = await office.officerDevice('秦朗')
    const seen = await view(qin)
    await propose(
      qin,
      {
        type: 'set-absence',
        id: randomUUID(),
        officerId: named(seen, '唐敏').id,
        deputy: named(seen, '何文静').id,
        ...{ from: seen.today, to: seen.today },
      },
      { effectiveOn: seen.today },
    )
    const yao = await office.officerDevice('姚静')
    await yao.post(`/admin/changes/${await waiting(qin)}/confirmation`, {})
    expect(await expectTrue()).toBe(before + there.length)
    // What was sent to the other township lies on both.
    const [sent] = (await everyPage('all')).filter(({ id }) => !there.includes(id)).slice(-1)
    const at = `/work/applications/${sent?.id ?? ''}`
    const { claims } = (await (await clerk.get(at)).json()) as { claims: { id: string }[] }
    const claim = `${at}/claims/${claims[0]?.id ?? ''}`
    await clerk.post(`${claim}/acceptance`, {})
    await clerk.post(`${claim}/process`, { type: 'transfer', to: qingquan, basis: '办法', reason: '户口在那边' })
    const { rows } = await office.pool.query('SELECT desk FROM desk_line WHERE application_id = $1', [sent?.id])
    expect(rows.length).toBeGreaterThan(1)
    expect(await expectTrue()).toBe(before + there.length)
  })
})
