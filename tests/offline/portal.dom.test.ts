import 'fake-indexeddb/auto'
import { enableAutoUnmount, mount } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { http } from '../../web/src/app/http.ts'
import { keepSeen, readSeen } from '../../web/src/app/last-seen.ts'
import { isUnreached, ProblemError } from '../../web/src/app/problem-error.ts'
import { forgetEverything, keep } from '../../web/src/app/store.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import { usePhoneCode } from '../../web/src/identity/usePhoneCode.ts'
import { useOfficer } from '../../web/src/work/useOfficer.ts'
import { limited } from '../claim/applications.ts'
import { open, text } from '../fixtures/page.ts'
import { heWenjing } from '../work/requests.ts'

vi.mock('../../web/src/app/store-refusal.ts', () => import('../fixtures/keeping-phone.ts'))
enableAutoUnmount(afterEach)
afterEach(() => document.body.replaceChildren())

/** A hotel's network, a guard before the office: it answers every question itself. */
let status = 200
class Portal {
  onloadend: (() => void) | null = null
  status = 200
  responseText = '<html><body>请先登录本店网络</body></html>'
  open(): void {
    this.status = status
  }
  setRequestHeader = (): void => undefined
  getAllResponseHeaders = (): string => 'content-type: text/html'
  send = (): void => void setTimeout(() => this.onloadend?.())
}
vi.stubGlobal('XMLHttpRequest', Portal)
vi.stubGlobal('fetch', () => Promise.reject(new TypeError('no stream')))

beforeAll(
  () =>
    Promise.all([import('../../web/src/inbox/InboxPage.vue'), import('../../web/src/claim/TrackPage.vue')]),
  60_000,
)
beforeEach(async () => {
  await forgetEverything()
  await loadTexts(['claim', 'code', 'identity', 'inbox', 'policy', 'problem', 'process'])
})

describe.each([200, 403])('where something on the way answers %i in the office’s place', (code) => {
  beforeEach(() => {
    status = code
  })

  it('nobody was reached, be it for reading or for writing', async () => {
    for (const asked of [http.get('/me/family'), http.post('/me/helpers', {})])
      expect(isUnreached(await asked.catch((error: unknown) => error))).toBe(true)
  })

  it('a person sees what was seen last', async () => {
    await keepSeen('track.own', ['hers'])
    expect(await readSeen('track.own', () => http.get<string[]>('/me/applications'))).toMatchObject({
      value: ['hers'],
      error: { code: 'intercepted' },
    })
  })

  it('an officer who was signed in goes on with the last list', async () => {
    await keep('work.officer', heWenjing)
    const { officer, look } = useOfficer()
    await look()
    expect(officer).toMatchObject({ status: 'known', officer: { id: heWenjing.id } })
  })

  it('the messages seen last stand there without alarm', async () => {
    await keep('inbox', { at: '2026-11-20T08:00:00.000Z', messages: [] })
    const { page } = await open('/inbox')
    await vi.waitFor(() => expect(text(page.element)).toContain('没有网络，这是'))
    expect(page.find('[role=alert]').exists()).toBe(false)
  })

  it('the progress seen last by receipt is shown', async () => {
    await keep('track.receipt', { at: '2026-11-20T08:00:00.000Z', lastFour: '1234', view: limited() })
    const { page } = await open('/track')
    await vi.waitFor(() => expect(text(page.element)).toContain('4831705263186'), { timeout: 10_000 })
  })

  it('nothing is said against a number to which no code could be sent', async () => {
    let phone: ReturnType<typeof usePhoneCode> | undefined
    mount({
      setup: () => {
        phone = usePhoneCode()
        return () => null
      },
    })
    if (!phone) throw new Error('not made')
    phone.phone.value = '13800008000'
    await phone.send()
    expect([phone.unreached.value, phone.errors.phone]).toEqual([true, undefined])
  })
})

it('an answer of the office itself is an answer, also when it is no', () => {
  for (const code of ['forbidden', 'not-found', 'unavailable', 'malformed'] as const)
    expect(isUnreached(new ProblemError(code))).toBe(false)
})
