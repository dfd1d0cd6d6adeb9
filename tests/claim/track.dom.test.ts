import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { http } from '../../web/src/app/http.ts'
import { emptyOutbox, outbox, sendNow } from '../../web/src/app/outbox.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { forgetEverything } from '../../web/src/app/store.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import * as api from '../../web/src/claim/api.ts'
import { open as openAt, settle, text, type Opened } from '../fixtures/page.ts'
import { application, claim, limited, limitedClaim, today } from './applications.ts'

vi.mock('../../web/src/app/store-refusal.ts', () => import('../fixtures/keeping-phone.ts'))

const read = vi.hoisted(() => vi.fn())
vi.mock('../../web/src/app/session.ts', async () => {
  const { shallowRef } = await import('vue')
  return { session: shallowRef(), readSession: read, getSession: read, today: () => '2026-11-21' }
})
vi.mock('../../web/src/claim/api.ts', async (original) => ({
  ...(await original<typeof api>()),
  listOwnApplications: vi.fn(),
  getOwnApplication: vi.fn(),
  track: vi.fn(),
}))
const post = vi.spyOn(http, 'post')

enableAutoUnmount(afterEach)
afterEach(() => { document.body.replaceChildren() })

const resident = { kind: 'resident', phone: '138****0000' }
const who = (signedIn: boolean) => ({ resident: signedIn ? resident : null, officer: null, demo: true, today })

beforeAll(() => import('../../web/src/claim/TrackPage.vue'), 60_000)

beforeEach(async () => {
  vi.resetAllMocks()
  emptyOutbox()
  await forgetEverything()
  await loadTexts(['claim', 'identity', 'policy', 'problem'])
  read.mockResolvedValue(who(true))
  vi.mocked(api.listOwnApplications).mockResolvedValue([application()])
  vi.mocked(api.track).mockResolvedValue(limited())
})


const open = (path = '/track'): Promise<Opened> => openAt(path)
const seen = (page: VueWrapper): string => text(page.element.parentElement ?? page.element)
async function press(page: VueWrapper, label: string): Promise<void> {
  const found = page.findAll('button').find((one) => text(one.element).includes(label))
  if (!found) throw new Error(`no button ${label}`)
  await found.trigger('click')
  await settle()
}
async function ask(page: VueWrapper, number: string, four: string): Promise<void> {
  const [first, second] = page.findAll('form input')
  await first?.setValue(number)
  await second?.setValue(four)
  await page.find('form').trigger('submit')
  await settle()
}

