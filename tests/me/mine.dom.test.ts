import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils'
import type { AccessLine, ConsentsView, SaidFacts } from '@yima/shared/me/contract'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { http } from '../../web/src/app/http.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { giveTo } from '../../web/src/app/store-owner.ts'
import { forgetEverything } from '../../web/src/app/store.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import { open as openAt, settle, text } from '../fixtures/page.ts'

enableAutoUnmount(afterEach)
afterEach(() => {
  document.body.replaceChildren()
})
beforeAll(async () => {
  await Promise.all([
    import('../../web/src/me/AccessPage.vue'),
    import('../../web/src/me/ConsentsPage.vue'),
    import('../../web/src/me/SaidPage.vue'),
    import('../../web/src/me/CorrectForm.vue'),
  ])
}, 60_000)

const get = vi.spyOn(http, 'get')
const post = vi.spyOn(http, 'post')
const he = { name: '何文静', post: '社会救助经办', office: '稻香镇社会救助窗口' }
let answers: Record<string, unknown>

beforeEach(async () => {
  vi.resetAllMocks()
  await forgetEverything()
  await giveTo('m'.repeat(22))
  await loadTexts(['mine', 'family', 'consent', 'fact', 'work.values', 'assessment', 'problem'])
  answers = {}
  get.mockImplementation(async (path) => {
    if (path in answers) return answers[path]
    throw new ProblemError('offline')
  })
})

const open = async (path: string): Promise<VueWrapper> => (await openAt(path)).page
async function press(page: VueWrapper, label: string): Promise<void> {
  await page.findAll('button').find((one) => text(one.element) === label)?.trigger('click')
  await settle()
}

const look = (id: string, at: string, what: string, more: Partial<AccessLine> = {}): AccessLine => ({
  id,
  at,
  by: 'officer',
  reader: he,
  purpose: 'handle',
  what,
  facts: [],
  handles: true,
  question: null,
  ...more,
})

describe('who looked at my data', () => {
  it('says one visit once, in plain words, and the office without saying anything twice', async () => {
    answers['/me/access'] = {
      more: false,
      lines: [
        look('3', '2026-11-21T01:00:40Z', 'picture'),
        look('2', '2026-11-21T01:00:30Z', 'picture'),
        look('1', '2026-11-21T01:00:00Z', 'application'),
        look('0', '2026-11-21T01:00:00Z', 'list'),
      ],
    }
    const page = await open('/me/access')
    expect(page.findAll('.look')).toHaveLength(1)
    expect(text(page.element)).toContain('看了整份申请：姓名、身份证号、电话、住址、家里情况、照片')
    expect(text(page.element)).toContain('稻香镇社会救助窗口经办，为办您的申请')
    expect(page.find('a[href="/me/consents"]').exists()).toBe(true)
  })

  it('names a helper, does not call the office I showed my code to a stranger, and asks nobody but officers', async () => {
    const helper = { name: '周强', post: '', office: '' }
    answers['/me/access'] = {
      more: false,
      lines: [
        look('3', '2026-11-21T03:00:00Z', 'application', { by: 'helper', reader: helper, purpose: 'helper', handles: false }),
        look('2', '2026-11-21T02:00:00Z', 'code', { purpose: 'papers', handles: false }),
        look('1', '2026-11-21T01:00:00Z', 'application', { handles: false }),
      ],
    }
    const page = await open('/me/access')
    const [byHelper, byCode, stranger] = page.findAll('.look')
    expect(text(byHelper?.element ?? document.body)).toContain('您托的人，替您办事')
    expect(byHelper?.find('button').exists()).toBe(false)
    expect(byCode?.classes()).not.toContain('stranger')
    expect(stranger?.classes()).toContain('stranger')
  })

  it('stands there as it was seen last when there is no network, and says so', async () => {
    answers['/me/access'] = { more: true, lines: [look('1', '2026-11-21T01:00:00Z', 'list')] }
    await open('/me/access')
    delete answers['/me/access']
    const page = await open('/me/access')
    expect(text(page.element)).toContain('何文静')
    expect(text(page.element)).toContain('没有网络')
  })
})

