import { mount, type VueWrapper } from '@vue/test-utils'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { http } from '../../web/src/app/http.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { forget } from '../../web/src/app/store.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import OwnStatuses from '../../web/src/code/OwnStatuses.vue'
import { settle, text } from '../fixtures/page.ts'

const get = vi.spyOn(http, 'get')
const post = vi.spyOn(http, 'post')
const held = { entitlements: [{ id: 'one', status: 'dibao', until: null, demo: false }] }
const aCode = (hours: number) => ({
  text: '1e.990101.abcdefgh.dibao.00000000.zzzzzz.AAAAAAAAAAAAAAAAAAAAAA.BBBB',
  expiresAt: new Date(Date.now() + hours * 3_600_000).toISOString(),
})

beforeEach(async () => {
  await Promise.all([forget('code.statuses'), forget('code.status.one')])
  get.mockResolvedValue(held)
  await loadTexts(['code', 'policy.names', 'common'])
})

let page: VueWrapper | undefined
/** Opens the page anew and taps the status. */
async function shows(): Promise<string> {
  page?.unmount()
  page = mount(OwnStatuses, { attachTo: document.body })
  await settle()
  await page.find('button').trigger('click')
  await settle()
  return text(document.querySelector('dialog') ?? document.body)
}
const codes = (): number => document.querySelectorAll('dialog .qr').length
const noNetwork = (): void => {
  for (const way of [get, post]) way.mockRejectedValue(new ProblemError('offline'))
}

describe('somebody who opens one status while the code of another is on its way', () => {
  it('sees the late code in no sheet but its own, and no refusal of it either', async () => {
    const of = (id: string, status: string) => ({ id, status, until: null, demo: false })
    get.mockResolvedValue({ entitlements: [of('one', 'dibao'), of('two', 'tekun')] })
    for (const late of [() => aCode(20), () => Promise.reject(new ProblemError('not-found'))]) {
      page?.unmount()
      let come: (answer: unknown) => void = () => undefined
      post.mockReturnValueOnce(new Promise((resolve) => (come = resolve)).then(late))
      post.mockReturnValueOnce(new Promise(() => undefined))
      page = mount(OwnStatuses, { attachTo: document.body })
      await settle()
      const [one, two] = page.findAll('button')
      await one?.trigger('click')
      await settle()
      await two?.trigger('click')
      come(undefined)
      await settle()
      expect(text(document.querySelector('dialog h2') ?? document.body)).toContain('特困')
      expect(codes()).toBe(0)
      expect(document.querySelectorAll('dialog .msg').length).toBe(0)
    }
  })
})

describe('somebody who shows a status where there is no network', () => {
  it('shows the code that was made on this phone before, and until when it stands', async () => {
    post.mockResolvedValue(aCode(20))
    expect(await shows()).not.toContain('这个码还能用到')
    noNetwork()
    const sheet = await shows()
    expect(sheet).toContain('没有网络。这个码还能用到')
    expect(codes()).toBe(1)
  })

  it('shows none that has had its day, nor one where none was made', async () => {
    post.mockResolvedValue(aCode(-1))
    await shows()
    noNetwork()
    expect(await shows()).not.toContain('这个码还能用到')
    expect(codes()).toBe(0)
  })

  it('shows none that the office refuses by now', async () => {
    post.mockResolvedValue(aCode(20))
    await shows()
    post.mockRejectedValue(new ProblemError('not-found'))
    expect(await shows()).not.toContain('这个码还能用到')
    expect(codes()).toBe(0)
  })
})
