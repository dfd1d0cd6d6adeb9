import type { VueWrapper } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { WorkApplication } from '@yima/shared/work/contract'
import { http } from '../../web/src/app/http.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import * as api from '../../web/src/work/api.ts'
import { dialog, on, open, openRequest, press, pressIn, text } from './desk.ts'
import { claim, heWenjing, item, list, outreach, request, today, unanswered } from './requests.ts'
import { read } from './session.ts'
import { sitsDown } from './sitting.ts'

vi.mock('../../web/src/app/session.ts', () => import('./session.ts'))
vi.mock('../../web/src/work/api.ts', async (original) => ({
  ...(await original<typeof api>()),
  getOfficers: vi.fn(),
  signInAs: vi.fn(),
  endSession: vi.fn(),
  getWorkList: vi.fn(),
  searchWorkList: vi.fn(),
  getApplication: vi.fn(),
}))
const post = vi.spyOn(http, 'post')

sitsDown(
  () => [import('../../web/src/work/ApplicationPage.vue')],
  ['work', 'claim', 'consent', 'fact', 'me', 'policy', 'problem', 'reading'],
)
const who = (officer: typeof heWenjing | null, demo = true) => ({ resident: null, officer, demo, today })
beforeEach(() => {
  vi.mocked(api.getWorkList).mockResolvedValue(list([item()]))
  vi.mocked(api.getApplication).mockResolvedValue(request())
})
/** What was sent to the office so far: where, and what. */
const sent = () => post.mock.calls.map(([path, body]) => ({ path, body }))

describe('coming in', () => {
  it('lets one be an officer of the demonstration with one tap, and then shows the list', async () => {
    read.mockResolvedValue(who(null))
    vi.mocked(api.getOfficers).mockResolvedValue([heWenjing])
    vi.mocked(api.signInAs).mockImplementation(async () => {
      read.mockResolvedValue(who(heWenjing))
      return heWenjing
    })
    const page = await open('/work')
    expect(page.find('h1').text()).toBe('工作人员登录')
    await press(page, '何文静')
    expect(api.signInAs).toHaveBeenCalledWith(heWenjing.id)
    expect(page.find('h1').text()).toBe('今天要办')
  })

  it('says outside the demonstration whom to call, without anything to press that does nothing', async () => {
    read.mockResolvedValue(who(null, false))
    const page = await open('/work')
    expect(text(page.find('main').element)).toContain('12345')
    expect(page.find('main a').attributes('href')).toBe('tel:12345')
    expect(page.findAll('main button')).toHaveLength(0)
    expect(api.getOfficers).not.toHaveBeenCalled()
  })
})

