import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { HelpersView } from '@yima/shared/family/contract'
import { handOver } from '../../web/src/app/hand-over.ts'
import { http } from '../../web/src/app/http.ts'
import { emptyOutbox, openOutbox, outbox, sendNow, takeBack } from '../../web/src/app/outbox.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { giveTo } from '../../web/src/app/store-owner.ts'
import { forgetEverything } from '../../web/src/app/store.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import { leave, passHead, relate } from '../../web/src/family/api.ts'
import { wishLanguage } from '../../web/src/inbox/api.ts'
import { open as openAt, settle, text } from '../fixtures/page.ts'

vi.mock('../../web/src/app/store-refusal.ts', () => import('../fixtures/keeping-phone.ts'))

enableAutoUnmount(afterEach)
afterEach(() => {
  document.body.replaceChildren()
})
beforeAll(async () => {
  await Promise.all([
    import('../../web/src/family/HelpersPage.vue'),
    import('../../web/src/me/DevicesPage.vue'),
    import('../../web/src/outbox/OutboxPage.vue'),
    import('../../web/src/outbox/WaitingHere.vue'),
    import('../../web/src/app/outbox-act.ts'),
  ])
}, 60_000)

const get = vi.spyOn(http, 'get')
const post = vi.spyOn(http, 'post')
const remove = vi.spyOn(http, 'delete')

const helpers: HelpersView = {
  given: [
    {
      id: 'mandate',
      person: 'son',
      name: '谷建国',
      scopes: ['see-progress'],
      from: '2026-11-22',
      until: '2027-11-22',
      how: 'phone',
      state: 'running',
      endedBy: null,
      endedOn: null,
      allowed: ['revoke'],
      acts: [],
    },
  ],
  helping: [],
}
const family = {
  you: { person: 'gran', name: '谷桂秀' },
  household: null,
  invitations: [],
  asked: [],
  wards: [],
  guardians: [],
}
const device = (id: string, current: boolean) => ({
  id,
  label: '',
  firstAt: '2026-11-01T00:00:00Z',
  lastAt: '2026-11-20T00:00:00Z',
  current,
})
/** What the office would answer; none while there is no network. */
let network: boolean
let given: HelpersView['given']
let refusal: ProblemError | undefined
/** Where the writes went, in the order of their arrival. */
let arrived: string[]

beforeEach(async () => {
  vi.resetAllMocks()
  emptyOutbox()
  await forgetEverything()
  await giveTo('gran')
  await loadTexts(['device', 'family', 'me', 'mine', 'outbox', 'problem'])
  ;[network, given, refusal, arrived] = [true, helpers.given, undefined, []]
  get.mockImplementation(async (path) => {
    if (!network) throw new ProblemError('offline')
    if (path === '/me/helpers') return { ...helpers, given }
    if (path === '/me/acting') return { by: '谷桂秀', people: [] }
    if (path === '/me/family') return family
    if (path === '/me/sessions') return { sessions: [device('this', true), device('lost', false)] }
    return {
      resident: { kind: 'resident', phone: '*', mark: 'gran' },
      officer: null,
      demo: true,
      today: '2026-11-22',
    }
  })
  const answer = async (path: string) => {
    if (!network) throw new ProblemError('offline')
    arrived.push(path)
    if (refusal) throw refusal
    return { done: true }
  }
  post.mockImplementation(answer)
  remove.mockImplementation(answer)
})

const seen = (page: VueWrapper): string => text(page.element.parentElement ?? page.element)
async function press(page: VueWrapper, label: string): Promise<void> {
  const found = page
    .findAll('button, a')
    .filter((one) => text(one.element).includes(label))
    .at(-1)
  if (!found) throw new Error(`no ${label} on: ${seen(page)}`)
  await found.trigger('click')
  await settle()
}
const open = async (path: string): Promise<VueWrapper> => (await openAt(path)).page
const says = (page: VueWrapper, words: string) => vi.waitFor(() => expect(seen(page)).toContain(words))
const notTheirs = new ProblemError('not-allowed-now', { status: 409, title: '现在不能这样办' })

