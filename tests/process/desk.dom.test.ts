import { beforeEach, describe, expect, it, vi } from 'vitest'
import { http } from '../../web/src/app/http.ts'
import { outbox, sendNow } from '../../web/src/app/outbox.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import * as api from '../../web/src/work/api.ts'
import { dialog, on, openRequest, press, pressIn, text } from '../work/desk.ts'
import { claim, item, list, request } from '../work/requests.ts'
import { sitsDown } from '../work/sitting.ts'
import { settle } from '../fixtures/page.ts'
import { clockOf, deskSteps, liuXiaoqin, workProcess } from './ways.ts'

vi.mock('../../web/src/app/store-refusal.ts', () => import('../fixtures/keeping-phone.ts'))
vi.mock('../../web/src/app/session.ts', () => import('../work/session.ts'))
vi.mock('../../web/src/work/api.ts', async (original) => ({
  ...(await original<typeof api>()),
  getWorkList: vi.fn(),
  getApplication: vi.fn(),
}))
const post = vi.spyOn(http, 'post')

sitsDown(
  () => [
    import('../../web/src/work/ApplicationPage.vue'),
    import('../../web/src/process/WayOfClaim.vue'),
    import('../../web/src/process/ActSheet.vue'),
  ],
  ['work', 'claim', 'consent', 'fact', 'me', 'policy', 'problem', 'process', 'process-desk', 'reading'],
)

const onItsWay = (process = workProcess()) =>
  request({
    state: 'open',
    claims: [claim({ state: 'investigating', allowed: [], process, due: process.clock.due })],
  })
beforeEach(() => {
  vi.mocked(api.getWorkList).mockResolvedValue(list([item({ task: 'visit' })]))
  vi.mocked(api.getApplication).mockResolvedValue(onItsWay())
})

async function opened() {
  const page = await openRequest()
  await settle()
  return page
}
const buttons = (page: Awaited<ReturnType<typeof opened>>): string[] =>
  page.findAll('article .acts button').map(({ element }) => text(element))
const path = on(`/claims/${claim().id}/process`)

