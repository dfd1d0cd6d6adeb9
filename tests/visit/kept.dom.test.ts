import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { VisitPack } from '@yima/shared/visit/contract'
import { http } from '../../web/src/app/http.ts'
import { forgetEverything, keysKept } from '../../web/src/app/store.ts'
import { newVisit } from '../../web/src/visit/draft.ts'
import { findPack, findVisit, packsHere, removeVisit, saveVisit, sweepVisits, takeAlong, visitsLeft } from '../../web/src/visit/kept.ts'

vi.mock('../../web/src/app/store-refusal.ts', () => import('../fixtures/keeping-phone.ts'))

const [he, liu] = [{ id: 'officer-he' }, { id: 'officer-liu' }]
const day = 86_400_000
const get = vi.spyOn(http, 'get')
/** What the office gives for a visit, good for so many days. */
const gives = (days: number): void => {
  const now = Date.now()
  const pack = { now: new Date(now).toISOString(), until: new Date(now + days * day).toISOString(), name: '周素芬', words: '家里没米下锅' }
  get.mockResolvedValue(pack as Partial<VisitPack> as never)
}

beforeEach(async () => {
  await forgetEverything()
  gives(7)
})

describe('what was taken along for a visit', () => {
  it('lies on this phone for its days, for whoever took it, and is wiped when they are over', async () => {
    await takeAlong(he, 'home-1')
    expect((await findPack(he, 'home-1'))?.pack.name).toBe('周素芬')
    expect([...(await packsHere(liu)).keys()]).toEqual([])
    vi.useFakeTimers({ now: Date.now() + 7 * day, toFake: ['Date'] })
    expect((await packsHere(he)).size).toBe(0)
    vi.useRealTimers()
    expect((await keysKept('work.')).filter((key) => key.includes('home-1'))).toEqual([])
  })
})

describe('what was written at a home', () => {
  const draft = (words: string) => ({ ...newVisit(0), summary: words })
  it('stays for its officer alone until it is handed in; of what was received nothing does', async () => {
    await saveVisit(he, 'home-1', draft('还没写完'))
    await saveVisit(he, 'home-2', { ...draft(''), received: '483170526318' })
    await sweepVisits(he)
    expect(await visitsLeft(he)).toEqual(['home-1'])
    expect((await findVisit(he, 'home-1'))?.summary).toBe('还没写完')
    expect([await visitsLeft(liu), await findVisit(liu, 'home-1')]).toEqual([[], undefined])
    expect((await keysKept('work.draft-visit')).filter((key) => key.includes('home-2'))).toEqual([])
  })

  it('is wiped with its photos where its officer wishes', async () => {
    await saveVisit(he, 'home-1', { ...draft('写了'), photos: { 'living:walls': [{ key: 'p1', picture: new Blob(['x']) }] } })
    expect((await keysKept('work.draft-visit')).length).toBe(2)
    await removeVisit(he, 'home-1')
    expect(await keysKept('work.')).toEqual([])
  })
})
