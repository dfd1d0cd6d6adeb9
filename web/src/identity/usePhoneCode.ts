import { computed, onBeforeUnmount, reactive, ref, watch, type ComputedRef, type Ref } from 'vue'
import { plainDigits } from '@yima/shared/identity/digits'
import { parseMobile } from '@yima/shared/identity/phone'
import { fieldText, refusedField } from '../app/field-text.ts'
import { isUnreached, ProblemError } from '../app/problem-error.ts'
import { askPhoneCode, confirmPhoneCode } from './api.ts'

const pause = 60

export type PhoneCode = {
  phone: Ref<string>
  code: Ref<string>
  /** A code is on its way to the number that stands in the box. */
  sent: ComputedRef<boolean>
  /** Seconds until another code can be asked for. */
  wait: Readonly<Ref<number>>
  busy: Readonly<Ref<boolean>>
  errors: { phone?: string | undefined; code?: string | undefined }
  /** The number that was refused may be one of another country, which no code reaches. */
  abroad: ComputedRef<boolean>
  /** The last try did not reach the server: neither right nor wrong. */
  unreached: Readonly<Ref<boolean>>
  send: () => Promise<void>
  /** The proof for the number in the box; undefined when something is missing or wrong (see `errors`). */
  prove: () => Promise<string | undefined>
  /** The server knows the proof no longer: the next try needs a new code. */
  forgetProof: () => void
}

/** A phone confirmed by SMS. Another number starts anew; a proof once given is kept for the next try. */
export function usePhoneCode(): PhoneCode {
  const phone = ref('')
  const code = ref('')
  const sentTo = ref('')
  const wait = ref(0)
  const busy = ref(false)
  const unreached = ref(false)
  const errors = reactive<PhoneCode['errors']>({})
  let proof: { phone: string; phoneProof: string } | undefined
  let timer: ReturnType<typeof setInterval> | undefined

  const number = computed(() => parseMobile(phone.value))
  const sent = computed(() => number.value.ok && number.value.value === sentTo.value)
  const abroad = computed(
    () =>
      errors.phone !== undefined &&
      !number.value.ok &&
      (number.value.code === 'foreign' || number.value.code === 'unknown-prefix'),
  )
  watch(phone, () => {
    errors.phone = undefined
    unreached.value = false
  })
  watch(code, () => {
    errors.code = undefined
  })
  onBeforeUnmount(() => clearInterval(timer))

  function countDown(seconds: number): void {
    clearInterval(timer)
    wait.value = seconds
    timer = setInterval(() => {
      wait.value -= 1
      if (wait.value <= 0) clearInterval(timer)
    }, 1000)
  }

  function validPhone(): string | undefined {
    if (number.value.ok) return number.value.value
    errors.phone = fieldText(`phone-${number.value.code}`, number.value.count)
    return undefined
  }

  function refuse(error: unknown, field: 'phone' | 'code'): void {
    if (!(error instanceof ProblemError)) throw error
    unreached.value = isUnreached(error)
    if (unreached.value && field === 'phone') return // nothing is wrong with the number
    errors[field] = refusedField(error, field) ?? refusedField(error, 'phone') ?? error.title
    if (field === 'phone' && error.retryAfter !== undefined && error.retryAfter <= pause)
      countDown(error.retryAfter)
  }

  async function send(): Promise<void> {
    const to = validPhone()
    if (to === undefined || busy.value || wait.value > 0) return
    busy.value = true
    unreached.value = false
    try {
      await askPhoneCode(to)
      sentTo.value = to
      code.value = ''
      countDown(pause)
    } catch (error) {
      refuse(error, 'phone')
    } finally {
      busy.value = false
    }
  }

  async function prove(): Promise<string | undefined> {
    const to = validPhone()
    if (to === undefined) return undefined
    if (proof?.phone === to) return proof.phoneProof
    unreached.value = false
    const digits = plainDigits(code.value)
    if (!/^\d{6}$/.test(digits)) {
      errors.code = fieldText('six-digits')
      return undefined
    }
    try {
      proof = { phone: to, ...(await confirmPhoneCode(to, digits)) }
      return proof.phoneProof
    } catch (error) {
      refuse(error, 'code')
      return undefined
    }
  }

  function forgetProof(): void {
    proof = undefined
    code.value = ''
  }

  return { phone, code, sent, wait, busy, errors, abroad, unreached, send, prove, forgetProof }
}
