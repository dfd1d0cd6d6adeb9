import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import { endTrouble, trouble } from '../../web/src/app/trouble.ts'
import * as api from '../../web/src/demo/api.ts'
import { codeIn } from '../../web/src/demo/codes.ts'
import { open as openAt, text } from '../fixtures/page.ts'

vi.mock('../../web/src/demo/api.ts')
vi.mock('../../web/src/app/session.ts', async () => {
  const { shallowRef } = await import('vue')
  const read = async () => ({ resident: null, officer: null, demo: true, today: '2026-11-22' })
  return { session: shallowRef(), readSession: read, getSession: read, today: () => '2026-11-22' }
})

enableAutoUnmount(afterEach)
afterEach(() => {
  document.body.replaceChildren()
  endTrouble()
})
beforeAll(() => import('../../web/src/demo/OutboxPage.vue'), 60_000)

const message = (id: string, body: string): api.DemoMessage => ({
  id,
  to: '13800138000',
  body,
  state: 'sent',
  at: '2026-11-21T08:59:00.000Z',
})
const code = message('2', '【一码】验证码 482913，10 分钟内有效。不要告诉别人。')
const received = message(
  '1',
  '【一码】已收到，受理号 4831705263186。稻香镇社会救助窗口会在 11月24日 前上门看看。',
)

beforeEach(async () => {
  vi.resetAllMocks()
  await loadTexts(['demo'])
  const messages = [code, received]
  const now = '2026-11-21T09:00:00.000Z'
  vi.mocked(api.readOutbox).mockResolvedValue({ today: '2026-11-21', now, messages, statuses: [] })
  vi.mocked(api.passDays).mockResolvedValue({ today: '2026-11-22' })
})

const open = async (): Promise<VueWrapper> => (await openAt('/demo/outbox')).page

describe('the demonstration’s telephone', () => {
  it('shows messages newest first, without the whole number of anybody', async () => {
    const page = await open()
    const cards = page.findAll('article').map((one) => text(one.element))
    expect(cards[0]).toContain('发给138****8000')
    expect(cards[1]).toContain('已收到')
    expect(text(page.element)).not.toContain('13800138000')
  })

  it('puts the code beside its message, large, and nothing beside a receipt', async () => {
    const page = await open()
    expect(page.findAll('.num').map((one) => text(one.element))).toEqual(['482913'])
    expect(codeIn(received.body)).toBeUndefined()
  })

  it('lives one day on at a tap and says which day it is now', async () => {
    const page = await open()
    await page.find('.dock .btn.main').trigger('click')
    await flushPromises()
    expect(api.passDays).toHaveBeenCalledExactlyOnceWith(1)
    expect(text(page.find('[role="status"].msg').element)).toContain('现在是11月22日')
  })

  it('is no page where nothing is demonstrated', async () => {
    vi.mocked(api.readOutbox).mockRejectedValue(new ProblemError('not-found', { status: 404 }))
    await open()
    expect(trouble.value).toBe('not-found')
  })
})
