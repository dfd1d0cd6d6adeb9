import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ApplicationView } from '@yima/shared/claim/contract'
import type { DecisionGist } from '@yima/shared/decision/gist'
import type { ProcessView } from '@yima/shared/process/contract'
import { http } from '../../web/src/app/http.ts'
import { emptyOutbox, outbox, sendNow } from '../../web/src/app/outbox.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { forgetEverything } from '../../web/src/app/store.ts'
import { loadTexts, speak } from '../../web/src/app/text.ts'
import * as claims from '../../web/src/claim/api.ts'
import { application, claim, today } from '../claim/applications.ts'
import { open, settle, text } from '../fixtures/page.ts'
import { clockOf, ownProcess, ownStep } from './ways.ts'

vi.mock('../../web/src/app/store-refusal.ts', () => import('../fixtures/keeping-phone.ts'))
const read = vi.hoisted(() => vi.fn())
vi.mock('../../web/src/app/session.ts', async () => {
  const { shallowRef } = await import('vue')
  return { session: shallowRef(), readSession: read, getSession: read, today: () => '2026-11-21' }
})
vi.mock('../../web/src/claim/api.ts', async (original) => ({
  ...(await original<typeof claims>()),
  listOwnApplications: vi.fn(),
}))
const post = vi.spyOn(http, 'post')

enableAutoUnmount(afterEach)
afterEach(async () => {
  document.body.replaceChildren()
  await speak('zh-CN')
})
beforeAll(
  () =>
    Promise.all([import('../../web/src/claim/TrackPage.vue'), import('../../web/src/process/OwnWay.vue'), import('../../web/src/decision/DecidedLine.vue')]),
  60_000,
)
beforeEach(async () => {
  vi.resetAllMocks()
  emptyOutbox()
  await forgetEverything()
  await loadTexts(['claim', 'identity', 'policy', 'problem', 'process'])
  read.mockResolvedValue({
    resident: { kind: 'resident', phone: '138****0000' },
    officer: null,
    demo: true,
    today,
  })
})

const accepted = {
  at: '2026-11-20T01:00:00.000Z',
  type: 'claim-accepted',
  by: '稻香镇社会救助窗口 何文静',
  programme: 'dibao',
} as const
const withProcess = (process = ownProcess(), more: Partial<ApplicationView> = {}) =>
  application({
    claims: [claim({ state: 'verifying', due: process.clock.due, paused: process.clock.paused, process })],
    timeline: [application().timeline[0] as typeof accepted, accepted],
    ...more,
  })

async function shown(of: ApplicationView): Promise<VueWrapper> {
  vi.mocked(claims.listOwnApplications).mockResolvedValue([of])
  const { page } = await open('/track')
  await settle()
  return page
}
const lines = (page: VueWrapper): string[] => page.findAll('.thread > li').map(({ element }) => text(element))
const urgeButton = (page: VueWrapper) => page.findAll('button').find((one) => text(one.element) === '催一催')

