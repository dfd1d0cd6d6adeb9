import { flushPromises, type VueWrapper } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { DuplicateView, MandateSlip } from '@yima/shared/family/work-contract'
import { http } from '../../web/src/app/http.ts'
import { outbox } from '../../web/src/app/outbox.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import type { Task } from '../../web/src/family-desk/api.ts'
import { documentOf, idNumberOf } from '../fixtures/applications.ts'
import { settle, text } from '../fixtures/page.ts'
import { dialog, open, press, pressIn } from '../work/desk.ts'
import { heWenjing, list } from '../work/requests.ts'
import { read } from '../work/session.ts'
import { sitsDown } from '../work/sitting.ts'

vi.mock('../../web/src/app/store-refusal.ts', () => import('../fixtures/keeping-phone.ts'))

vi.mock('../../web/src/app/session.ts', () => import('../work/session.ts'))
// No pad in this browser without a screen; who cannot write has a witness.
vi.mock('../../web/src/ui/signature.ts', () => ({
  openPad: async () => ({ close: () => undefined, clear: () => undefined }),
}))
const get = vi.spyOn(http, 'get')
const post = vi.spyOn(http, 'post')

const task: Task = {
  id: '018f0000-0000-7000-8000-0000000000f1',
  guardian: '秦霜',
  ward: '秦小雨',
  kind: 'child',
  birthDate: '2015-01-15',
  written: true,
  bases: ['household-register', 'birth-certificate'],
  at: '2026-11-17T01:00:00.000Z',
}
const pair: DuplicateView = {
  one: { person: '018f0000-0000-7000-8000-0000000000f2', name: '解同', level: 'proven', number: '1027' },
  other: { person: '018f0000-0000-7000-8000-0000000000f3', name: '解同', level: 'proven', number: '1043' },
  because: ['same-name-and-birth'],
  against: ['other-number', 'both-proven'],
  ownProof: false,
  state: 'open',
  history: [],
}
const slip: MandateSlip = {
  id: '018f0000-0000-7000-8000-0000000000f4',
  giver: '龙婆',
  helper: '龙井',
  scopes: ['see-progress', 'send-papers'],
  from: '2026-11-18',
  until: '2027-02-18',
  ended: false,
  office: { name: '稻香镇便民服务中心', phone: '0599-123' },
}

let answers: Record<string, unknown>
sitsDown(
  () => [import('../../web/src/family-desk/FamilyDeskPage.vue'), import('../../web/src/family-desk/MandateDeskPage.vue')],
  ['work', 'claim', 'consent', 'fact', 'me', 'policy', 'papers', 'problem', 'family-desk'],
)
beforeEach(() => {
  answers = {
    '/work/items': list([]),
    '/work/family': { guardianships: 1, names: 0, duplicates: null },
    '/work/guardianships': { tasks: [task] },
    '/work/duplicates': { pairs: [pair] },
    '/work/occasions': { occasions: [] },
    '/work/call-tasks': { tasks: [] },
    [`/work/mandates/${slip.id}`]: slip,
  }
  get.mockImplementation(async (path) => {
    if (!(path in answers)) throw new ProblemError('not-found', { status: 404 })
    return answers[path]
  })
  as('clerk')
})
/** Each is somebody: who sits down after another finds a desk of their own. */
const officers = {
  clerk: heWenjing.id,
  'county-officer': '018f0000-0000-7000-8000-000000000002',
  'village-worker': '018f0000-0000-7000-8000-000000000003',
}
const as = (role: keyof typeof officers) =>
  read.mockResolvedValue({
    resident: null,
    officer: { ...heWenjing, id: officers[role], role },
    demo: true,
    today: '2026-11-18',
  })

async function visit(path: string): Promise<VueWrapper> {
  const page = await open(path)
  await settle()
  return page
}
const main = (page: VueWrapper) => text(page.find('.second main').element)
const sent = () => post.mock.calls.map(([path, body]) => ({ path, body }))
const choose = async (page: VueWrapper, value: string) => {
  await page.find(`input[value="${value}"]`).setValue(true)
}
/** The field of this label in a card or a sheet, by which part of the page it stands in. */
const type = async (page: VueWrapper, label: string, value: string, at = 0) => {
  const field = page.findAll('.field').filter((one) => text(one.element).includes(label))[at]
  await field?.find('input, textarea').setValue(value)
}