describe('the list', () => {
  it('says in one line who waits for what, where, why and how long', async () => {
    const page = await open('/work')
    expect(text(page.find('.task').element)).toBe('周素芬低保等2项看申请石桥村，等您收下还2天')
    expect(page.find('.task').attributes('href')).toBe(`/work/applications/${item().id}`)
  })

  it('puts an unanswered urgent call on top and is quiet about it after one tap', async () => {
    const waiting = item({ urgent: true, task: 'answer-call', alert: unanswered() })
    vi.mocked(api.getWorkList).mockResolvedValueOnce(list([waiting]))
    const page = await open('/work')
    expect(text(page.find('[role=alert]').element)).toContain('请在15:20前点一下')
    post.mockResolvedValue({ acknowledgedAt: today })
    await press(page, '我看到了')
    await vi.waitFor(() => expect(page.find('[role=alert]').exists()).toBe(false))
    expect(sent()).toEqual([{ path: on('/acknowledgement'), body: {} }])
  })

  it('says to which office an urgent call went that nobody answered in time', async () => {
    vi.mocked(api.getWorkList).mockResolvedValue(
      list([item({ urgent: true, alert: unanswered('青禾县民政局') })]),
    )
    const page = await open('/work')
    expect(text(page.find('[role=alert]').element)).toContain('已转给青禾县民政局')
    expect(page.findAll('[role=alert] button')).toHaveLength(0)
  })

  it('keeps the last list, with its time, when it cannot be fetched again', async () => {
    const first = await open('/work')
    first.unmount()
    vi.mocked(api.getWorkList).mockRejectedValue(new ProblemError('unavailable', { title: '现在连不上' }))
    const page = await open('/work')
    expect(page.findAll('.task')).toHaveLength(1)
    expect(text(page.find('[role=alert]').element)).toMatch(/现在连不上.*下面是.*的样子/)
  })

  it('sends whoever is no longer signed in back to signing in and keeps nothing of the list', async () => {
    vi.mocked(api.getOfficers).mockResolvedValue([heWenjing])
    vi.mocked(api.getWorkList).mockRejectedValue(new ProblemError('sign-in-needed', { status: 401 }))
    const page = await open('/work')
    expect(page.find('h1').text()).toBe('工作人员登录')
    expect(page.findAll('.task')).toHaveLength(0)
  })

  it('shows a long list a page at a time, as far as one wants to read, and looks again that far', async () => {
    const pages = [0, 1, 2].map((page) =>
      Array.from({ length: 2 }, (_, at) => item({ id: `018f0000-0000-7000-8000-00000000${page}0a${at}`, name: `第${page * 2 + at}位` })),
    )
    const whole = list(pages.flat()).counts
    vi.mocked(api.getWorkList).mockImplementation(async ({ after } = {}) => {
      const page = after === undefined ? 0 : Number(after)
      return { ...list(pages[page] ?? [], page === 2 ? null : String(page + 1)), counts: whole }
    })
    const page = await open('/work')
    expect(page.findAll('.task')).toHaveLength(2)
    await press(page, '再看一些（还有4件）')
    expect(page.findAll('.task')).toHaveLength(4)
    window.dispatchEvent(new Event('online'))
    document.dispatchEvent(new Event('visibilitychange'))
    await press(page, '再看一些（还有2件）')
    expect(page.findAll('.task').map((row) => row.find('b').text())).toEqual(['第0位', '第1位', '第2位', '第3位', '第4位', '第5位'])
    expect(page.findAll('button').some((one) => text(one.element).includes('再看一些'))).toBe(false)
    // Whoever read on with the keys stands where the new ones begin.
    expect(document.activeElement?.id).toBe(`item-${pages[2]?.[0]?.id}`)
  })

  it('looks for somebody in all of a long list, by a post whose address says nothing', async () => {
    vi.mocked(api.getWorkList).mockResolvedValue(list([item()], 'more'))
    vi.mocked(api.searchWorkList)
      .mockResolvedValueOnce(list([], 'further'))
      .mockResolvedValueOnce(list([item({ id: '018f0000-0000-7000-8000-0000000000ff', name: '马小云' })]))
    const page = await open('/work')
    await page.find('button.tool').trigger('click')
    await page.find('input[type=search]').setValue('小云')
    await vi.waitFor(() => expect(text(page.find('.task b').element)).toBe('马小云'))
    expect(vi.mocked(api.searchWorkList).mock.calls.map(([asked]) => asked)).toEqual([
      { words: '小云' },
      { words: '小云', after: 'further' },
    ])
  })

  it('looks among what is here where all of the list is, and asks nobody', async () => {
    vi.mocked(api.getWorkList).mockResolvedValue(list([item(), item({ id: '018f0000-0000-7000-8000-0000000000ff', name: '马小云' })]))
    const page = await open('/work')
    await page.find('button.tool').trigger('click')
    await page.find('input[type=search]').setValue('小云')
    expect(page.findAll('.task').map((row) => row.find('b').text())).toEqual(['马小云'])
    expect(api.searchWorkList).not.toHaveBeenCalled()
  })

  it('says what happens next when there is nothing to do', async () => {
    vi.mocked(api.getWorkList).mockResolvedValue(list([]))
    expect(text((await open('/work')).find('main').element)).toContain('没有要办的有人申请就出现在这里')
  })
})