describe('the applicant of an accepted claim', () => {
  it('reads in a neighbour’s words what is over, what goes on, who has it and until when, and what comes', async () => {
    const visit = { state: 'done', on: '2026-11-21', due: null } as const
    const page = await shown(
      withProcess(ownProcess({ steps: ownStep({ visit, opinion: { state: 'waits' } }) })),
    )
    expect(lines(page)).toEqual([
      expect.stringContaining('您交上了申请'),
      expect.stringContaining('收下了'),
      '上门看过了11月21日',
      '正在核对家里的收入和财产县里在办',
      '说不清的，请村里商量',
      '写初步意见',
      '村里公示7天',
      '作出决定',
      '到账',
    ])
  })

  it('gets from a visit to a supervisor by itself, and before one only from the request', async () => {
    const rows = async (page: VueWrapper): Promise<string[]> => {
      await vi.dynamicImportSettled()
      await settle()
      return page.findAll('button').map((one) => text(one.element)).filter((one) => one.includes('告诉监督的人'))
    }
    const visit = { state: 'done', on: '2026-11-21', due: null } as const
    expect(await rows(await shown(withProcess(ownProcess({ steps: ownStep({ visit }) }))))).toEqual([
      expect.stringContaining('上门的时候有不对'), expect.stringContaining('觉得不对'),
    ])
    expect(await rows(await shown(withProcess()))).toEqual([expect.stringContaining('觉得不对')])
  })

  it('reads that it went up, where to and why', async () => {
    const visit = { raised: { to: 'county', why: 'overdue' } } as const
    const page = await shown(withProcess(ownProcess({ steps: ownStep({ visit }) })))
    expect(lines(page)).toContain('等着上门看看到期没办完，已转到县里。县里在办，11月23日前')
  })

  it('reads why nothing counts now and what can be done', async () => {
    const page = await shown(withProcess(ownProcess({ clock: clockOf({ due: null, paused: 'contested' }) })))
    expect(text(page.find('[data-claim]').element)).toMatch(
      /您不认核对结果，正在重查.*有单据，可以拿给窗口看/,
    )
    expect(page.find('.thread [aria-current]').exists()).toBe(false)
  })

  it('reads that somebody of the family took their word back, and gets to who it is', async () => {
    const stopped = (page: VueWrapper) => page.find('a.msg[href$="/consents"]')
    const page = await shown(withProcess(ownProcess({ signing: 'withdrawn' })))
    expect(text(stopped(page).element)).toContain('家里有人收回了授权，查到的不再用')
    expect(stopped(await shown(withProcess(ownProcess({ signing: 'complete' })))).exists()).toBe(false)
  })

  it('reads that it went to another office, and is told nobody there by name before it is taken over', async () => {
    const office = { name: '青禾县教育局', phone: null }
    const sent = (taken: boolean) =>
      withProcess(ownProcess({ sent: { office, since: '2026-11-20', taken } }), {
        handler: { name: '何文静', post: '社会救助经办' },
        timeline: [accepted, { ...accepted, type: 'claim-dispatched', by: null }],
      })
    const page = await shown(sent(false))
    expect(lines(page)).toContainEqual(expect.stringContaining('转给了管这件事的部门'))
    expect(text(page.find('[data-claim]').element)).toContain('问青禾县教育局')
    expect(text((await shown(sent(true))).find('[data-claim]').element)).toContain('问何文静，青禾县教育局')
  })

  it('reads the name of the other township that goes on with it', async () => {
    const sent = { office: { name: '清泉镇窗口', phone: null }, since: '2026-11-20', taken: true, town: true }
    const page = await shown(withProcess(ownProcess({ sent })))
    expect(lines(page)).toContain('等着上门看看清泉镇窗口在办，11月23日前')
    expect(lines(page).join()).not.toContain('稻香镇社会救助窗口在办')
  })

  it('reads that all offices that were asked are waited for', async () => {
    const views = [{ office: '教育局', came: false }, { office: '医保局', came: true }, { office: '残联', came: false }]
    const page = await shown(withProcess(ownProcess({ views })))
    expect(text(page.find('[data-claim]').element)).toContain('正等教育局、残联一起商量')
  })

  it('reads in one line how much comes from when, or what failed, before the paper is opened', async () => {
    const said = { on: '2026-11-20', basis: '办法', reason: '条件都符合' }
    const gist = { kind: 'monthly', fen: 82_000, firstMonth: '2026-12', named: null, ground: null, failed: null } as const
    const decided = (outcome: 'confirmed' | 'refused', part: Partial<DecisionGist> = {}) => {
      const process = ownProcess({ decision: { ...said, outcome } })
      return claim({ state: outcome, due: null, process, decided: { ...gist, ...part } })
    }
    const failed = { key: 'policy.rule.savings.no', params: { value: 41_000, limit: 20_000 } }
    const [granted, refused] = [decided('confirmed'), decided('refused', { fen: null, firstMonth: null, failed })]
    const paper = (page: VueWrapper): string => text(page.get(`a[href="/me/decisions/${granted.id}"]`).element)
    expect(paper(await shown(application({ claims: [granted] })))).toMatch(/^每月820元，从12月起看决定书/)
    expect(paper(await shown(application({ claims: [refused] })))).toMatch(/^没有通过：人均存款41,000元，超过20,000元看决定书/)
    // Kept by an earlier version, or seen by somebody who may not read why: the way to the paper alone.
    const page = await shown(application({ claims: [{ ...granted, decided: undefined }] }))
    expect(paper(page)).toMatch(/^看决定书/)
    // Beside what still goes on it is a row, and says it there.
    const both = await shown(application({ claims: [claim({ id: 'other', state: 'verifying', process: ownProcess() }), granted] }))
    expect(text(both.get(`[data-row="${granted.id}"]`).element)).toContain('每月820元，从12月起')
  })

  it('reads how many days of the notice counted, and why it ends later than it was to', async () => {
    const days = { from: '2026-11-18', to: '2026-11-30', needed: 7, counted: 3, missed: 0 }
    const hanging = (missed: number) =>
      withProcess(ownProcess({ steps: ownStep({ notice: { state: 'running' } }), notice: { ...days, missed } }))
    const counted = '正在公示公示到11月30日。已算3天，要满7天'
    expect(lines(await shown(hanging(0)))).toContain(counted)
    expect(lines(await shown(hanging(2)))).toContain(`${counted}有2天没让人看得到，往后顺延了2天`)
    await speak('en')
    expect(text((await shown(hanging(1))).get('.thread').element)).toContain('1daycouldnotberead,soitends1daylater')
    expect(text((await shown(hanging(2))).get('.thread').element)).toMatch(/3of7dayscounted.*2dayscouldnotberead,soitends2dayslater/)
  })

  it('reads until when it hangs where a phone kept no more of it', async () => {
    const kept = { from: '2026-11-18', to: '2026-11-30' } as ProcessView['notice']
    const page = await shown(withProcess(ownProcess({ steps: ownStep({ notice: { state: 'running' } }), notice: kept })))
    expect(lines(page)).toContain('正在公示到11月30日为止')
  })

  it('may urge only where it is late', async () => {
    const page = await shown(withProcess())
    expect(urgeButton(page)).toBeUndefined()
  })

  it('urges once, and reads that it was said and to whom', async () => {
    const late = ownProcess({ urge: 'possible', clock: clockOf({ overdue: true, used: 100, warning: 100 }) })
    const urged = {
      at: '2026-11-21T02:00:00.000Z',
      type: 'claim-urged',
      by: null,
      programme: 'dibao',
    } as const
    const page = await shown(withProcess(late))
    post.mockResolvedValue(withProcess({ ...late, urge: 'used' }, { timeline: [accepted, urged] }))
    void urgeButton(page)?.trigger('click')
    await urgeButton(page)?.trigger('click')
    await settle()
    expect(post.mock.calls.map(([path, body]) => ({ path, body }))).toEqual([
      { path: '/me/applications/application-1/urging', body: {} },
    ])
    expect(text(page.find('[data-claim] .msg').element)).toBe(
      '您11月21日催过了已经告诉稻香镇社会救助窗口和管它的上一级。',
    )
    expect(urgeButton(page)).toBeUndefined()
  })

  it('urges without a network: it waits on this phone and goes by itself', async () => {
    const late = ownProcess({ urge: 'possible', clock: clockOf({ overdue: true }) })
    const page = await shown(withProcess(late))
    post.mockRejectedValue(new ProblemError('offline'))
    await urgeButton(page)?.trigger('click')
    await settle()
    expect(text(page.find('[data-claim] .msg').element)).toMatch(/您要催一催(在这部手机上|还没存上)/)
    expect(urgeButton(page)).toBeUndefined()
    post.mockResolvedValue(withProcess({ ...late, urge: 'used' }))
    await sendNow()
    await vi.waitFor(() => expect(outbox.value).toEqual([]))
    await vi.waitFor(() => expect(text(page.find('[data-claim] .msg').element)).toContain('您催过了'))
  })
})