describe('a question about a look', () => {
  let runs = 0
  let lines: AccessLine[]
  const path = (at: number): string => `/me/access/${lines[at]?.id}/question`
  const asked = () => post.mock.calls.map(([path, body]) => [path, body])
  beforeEach(() => {
    runs += 1 // what was asked before is never asked again
    lines = [look(`${runs}b`, '2026-11-21T09:00:00Z', 'list'), look(`${runs}a`, '2026-11-21T01:00:00Z', 'list')]
    answers['/me/access'] = { more: false, lines }
    answers['/session'] = { resident: { kind: 'resident', phone: '138', mark: 'm'.repeat(22) }, officer: null, demo: false, today: '2026-11-22' }
  })

  const askAbout = async (page: VueWrapper, at: number): Promise<void> => {
    await page.findAll('.look')[at]?.find('button').trigger('click')
    await settle()
  }
  /** Another question that goes out the same way, after whatever went before. */
  const askAnother = async (page: VueWrapper): Promise<void> => {
    await askAbout(page, 1)
    page.unmount()
    await vi.waitFor(() => expect(asked()).toContainEqual([path(1), {}]))
  }

  it('is asked by one tap, and goes out once when the page is left', async () => {
    const page = await open('/me/access')
    await askAbout(page, 0)
    expect(text(page.element)).toContain('问了：县里管监督的人去查')
    expect(asked()).toEqual([])
    page.unmount()
    await vi.waitFor(() => expect(asked()).toEqual([[path(0), {}]]))
  })

  it('is taken back by another tap, and nobody hears of it', async () => {
    const page = await open('/me/access')
    await askAbout(page, 0)
    await press(page, '不问了')
    expect(text(page.element)).not.toContain('问了：')
    await askAnother(page)
    expect(asked()).toEqual([[path(1), {}]])
  })

  it('says so to whoever reads with the ear or a keyboard, where they are', async () => {
    const page = await open('/me/access')
    const why = () => page.find('.look button').element as HTMLElement
    const tap = async (): Promise<void> => {
      why().focus()
      why().click()
      await settle()
    }
    await tap()
    expect(text(document.activeElement ?? page.element)).toBe('问了：县里管监督的人去查，再答复您')
    await tap()
    expect(document.activeElement).toBe(why())
    expect(text(why())).toBe('问问为什么看')
  })

  it('about a second line lets the first go out at once', async () => {
    const page = await open('/me/access')
    await askAbout(page, 0)
    await askAbout(page, 1)
    await vi.waitFor(() => expect(asked()).toEqual([[path(0), {}]]))
    page.unmount()
    await vi.waitFor(() => expect(asked()).toHaveLength(2))
  })

  it('waits for whoever wants to add a sentence, and goes out once with it', async () => {
    const page = await open('/me/access')
    await askAbout(page, 0)
    await press(page, '再说一句')
    const sheet = () => document.querySelector('dialog')
    const words = sheet()?.querySelector('textarea')
    if (!words) throw new Error('nowhere to write')
    words.value = '我不认识他'
    words.dispatchEvent(new Event('input', { bubbles: true }))
    await settle()
    for (const one of sheet()?.querySelectorAll('button') ?? []) if (text(one) === '请他们查') one.click()
    await vi.waitFor(() => expect(asked()).toEqual([[path(0), { words: '我不认识他' }]]))
    await vi.waitFor(() => expect(sheet()?.open).toBe(false))
    await askAnother(page)
    expect(asked()).toEqual([[path(0), { words: '我不认识他' }], [path(1), {}]])
  })
})

const consents: ConsentsView = {
  authorisations: [],
  signed: [
    {
      id: 'a',
      receiptNumber: '4831705263189',
      submittedAt: '2026-11-09T01:00:00Z',
      method: 'signed',
      at: '2026-11-09T01:00:00Z',
      versions: ['commitment-1', 'authorisation-1'],
      holds: true,
    },
  ],
  shown: [
    {
      id: 'o',
      officer: he,
      purpose: 'papers',
      scopes: ['contact'],
      how: 'own-phone',
      reason: null,
      at: '2026-11-21T01:00:00Z',
      until: '2026-11-21T01:30:00Z',
      holds: true,
    },
  ],
}

describe('what I agreed to', () => {
  beforeEach(() => {
    answers['/me/consents'] = consents
    answers['/me/helpers'] = { given: [], helping: [] }
  })

  it('says of each what it allows and until when, and shows the wording with the way to end it', async () => {
    const page = await open('/me/consents')
    expect(text(page.element)).toContain('不再领救助的那天就停')
    await press(page, '家庭经济状况核对授权书不再领救助的那天就停')
    const sheet = document.body.textContent ?? ''
    expect(sheet.replace(/\s/g, '')).toContain('文本编号authorisation-1')
    expect(sheet.replace(/\s/g, '')).toContain('随这件申请结束')
    expect(document.querySelector('.van-popup a[href="/track"], dialog a[href="/track"], a.btn[href="/track"]')).not.toBeNull()
  })

  it('takes back what an officer is shown at this moment, and says that it has ended', async () => {
    post.mockImplementation(async () => {
      answers['/me/consents'] = { ...consents, shown: consents.shown.map((one) => ({ ...one, holds: false })) }
      return { occasions: [] }
    })
    const page = await open('/me/consents')
    await press(page, '收回，不给看了')
    expect(post).toHaveBeenCalledWith('/me/occasions/o/given', { scopes: [] })
    expect(text(page.element)).toContain('已经停了')
    expect(text(page.element)).not.toContain('收回，不给看了')
  })

  it('leads to signing in whoever is not', async () => {
    get.mockRejectedValue(new ProblemError('sign-in-needed', { status: 401 }))
    expect((await open('/me/consents')).find('a[href="/track?way=phone"]').exists()).toBe(true)
  })
})

it('what I said is put right by the question it was asked with', async () => {
  const said: SaidFacts = {
    id: 'a',
    receiptNumber: '4831705263189',
    regionCode: '990101100201',
    correctable: true,
    submittedAt: '2026-11-09T01:00:00Z',
    answers: { household: { householdSize: 3 }, members: [] },
  }
  answers['/me/said'] = { applications: [said] }
  answers['/session'] = { resident: { kind: 'resident', phone: '138', mark: 'm'.repeat(22) }, officer: null, demo: true, today: '2026-11-21' }
  post.mockResolvedValue({})
  const page = await open('/me/said')
  await press(page, '改')
  await vi.waitFor(() => expect(document.body.textContent).toContain('说不清'))
  await press(page, '改成“说不清”')
  const button = [...document.querySelectorAll('button')].find((one) => text(one) === '改成“说不清”')
  button?.click()
  await vi.waitFor(() =>
    expect(post).toHaveBeenCalledWith(
      '/me/applications/a/corrections',
      { answers: { household: { householdSize: 'unknown' }, members: [] } },
      expect.anything(),
    ),
  )
})