describe('what somebody ends at home', () => {
  it('without a network lies on this phone, says so, and goes by itself under their sign-in', async () => {
    const page = await open('/me/helpers')
    network = false
    await press(page, '不用他帮了')
    await press(page, '不用他帮了') // asked once more
    await says(page, '停掉帮忙')
    expect(seen(page)).toContain('在这部手机上')
    network = true
    given = []
    await sendNow()
    await says(page, '还没有请人帮忙')
    expect(seen(page)).not.toContain('停掉帮忙')
    expect(arrived).toEqual(['/me/mandates/mandate/end'])
    expect(post.mock.calls.at(-1)?.[2]).toMatchObject({ actor: 'resident:gran' })
  })

  it('tapped again while it waits is not done twice', async () => {
    network = false
    for (let tap = 0; tap < 3; tap += 1)
      expect((await handOver({ kind: 'card-end', path: '/me/cards/x', method: 'delete' })).word).toBe('kept')
    expect(outbox.value).toHaveLength(1)
  })

  it('that takes an earlier wish up again holds, and is not taken for the one that waits already', async () => {
    network = false
    for (const language of ['zh-CN', 'en', 'en', 'zh-CN'] as const) await wishLanguage(language)
    expect(outbox.value.map(({ body }) => body)).toEqual(
      ['zh-CN', 'en', 'zh-CN'].map((language) => ({ language })),
    )
  })

  it('is not refused for what was refused before it', async () => {
    network = false
    await relate({ person: 'son', relation: 'child' })
    await leave({ person: 'son', reason: 'own', founding: true })
    network = true
    refusal = notTheirs
    await sendNow()
    await vi.waitFor(() => expect(outbox.value[0]?.refused).toBe(true))
    refusal = undefined
    expect((await passHead({ to: 'son' })).word).toBe('received')
  })

  it('refused while somebody looks is said at once, and lies nowhere', async () => {
    const page = await open('/me/helpers')
    refusal = notTheirs
    await press(page, '不用他帮了')
    await press(page, '不用他帮了')
    await says(page, '现在不能这样办')
    expect(outbox.value).toEqual([])
  })

  it('refused after it waited says why on its page, and in the box where it can be looked at again', async () => {
    network = false
    await handOver({ kind: 'help-end', path: '/me/mandates/mandate/end', body: {} })
    ;[network, refusal] = [true, notTheirs]
    await sendNow()
    const page = await open('/me/helpers')
    await says(page, '停掉帮忙现在不能这样办')
    expect(page.findAll('a').map((link) => link.attributes('href'))).toContain('/outbox')
    page.unmount()
    const box = await open('/outbox')
    await says(box, '为什么：现在不能这样办')
    expect(box.findAll('main a').map((link) => link.attributes('href'))).toContain('/me/helpers')
  })

  it('on a phone that was just opened without a network is theirs all the same', async () => {
    network = false
    await handOver({ kind: 'help-end', path: '/me/mandates/mandate/end', body: {} })
    expect(outbox.value[0]?.actor).toBe('resident:gran')
  })

  it('a lost phone is signed out once there is a network, also where it was signed out already', async () => {
    const page = await open('/me/devices')
    network = false
    await page
      .findAll('button')
      .find((one) => /最近用/.test(text(one.element)))
      ?.trigger('click')
    await settle()
    await page.findAll('dialog .btn.stop').at(-1)?.trigger('click')
    await says(page, '退出别的手机')
    network = true
    remove.mockRejectedValue(new ProblemError('not-found', { status: 404 }))
    await sendNow()
    await vi.waitFor(() => expect(outbox.value).toEqual([]))
    expect(remove.mock.calls.at(-1)?.[0]).toBe('/me/sessions/lost')
  })
})

describe('what is done in one household without a network', () => {
  async function threeActs(): Promise<void> {
    network = false
    await relate({ person: 'son', relation: 'child' })
    await passHead({ to: 'son' })
    await leave({ person: 'gran', reason: 'own', founding: false })
  }

  it('arrives in the order in which it was done', async () => {
    await threeActs()
    network = true
    await sendNow()
    await vi.waitFor(() => expect(outbox.value).toEqual([]))
    expect(arrived).toEqual(['/me/family/relations', '/me/family/head', '/me/family/leaving'])
  })

  it('stands in the box one by one, and what is dropped holds up nothing any more', async () => {
    await threeActs()
    const box = await open('/outbox')
    await says(box, '在这部手机上的（3）')
    ;[network, refusal] = [true, notTheirs]
    await sendNow()
    await vi.waitFor(() => expect(outbox.value.some(({ refused }) => refused)).toBe(true))
    refusal = undefined
    await openOutbox()
    await takeBack(outbox.value.find(({ refused }) => refused)?.id ?? '')
    await vi.waitFor(() => expect(outbox.value).toEqual([]))
    expect(arrived).toEqual(['/me/family/relations', '/me/family/head', '/me/family/leaving'])
  })
})
