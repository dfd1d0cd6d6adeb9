import { enableAutoUnmount, mount } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { OwnAuthorisation } from '@yima/shared/consent/contract'
import { http } from '../../web/src/app/http.ts'
import { emptyOutbox } from '../../web/src/app/outbox.ts'
import { loadTexts, speak } from '../../web/src/app/text.ts'
import OwnAuthorisations from '../../web/src/consent/OwnAuthorisations.vue'
import { settle, text } from '../fixtures/page.ts'

vi.mock('../../web/src/ui/signature.ts', () => ({
  openPad: async () => ({ clear: () => undefined, close: () => undefined }),
  inkOnWhite: async () => new Blob(['ink'], { type: 'image/png' }),
}))
enableAutoUnmount(afterEach)
const post = vi.spyOn(http, 'post')
const one: OwnAuthorisation = {
  ...{
    id: 'a1',
    role: 'adult',
    departments: ['banks'],
    until: '2027-03-02',
    state: 'signed',
    version: 'adult-1',
  },
  ...{
    signedOn: '2026-03-02',
    name: '王大山',
    ward: null,
    askedOn: '2026-03-02',
    endedOn: null,
    method: 'own-phone',
  },
  ...{ certainty: 'seen', numberKnown: true, signer: null, allowed: ['withdraw'], applicant: '周*芬' },
  ...{ centre: '青禾县居民家庭经济状况核对中心', receiptNumber: null },
}
beforeEach(async () => {
  vi.resetAllMocks()
  emptyOutbox()
  await speak('zh-CN')
  await loadTexts(['signing', 'authorisation', 'consent', 'mine', 'problem', 'outbox'])
  post.mockResolvedValue({ state: 'withdrawn' })
  vi.spyOn(http, 'get').mockResolvedValue({
    resident: { kind: 'resident', phone: '*', mark: 'w' },
    officer: null,
    demo: true,
    today: '2026-03-02',
  })
})

describe('what one was asked to sign', () => {
  it('can be read again and taken back, once what that means was said', async () => {
    const page = mount(OwnAuthorisations, { props: { of: [one] }, attachTo: document.body })
    await settle()
    expect(text(page.element)).toContain('周*芬家的申请')
    const press = async (label: string) => {
      const found = page
        .findAll('button')
        .filter((button) => text(button.element).includes(label))
        .at(-1)
      await found?.trigger('click')
      await settle()
    }
    await press('家庭成员核对授权书')
    expect(text(page.element)).toContain('银行、证券、保险')
    await press('收回授权')
    expect(text(page.element)).toContain('确定收回吗')
    expect(post).not.toHaveBeenCalled()
    await page.findAll('.btn.stop').at(-1)?.trigger('click')
    await vi.waitFor(() => expect(post).toHaveBeenCalled())
    expect(post.mock.calls[0]?.slice(0, 2)).toEqual([
      '/me/consents/a1/answer',
      { said: { answer: 'withdraw' } },
    ])
    await vi.waitFor(() => expect(page.emitted('changed')).toBeDefined())
  })

  it('is signed for a ward by its guardian, and owned to where a link was signed in one’s place', async () => {
    const ward: OwnAuthorisation = { ...one, role: 'guardian-for', ward: 'child', version: 'ward-1', state: 'asked', allowed: ['sign', 'refuse'] }
    const mother = mount(OwnAuthorisations, { props: { of: [{ ...ward, name: '周小满' }] }, attachTo: document.body })
    await settle()
    await mother.findAll('button').find((button) => text(button.element).includes('周小满（监护人签）'))?.trigger('click')
    await settle()
    expect(text(mother.element)).toContain('请监护人在这里签名')
    mother.unmount()
    const claimed: OwnAuthorisation = { ...one, certainty: 'claimed', allowed: ['withdraw', 'see'] }
    const page = mount(OwnAuthorisations, { props: { of: [claimed] }, attachTo: document.body })
    await settle()
    await page.findAll('button').find((button) => text(button.element).includes('家庭成员核对授权书'))?.trigger('click')
    await settle()
    expect(text(page.element)).toContain('是您签的吗')
    await page.findAll('button').find((button) => text(button.element).includes('是我签的'))?.trigger('click')
    await vi.waitFor(() => expect(post).toHaveBeenCalled())
    expect(post.mock.calls[0]?.slice(0, 2)).toEqual(['/me/consents/a1/answer', { said: { answer: 'own-to' } }])
  })
})
