import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DecisionDocument } from '@yima/shared/decision/contract'
import { forEyes } from '@yima/shared/decision/eyes'
import { http } from '../../web/src/app/http.ts'
import { emptyOutbox } from '../../web/src/app/outbox.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { routes } from '../fixtures/all-pages.ts'
import { forgetEverything } from '../../web/src/app/store.ts'
import { loadTexts, speak } from '../../web/src/app/text.ts'
import { open, settle, text } from '../fixtures/page.ts'

enableAutoUnmount(afterEach)
afterEach(() => {
  document.body.replaceChildren()
})
beforeAll(() => import('../../web/src/decision/OwnDecisionPage.vue'), 60_000)

const get = vi.spyOn(http, 'get')
const post = vi.spyOn(http, 'post')
const claim = '01900000-0000-7000-8000-000000000003'
const path = `/me/decisions/${claim}`

const visit = { source: 'visit', asOf: '2026-11-20' } as const
const granted: DecisionDocument = {
  claimId: claim, applicationId: '01900000-0000-7000-8000-000000000001', receiptNumber: '4831705263189', programme: 'dibao',
  number: '2026-00001', outcome: 'confirmed', name: '周素芬', place: '稻香镇梅林村', county: '青禾县',
  office: { name: '青禾县民政局', phone: '0990-6100000' }, on: '2026-11-23', basis: '民发〔2021〕57号', reason: '条件都符合', ground: null, named: null,
  computation: {
    verdict: 'eligible', kind: 'monthly', fen: 82_000, firstMonth: '2026-12', version: 'ef815918a651',
    given: [{ member: null, fen: 82_000, steps: [
      { op: 'figure', of: [], figure: 'dibaoStandard', part: 'rural', fen: 64_000 },
      { op: 'times', of: [0], fact: 'householdSize', by: 2, fen: 128_000 },
      { op: 'income', of: [], fen: 46_000 },
      { op: 'less', of: [1, 2], fen: 82_000 },
    ] }],
    reasons: [{ key: 'policy.rule.income-below-standard.yes', params: { value: 230, limit: 640 }, ok: 'yes', article: '办法第9条' }],
    facts: [
      { key: 'monthlyIncome', member: null, value: 460, ...visit },
      { key: 'householdSize', member: null, value: 2, ...visit },
      { key: 'financialAssets', member: null, value: 1000, source: 'department', asOf: '2026-11-18' },
    ],
    figures: [{ key: 'dibaoStandard', from: '2024-01-01', article: '本地规定' }],
  },
  remedies: [{ kind: 'suit', last: { date: '2027-05-24', provisional: false }, source: '行政诉讼法第四十六条' }],
  recheck: 'none', withheld: null,
}
const refused: DecisionDocument = {
  ...granted, outcome: 'refused', recheck: 'possible',
  computation: {
    ...granted.computation, verdict: 'ineligible', fen: null, firstMonth: null, given: [],
    reasons: [{ key: 'policy.rule.savings.no', params: { value: 41_000, limit: 20_000 }, ok: 'no', article: '办法第10条' }],
  },
  remedies: [{ kind: 'recheck', last: { date: '2026-12-23', provisional: false }, source: '本地参数（演示）' }, ...granted.remedies],
}

/** What comes with the page, and with the form that asks once more: a sentence of any other catalogue is missing here as it would be there. */
const { texts = [] } = routes.find((route) => route.path === '/me/decisions/:claimId')?.meta ?? {}

let decision: DecisionDocument | null
beforeEach(async () => {
  vi.resetAllMocks()
  emptyOutbox()
  await forgetEverything()
  await speak('zh-CN')
  await loadTexts([...texts, 'problem'])
  decision = refused
  get.mockImplementation(async (asked) =>
    asked === path ? { decision } : { resident: { kind: 'resident', phone: '*', mark: 'zhou' }, officer: null, demo: true, today: '2026-11-24' })
})

const seen = (page: VueWrapper): string => text(page.element.parentElement ?? page.element)
const heading = (page: VueWrapper): string => text(page.get('h1').element)
const button = (page: VueWrapper, label: string) => page.findAll('button').find((one) => text(one.element) === label)