describe('signed in', () => {
  it('says in one line how many wait for the resident, and puts that above everything', async () => {
    const { page } = await open()
    expect(seen(page)).toContain('4项：1项等您，2项在办，1项有结果')
    const [first] = page.findAll('main .msg')
    expect(text(first?.element as Element)).toContain('助学：请补2样女儿的学生证、身份证，拍一张就行')
    expect(first?.attributes('href')).toBe('/track/application-1/papers/claim-education')
  })

  it('spreads out what moves by itself first, with its date and whom to ask', async () => {
    const { page } = await open()
    const card = page.find('[data-claim="claim-dibao"]')
    expect(text(card.element)).toContain('11月24日前答复，还有2个工作日')
    expect(card.find('a[href^="tel:"]').attributes('href')).toBe('tel:0990-6100925')
    expect(text(card.element)).toContain('问何文静，稻香镇社会救助窗口')
    expect(page.findAll('[data-claim]')).toHaveLength(1)
  })

  it('names both where somebody applied in the resident’s place', async () => {
    const acting = { by: '王建国', forName: '王桂兰' }
    const [first, ...rest] = application().timeline
    if (!first) throw new Error('nothing happened')
    vi.mocked(api.listOwnApplications).mockResolvedValue([application({ timeline: [{ ...first, acting }, ...rest] })])
    const { page } = await open()
    expect(text(page.find('[data-claim="claim-dibao"]').element)).toContain('11月19日，由王建国代王桂兰办理')
  })

  it('opens another programme where it stands and puts the reader there', async () => {
    const { page } = await open()
    await press(page, '医疗救助')
    const card = page.find('[data-claim="claim-medical"]')
    expect(text(card.element)).toContain('没有收下，您可以再申请')
    expect(text(card.element)).toContain('医院已经直接结算过了')
    expect(document.activeElement).toBe(card.find('h2').element)
  })

  it('shows what was seen last, and when, if nothing can be fetched', async () => {
    await open()
    vi.mocked(api.listOwnApplications).mockRejectedValue(new ProblemError('offline'))
    const { page } = await open()
    expect(seen(page)).toContain('没有网络')
    expect(seen(page)).toMatch(/下面是.*的样子/)
    expect(seen(page)).toContain('老伴住院花了三万多')
  })

  it('forgets it as soon as nobody is signed in: the phone may be borrowed', async () => {
    await open()
    read.mockResolvedValue(who(false))
    await open()
    read.mockRejectedValue(new ProblemError('offline'))
    const { page } = await open()
    expect(seen(page)).not.toContain('老伴住院花了三万多')
    expect(seen(page)).toContain('用受理号')
  })

  it('takes an application back only after asking', async () => {
    const back = application({ state: 'withdrawn', claims: [claim({ state: 'withdrawn', due: null })] })
    post.mockResolvedValue(back)
    const { page } = await open()
    await press(page, '收回申请')
    expect(post).not.toHaveBeenCalled()
    const confirm = page.find('dialog .btn.stop')
    await confirm.trigger('click')
    await settle()
    await vi.waitFor(() => expect(seen(page)).toContain('都收回了，随时能再申请'))
    expect(post).toHaveBeenCalledExactlyOnceWith('/me/applications/application-1/withdrawal', {}, expect.anything())
    expect(page.findAll('button').map((one) => text(one.element))).not.toContain('收回申请')
  })

  it('waits on this phone and says so while there is no network, and is the same write at the next try', async () => {
    post.mockRejectedValue(new ProblemError('timeout'))
    const { page } = await open()
    await press(page, '收回申请')
    await page.find('dialog .btn.stop').trigger('click')
    await vi.waitFor(() => expect(seen(page)).toMatch(/您要收回申请.*在这部手机上/))
    expect(page.findAll('button').map((one) => text(one.element))).not.toContain('收回申请')
    post.mockResolvedValue(application({ state: 'withdrawn', claims: [claim({ state: 'withdrawn', due: null })] }))
    await sendNow()
    await vi.waitFor(() => expect(seen(page)).toContain('都收回了，随时能再申请'))
    const [first, second] = post.mock.calls
    expect(second?.[2]?.idempotencyKey).toBe(first?.[2]?.idempotencyKey)
    expect(outbox.value).toEqual([])
  })

  it('says why it could not be taken back, and the words given for it stand in the box again', async () => {
    post.mockRejectedValue(new ProblemError('timeout'))
    const { page } = await open()
    await press(page, '收回申请')
    await page.find('dialog textarea').setValue('已经找到工作了')
    await page.find('dialog .btn.stop').trigger('click')
    await vi.waitFor(() => expect(outbox.value).toHaveLength(1))
    post.mockRejectedValue(new ProblemError('not-allowed-now', { status: 409, title: '这一步现在办不了' }))
    await sendNow()
    await vi.waitFor(() => expect(seen(page)).toMatch(/没能收回.*这一步现在办不了/))
    await press(page, '收回申请')
    expect(page.find<HTMLTextAreaElement>('dialog textarea').element.value).toBe('已经找到工作了')
  })
})

