import type { VueWrapper } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { AidLine, AidWarning, HouseholdView } from '@yima/shared/household/contract'
import { http } from '../../web/src/app/http.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { settle, text } from '../fixtures/page.ts'
import { dialog, open, press, pressIn } from '../work/desk.ts'
import { item, list } from '../work/requests.ts'
import { sitsDown } from '../work/sitting.ts'

vi.mock('../../web/src/app/session.ts', () => import('../work/session.ts'))
const get = vi.spyOn(http, 'get')
const post = vi.spyOn(http, 'post')

const { id } = item()
const path = `/work/households/${id}`

const aid = (change: Partial<AidLine> = {}): AidLine => ({
  id: 'a1',
  application: id,
  receiptNumber: '4831705263189',
  office: '稻香镇便民服务中心',
  name: '周素芬',
  programme: 'dibao',
  state: 'confirmed',
  openedOn: '2026-05-04',
  decidedOn: '2026-06-01',
  amount: { yuan: 620, per: 'monthly' },
  from: '2026-07',
  here: false,
  ...change,
})
const warning = (change: Partial<AidWarning> = {}): AidWarning => ({
  claim: 'c1',
  other: 'a1',
  programme: 'temporary',
  since: '2026-06-01',
  office: '稻香镇便民服务中心',
  receiptNumber: null,
  why: 'same-cause',
  law: 'second-person',
  standing: 'given',
  cleared: null,
  ...change,
})
const home = (change: Partial<HouseholdView> = {}): HouseholdView => ({
  id,
  receiptNumber: '4831705263189',
  name: '周素芬',
  state: 'open',
  whole: true,
  members: [
    { name: '周素芬', relation: 'head', since: '2026-01-05', proven: true, asked: true },
    { name: '王桂香', relation: 'spouse', since: '2026-01-06', proven: true, asked: false },
  ],
  named: [{ id: 'm2', facts: 3 }],
  facts: [
    {
      fact: 'householdSize',
      member: null,
      value: 3,
      source: 'declared',
      from: null,
      asOf: '2026-11-17',
      consent: null,
      fenced: false,
    },
    {
      fact: 'householdSize',
      member: null,
      value: 2,
      source: 'visit',
      from: '刘小勤',
      asOf: '2026-11-18',
      consent: null,
      fenced: false,
    },
    {
      fact: 'age',
      member: 'm1',
      value: null,
      source: 'department',
      from: 'police',
      asOf: '2026-11-18',
      consent: 'x',
      fenced: true,
    },
  ],
  conflicts: [{ fact: 'householdSize', member: null }],
  aid: [
    aid(),
    aid({
      id: 'a2',
      programme: 'medical',
      state: 'verifying',
      decidedOn: null,
      amount: null,
      from: null,
      here: true,
    }),
  ],
  warnings: [],
  sameNeed: [],
  merged: null,
  ...change,
})

let shown: HouseholdView
sitsDown(
  () => [import('../../web/src/household/HouseholdPage.vue')],
  [
    'work',
    'authorisation',
    'claim',
    'fact',
    'family',
    'me',
    'policy',
    'policy.names',
    'problem',
    'household',
  ],
)
beforeEach(() => {
  shown = home()
  get.mockImplementation(async (address) =>
    address === path ? shown : address === '/work/items' ? list([]) : { tasks: [], items: [] },
  )
})

async function visit(): Promise<VueWrapper> {
  const page = await open(path)
  await settle()
  return page
}
const main = (page: VueWrapper) => text(page.find('.second main').element)
const sent = () => post.mock.calls.map(([to, body]) => ({ to, body }))

describe('the household behind a request', () => {
  it('says what went wrong, and tries again', async () => {
    get.mockImplementation(async (address) => {
      if (address === path) throw new ProblemError('timeout')
      return address === '/work/items' ? list([]) : { tasks: [], items: [] }
    })
    const page = await visit()
    expect(page.findAll('button').some((one) => text(one.element).includes('再'))).toBe(true)
  })

  it('shows members with since when, and apart from them who is only named', async () => {
    const words = main(await visit())
    for (const said of [
      '周素芬的家庭',
      '王桂香',
      '配偶，2026年1月6日',
      '申请里提到的人',
      '成员2',
      '说了3项情况',
    ])
      expect(words).toContain(said)
  })

  it('shows what each says side by side, and of a withdrawn consent that something was there and not what', async () => {
    const words = main(await visit())
    for (const said of ['说法不一样，还没定', '本人说', '上门：刘小勤', '部门：公安', '授权撤回了，不再显示'])
      expect(words).toContain(said)
  })

  it('shows all aid over time with amount and first month', async () => {
    const words = main(await visit())
    for (const said of ['低保，周素芬', '每月620元', '2026年7月起', '2026年6月1日', '这一份'])
      expect(words).toContain(said)
  })

  it('offers the file for a purpose', async () => {
    const page = await visit()
    expect(page.find(`a[href="/api/work/applications/${id}/file?purpose=handle"]`).exists()).toBe(true)
    await page.find('input[value="appeal"]').setValue(true)
    expect(page.find(`a[href="/api/work/applications/${id}/file?purpose=appeal"]`).exists()).toBe(true)
  })

  it('says what is there twice, and takes a reason where the rules leave room', async () => {
    shown = home({ warnings: [warning(), warning({ other: 'a2', programme: 'tekun', law: 'never' })] })
    const page = await visit()
    for (const said of ['已经有临时救助', '一人写理由，另一人确认', '按规定不能同时享受'])
      expect(main(page)).toContain(said)
    expect(page.findAll('button').filter((one) => text(one.element).includes('写明理由'))).toHaveLength(1)
    await press(page, '写明理由')
    await pressIn(page, '.dock button, button.main')
    expect(text(dialog(page).element)).toContain('依据')
    expect(sent()).toEqual([])
    await dialog(page).find('input').setValue('办法第四十七条')
    await dialog(page).find('textarea').setValue('又住院了')
    post.mockResolvedValue({ done: true })
    await pressIn(page, 'button.main')
    await settle()
    expect(sent()).toEqual([
      {
        to: `/work/applications/${id}/claims/c1/clearance`,
        body: { other: 'a1', basis: '办法第四十七条', reason: '又住院了' },
      },
    ])
  })

  it('lets two requests that are one need be merged with a reason, and says why where it cannot', async () => {
    const other = {
      id: 'b1',
      receiptNumber: '4831705263190',
      office: '稻香镇便民服务中心',
      submittedOn: '2026-11-10',
      programmes: ['dibao' as const],
    }
    shown = home({
      sameNeed: [
        { ...other, refused: null },
        { ...other, id: 'b2', refused: 'not-same-person' },
      ],
    })
    const page = await visit()
    expect(main(page)).toContain('还没核实是同一个人')
    await press(page, '并到那一份里')
    await dialog(page).find('textarea').setValue('说的是同一件事')
    post.mockResolvedValue({ done: true })
    await pressIn(page, 'button.main')
    await settle()
    expect(sent()).toEqual([
      { to: `/work/applications/${id}/merging`, body: { into: 'b1', reason: '说的是同一件事' } },
    ])
  })

  it('is empty in so many words, and says to a department that it sees its part', async () => {
    shown = home({ members: [], named: [], facts: [], conflicts: [], aid: [] })
    const words = main(await visit())
    for (const said of ['还没建家庭户', '还没有申请过', '还没有情况']) expect(words).toContain(said)
    shown = home({ whole: false, members: [], named: [] })
    expect(main(await visit())).toContain('只列您部门的事项')
  })
})