describe('guardians who wait', () => {
  it('stand there with who says so, of whom, why, and which paper to see; counted above the list of work', async () => {
    const page = await visit('/work/family')
    for (const said of ['秦霜说是秦小雨的监护人', '2015年1月15日生', '不满十八岁', '户口簿、出生证'])
      expect(main(page)).toContain(said)
    expect(main(page)).not.toContain('自己有登记')
    expect(text(page.find('.pane.first').element)).toContain('1个监护等核对')
  })

  it('are confirmed only on a paper that was seen, and then gone', async () => {
    post.mockResolvedValue({ done: true })
    const page = await visit('/work/family')
    await press(page, '看过证件了')
    await pressIn(page, '.btn.main')
    expect(text(dialog(page).find('.err').element)).toContain('请点看过的那一样')
    expect(post).not.toHaveBeenCalled()
    await choose(page, 'birth-certificate')
    answers['/work/guardianships'] = { tasks: [] }
    await pressIn(page, '.btn.main')
    await vi.waitFor(() => expect(main(page)).toContain('没有等核对的'))
    expect(sent()).toEqual([
      { path: `/work/guardianships/${task.id}/confirmation`, body: { basis: 'birth-certificate' } },
    ])
  })

  it('are refused with a reason; without a network it says that it lies on this phone', async () => {
    post.mockRejectedValue(new ProblemError('offline'))
    const page = await visit('/work/family')
    await press(page, '不能记')
    await pressIn(page, '.btn.stop.wide')
    expect(text(dialog(page).find('.err').element)).toContain('为什么')
    await press(page, '户口簿上不是这样')
    await pressIn(page, '.btn.stop.wide')
    await vi.waitFor(() => expect(dialog(page).exists()).toBe(false))
    await vi.waitFor(() => expect(main(page)).toContain('在这部手机上'))
    expect(page.findAll('.card .duo')).toHaveLength(0)
    expect(outbox.value.map(({ kind, actor }) => [kind, actor])).toEqual([
      ['guardianship', `officer:${heWenjing.id}`],
    ])
  })

  it('of another place or one’s family are nobody: the sentence says to whom to turn', async () => {
    post.mockRejectedValue(new ProblemError('not-found', { status: 404 }))
    const page = await visit('/work/family')
    await press(page, '看过证件了')
    await choose(page, 'household-register')
    await pressIn(page, '.btn.main')
    await vi.waitFor(() => expect(text(dialog(page).find('.msg.stop').element)).toContain('请同事办'))
    expect(outbox.value).toEqual([])
  })

  it('who have a record of their own are asked about too', async () => {
    answers['/work/guardianships'] = { tasks: [{ ...task, kind: 'incapable', written: false }] }
    expect(main(await visit('/work/family'))).toContain('请也问问本人')
  })

  it('are no matter of a village worker: neither row nor count', async () => {
    as('village-worker')
    const page = await visit('/work/me')
    expect(main(page)).not.toContain('家里的事')
    expect(get.mock.calls.map(([path]) => path)).not.toContain('/work/family')
  })

  it('say what went wrong where they cannot be read, and try again', async () => {
    delete answers['/work/guardianships']
    const page = await visit('/work/family')
    answers['/work/guardianships'] = { tasks: [task] }
    await page.find('.second main [role=alert] button').trigger('click')
    await settle()
    expect(main(page)).toContain('秦小雨')
  })
})

describe('two records that may be one person', () => {
  beforeEach(() => as('county-officer'))

  it('stand side by side with kinds of traits, and are decided with a reason', async () => {
    post.mockResolvedValue({ done: true })
    const page = await visit('/work/family/duplicates')
    for (const said of ['尾号1027', '尾号1043', '姓名和生日一样', '证件号不一样'])
      expect(main(page)).toContain(said)
    await press(page, '是两个人')
    await pressIn(page, '.btn.main')
    expect(post).not.toHaveBeenCalled()
    await press(page, '问过本人')
    await pressIn(page, '.btn.main')
    await vi.waitFor(() => expect(dialog(page).exists()).toBe(false))
    expect(sent()).toEqual([
      {
        path: '/work/duplicates/decision',
        body: { one: pair.one.person, other: pair.other.person, verdict: 'different', reason: '问过本人' },
      },
    ])
  })

  it('are not joined before a window has seen both', async () => {
    answers['/work/duplicates'] = { pairs: [{ ...pair, other: { ...pair.other, level: 'claimed' } }] }
    const page = await visit('/work/family/duplicates')
    expect(page.findAll('article .acts button').map((one) => text(one.element))).toEqual(['是两个人'])
    expect(main(page)).toContain('两边都在窗口核实过，才能合')
  })

  it('are joined by a colleague of whoever proved one of them', async () => {
    const acts = async () =>
      (await visit('/work/family/duplicates')).findAll('article .acts button').map((one) => text(one.element))
    expect(await acts()).toEqual(['是同一个人', '是两个人'])
    answers['/work/duplicates'] = { pairs: [{ ...pair, ownProof: true }] }
    expect(await acts()).toEqual(['是两个人'])
    expect(main(await visit('/work/family/duplicates'))).toContain('您核实过其中一位，要合，请别的同事来定')
  })

  it('keep their history, and what was decided is taken back', async () => {
    const history = [
      { verdict: 'same' as const, by: '冯雪', at: '2026-11-17T01:00:00.000Z', reason: '户口簿上一个人' },
    ]
    answers['/work/duplicates'] = { pairs: [{ ...pair, state: 'same', history }] }
    post.mockResolvedValue({ done: true })
    const page = await visit('/work/family/duplicates')
    expect(main(page)).toContain('冯雪：是同一个人户口簿上一个人')
    await press(page, '收回，重新看')
    await press(page, '以前看错了')
    await pressIn(page, '.btn.stop.wide')
    await vi.waitFor(() => expect(sent()[0]?.body).toMatchObject({ verdict: 'open', reason: '以前看错了' }))
  })
})

