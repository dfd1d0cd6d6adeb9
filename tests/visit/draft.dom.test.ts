import { mount } from '@vue/test-utils'
import { beforeAll, describe, expect, it } from 'vitest'
import { reactive } from 'vue'
import type { PackItem, VisitPack } from '@yima/shared/visit/contract'
import { loadTexts } from '../../web/src/app/text.ts'
import { answersIn, heldAgainst, newVisit, roomFor, writesOf, type ItemDraft } from '../../web/src/visit/draft.ts'
import VisitItem from '../../web/src/visit/VisitItem.vue'

const said = (value: unknown, source: 'declared' | 'visit' = 'declared') => ({ value, source, asOf: '2026-03-01' })
const itemOf = (id: string, about: PackItem['about'], known: PackItem['known'] = []): PackItem => ({
  ...{ id, about, known }, way: 'see', lines: [{ programme: 'dibao', article: '第9条' }],
})
const car = (...known: PackItem['known']) => itemOf('fact:vehicleCount', { kind: 'fact', key: 'vehicleCount', member: null }, known)
const packOf = (...items: PackItem[]) =>
  ({ items, claims: [], members: ['applicant'], name: '周素芬', application: { id: 'a1', receiptNumber: '1' } }) as Partial<VisitPack> as VisitPack
const same: ItemDraft = { pick: 'same', said: 0 }
const photo = () => ({ key: crypto.randomUUID(), picture: new Blob(['x']) })
const photos = (count: number) => Array.from({ length: count }, photo)

beforeAll(() => loadTexts(['visit']))

describe('what was written at a home, beside papers that were taken along anew', () => {
  it('stays what was borne out, though a colleague has seen otherwise since', () => {
    const anew = packOf(car(said(1, 'visit'), said(0)))
    const answers = heldAgainst(anew, { 'fact:vehicleCount': same })
    expect(answers['fact:vehicleCount']).toEqual({ pick: 'other', value: 0, typed: '0' })
    expect([...answersIn(anew, { answers })]).toEqual([['fact:vehicleCount', { value: 0 }]])
    // Nobody needs to say it anew where all still say so.
    expect(heldAgainst(packOf(car(said(0))), { 'fact:vehicleCount': same })).toEqual({ 'fact:vehicleCount': same })
  })

  it('is handed in whole, also what is asked no more', () => {
    const draft = { ...newVisit(0), answers: { 'fact:vehicleCount': same, 'care:applicant': { pick: 'unseen' as const }, 'no-such': same } }
    const head = writesOf(packOf(car(said(0))), draft, 'key', { id: 'o1', name: '何文静' }).at(-1)
    expect((head?.body as { answers: unknown }).answers).toEqual([
      { item: 'fact:vehicleCount', value: 0, photos: [] }, { item: 'care:applicant', value: null, photos: [] },
    ])
  })
})

describe('the photos of a visit', () => {
  it('are as many for a line as the visit has room for, at most nine', () => {
    expect(roomFor('a', { photos: {} })).toBe(9)
    expect(roomFor('c', { photos: { a: photos(9), b: photos(9), c: photos(2) } })).toBe(6)
    expect(roomFor('d', { photos: { a: photos(9), b: photos(9), c: photos(6) } })).toBe(0)
  })

  it('are counted out where there is less room than a line has, and never taken beyond it', () => {
    const shown = (taken: Record<string, number>) => {
      const draft = reactive({ ...newVisit(0), photos: Object.fromEntries(Object.entries(taken).map(([item, count]) => [item, photos(count)])) })
      const visit = { draft, photosOf: (item: string) => (draft.photos[item] ?? []).map(({ picture }) => picture as File) }
      return mount(VisitItem, { props: { item: car(said(0)), visit: visit as never, members: ['applicant'] } })
    }
    const wide = shown({})
    expect([wide.find('[role=status]').exists(), wide.find('input[type=file]').exists()]).toEqual([false, true])
    expect(shown({ 'living:walls': 9, 'living:signs': 9 }).find('[role=status]').text()).toContain('还能拍 6 张')
    const full = shown({ 'living:walls': 9, 'living:signs': 9, 'living:things': 6 })
    expect(full.find('[role=status]').text()).toContain('24 张照片拍满了')
    expect(full.find('input[type=file]').exists()).toBe(false)
  })
})
