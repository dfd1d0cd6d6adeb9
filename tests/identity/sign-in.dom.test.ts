import { enableAutoUnmount, flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import * as api from '../../web/src/identity/api.ts'
import SignInForm from '../../web/src/identity/SignInForm.vue'
import { text } from '../fixtures/page.ts'

vi.mock('../../web/src/identity/api.ts')
const session: { value: unknown } = vi.hoisted(() => ({ value: undefined }))
vi.mock('../../web/src/app/session.ts', () => {
  const read = async () => ({ resident: null, officer: null, demo: false, today: '2026-11-21' })
  return { session, readSession: read, getSession: read, today: () => '2026-11-21' }
})

enableAutoUnmount(afterEach)
afterEach(() => { document.body.replaceChildren() })

const idNumber = '990101196001018105'

beforeEach(async () => {
  vi.resetAllMocks()
  await loadTexts(['identity', 'problem'])
  session.value = undefined
  vi.mocked(api.askPhoneCode).mockResolvedValue(undefined)
  vi.mocked(api.confirmPhoneCode).mockResolvedValue({ phoneProof: 'proof-1' })
  vi.mocked(api.signIn).mockResolvedValue(undefined)
})

const form = (): VueWrapper => mount(SignInForm, { attachTo: document.body })
async function fill(page: VueWrapper, at: number, value: string): Promise<void> {
  await page.findAll('input')[at]?.setValue(value)
}
async function submit(page: VueWrapper): Promise<void> {
  await page.find('form').trigger('submit')
  await flushPromises()
}
async function withCode(page: VueWrapper): Promise<void> {
  await fill(page, 0, '138 0013 8000')
  await submit(page)
}

describe('signing in by SMS', () => {
  it('asks for nothing but the phone before the code is on its way', async () => {
    const page = form()
    expect(page.findAll('input')).toHaveLength(1)
    await withCode(page)
    expect(api.askPhoneCode).toHaveBeenCalledExactlyOnceWith('13800138000')
    expect(page.findAll('input')).toHaveLength(3)
    expect(document.activeElement).toBe(page.findAll('input')[1]?.element)
  })

  it('says that a landline receives no message, and sends none', async () => {
    const page = form()
    await fill(page, 0, '0990-6100925')
    await submit(page)
    expect(text(page.find('.err').element)).toContain('座机收不到短信')
    expect(api.askPhoneCode).not.toHaveBeenCalled()
  })

  it.each(['+49 151 2345 6789', '4915123456789'])('leads somebody abroad with the number %s to the way that needs none', async (typed) => {
    session.value = { services: { residents: '青禾统一认证', staff: null } }
    const page = form()
    await fill(page, 0, typed)
    await submit(page)
    expect(text(page.find('.msg').element)).toContain('外国号码收不到验证码')
    expect(text(page.find('.msg button').element)).toBe('用青禾统一认证登录')
    expect(api.askPhoneCode).not.toHaveBeenCalled()
    await fill(page, 0, '138 0013 8000')
    expect(page.find('.msg').exists()).toBe(false)
  })

  it('says who can help from home where there is no other way', async () => {
    const page = form()
    await fill(page, 0, '+49 151 2345 6789')
    await submit(page)
    expect(text(page.find('.msg').element)).toContain('请家里人到窗口，或者打12345')
    expect(page.find('.msg button').exists()).toBe(false)
  })

  it('signs in the pair of phone and ID number, however they were typed', async () => {
    const page = form()
    await withCode(page)
    await fill(page, 1, '12 34 56')
    await fill(page, 2, '990101 19600101 8105')
    await submit(page)
    expect(api.confirmPhoneCode).toHaveBeenCalledExactlyOnceWith('13800138000', '123456')
    expect(api.signIn).toHaveBeenCalledExactlyOnceWith(
      { phone: '138 0013 8000', phoneProof: 'proof-1', who: { identity: 'id-number', idNumber } },
      expect.any(String),
    )
    expect(page.emitted('done')).toHaveLength(1)
  })

  it('lets who applied without an ID number give the four digits they chose', async () => {
    const page = form()
    await withCode(page)
    await page.findAll('button').find((one) => text(one.element) === '申请时没有身份证号')?.trigger('click')
    await fill(page, 1, '123456')
    await fill(page, 2, '７３１９')
    await submit(page)
    const [first] = vi.mocked(api.signIn).mock.calls
    expect(first?.[0].who).toEqual({ identity: 'no-id-number', chosenFour: '7319' })
  })

  it('says under the code that it was wrong, and keeps everything typed', async () => {
    vi.mocked(api.confirmPhoneCode).mockRejectedValue(
      new ProblemError('invalid-input', { status: 422, errors: [{ field: 'code', code: 'code-wrong' }] }))
    const page = form()
    await withCode(page)
    await fill(page, 1, '111111')
    await fill(page, 2, idNumber)
    await submit(page)
    expect(text(page.find('.err').element)).toContain('验证码不对')
    expect((page.findAll('input')[2]?.element as HTMLInputElement).value).toBe(idNumber)
    expect(api.signIn).not.toHaveBeenCalled()
  })

  it('needs no second code after a mistake in the ID number', async () => {
    const page = form()
    await withCode(page)
    await fill(page, 1, '123456')
    await fill(page, 2, '990101196001018')
    await submit(page)
    expect(text(page.find('.err').element)).toContain('老号')
    await fill(page, 2, idNumber)
    await submit(page)
    expect(api.confirmPhoneCode).toHaveBeenCalledTimes(1)
    expect(page.emitted('done')).toHaveLength(1)
  })

  it('is the same write when the answer was lost, because the proof is good only once', async () => {
    vi.mocked(api.signIn).mockRejectedValueOnce(new ProblemError('timeout'))
    const page = form()
    await withCode(page)
    await fill(page, 1, '123456')
    await fill(page, 2, idNumber)
    await submit(page)
    expect(text(page.find('[role="alert"]').element)).toContain('没等到回音')
    await submit(page)
    const [first, second] = vi.mocked(api.signIn).mock.calls
    expect(second).toEqual(first)
    expect(page.emitted('done')).toHaveLength(1)
  })

  it('says how long until another code can be sent', async () => {
    vi.mocked(api.askPhoneCode).mockRejectedValue(new ProblemError('too-many', {
      status: 429, retryAfter: 42, errors: [{ field: 'phone', code: 'code-just-sent' }],
    }))
    const page = form()
    await withCode(page)
    expect(text(page.find('.err').element)).toContain('刚发过')
  })
})
