import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { FamilyMember, FamilyView, HelpersView } from '@yima/shared/family/contract'
import { http } from '../../web/src/app/http.ts'
import { emptyOutbox } from '../../web/src/app/outbox.ts'
import { prefer } from '../../web/src/app/preferences.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { forgetEverything } from '../../web/src/app/store.ts'
import { loadTexts, speak } from '../../web/src/app/text.ts'
import { open as openAt, settle, text, type Opened } from '../fixtures/page.ts'

enableAutoUnmount(afterEach)
afterEach(() => {
  document.body.replaceChildren()
})
const sheets = ['FamilyPage', 'HelpersPage', 'HistoryRows', 'InviteSheet', 'LeaveSheet', 'MandateSheet', 'MemberSheet', 'NarrowSheet', 'WardSheet']
beforeAll(async () => {
  await Promise.all(sheets.map((name) => import(`../../web/src/family/${name}.vue`)))
}, 60_000)

const get = vi.spyOn(http, 'get')
const post = vi.spyOn(http, 'post')

const member = (person: string, name: string, more: Partial<FamilyMember> = {}): FamilyMember => ({
  person, name, relation: 'child', joinedOn: '2026-03-02', you: false, ward: false, ...more,
})
const head = member('gran', '谷桂秀', { relation: 'head' })
const son = member('son', '谷建国')
const at = '2026-03-02T01:00:00Z'
function familyOf(you: 'gran' | 'son'): FamilyView {
  const members = [head, son].map((one) => ({ ...one, you: one.person === you }))
  const line = (type: string, name: string, reason: string | null = null) => ({ at, type, name, by: '谷桂秀', reason })
  return {
    you: { person: you, name: you === 'gran' ? '谷桂秀' : '谷建国' },
    household: {
      id: 'home', members, allowed: [],
      history: [line('household-founded', '谷桂秀'), line('member-joined', '谷三妹'), line('member-left', '谷三妹', 'moved')],
    },
    invitations: [], asked: [], wards: [], guardians: [],
  }
}
const helpers: HelpersView = {
  given: [{
    id: 'mandate', person: 'son', name: '谷建国', scopes: ['see-progress', 'withdraw'], from: '2026-11-22',
    until: '2027-11-22', how: 'phone', state: 'running', endedBy: null, endedOn: null, allowed: ['narrow', 'revoke'], acts: [],
  }],
  helping: [],
}
let who: 'gran' | 'son'
let network: boolean

beforeEach(async () => {
  vi.resetAllMocks()
  emptyOutbox()
  await forgetEverything()
  prefer({ language: 'zh-CN' })
  await speak('zh-CN')
  await loadTexts(['family', 'mine', 'papers', 'problem'])
  who = 'gran'
  network = true
  get.mockImplementation(async (path) => {
    if (!network) throw new ProblemError('offline')
    if (path === '/me/family') return familyOf(who)
    if (path === '/me/helpers') return helpers
    if (path === '/me/acting') return { by: '谷桂秀', people: [] }
    return { resident: { kind: 'resident', phone: '*', mark: who }, officer: null, demo: true, today: '2026-11-22' }
  })
  post.mockResolvedValue({ id: 'new', token: 'x'.repeat(43), number: null, expiresAt: '2026-11-29T00:00:00Z' })
})

const open = (path: string): Promise<Opened> => openAt(path)
const seen = (page: VueWrapper): string => text(page.element.parentElement ?? page.element)
function find(page: VueWrapper, label: string) {
  return page.findAll('button, a, label').filter((one) => text(one.element).includes(label)).at(-1)
}
async function press(page: VueWrapper, label: string): Promise<void> {
  const found = find(page, label)
  if (!found) throw new Error(`no ${label} on: ${seen(page)}`)
  await found.trigger('click')
  await settle()
}
const chosen = (page: VueWrapper): unknown[] => page.findAll('dialog input:checked')

/** What the office was sent as the first, second … write of the story. */
const sent = (at: number, what: unknown[]): Promise<void> =>
  vi.waitFor(() => expect(post.mock.calls[at]?.slice(0, 2)).toEqual(what))

/** Received, and the same sheet opened for the next one. */
async function next(page: VueWrapper, label: string): Promise<void> {
  await vi.waitFor(() => expect(page.find('dialog[open]').exists()).toBe(false))
  await press(page, label)
}
const typed = (page: VueWrapper): string[] =>
  page.findAll<HTMLInputElement>('dialog[open] input:not([type=radio], [type=checkbox])').map(({ element }) => element.value)