describe('a decision that grants it', () => {
  it('says in the heading that it was granted, and first how much from when; then how it was worked out', async () => {
    decision = granted
    const { page } = await open(path)
    expect(heading(page)).toBe('低保：通过了')
    expect(text(page.get('.slip .num').element)).toBe('每月820元')
    for (const said of ['从2026年12月起', '农村低保标准（每人每月）：640元', '1,280元－460元＝820元', '受理号4831705263189', '2027年5月24日前向青禾县人民法院起诉'])
      expect(seen(page)).toContain(said)
    expect(button(page, '请原单位复核')).toBeUndefined()
  })

  it('names who was asked along', async () => {
    decision = { ...granted, joint: [{ office: '青禾县残疾人联合会' }, { office: '青禾县教育局', agrees: false }] }
    const { page } = await open(path)
    expect(seen(page)).toContain('一起商量的单位青禾县残疾人联合会和青禾县教育局（不同意）')
  })

  it('says once whose word of which day the facts are, not behind each of them', async () => {
    decision = granted
    const { page } = await open(path)
    expect(seen(page).match(/上门看到，2026年11月20日/g)).toHaveLength(1)
    expect(seen(page)).toContain('上门看到，2026年11月20日全家月收入460元')
    expect(seen(page)).toContain('部门核对，2026年11月18日存款1,000元')
  })
})

describe('a decision that refuses it', () => {
  it('says which condition fails before anything else, and right after it what may be done until when', async () => {
    const { page } = await open(path)
    expect(heading(page)).toBe('低保：这次没有通过')
    const said = text(page.get('.slip').element)
    const order = ['人均存款41,000元，超过20,000元', '不同意，可以这样', '2026年12月23日前请青禾县民政局复核一次', '申请人周素芬', '根据的情况']
    expect(order.map((part) => said.indexOf(part)).every((at, place, all) => at >= 0 && (place === 0 || at > (all[place - 1] ?? 0)))).toBe(true)
    // Said once: not again as a list of conditions.
    expect(said.match(/人均存款/g)).toHaveLength(1)
  })

  it('names the condition by its rule, and says why, where figures of departments are kept back', async () => {
    const whole = refused
    for (const [withheld, said] of [
      ['prove-first', '身份还没核实'], ['not-sure', '有家人的签名还没核实'], ['helper', '您在帮人看'],
    ] as const) {
      decision = forEyes(whole, withheld)
      const { page } = await open(path)
      expect(seen(page)).toContain(said)
      const slip = text(page.get('.slip').element)
      for (const kept of ['“人均存款不超过20,000元”这一条不符合', '2026年12月23日前请青禾县民政局复核一次', '全家月收入460元']) expect(slip).toContain(kept)
      for (const figure of ['41,000', '1,000元', '{']) expect(slip).not.toContain(figure)
      page.unmount()
    }
  })

  it('names the ground where none of the rules failed', async () => {
    decision = { ...refused, ground: 'papers-missing' }
    const { page } = await open(path)
    expect(text(page.get('.slip').element)).toContain('要补的材料没有交来')
    expect(seen(page)).not.toContain('根据的情况')
  })

  it('is asked to be looked at once more with a reason, and not without one', async () => {
    post.mockResolvedValue({ decision: { ...refused, recheck: 'asked' } })
    const { page } = await open(path)
    await button(page, '请原单位复核')?.trigger('click')
    await settle()
    const send = () => button(page, '交上去')
    await send()?.trigger('click')
    expect(seen(page)).toContain('请写一句为什么')
    expect(post).not.toHaveBeenCalled()
    await page.get('textarea').setValue('那笔钱是借来看病的')
    decision = { ...refused, recheck: 'asked' }
    await send()?.trigger('click')
    await vi.waitFor(() => expect(post.mock.calls.find(([to]) => to === `${path}/recheck`)?.[1]).toEqual({ reason: '那笔钱是借来看病的' }), { timeout: 15_000 })
    await vi.waitFor(() => expect(seen(page)).toContain('已经请求复核'), { timeout: 15_000 })
    expect(button(page, '请原单位复核')).toBeUndefined()
  })
})

it('is printed by a tap', async () => {
  const print = vi.fn()
  vi.stubGlobal('print', print)
  const { page } = await open(path)
  await button(page, '打印')?.trigger('click')
  expect(print).toHaveBeenCalledOnce()
  vi.unstubAllGlobals()
})

it('where nobody has decided, says so and leads to where it stands', async () => {
  decision = null
  const { page } = await open(path)
  expect(heading(page)).toBe('决定书')
  expect(seen(page)).toContain('还没有决定')
  expect(page.findAll('a').some((link) => link.attributes('href') === '/track')).toBe(true)
  expect(button(page, '打印')).toBeUndefined()
})

it('without a network is shown as it was seen last, and says from when', async () => {
  await (await open(path)).page.unmount()
  get.mockImplementation(async (asked) => {
    if (asked === path) throw new ProblemError('offline')
    return { resident: { kind: 'resident', phone: '*', mark: 'zhou' }, officer: null, demo: true, today: '2026-11-24' }
  })
  const { page } = await open(path)
  expect(seen(page)).toContain('人均存款41,000元')
})

it('is read in English without a word left over in another language of the page', async () => {
  await speak('en')
  const { page } = await open(path)
  expect(heading(page)).toBe('Dibao:notgranted')
  expect(seen(page)).not.toMatch(/decision\.|policy\.|work\./)
})
