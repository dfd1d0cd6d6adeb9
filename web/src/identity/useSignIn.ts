import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'
import { plainDigits } from '@yima/shared/identity/digits'
import { idNumberProgress, parseIdNumber } from '@yima/shared/identity/id-number'
import { fieldText, refusedField } from '../app/field-text.ts'
import { ProblemError } from '../app/http.ts'
import { readSession, today } from '../app/session.ts'
import { signIn } from './api.ts'
import { usePhoneCode, type PhoneCode } from './usePhoneCode.ts'

type Who = Parameters<typeof signIn>[0]['who']

export type SignIn = {
  phone: PhoneCode
  /** 'four': no ID number was given at submission, four digits were chosen instead. */
  by: Ref<'id-number' | 'four'>
  idNumber: Ref<string>
  four: Ref<string>
  /** What is already certain about the ID number while it is typed. */
  idHelp: ComputedRef<string | undefined>
  idError: Ref<string | undefined>
  failed: Ref<string | undefined>
  busy: Ref<boolean>
  /** Signs in; true when it worked. What is missing or wrong stands at its field. */
  submit: () => Promise<boolean>
}

/** Signing in by SMS: one phone with one typed ID, because a phone is often shared by a family. */
export function useSignIn(): SignIn {
  const phone = usePhoneCode()
  const by = ref<'id-number' | 'four'>('id-number')
  const idNumber = ref('')
  const four = ref('')
  const idError = ref<string>()
  const failed = ref<string>()
  const busy = ref(false)
  let attempt: { body: string; key: string } | undefined
  watch([idNumber, four, by], () => { idError.value = undefined })

  const idHelp = computed(() => {
    const progress = idNumberProgress(idNumber.value, today())
    return progress.state === 'wrong' ? fieldText(`id-${progress.code}`, progress.count) : undefined
  })

  function who(): Who | undefined {
    if (by.value === 'four') {
      const digits = plainDigits(four.value)
      if (/^\d{4}$/.test(digits)) return { identity: 'no-id-number', chosenFour: digits }
      idError.value = fieldText('four-digits')
      return undefined
    }
    const parsed = parseIdNumber(idNumber.value, today())
    if (parsed.ok) return { identity: 'id-number', idNumber: parsed.value }
    idError.value = fieldText(`id-${parsed.code}`, parsed.count)
    return undefined
  }

  function refuse(error: unknown): void {
    if (!(error instanceof ProblemError)) throw error
    idError.value = refusedField(error, 'who.idNumber') ?? refusedField(error, 'who.chosenFour')
    phone.errors.phone = refusedField(error, 'phone')
    phone.errors.code = refusedField(error, 'phoneProof')
    if (phone.errors.code !== undefined) phone.forgetProof()
    if (error.errors.length === 0) failed.value = error.title
  }

  /** A sign-in whose answer was lost is the same write when tried again: the proof is good only once. */
  function keyOf(body: string): string {
    if (attempt?.body !== body) attempt = { body, key: crypto.randomUUID() }
    return attempt.key
  }

  async function submit(): Promise<boolean> {
    if (busy.value) return false
    failed.value = undefined
    // The code is asked for first: nobody should be told what else is missing before it is on its way.
    if (!phone.sent.value) {
      await phone.send()
      return false
    }
    busy.value = true
    try {
      const phoneProof = await phone.prove()
      const person = who()
      if (phoneProof === undefined || person === undefined) return false
      const body = { phone: phone.phone.value, phoneProof, who: person }
      await signIn(body, keyOf(JSON.stringify(body)))
      await readSession()
      return true
    } catch (error) {
      refuse(error)
      return false
    } finally {
      busy.value = false
    }
  }

  return { phone, by, idNumber, four, idHelp, idError, failed, busy, submit }
}