describe('help given at a window', () => {
  async function fill(page: VueWrapper): Promise<void> {
    for (const [at, name] of ['龙婆', '龙井'].entries()) {
      await type(page, '证件上的姓名', name, at)
      await type(page, '证件上的号码', idNumberOf(`19${40 + at * 30}-04-04`), at)
    }
    for (const value of ['see-progress', 'send-papers', '3', 'home', 'seen']) await choose(page, value)
    await type(page, '见证人的姓名', '高翔')
  }

  it('is not noted before everything is there: nothing is chosen for whoever gives it', async () => {
    const page = await visit('/work/family/mandate')
    expect(page.findAll('form input:checked')).toHaveLength(0)
    await page.find('form').trigger('submit')
    expect(page.findAll('form .err').length).toBeGreaterThan(6)
    expect(post).not.toHaveBeenCalled()
  })

  it('names both, what, until when, how they were seen and who was there; the person gets a slip', async () => {
    post.mockResolvedValue({ id: slip.id })
    const page = await visit('/work/family/mandate')
    await fill(page)
    await page.find('form').trigger('submit')
    await vi.waitFor(() => expect(main(page)).toContain('给本人的纸条'))
    expect(sent()).toMatchObject([
      {
        path: '/work/mandates',
        body: {
          giver: { by: 'document', name: '龙婆', number: documentOf('1940-04-04') },
          helper: { by: 'document', name: '龙井' },
          scopes: ['see-progress', 'send-papers'],
          ...{ until: '2027-02-18', seen: true, seenAt: 'home', witness: '高翔' },
        },
      },
    ])
    for (const said of ['龙婆', '龙井', '看办到哪一步、交材料', '想停']) expect(main(page)).toContain(said)
    await press(page, '下一位')
    expect(
      page.findAll('form input').every((one) => !(one.element as HTMLInputElement).value.includes('龙')),
    ).toBe(true)
  })

  it('waits on this phone without a network, and says that nobody helps yet', async () => {
    post.mockRejectedValue(new ProblemError('offline'))
    const page = await visit('/work/family/mandate')
    await fill(page)
    await page.find('form').trigger('submit')
    await vi.waitFor(() => expect(main(page)).toContain('还没办成'))
    expect(main(page)).not.toContain('给本人的纸条')
    expect(outbox.value).toHaveLength(1)
  })

  it('is ended by whoever stands there, with a witness', async () => {
    post.mockImplementation(async (path) =>
      path === '/work/mandates/look' ? { mandates: [slip] } : { done: true },
    )
    const page = await visit('/work/family/mandate')
    await choose(page, 'end')
    await type(page, '证件上的姓名', '龙婆')
    await type(page, '证件上的号码', idNumberOf('1940-04-04'))
    await page.find('form').trigger('submit')
    await vi.waitFor(() => expect(main(page)).toContain('龙井在帮忙'))
    await press(page, '再打一张纸条')
    expect(document.querySelector('.paper-mandate')?.textContent).toContain('龙婆')
    expect(text(document.activeElement ?? page.element)).toBe('打纸条')
    await press(page, '停掉')
    await flushPromises()
    for (const value of ['hospital', 'seen']) await choose(page, value)
    await type(page, '见证人的姓名', '护士长')
    await pressIn(page, '.btn.stop.wide')
    await vi.waitFor(() => expect(main(page)).toContain('龙井不能再替龙婆办事'))
    expect(sent().at(-1)).toMatchObject({
      path: `/work/mandates/${slip.id}/end`,
      body: { giver: { name: '龙婆' }, seenAt: 'hospital', witness: '护士长', seen: true },
    })
  })
})