describe('a sheet of the family', () => {
  it('to ask somebody in has nothing chosen beforehand, and says what is missing', async () => {
    const { page } = await open('/me/family')
    await press(page, '请家里人加入')
    expect(chosen(page)).toHaveLength(0)
    await page.get('dialog input').setValue('谷小妹')
    await press(page, '好，请他')
    expect(post).not.toHaveBeenCalled()
    expect(seen(page)).toContain('请从上面选一个')
    await press(page, '祖辈')
    await press(page, '好，请他')
    await sent(0, ['/me/family/invitations', { called: '谷小妹', relation: 'grandparent' }])
    await next(page, '请家里人加入')
    expect([typed(page), chosen(page)]).toEqual([[''], []])
  })

  it('speaks another language at once where one is chosen while it is open', async () => {
    const { page } = await open('/me/family')
    await press(page, '请家里人加入')
    expect(seen(page)).toContain('公婆或岳父母')
    await speak('en')
    await settle()
    expect(seen(page)).not.toContain('公婆或岳父母')
    expect(page.findAll('dialog [role=radiogroup] label').map((one) => one.text())).toContain('Spouse')
  })

  it('to write a child down asks what it is, to whom, and by which papers; one without papers too', async () => {
    const { page } = await open('/me/family')
    await press(page, '添孩子')
    expect(chosen(page)).toHaveLength(0)
    await press(page, '添上')
    expect(page.findAll('dialog [role=radiogroup][aria-invalid=true]')).toHaveLength(3)
    await press(page, '孩子，不满十八岁')
    await page.get('dialog input[type=text], dialog input:not([type])').setValue('谷小宝')
    await press(page, '孙辈')
    await press(page, '还没有证件')
    await page.get('dialog input[type=date]').setValue('2024-05-01')
    await press(page, '添上')
    expect(post.mock.calls[0]?.[1]).toMatchObject({
      name: '谷小宝', kind: 'child', relation: 'grandchild', number: { kind: 'none' }, birthDate: '2024-05-01',
    })
    await next(page, '添孩子')
    expect([typed(page), chosen(page)]).toEqual([[''], []])
  })

  it('to ask for help gives nothing away that was not chosen', async () => {
    const { page } = await open('/me/helpers')
    await press(page, '请人帮忙')
    expect(chosen(page)).toHaveLength(0)
    await press(page, '好，请他帮忙')
    expect(post).not.toHaveBeenCalled()
    await press(page, '谷建国')
    await press(page, '看办到哪一步')
    await press(page, '一个月')
    expect(seen(page)).toContain('到12月22日（周二）自己停')
    await press(page, '好，请他帮忙')
    await sent(0, [
      '/me/helpers', { called: '谷建国', scopes: ['see-progress'], until: '2026-12-22', helper: 'son' },
    ])
    await next(page, '请人帮忙')
    expect(chosen(page)).toHaveLength(0)
  })
})

describe('who gave a mandate', () => {
  it('takes some of it back and ends it earlier, and nothing where nothing was changed', async () => {
    const { page } = await open('/me/helpers')
    await press(page, '少给一点')
    expect(chosen(page)).toHaveLength(3)
    await press(page, '就这样改')
    expect(seen(page)).toContain('还没有改')
    expect(post).not.toHaveBeenCalled()
    const withdraw = page.findAll('dialog input[type=checkbox]').at(-1)
    await withdraw?.setValue(false)
    await press(page, '再帮三个月')
    await press(page, '就这样改')
    await sent(0, [
      '/me/mandates/mandate/narrowing', { scopes: ['see-progress'], until: '2027-02-22' },
    ])
    expect(page.find('dialog[open]').exists()).toBe(false)
  })
})

describe('the head of a household', () => {
  it('says what somebody is, that they are the head now, or that they are gone and why', async () => {
    const { page } = await open('/me/family')
    await press(page, '谷建国')
    await press(page, '孙辈')
    await press(page, '就是这个关系')
    await sent(0, ['/me/family/relations', { person: 'son', relation: 'grandchild' }])
    await press(page, '谷建国')
    await press(page, '请他当户主')
    expect(post).toHaveBeenCalledTimes(1)
    await press(page, '请他当')
    await sent(1, ['/me/family/head', { to: 'son' }])
    await press(page, '谷建国')
    await press(page, '他不在这个家了')
    await press(page, '记下来')
    expect(post).toHaveBeenCalledTimes(2)
    await press(page, '搬走了')
    await press(page, '记下来')
    await sent(2, ['/me/family/leaving', { person: 'son', reason: 'moved', founding: false }])
  })

  it('reads the history with who went, why, and who said so', async () => {
    const { page } = await open('/me/family')
    await press(page, '看看以前的变化')
    expect(seen(page)).toContain('谷三妹离开了')
    expect(seen(page)).toContain('搬走了·谷桂秀办的')
  })
})

describe('a member who is not the head', () => {
  beforeEach(() => {
    who = 'son'
  })

  it('says what he is himself, and nothing of the others', async () => {
    const { page } = await open('/me/family')
    expect(find(page, '谷桂秀')).toBeUndefined()
    await press(page, '谷建国')
    expect(seen(page)).toContain('就是这个关系')
    expect(seen(page)).not.toContain('请他当户主')
    expect(seen(page)).not.toContain('他不在这个家了')
  })

  it('leaves, or founds his own in the same moment, only after saying which', async () => {
    const { page } = await open('/me/family')
    await press(page, '离开这个家')
    expect(chosen(page)).toHaveLength(0)
    await page.findAll('dialog .btn.stop').at(-1)?.trigger('click')
    expect(post).not.toHaveBeenCalled()
    await press(page, '自己立一户')
    await page.findAll('dialog .btn.stop').at(-1)?.trigger('click')
    await settle()
    await sent(0, ['/me/family/leaving', { person: 'son', reason: 'own', founding: true }])
  })
})

describe('without a network', () => {
  it.each([['/me/family', '谷建国'], ['/me/helpers', '看办到哪一步']])('%s is shown as it was seen last', async (path, known) => {
    const before = (await open(path)).page
    expect(seen(before)).toContain(known)
    before.unmount()
    network = false
    const { page } = await open(path)
    expect(seen(page)).toContain(known)
    expect(seen(page)).toContain('没有网络。下面是')
    page.unmount()
    get.mockRejectedValue(new ProblemError('sign-in-needed', { status: 401 }))
    const stranger = (await open(path)).page
    expect(seen(stranger)).not.toContain(known)
    stranger.unmount()
    get.mockRejectedValue(new ProblemError('offline'))
    expect(seen((await open(path)).page)).not.toContain(known)
  })
})
