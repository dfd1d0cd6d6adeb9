import type { VueWrapper } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { AssistView } from '@yima/shared/assist/contract'
import { receiptCheckDigit } from '@yima/shared/receipt/number'
import type { OccasionView } from '@yima/shared/window/contract'
import { http } from '../../web/src/app/http.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { text } from '../fixtures/page.ts'
import { open } from '../work/desk.ts'
import { list } from '../work/requests.ts'
import { sitsDown } from '../work/sitting.ts'

vi.mock('../../web/src/app/session.ts', () => import('../work/session.ts'))
vi.mock('../../web/src/ui/signature.ts', () => ({
  openPad: async () => ({ close: () => undefined, clear: () => undefined }),
  drawName: async (name: string) => new Blob([name], { type: 'image/png' }),
}))
const get = vi.spyOn(http, 'get')
const post = vi.spyOn(http, 'post')

const digits = '123456789012'
const matter: AssistView = {
  ...{ id: '018f0000-0000-7000-8000-0000000000d1', endsAt: '2026-11-18T02:30:00.000Z', now: '2026-11-18T02:00:00.000Z', name: '石*田' },
  application: {
    ...{ id: '018f0000-0000-7000-8000-0000000000d2', receiptNumber: `${digits}${receiptCheckDigit(digits)}`, state: 'open', kind: 'application', words: '灶屋漏雨' },
    ...{ submittedAt: '2026-11-17T02:00:00.000Z', visit: { date: '2026-11-20', provisional: false }, claims: [], timeline: [] },
  } as unknown as AssistView['application'],
  ...{ said: null, looks: [], messages: [], heard: [] },
}
const occasion: OccasionView = {
  ...{ id: '018f0000-0000-7000-8000-0000000000d3', purpose: 'progress', way: 'card', reach: 'ask' },
  minimum: { name: '石*田', level: 'proven', here: 1, hasNumber: true },
  ...{ asked: ['applications'], given: ['applications'], openedAt: '2026-11-18T02:00:00.000Z', endsAt: '2026-11-18T02:30:00.000Z' },
  ...{ over: false, writableUntil: '2026-11-18T04:00:00.000Z', now: '2026-11-18T02:01:00.000Z', allowed: ['ask', 'close'] },
  shown: { applications: [matter.application] },
}

let answer: (path: string, body: unknown) => unknown
sitsDown(
  () => [import('../../web/src/assist/AssistPage.vue'), import('../../web/src/assist/AssistMatter.vue'), import('../../web/src/window/ScanPage.vue')],
  ['assist', 'claim', 'code', 'decision', 'fact', 'family', 'me', 'mine', 'notification', 'papers', 'policy', 'problem', 'process', 'window', 'work'],
)
beforeEach(() => {
  answer = () => {
    throw new ProblemError('offline')
  }
  get.mockImplementation(async (asked) => {
    if (asked === '/work/items') return list([])
    if (asked === '/work/occasions') return { occasions: [] }
    if (asked === `/work/occasions/${occasion.id}`) return occasion
    throw new ProblemError('offline')
  })
  post.mockImplementation(async (path, body) => answer(path, body))
})

const until = <T>(look: () => T | Promise<T>): Promise<T> => vi.waitFor(look, { timeout: 15_000 })
const main = (page: VueWrapper) => text(page.find('main.second, .second main, main').element)
const heading = (page: VueWrapper) => text(page.find('h1').element)
const press = async (page: VueWrapper, label: string): Promise<void> => {
  const found = () => page.findAll('button, a').find((one) => text(one.element) === label)
  await until(() => expect(found(), label).toBeDefined())
  await found()?.trigger('click')
}
const fill = async (page: VueWrapper, label: string, value: string): Promise<void> => {
  const field = page.findAll('label').find((one) => text(one.element).includes(label))
  await page.find(`#${field?.attributes('for')}`).setValue(value)
}
const sent = (path: string) => post.mock.calls.filter(([to]) => to === path).map(([, body]) => body)

async function brings(): Promise<VueWrapper> {
  const page = await open('/work/assist')
  await fill(page, '凭条上的受理号', matter.application.receiptNumber)
  await fill(page, '身份证后四位', '0011')
  await page.find('form.card').trigger('submit')
  return page
}

describe('a worker with somebody who has no phone', () => {
  it('is told before anything is sent which of the two numbers is not whole', async () => {
    const page = await open('/work/assist')
    await fill(page, '凭条上的受理号', '1234')
    await page.find('form.card').trigger('submit')
    await until(() => expect(page.findAll('[aria-invalid="true"]')).toHaveLength(2))
    expect(sent('/work/assists')).toHaveLength(0)
  })

  it('sees the matter of a slip and nothing of it once they have gone', async () => {
    answer = (path) => (path === '/work/assists' ? matter : {})
    const page = await brings()
    await until(() => expect(heading(page)).toBe('他的事'))
    await until(() => expect(main(page)).toContain('石*田'))
    await press(page, '他走了，关上')
    await until(() => expect(heading(page)).toBe('没有手机的人'))
    expect(main(page)).not.toContain('石*田')
    expect(sent(`/work/assists/${matter.id}/end`)).toHaveLength(1)
  })

  it('opens what that worker wrote down only with the name and hand of another who stands there', async () => {
    const refused = new ProblemError('not-allowed-now', { status: 409, errors: [{ field: 'assist', code: 'own-writing' }] })
    answer = (path, body) => {
      if (path === '/files') return { id: '018f0000-0000-7000-8000-0000000000d4' }
      if (!(body as { beside?: object }).beside) throw refused
      return matter
    }
    const page = await brings()
    await until(() => expect(main(page)).toContain('这份是您写的，号码您都知道'))
    await page.find('form.card').trigger('submit')
    await until(() => expect(main(page)).toContain('请作证的人签名'))
    expect(sent('/work/assists')).toHaveLength(1)
    await fill(page, '旁边作证的人叫什么', '李村长')
    await press(page, '用键盘写名字')
    await fill(page, '您的名字', '李村长')
    await page.find('form.card').trigger('submit')
    await until(() => expect(heading(page)).toBe('他的事'))
    expect(sent('/work/assists').at(-1)).toMatchObject({ beside: { witness: '李村长', signature: '018f0000-0000-7000-8000-0000000000d4' } })
  })

  it('goes from a scanned card straight into one of their matters', async () => {
    answer = (path) => (path === `/work/occasions/${occasion.id}/assists` ? matter : {})
    const page = await open(`/work/scan?on=${occasion.id}`)
    await press(page, '和他一起办这件事')
    await until(() => expect(heading(page)).toBe('他的事'))
    expect(sent(`/work/occasions/${occasion.id}/assists`)).toEqual([{ applicationId: matter.application.id }])
  })

  it('says in a sentence why a card opened nothing, and the slip still can', async () => {
    answer = () => {
      throw new ProblemError('not-allowed-now', { status: 409, errors: [{ field: 'assist', code: 'not-given' }] })
    }
    const page = await open(`/work/assist?occasion=${occasion.id}&application=${matter.application.id}`)
    await until(() => expect(main(page)).toContain('他还没有同意给您看他的申请'))
    expect(main(page)).toContain('他拿着凭条来')
  })
})