describe('one request', () => {
  it('shows the own words whole, each read phrase with its meaning in words', async () => {
    const page = await openRequest()
    expect(page.find('.bubble mark.danger').text()).toBe('没米下锅4（没饭吃）')
    expect(page.findAll('.bubble mark')).toHaveLength(4)
  })

  it('names a difference in a word and a shape, with source and date in each cell', async () => {
    const row = (await openRequest()).find('tr.differs')
    expect(row.find('th .sr').text()).toBe('不一样：')
    expect(row.findAll('td').map((cell) => text(cell.element))).toEqual([
      '4口人本人填，11月17日',
      '3口人从话里听出，11月17日“三口人”',
    ])
  })

  it('offers what the server allows and nothing else', async () => {
    vi.mocked(api.getApplication).mockResolvedValue(
      request({ claims: [claim({ state: 'accepted', allowed: ['ask-papers'] })], allowed: [] }),
    )
    const page = await openRequest()
    expect(page.find('article .acts').text()).toBe('要补材料')
    expect(page.find('.dock').exists()).toBe(false)
  })

  it('shows the pictures that came for a paper beside it', async () => {
    const papers = [{ id: 'p1', paper: 'id-card', sentAt: today, files: ['f1', 'f2'] }]
    vi.mocked(api.getApplication).mockResolvedValue(request({ claims: [claim({ papers })] }))
    const page = await openRequest()
    const sources = page.findAll('article img').map((picture) => picture.attributes('src'))
    expect(sources).toEqual(['/api/work/files/f1', '/api/work/files/f2'])
    expect(text(page.find('article').element)).toContain('11月18日收到')
  })

  it('belongs to another office as if it did not exist', async () => {
    vi.mocked(api.getApplication).mockRejectedValue(new ProblemError('not-found', { status: 404 }))
    expect(text((await openRequest()).find('.second').element)).toContain('这里没有这一件')
  })
})

describe('somebody others spoke for', () => {
  const asked = async (answer: Partial<WorkApplication> = {}): Promise<VueWrapper> => {
    vi.mocked(api.getApplication).mockResolvedValue(outreach(answer))
    const page = await openRequest()
    await press(page, '本人同意了')
    return page
  }

  it('is found by place and landmark, and nothing is proposed before they agree', async () => {
    vi.mocked(api.getApplication).mockResolvedValue(outreach())
    const page = await openRequest()
    expect(text(page.find('.second').element)).toContain('村口第二家')
    expect(page.findAll('article')).toHaveLength(0)
    expect(page.find('table').exists()).toBe(false)
  })

  it('stands as the applicant once they agreed, beside whoever spoke for them', async () => {
    const zhao = { name: '赵德顺', idNumber: '990101193601010013', phone: null, whereToFind: null }
    vi.mocked(api.getApplication).mockResolvedValue(request({ forWhom: 'neighbour', beneficiary: zhao }))
    const page = await openRequest()
    const [about, speaker] = page.findAll('section.card').filter((card) => card.find('dl').exists())
    expect(text(about?.element)).toContain('申请人姓名赵德顺身份证990101193601010013')
    expect(text(speaker?.element)).toContain('代说的人姓名周素芬')
    expect(text(page.find('.second .top').element)).toContain('赵德顺')
  })

  it('becomes an applicant with a witness and without an ID number', async () => {
    post.mockResolvedValue(request())
    const page = await asked()
    await pressIn(page, '.btn.main')
    expect(
      dialog(page)
        .findAll('.err')
        .map((one) => text(one.element)),
    ).toEqual(['请从上面选一个', '请写见证人的姓名'])
    await dialog(page).find('input[type=radio]').setValue(true)
    await dialog(page).findAll('input.box').at(-1)?.setValue('余桂芳')
    await pressIn(page, '.btn.main')
    await vi.waitFor(() => expect(post).toHaveBeenCalled())
    expect(sent()[0]?.body).toEqual({
      how: 'in-person',
      on: today,
      witness: '余桂芳',
      name: '赵德顺',
    })
  })

  it('shows a refusal of the server at the box it is about, and keeps what was typed', async () => {
    post.mockRejectedValue(
      new ProblemError('invalid-input', { status: 422, errors: [{ field: 'on', code: 'date-to-come' }] }),
    )
    const page = await asked()
    await dialog(page).find('input[type=radio]').setValue(true)
    await dialog(page).findAll('input.box').at(-1)?.setValue('余桂芳')
    await pressIn(page, '.btn.main')
    await vi.waitFor(() =>
      expect(
        dialog(page)
          .findAll('.err')
          .map((one) => text(one.element)),
      ).toEqual(['这个日子还没到']),
    )
    expect(dialog(page).findAll<HTMLInputElement>('input.box').at(-1)?.element.value).toBe('余桂芳')
  })
})

it('signs out on request and keeps nothing of the list on the device', async () => {
  const page = await open('/work/me')
  expect(text(page.find('.second').element)).toContain(heWenjing.unit)
  read.mockResolvedValue(who(null))
  vi.mocked(api.getOfficers).mockResolvedValue([heWenjing])
  await press(page, '退出')
  expect(api.endSession).toHaveBeenCalled()
  expect(page.find('h1').text()).toBe('工作人员登录')
})
