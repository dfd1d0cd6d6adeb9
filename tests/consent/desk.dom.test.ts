import type { VueWrapper } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ConsentRow, ConsentsOfApplication } from '@yima/shared/consent/contract'
import { http } from '../../web/src/app/http.ts'
import { shownAtDesk } from '../../web/src/app/last-seen.ts'
import { outbox } from '../../web/src/app/outbox.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { keysKept } from '../../web/src/app/store.ts'
import { settle, text } from '../fixtures/page.ts'
import { dialog, open, press, pressIn } from '../work/desk.ts'
import { heWenjing, list } from '../work/requests.ts'
import { read } from '../work/session.ts'
import { sitsDown } from '../work/sitting.ts'
import { row as adult } from './rows.ts'

vi.mock('../../web/src/app/store-refusal.ts', () => import('../fixtures/keeping-phone.ts'))
vi.mock('../../web/src/app/session.ts', () => import('../work/session.ts'))
vi.mock('../../web/src/ui/signature.ts', () => ({
  openPad: async (_canvas: unknown, changed: (strokes: number) => void) => {
    changed(1)
    return { clear: () => undefined, close: () => undefined }
  },
  inkOnWhite: async () => new Blob(['ink'], { type: 'image/png' }),
}))
const get = vi.spyOn(http, 'get')
const post = vi.spyOn(http, 'post')

const id = '018f0000-0000-7000-8000-0000000000a1'
const path = `/work/applications/${id}/consents`
/** What the desk may do with whoever is silent. */
const row = (name: string, more: Partial<ConsentRow> = {}) =>
  adult(name, { allowed: ['ask', 'sign', 'refuse', 'strike'], ...more })
const family: ConsentsOfApplication = {
  ...{ signing: 'open', applicant: '周素芬', centre: '青禾县居民家庭经济状况核对中心', mayAdd: true },
  rows: [
    row('周素芬', {
      role: 'applicant',
      state: 'signed',
      method: 'with-application',
      signedOn: '2026-03-02',
      allowed: ['withdraw'],
    }),
    row('王大山'),
  ],
  asks: { departments: ['police'], until: '2027-03-02', version: 'adult-1' },
}

sitsDown(
  () => [
    import('../../web/src/consent/DeskConsentsPage.vue'),
    import('../../web/src/consent/SignHere.vue'),
    import('../../web/src/consent/AddAdult.vue'),
  ],
  ['work', 'consent', 'authorisation', 'signing', 'me', 'family', 'outbox', 'problem'],
)
let network: boolean
let refused: boolean
beforeEach(() => {
  network = true
  refused = false
  get.mockImplementation(async (asked) => {
    if (!network) throw new ProblemError('offline')
    if (asked === path && refused) throw new ProblemError('not-found', { status: 404 })
    if (asked === path) return family
    if (asked === '/work/items') return list([])
    return { tasks: [], occasions: [], items: [] }
  })
  post.mockImplementation(async () => {
    if (!network) throw new ProblemError('offline')
    return family
  })
  read.mockResolvedValue({ resident: null, officer: heWenjing, demo: true, today: '2026-03-02' })
})
const choose = async (page: VueWrapper, ...values: string[]): Promise<void> => {
  for (const value of values) await dialog(page).find(`input[value="${value}"]`).setValue(true)
  await settle()
}
const begin = async (page: VueWrapper, label: string): Promise<void> => {
  await press(page, label)
  await settle()
}
const go = async (page: VueWrapper, selector = '.btn.main'): Promise<void> => {
  await pressIn(page, selector)
  await settle()
}
const lying = (many: number) =>
  vi.waitFor(async () => expect(await keysKept(shownAtDesk(heWenjing.id, 'consents.'))).toHaveLength(many))
const acts = () => post.mock.calls.filter(([to]) => to.startsWith(path))

describe('the desk page of a family’s authorisations', () => {
  it('says who has signed and who has not, and has somebody sign before a witness', async () => {
    const page = await open(path)
    expect(text(page.element)).toContain('王大山还没签')
    await begin(page, '在这里签')
    await go(page)
    expect(acts()).toEqual([])
    await choose(page, 'door', 'yes')
    await go(page)
    expect(acts()).toEqual([])
    expect(text(dialog(page).element)).toContain('请写上见证人的姓名')
    await dialog(page).find('input:not([type=radio])').setValue('李村长')
    await settle()
    await go(page)
    await vi.waitFor(() => expect(acts()).toHaveLength(1))
    expect(acts()[0]?.[1]).toMatchObject({
      ...{ type: 'sign', place: 'door', witness: '李村长', seen: true, wording: 'adult-1' },
    })
  })

  it('keeps a signature taken at a door without a network, in order, and says that it lies here', async () => {
    const page = await open(path)
    network = false
    await begin(page, '在这里签')
    await choose(page, 'window', 'no')
    await go(page)
    await vi.waitFor(() => expect(outbox.value.map(({ kind }) => kind)).toEqual(['consent-act']))
    await settle()
    expect(text(page.element)).toContain('在这部手机上')
  })

  it('has the list at a door without a network that was seen at the office, in a page opened anew', async () => {
    const seen = await open(path)
    await vi.waitFor(() => expect(text(seen.element)).toContain('王大山还没签'))
    await lying(1)
    network = false
    const page = await open(path)
    await vi.waitFor(() => expect(text(page.element)).toContain('王大山还没签'))
    await begin(page, '在这里签')
    await choose(page, 'window', 'no')
    await go(page)
    await vi.waitFor(() => expect(outbox.value.map(({ kind }) => kind)).toEqual(['consent-act']))
  })

  it('keeps no list that the office does not show any more', async () => {
    const seen = await open(path)
    await vi.waitFor(() => expect(text(seen.element)).toContain('王大山还没签'))
    await lying(1)
    refused = true
    await open(path)
    await lying(0)
    network = false
    const page = await open(path)
    await vi.waitFor(() => expect(text(page.element)).toContain('现在看不到名单'))
    expect(text(page.element)).not.toContain('王大山')
  })

  it('says what taking back means, and asks for the reason', async () => {
    const page = await open(path)
    await begin(page, '他要收回')
    expect(text(dialog(page).element)).toContain('凭它查到的不再用')
    await dialog(page).find('textarea').setValue('本人到窗口说的')
    await go(page, '.btn.stop')
    await vi.waitFor(() => expect(acts()).toHaveLength(1))
    expect(acts()[0]?.[1]).toEqual({ type: 'withdraw', reason: '本人到窗口说的' })
  })
})
