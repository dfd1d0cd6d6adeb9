import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { MandateSlip } from '@yima/shared/family/work-contract'
import type { Scanned } from '@yima/shared/window/contract'
import { historyOf } from '@yima/api/family/record'
import { ownCodeOf } from '../code/people.ts'
import { anApplication, apply, documentOf, idNumberOf, type Device } from '../fixtures/office.ts'
import { tasksOf } from '../notification/people.ts'
import { json, openVillage, standsInFor, type Somebody } from './people.ts'

const { office, who } = await openVillage()
const clerk = await office.officerDevice('何文静')
const elsewhere = await office.officerDevice('唐敏')

let born = 1930
/** Somebody without a phone, with the document in hand; known here by an application of the village. */
async function oldWoman(name: string) {
  born += 1
  const idNumber = idNumberOf(`${born}-04-04`)
  const applicant = { identity: 'id-number', name, idNumber } as const
  await apply(office.device(), anApplication({ applicant }))
  return { by: 'document', name, number: { kind: 'id-number', value: idNumber } } as const
}
/** Somebody with a phone, by the code that the clerk has just scanned from it. */
async function withCode({ device }: Somebody, by = clerk) {
  const scan = { text: (await ownCodeOf(device)).text, purpose: 'other', words: '帮老人办事' }
  const found = await json<Scanned>(by.post('/work/scans', scan))
  if (!found.ok) throw new Error(found.refused)
  return { by: 'occasion', occasion: found.occasion.id } as const
}
const seen = { seen: true, seenAt: 'window', witness: '村支书高翔' }
const gift = (giver: object, helper: object, more: object = {}) => ({
  ...{ giver, helper, scopes: ['see-progress'], until: '2026-06-01', ...seen },
  ...more,
})
const give = (body: object, by = clerk) => who.status(by.post('/work/mandates', body))
const running = async (giver: object, by: Device = clerk) =>
  (await json<{ mandates: MandateSlip[] }>(by.post('/work/mandates/look', { giver, seen: true }))).mandates
const helpsNow = async (one: Somebody) =>
  (await json<{ people: { name: string }[] }>(one.device.get('/me/acting'))).people.map(({ name }) => name)

