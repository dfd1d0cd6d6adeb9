import { flushPromises, mount } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import type { OfficerView } from '@yima/shared/identity/contract'
import type { VisitPack } from '@yima/shared/visit/contract'
import { http } from '../../web/src/app/http.ts'
import { forgetEverything } from '../../web/src/app/store.ts'
import { newVisit } from '../../web/src/visit/draft.ts'
import { findPack, saveVisit } from '../../web/src/visit/kept.ts'
import { useVisit, type Visit } from '../../web/src/visit/useVisit.ts'
import { deskKey, type Desk } from '../../web/src/work/desk.ts'

vi.mock('../../web/src/app/store-refusal.ts', () => import('../fixtures/keeping-phone.ts'))

const he = { id: 'officer-he', name: '何文静' } as OfficerView
const get = vi.spyOn(http, 'get')

/** What the office gives for this home: a colleague has been there meanwhile and counted a car. */
function gives(): void {
  const now = Date.now()
  const about = { kind: 'fact' as const, key: 'vehicleCount', member: null }
  const said = (value: number, source: 'visit' | 'declared') => ({ value, source, asOf: '2026-03-01' })
  const pack: VisitPack = {
    ...{ now: new Date(now).toISOString(), until: new Date(now + 7 * 86_400_000).toISOString(), application: { id: 'home-1', receiptNumber: '1' } },
    ...{ name: '周素芬', place: '梅林村', address: null, phone: null, words: '', tags: [], members: ['applicant'], safety: [] },
    claims: [{ id: 'c1', programme: 'dibao', due: null }],
    items: [{ id: 'fact:vehicleCount', about, way: 'see', lines: [{ programme: 'dibao', article: '第9条' }], known: [said(1, 'visit'), said(0, 'declared')] }],
    ...{ companions: [], office: { name: '稻香镇', phone: null } },
  }
  get.mockResolvedValue(pack as never)
}

async function opened(): Promise<Visit> {
  let visit: Visit | undefined
  const desk = { officer: he, today: { value: undefined }, refreshList: async () => undefined } as Partial<Desk> as Desk
  mount(defineComponent({ setup: () => { visit = useVisit('home-1'); return () => h('p') } }), { global: { provide: { [deskKey as symbol]: desk } } })
  await vi.waitFor(() => expect(visit?.state.value).not.toBe('loading'))
  await flushPromises()
  if (!visit) throw new Error('Nothing was opened')
  return visit
}

beforeEach(async () => {
  await forgetEverything()
  gives()
})

describe('a visit that lies on a phone from which what was taken along is gone', () => {
  it('is opened again with papers that are taken along anew, and says what was seen and not what a colleague saw', async () => {
    await saveVisit(he, 'home-1', { ...newVisit(0), summary: '和说的一样', answers: { 'fact:vehicleCount': { pick: 'same', said: 0 } } })
    expect(await findPack(he, 'home-1')).toBeUndefined()
    const visit = await opened()
    expect([visit.state.value, visit.draft.summary]).toEqual(['writing', '和说的一样'])
    expect(visit.draft.answers['fact:vehicleCount']).toMatchObject({ pick: 'other', value: 0 })
    expect((await findPack(he, 'home-1'))?.pack.name).toBe('周素芬')
  })
})
