import type { VueWrapper } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { FiledHere, OccasionView } from '@yima/shared/window/contract'
import { loadReader } from '../../web/src/application/reader.ts'
import { http } from '../../web/src/app/http.ts'
import { outbox } from '../../web/src/app/outbox.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { findFiling, newFiling, saveFiling, visitOf, type Filing } from '../../web/src/window/filing.ts'
import { text } from '../fixtures/page.ts'
import { open } from '../work/desk.ts'
import { heWenjing, list } from '../work/requests.ts'
import { sitsDown } from '../work/sitting.ts'

vi.mock('../../web/src/app/session.ts', () => import('../work/session.ts'))
vi.mock('../../web/src/ui/signature.ts', () => ({
  openPad: async () => ({ close: () => undefined, clear: () => undefined }),
}))
const get = vi.spyOn(http, 'get')
const post = vi.spyOn(http, 'post')

const at = Date.parse('2026-11-18T02:00:00.000Z')
const view: OccasionView = {
  ...{ id: '018f0000-0000-7000-8000-0000000000a1', purpose: 'apply', way: 'code', reach: 'ask' },
  minimum: { name: '周*芬', level: 'claimed', here: 0, hasNumber: true },
  ...{ asked: [], given: [], openedAt: new Date(at).toISOString(), endsAt: new Date(at + 1_800_000).toISOString() },
  ...{ over: false, writableUntil: new Date(at + 7_200_000).toISOString(), now: new Date(at).toISOString() },
  ...{ allowed: ['ask', 'close'], shown: {} },
}
const filed: FiledHere = {
  ...{ id: '018f0000-0000-7000-8000-0000000000a2', receiptNumber: '1234567890128', kind: 'application' },
  ...{ submittedAt: new Date(at).toISOString(), urgent: false, duty: null, handler: null, claims: [] },
  visit: { date: '2026-11-25', provisional: false },
  office: { name: '稻香镇社会救助窗口', phone: '0599-123' },
  ...{ phoneConfirmed: false, signedIn: false, name: '周*芬', sms: false },
}
const path = `/work/file/${view.id}`

let occasion: () => Promise<unknown>
let answer: () => Promise<unknown>
sitsDown(
  () => [import('../../web/src/window/FilePage.vue'), import('../../web/src/application/AnswerStep.vue'), loadReader()],
  ['work', 'me', 'application', 'assessment', 'claim', 'consent', 'fact', 'identity', 'outbox', 'policy', 'problem', 'reading', 'window'],
)
beforeEach(() => {
  occasion = async () => view
  answer = async () => filed
  get.mockImplementation(async (asked) => {
    if (asked === '/work/items') return list([])
    if (asked === `/work/occasions/${view.id}`) return occasion()
    throw new ProblemError('offline')
  })
  post.mockImplementation(async () => answer())
})

/** However slow the machine: parts of the page come when they are first shown. */
const until = <T>(look: () => T | Promise<T>): Promise<T> => vi.waitFor(look, { timeout: 15_000 })
const main = (page: VueWrapper) => text(page.find('.second main').element)
const heading = (page: VueWrapper) => text(page.find('.second h1').element)
const shows = (page: VueWrapper, title: string) => until(() => expect(heading(page)).toBe(title))
const button = (page: VueWrapper, label: string) =>
  page.findAll('.second button').find((one) => text(one.element) === label)
const press = async (page: VueWrapper, label: string): Promise<void> => {
  await until(() => expect(button(page, label), label).toBeDefined())
  await button(page, label)?.trigger('click')
}
/** Written to the last step before: all that is left is to hand it in; signed later, at home. */
async function written(more: Partial<Filing> = {}): Promise<VueWrapper> {
  const filing: Filing = {
    ...newFiling(visitOf(view)),
    ...{ step: 'sign', words: '老伴走了，没有收入。', place: { code: '990101100201', name: '梅林村' } },
    consent: { method: 'at-visit' },
    ...more,
  }
  await saveFiling(heWenjing, filing)
  return open(path)
}