describe('with the receipt', () => {
  beforeEach(() => { read.mockResolvedValue(who(false)) })

  it('takes the number typed in any grouping and the last four with a small x', async () => {
    const { page } = await open()
    await ask(page, '4831-7052 6318 6', '001x')
    expect(api.track).toHaveBeenCalledExactlyOnceWith('4831705263186', '001X')
    expect(seen(page)).toContain('12月11日前，给您答复')
    expect(seen(page)).toContain('稻香镇社会救助窗口')
  })

  it('counts what is missing while the number is typed, and says when it cannot be right', async () => {
    const { page } = await open()
    const [number] = page.findAll('form input')
    await number?.setValue('4831 7052')
    expect(seen(page)).toContain('还差5个数字')
    await number?.setValue('4831 7052 6318 7')
    expect(text(page.find('.err').element)).toContain('有一位对不上')
  })

  it('asks nobody when something is missing, and keeps what was typed', async () => {
    const { page } = await open()
    await ask(page, '4831 7052', '')
    expect(api.track).not.toHaveBeenCalled()
    expect(page.findAll('.err').map((one) => text(one.element))).toEqual(['少了几位。受理号一共13位', '请写身份证最后4位'])
  })

  it('tells an unknown number and wrong digits alike', async () => {
    const errors = [{ field: 'receiptNumber', code: 'receipt-or-four' }]
    vi.mocked(api.track).mockRejectedValue(new ProblemError('not-found', { status: 404, errors }))
    const { page } = await open()
    await ask(page, '4831 7052 6318 6', '0000')
    expect(text(page.find('[role="alert"]').element)).toContain('号码和后4位对不上')
  })

  it('says how long to wait after too many tries', async () => {
    vi.mocked(api.track).mockRejectedValue(new ProblemError('too-many', { status: 429, retryAfter: 3600 }))
    const { page } = await open()
    await ask(page, '4831 7052 6318 6', '0000')
    expect(text(page.find('[role="alert"]').element)).toContain('请过60分钟再来')
  })

  it('takes the number behind # and lets go of it in the address', async () => {
    const { page, router } = await open('/track#4831705263186')
    expect((page.find('form input').element as HTMLInputElement).value).toBe('4831 7052 6318 6')
    expect(router.currentRoute.value.fullPath).toBe('/track')
  })

  it('shows the last state it saw, with its time, when there is no network', async () => {
    const { page } = await open()
    await ask(page, '4831 7052 6318 6', '001X')
    vi.mocked(api.track).mockRejectedValue(new ProblemError('offline'))
    const later = await open()
    await ask(later.page, '4831 7052 6318 6', '001X')
    expect(seen(later.page)).toMatch(/下面是.*的样子/)
    expect(seen(later.page)).toContain('12月11日前，给您答复')
  })

  it('shows it at once where the phone has bars and no way through', async () => {
    const { page } = await open()
    await ask(page, '4831 7052 6318 6', '001X')
    read.mockRejectedValue(new ProblemError('timeout'))
    const later = await open()
    expect(navigator.onLine).toBe(true)
    expect(seen(later.page)).toMatch(/下面是.*的样子/)
    expect(seen(later.page)).toContain('12月11日前，给您答复')
  })

  it('shows that state to nobody who gives other digits', async () => {
    const { page } = await open()
    await ask(page, '4831 7052 6318 6', '001X')
    vi.mocked(api.track).mockRejectedValue(new ProblemError('offline'))
    const later = await open()
    await ask(later.page, '4831 7052 6318 6', '0012')
    expect(seen(later.page)).not.toContain('给您答复')
    expect(seen(later.page)).toContain('没有网络')
  })

  it('leads to signing in where papers are asked: the list has names in it', async () => {
    vi.mocked(api.track).mockResolvedValue(limited({
      claims: [limitedClaim({ state: 'supplement', due: null, paused: 'supplement' })],
      next: { key: 'your-papers', due: null },
    }))
    const { page } = await open()
    await ask(page, '4831 7052 6318 6', '001X')
    expect(seen(page)).toContain('等您补材料，不算时间')
    await press(page, '看要补什么')
    expect(seen(page)).toContain('申请时留的那个号')
  })
})
