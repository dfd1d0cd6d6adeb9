import { enableAutoUnmount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { ConsentAsked, ConsentsOfApplication } from '@yima/shared/consent/contract'
import { http } from '../../web/src/app/http.ts'
import { everythingKept } from '../../web/src/app/keep-latest.ts'
import { emptyOutbox, outbox } from '../../web/src/app/outbox.ts'
import { prefer } from '../../web/src/app/preferences.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { forgetEverything } from '../../web/src/app/store.ts'
import { loadTexts, speak } from '../../web/src/app/text.ts'
import { wordingOf } from '../../web/src/consent/wording.ts'
import { open, settle, text } from '../fixtures/page.ts'
import { row } from './rows.ts'

enableAutoUnmount(afterEach)
afterEach(() => {
  document.body.replaceChildren()
})
vi.mock('../../web/src/ui/signature.ts', () => ({
  openPad: async (_canvas: unknown, changed: (strokes: number) => void) => {
    changed(1)
    return { clear: () => undefined, close: () => undefined }
  },
  inkOnWhite: async () => new Blob(['ink'], { type: 'image/png' }),
  drawName: async () => new Blob(['ink'], { type: 'image/png' }),
}))
const pages = ['ConsentPage', 'ConsentAsked', 'FamilyConsentsPage', 'AddAdult', 'LinkSheet', 'WordingCard']
beforeAll(async () => {
  await Promise.all(pages.map((name) => import(`../../web/src/consent/${name}.vue`)))
}, 60_000)

const get = vi.spyOn(http, 'get')
const post = vi.spyOn(http, 'post')
const link = `1s.990101.${'A'.repeat(22)}`
const asked: ConsentAsked = {
  ...{ role: 'adult', departments: ['police', 'banks'], until: '2027-03-02', state: 'asked', signedOn: null },
  ...{
    version: 'adult-1',
    name: '王*山',
    applicant: '周*芬',
    centre: '青禾县居民家庭经济状况核对中心',
    proof: 'last-four',
  },
}
const family: ConsentsOfApplication = {
  ...{ signing: 'open', applicant: '周素芬', centre: asked.centre, mayAdd: true },
  rows: [
    row('周素芬', {
      role: 'applicant',
      state: 'signed',
      method: 'with-application',
      signedOn: '2026-03-02',
      allowed: [],
    }),
    row('王大山'),
    row('', { allowed: ['name'] }),
  ],
  asks: { departments: ['police'], until: '2027-03-02', version: 'adult-1' },
}
let view: ConsentAsked
beforeEach(async () => {
  vi.resetAllMocks()
  emptyOutbox()
  await forgetEverything()
  prefer({ language: 'zh-CN' })
  await speak('zh-CN')
  await loadTexts(['signing', 'authorisation', 'consent', 'mine', 'problem', 'family', 'outbox'])
  view = asked
  get.mockImplementation(async (path) =>
    path.endsWith('/consents')
      ? family
      : {
          resident: { kind: 'resident', phone: '*', mark: 'zhou' },
          officer: null,
          demo: true,
          today: '2026-03-02',
        },
  )
  post.mockImplementation(async (path) => (path === '/consents/look' ? view : { state: 'signed' }))
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
const answers = () => post.mock.calls.filter(([path]) => path === '/consents/answer').map(([, body]) => body)

describe('the page of a link to sign', () => {
  it('says in plain words what is asked, whom and until when, before anybody signs', async () => {
    const { page } = await open(`/consent#${link}`)
    for (const said of [
      '周*芬家申请了救助',
      '公安、银行、证券、保险',
      '2027年3月2日',
      '随时能收回',
      '青禾县居民家庭经济状况核对中心',
    ])
      expect(seen(page)).toContain(said)
    await press(page, '看全文')
    expect(document.body.textContent).toContain('只向这些部门查：公安、银行、证券、保险')
    expect(document.body.textContent).toContain('以中文为准')
  })

  it('asks for the last four and a signature, and sends nothing without them', async () => {
    const { page } = await open(`/consent#${link}`)
    await press(page, '同意，签好了')
    expect(answers()).toEqual([])
    expect(seen(page)).toContain('最后4位')
    await page.find('input').setValue('001X')
    await press(page, '同意，签好了')
    await vi.waitFor(() => expect(answers()).toHaveLength(1))
    expect(answers()[0]).toMatchObject({
      token: link,
      lastFour: '001X',
      said: { answer: 'sign', wording: 'adult-1' },
    })
    await settle()
    expect(seen(page)).toContain('已经签好了')
  })

  it('keeps the word on the phone where there is no network', async () => {
    post.mockImplementation(async (path) => {
      if (path === '/consents/look') return view
      throw new ProblemError('offline')
    })
    const { page } = await open(`/consent#${link}`)
    await page.find('input').setValue('001X')
    await press(page, '同意，签好了')
    await vi.waitFor(() => expect(outbox.value.map(({ kind }) => kind)).toEqual(['consent-answer']))
  })

  it('says what a refusal means before it is one, and what taking back means before it is done', async () => {
    const { page } = await open(`/consent#${link}`)
    await page.find('input').setValue('001X')
    await press(page, '不同意')
    expect(document.body.textContent).toContain('要看收入的那几项办不下去')
    expect(answers()).toEqual([])
    view = { ...asked, state: 'signed', signedOn: '2026-03-02' }
    const later = await open(`/consent#${link}`)
    await press(later.page, '收回授权')
    expect(document.body.textContent).toContain('凭它查到的不再用')
    expect(answers()).toEqual([])
  })

  it.each([
    ['invite-unknown', '这个链接用不了'],
    ['invite-expired', '这个链接过期了'],
    ['invite-foreign', '这是别的县的链接'],
  ])('says of a link that opens nothing why (%s), and what to do', async (code, said) => {
    post.mockRejectedValue(
      new ProblemError('invalid-input', { errors: [{ field: 'token', code }], status: 422 }),
    )
    const { page } = await open(`/consent#${link}`)
    expect(seen(page)).toContain(said)
    expect(seen(page)).toContain('请家里人再发一个')
  })

  it('shows what another link asks that is opened in the same tab, with nothing typed for the one before', async () => {
    const { page, router } = await open(`/consent#${link}`)
    await page.find('input').setValue('001X')
    view = { ...asked, name: '王*英', applicant: '吴*才' }
    const next = `1s.990101.${'B'.repeat(22)}`
    await router.push(`/consent#${next}`)
    await settle()
    expect(post.mock.calls.at(-1)).toEqual(['/consents/look', { token: next }])
    expect(seen(page)).toContain('吴*才家申请了救助')
    expect(page.find('input').element.value).toBe('')
  })

  it('keeps the name of the guardian for its link, and for no other', async () => {
    view = { ...asked, role: 'guardian-for', version: 'ward-1' }
    const of = async (letter: string) => (await open(`/consent#1s.990101.${letter.repeat(22)}`)).page
    const guardian = (page: VueWrapper) => page.findAll('input').at(1)
    await guardian(await of('A'))?.setValue('周素芬')
    const stands = async (letter: string) => {
      await everythingKept()
      const page = await of(letter)
      await everythingKept()
      return guardian(page)?.element.value
    }
    expect([await stands('A'), await stands('B')]).toEqual(['周素芬', ''])
  })

  it('takes the number that was read aloud', async () => {
    const { page } = await open('/consent')
    await page.find('input').setValue('哪一个')
    await press(page, '看看要签什么')
    expect(seen(page)).toContain('没看懂')
  })
})

describe('the page that says who has not signed', () => {
  it('names them, sends the link again, and asks who somebody is of whom only was told', async () => {
    const { page } = await open('/me/applications/a1/consents')
    expect(seen(page)).toContain('还差2个人')
    expect(seen(page)).toContain('王大山还没签')
    post.mockResolvedValue({
      id: '王大山',
      token: link,
      number: '1'.repeat(16),
      expiresAt: '2026-03-09T00:00:00Z',
    })
    await press(page, '把链接发给他')
    expect(post.mock.calls.at(-1)?.[0]).toBe('/me/consents/王大山/link')
    expect(document.body.textContent).toContain('16 位数字')
    await press(page, '填上是谁')
    expect(document.body.textContent).toContain('身份证号（没有可以不填）')
  })
})

describe('what is read out', () => {
  it('is filled whole in both languages', async () => {
    for (const language of ['zh-CN', 'en'] as const) {
      await speak(language)
      for (const version of ['adult-1', 'ward-1', 'authorisation-1']) {
        const said = wordingOf({ ...asked, version, name: '王*山' })
        const whole = JSON.stringify(said)
        expect([language, version, /\{\w+\}/.test(whole), said.title !== '']).toEqual([
          language,
          version,
          false,
          true,
        ])
      }
    }
  })
})