describe('an accepted claim on the desk', () => {
  it('shows just the acts that may be given now, and the one that goes on in the dock', async () => {
    const page = await opened()
    expect(buttons(page)).toEqual(['记上门', '要补材料', '移交'])
    expect(text(page.find('h1').element)).toBe('低保：按期上门')
    expect(text(page.find('.dock .btn.main').element)).toBe('低保：按期上门')
  })

  it('says what was done, by whom and on what ground, who may go on and what comes', async () => {
    const record = { who: ['梁波'], basis: '核对报告', reason: '和说的一样', found: 'fits' as const, opinion: null }
    const verification = { state: 'done' as const, on: '2026-11-19', record }
    vi.mocked(api.getApplication).mockResolvedValue(
      onItsWay(
        workProcess({
          steps: deskSteps({ verification, visit: { who: [liuXiaoqin] } }),
          clock: clockOf({ used: 82, warning: 80 }),
        }),
      ),
    )
    const page = await opened()
    const [done, now, coming] = page.findAll('article .thread > li').map(({ element }) => text(element))
    expect(done).toContain('核对：与说的相符11月19日，梁波和说的一样依据：核对报告')
    expect(now).toContain('上门可以办：刘小勤')
    expect(coming).toContain('评议由村或乡镇办')
    expect(text(page.find('article').element)).toContain('时间用了82%')
    expect(page.find('article .due.soon').exists()).toBe(true)
  })

  it('says of a notice that hangs what its applicant reads: how many days counted, and by how many its end moved', async () => {
    const notice = { from: '2026-11-18', to: '2026-11-30', needed: 7, counted: 3, missed: 2 }
    const shown = async (missed: number): Promise<string> => {
      const process = workProcess({ steps: deskSteps({ notice: { state: 'running' } }), notice: { ...notice, missed } })
      vi.mocked(api.getApplication).mockResolvedValue(onItsWay(process))
      return text((await opened()).get('article .thread').element)
    }
    expect(await shown(2)).toContain('贴到11月30日，期满自动往下走已算3天，要满7天；有2天没让人看得到，往后顺延了2天')
    const plain = await shown(0)
    expect(plain).toContain('已算3天，要满7天')
    expect(plain).not.toContain('顺延')
  })

  it('keeps what is refused for one’s own hands in grey, with the sentence why, and hides what is not one’s post', async () => {
    const acts = [
      { type: 'confirm', step: null, refused: 'same-hands' },
      { type: 'refuse', step: null, refused: 'not-yours' },
    ] as const
    vi.mocked(api.getApplication).mockResolvedValue(onItsWay(workProcess({ acts: [...acts] })))
    const page = await opened()
    expect(buttons(page)).toEqual([])
    const grey = page.findAll('article .line.hint').map(({ element }) => text(element))
    expect(grey).toEqual([expect.stringMatching(/^确认：.*别人/)])
    expect(page.find('.dock').exists()).toBe(false)
  })

  it('says why the clock stands still, and that nothing is overdue meanwhile', async () => {
    vi.mocked(api.getApplication).mockResolvedValue(
      onItsWay(workProcess({ clock: clockOf({ due: null, paused: 'objection' }), acts: [] })),
    )
    const page = await opened()
    expect(text(page.find('article').element)).toContain('暂停有异议，重新调查，暂停计时')
    expect(page.find('article .thread [aria-current]').exists()).toBe(false)
  })

  it('asks for what is missing before a visit is written down, and sends it once with who came along', async () => {
    post.mockResolvedValue(onItsWay())
    const page = await opened()
    await press(page, '记上门')
    await pressIn(page, '.btn.main.wide')
    expect(
      dialog(page)
        .findAll('.err')
        .map(({ element }) => text(element)),
    ).toEqual(['还没选结果', '上门要两个人，还差一位', expect.stringContaining('为什么'), '请写依据'])
    expect(post).not.toHaveBeenCalled()
    // The centre of the county is a colleague, and comes along to no home.
    expect(dialog(page).findAll('input[type=checkbox]')).toHaveLength(1)
    await dialog(page).find('input[type=radio]').setValue(true)
    await dialog(page).find('input[type=checkbox]').setValue(true)
    await press(page, '住房、人口和说的一样')
    await press(page, '入户调查表')
    await pressIn(page, '.btn.main.wide')
    await vi.waitFor(() => expect(dialog(page).exists()).toBe(false))
    expect(post.mock.calls.map(([to, body]) => ({ to, body }))).toEqual([
      {
        to: path,
        body: {
          type: 'record',
          step: 'visit',
          found: 'fits',
          companions: [liuXiaoqin.id],
          reason: '住房、人口和说的一样',
          basis: '入户调查表',
          version: 1,
        },
      },
    ])
    await vi.waitFor(() => expect(text(page.find('.msg.done').element)).toContain('记下了：记上门：低保'))
  })

  it('waits on this phone without a network, and offers nothing of that claim twice', async () => {
    post.mockRejectedValue(new ProblemError('offline'))
    const page = await opened()
    await press(page, '移交')
    await dialog(page).find('input[type=radio]').setValue(true)
    await press(page, '请假，由同事接着办')
    await press(page, '岗位安排')
    await pressIn(page, '.btn.main.wide')
    await vi.waitFor(() => expect(dialog(page).exists()).toBe(false))
    expect(outbox.value.map(({ body }) => body)).toEqual([
      { type: 'hand-over', to: liuXiaoqin.id, reason: '请假，由同事接着办', basis: '岗位安排', version: 1 },
    ])
    expect(text(page.find('.news').element)).toContain('移交：低保还没办成')
    expect(buttons(page)).toEqual([])
    expect(page.find('.dock').exists()).toBe(false)
  })

  it('says why an act of hours ago was refused, and gives back what was typed for it', async () => {
    post.mockRejectedValue(new ProblemError('offline'))
    const page = await opened()
    await press(page, '记上门')
    await dialog(page).find('input[type=radio]').setValue(true)
    await dialog(page).find('input[type=checkbox]').setValue(true)
    await dialog(page).find('textarea').setValue('家里只有他一人')
    await press(page, '入户调查表')
    await pressIn(page, '.btn.main.wide')
    await vi.waitFor(() => expect(outbox.value).toHaveLength(1))
    const errors = [{ field: 'claim', code: 'same-hands' }]
    post.mockRejectedValue(
      new ProblemError('not-allowed-now', { status: 409, title: '这一步现在办不了', errors }),
    )
    await sendNow()
    await vi.waitFor(() => expect(outbox.value).toEqual([]))
    await vi.waitFor(() => expect(text(page.find('.msg.stop').element)).toMatch(/别人.*现在可以：记上门/))
    await press(page, '记上门')
    await vi.waitFor(() =>
      expect(dialog(page).find<HTMLTextAreaElement>('textarea').element.value).toBe('家里只有他一人'),
    )
  })
})