describe('a mandate at a window', () => {
  it('is given by somebody without a phone to a neighbour whose code was scanned: seen, witnessed, on paper', async () => {
    const gran = await oldWoman('龙婆')
    const neighbour = await who.somebody('龙井', '1975-07-11')
    const body = gift(gran, await withCode(neighbour), { signature: who.signature })
    const { id } = await json<{ id: string }>(clerk.post('/work/mandates', body))
    expect(await helpsNow(neighbour)).toEqual(['龙婆'])
    expect(await json<MandateSlip>(clerk.get(`/work/mandates/${id}`))).toMatchObject({
      ...{ giver: '龙婆', helper: '龙井', scopes: ['see-progress'], until: '2026-06-01', ended: false },
      office: { name: expect.stringContaining('稻香镇') as string },
    })
    const [given] = await historyOf(office.deps.db, office.deps, id)
    expect(given?.payload).toMatchObject({
      by: '何文静',
      how: 'window',
      seenAt: 'window',
      witness: '村支书高翔',
    })
    // Nobody has to believe the paper: a colleague goes and tells her.
    expect((await tasksOf(clerk)).map(({ template, name }) => [template, name])).toContainEqual([
      'mandate-given',
      '龙婆',
    ])
  })

  it('is given once however often it arrives, and never without a witness, a look or something to do', async () => {
    const [gran, neighbour] = [await oldWoman('纪婆'), await who.somebody('纪刚', '1975-07-12')]
    const body = gift(gran, await withCode(neighbour))
    for (const [lacks, code] of [
      [{ witness: undefined }, expect.any(String)],
      [{ seen: false }, 'not-seen'],
      [{ seenAt: 'telephone' }, 'not-a-choice'],
      [{ scopes: [] }, 'no-scope'],
      [{ until: '2027-06-01' }, 'mandate-too-long'],
      [{ giver: { ...gran, number: { kind: 'id-number', value: '123' } } }, expect.any(String)],
    ] as const)
      expect(await give({ ...body, ...lacks })).toEqual([422, code])
    expect(await helpsNow(neighbour)).toEqual([])
    const key = 'mandate-sent-twice-0001'
    const [first, second] = [
      await json<{ id: string }>(clerk.post('/work/mandates', body, { key })),
      await json<{ id: string }>(clerk.post('/work/mandates', body, { key })),
    ]
    expect(second).toEqual(first)
    expect(await running(gran)).toHaveLength(1)
  })

  it('is no matter of another place, of a relative of either, nor of who has no such work', async () => {
    const [gran, neighbour] = [await oldWoman('戚婆'), await who.somebody('戚远', '1975-07-13')]
    const helper = { by: 'document', name: neighbour.name, number: { kind: 'id-number', value: neighbour.idNumber } }
    expect(await give(gift(gran, helper), elsewhere)).toEqual([404, 'not-found'])
    const visitor = await office.officerDevice('余桂芳')
    expect(await give(gift(gran, helper), visitor)).toEqual([403, 'forbidden'])
    expect(await give(gift(gran, helper), neighbour.device)).toEqual([401, 'sign-in-needed'])
    const liu = await office.officerDevice('刘小勤')
    await liu.post('/work/relatives', { name: '表哥', number: { kind: 'id-number', value: neighbour.idNumber }, kinship: 'other' })
    expect(await give(gift(gran, helper), liu)).toEqual([404, 'not-found'])
    // Another's occasion names nobody, nor does one that is over.
    const scanned = await withCode(neighbour)
    expect(await give(gift(gran, scanned), liu)).toEqual([404, 'not-found'])
    await clerk.post(`/work/occasions/${scanned.occasion}/close`, {})
    expect((await give(gift(gran, scanned)))[0]).toBe(409)
    expect(await give(gift(gran, gran))).toEqual([409, 'mandate-not-oneself'])
    expect(await give(gift(gran, helper))).toEqual([201, ''])
  })

  it('is given at whatever window by somebody who belongs to none yet', async () => {
    const stranger = { by: 'document', name: '柏水', number: documentOf('1929-09-09') }
    const helper = { by: 'document', name: '柏山', number: documentOf('1959-09-09') }
    expect(await give(gift(stranger, helper), elsewhere)).toEqual([201, ''])
  })

  it('is ended by its giver at a window, by nobody else’s word, and from then on nobody acts by it', async () => {
    const [gran, other] = [await oldWoman('舒婆'), await oldWoman('别婆')]
    const neighbour = await who.somebody('舒克', '1975-07-14')
    const { id } = await json<{ id: string }>(
      clerk.post('/work/mandates', gift(gran, await withCode(neighbour))),
    )
    await give(gift(other, { by: 'document', name: '别人', number: documentOf('1960-02-02') }))
    const end = (giver: object, by = clerk) =>
      who.status(by.post(`/work/mandates/${id}/end`, { giver, ...seen }))
    expect((await running(gran)).map((one) => [one.id, one.helper])).toEqual([[id, '舒克']])
    expect(await end(other)).toEqual([404, 'not-found'])
    expect(await end({ ...gran, name: '舒冒名' })).toEqual([404, 'not-found'])
    expect(await end(gran, elsewhere)).toEqual([404, 'not-found'])
    expect(await helpsNow(neighbour)).toEqual(['舒婆'])
    expect(await end(gran)).toEqual([200, ''])
    expect(await helpsNow(neighbour)).toEqual([])
    expect(await running(gran)).toEqual([])
    expect(await end(gran)).toEqual([409, 'mandate-not-allowed-now'])
    const noted = (await historyOf(office.deps.db, office.deps, id)).at(-1)
    expect(noted).toMatchObject({ type: 'mandate-ended', payload: { by: '何文静', witness: '村支书高翔' } })
    expect((await clerk.get(`/work/mandates/${randomUUID()}`)).status).toBe(404)
    expect((await elsewhere.get(`/work/mandates/${id}`)).status).toBe(404)
  })

  it('is recorded by a deputy too, while the colleague is away', async () => {
    const gran = await oldWoman('毕婆')
    const helper = { by: 'document', name: '毕升', number: documentOf('1970-03-03') }
    expect(await give(gift(gran, helper), elsewhere)).toEqual([404, 'not-found'])
    await standsInFor(office, '唐敏', '何文静')
    expect(await give(gift(gran, helper), elsewhere)).toEqual([201, ''])
  })
})