describe('what an officer writes down for somebody', () => {
  it('is waited for, then stands there with the name from the code and an empty box', async () => {
    let arrive = (_found: OccasionView): void => undefined
    occasion = () => new Promise((resolve) => (arrive = resolve))
    const page = await open(path)
    await until(() => expect(page.find('.second [aria-busy=true], .second [role=status]').exists()).toBe(true))
    expect(page.find('.second textarea').exists()).toBe(false)
    arrive(view)
    await shows(page, '家里有什么难处？')
    expect(main(page)).toContain('周*芬')
  })

  it('cannot begin where nothing lies here and no office answers: the way back to the code is shown', async () => {
    occasion = () => Promise.reject(new ProblemError('offline'))
    const page = await open(path)
    await shows(page, '帮着写申请')
    expect(main(page)).toContain('这一次找不到了')
    expect(page.find('.second a[href="/work/scan"]').exists()).toBe(true)
  })

  it('is there again without a network, and goes nowhere before something is said', async () => {
    occasion = () => Promise.reject(new ProblemError('offline'))
    const page = await written({ step: 'say', words: '' })
    await shows(page, '家里有什么难处？')
    await press(page, '看看能办什么')
    await until(() => expect(page.find('.second .err').exists()).toBe(true))
    expect(heading(page)).toBe('家里有什么难处？')
  })

  it('goes on only once the person has decided about words that accuse somebody, and keeps nothing of what is taken out', async () => {
    const page = await written({ step: 'say', words: '村长把低保名额给了亲戚。我没有收入。' })
    await until(() => expect(main(page)).toContain('这几句像是在反映人'))
    expect(main(page)).toContain('送不送由本人定')
    await press(page, '看看能办什么')
    await until(() => expect(main(page)).toContain('先选一下'))
    expect(heading(page)).toBe('家里有什么难处？')
    await press(page, '拿掉这几句，不留底')
    await press(page, '看看能办什么')
    await shows(page, '能办什么')
    await until(async () => expect((await findFiling(heWenjing, view.id))?.words).toBe('我没有收入。'))
  })

  it('is kept while no office answers; on a phone that stores nothing it says that too', async () => {
    answer = () => Promise.reject(new ProblemError('offline'))
    const page = await written()
    await press(page, '先交上去，上门再签')
    await shows(page, '都在这部手机上')
    await until(() => expect(main(page)).toContain('还没存上'))
    expect(outbox.value.map(({ kind }) => kind)).toEqual(['filing'])
  })

  it('comes back where it was refused: why, all that was written, and three ways on', async () => {
    answer = () => Promise.reject(new ProblemError('not-found', { status: 404 }))
    const page = await written()
    await press(page, '先交上去，上门再签')
    await shows(page, '还没交成')
    expect(main(page)).toContain('住处不归您办')
    for (const way of ['再扫一次，接着交', '看看哪里要改', '改成上门问需']) expect(button(page, way), way).toBeDefined()
    expect((await findFiling(heWenjing, view.id))?.words).toBe('老伴走了，没有收入。')
    await press(page, '看看哪里要改')
    await shows(page, '住处和签字')
  })

  it('comes back with the photo marked that the office could not open, at its place', async () => {
    const photos = ['wall', 'roof'].map((key) => ({ key, picture: new Blob(['x'], { type: 'image/jpeg' }) }))
    post.mockImplementation(async (_path, _body, options) => {
      if (options?.idempotencyKey !== 'roof') return { id: 'file-1' }
      throw new ProblemError('invalid-input', { status: 422, errors: [{ field: 'file', code: 'file-broken' }] })
    })
    const page = await written({ photos })
    await press(page, '先交上去，上门再签')
    await press(page, '看看哪里要改')
    await shows(page, '家里有什么难处？')
    await until(() => expect(page.findAll('.second .shots li').map((one) => one.classes('bad'))).toEqual([false, true]))
    expect(text(page.findAll('.second .shots li')[1]?.element ?? document.body)).toContain('照片坏了')
  })

  it('is a slip once it was received, without the words; handed over, nothing of it stays here', async () => {
    const page = await written()
    await press(page, '先交上去，上门再签')
    await shows(page, '已收到')
    expect(main(page)).toContain('没有留手机号')
    await until(async () => expect(await findFiling(heWenjing, view.id)).toMatchObject({ words: '', filed: { name: '周*芬' } }))
    await press(page, '小条给了，办下一位')
    await until(async () => expect(await findFiling(heWenjing, view.id)).toBeUndefined())
  })
})
