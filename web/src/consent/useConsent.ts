import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import { parseCode } from '@yima/shared/code/parse'
import { secretText } from '@yima/shared/code/write'
import type { ConsentAnswer, ConsentAsked } from '@yima/shared/consent/contract'
import { parseIdNumber } from '@yima/shared/identity/id-number'
import { parseName } from '@yima/shared/identity/name'
import { fieldText } from '../app/field-text.ts'
import { ProblemError } from '../app/http.ts'
import { pngOf } from '../app/picture-text.ts'
import { t } from '../app/text.ts'
import { useKeptFields } from '../app/useKeptForm.ts'
import { answerByLink, lookAtConsent, type Proof } from './api.ts'

/** What opens a consent in what was scanned, tapped, pasted or typed; undefined for anything else. */
export function consentIn(text: string): string | undefined {
  const parsed = parseCode(text)
  if (parsed.kind === 'signing-number') return parsed.number
  return parsed.kind === 'signing' ? secretText('signing', parsed.county, parsed.token) : undefined
}

/** Why a link opens nothing; each with what to do. */
export type Dead = 'unknown' | 'expired' | 'foreign'
const deadBy: Readonly<Record<string, Dead>> = { 'invite-expired': 'expired', 'invite-foreign': 'foreign' }

type State = 'ask' | 'loading' | 'dead' | 'failed' | 'asked' | 'kept' | 'done'
type Field = 'typed' | 'number' | 'signer' | 'signature'
export type Consenting = {
  state: Ref<State>
  dead: Ref<Dead>
  error: ShallowRef<ProblemError | undefined>
  view: ShallowRef<ConsentAsked | undefined>
  typed: Ref<string>
  /** The last four of the own number, or all of it. */
  number: Ref<string>
  signer: Ref<string>
  wrong: Ref<Partial<Record<Field, string>>>
  failed: Ref<string | undefined>
  busy: Ref<boolean>
  load: () => Promise<void>
  take: () => Promise<void>
  say: (answer: ConsentAnswer['answer'], signature?: Blob) => Promise<void>
}

/** What a link asks, and the answer to it: nobody has to have an account here. */
export function useConsent(given: string | undefined): Consenting {
  let token = given
  const state = ref<State>('loading')
  const dead = ref<Dead>('unknown')
  const error = shallowRef<ProblemError>()
  const view = shallowRef<ConsentAsked>()
  const typed = ref('')
  const number = ref('')
  const signer = ref('')
  const wrong: Consenting['wrong'] = ref({})
  const failed = ref<string>()
  const busy = ref(false)
  // A guardian's name typed for one link must not stand there for the next.
  const { drop } = useKeptFields('consent', { typed, signer }, {
    lay: (said) => ({ ...said, token }),
    take: (kept) => {
      const { signer: name, ...rest } = kept as Record<string, unknown>
      return rest['token'] === token ? { ...rest, signer: name } : rest
    },
  })

  function refuse(problem: unknown): void {
    if (!(problem instanceof ProblemError)) throw problem
    const reason = problem.reason('token')
    error.value = problem
    dead.value = deadBy[reason ?? ''] ?? 'unknown'
    state.value = reason === undefined ? 'failed' : 'dead'
  }

  async function load(): Promise<void> {
    state.value = token === undefined ? 'ask' : 'loading'
    if (token === undefined) return
    try {
      view.value = await lookAtConsent(token)
      state.value = 'asked'
    } catch (problem) {
      refuse(problem)
    }
  }

  async function take(): Promise<void> {
    const before = token
    token = consentIn(typed.value)
    if (token !== before) signer.value = ''
    wrong.value = token === undefined ? { typed: t('signing.ask.wrong') } : {}
    if (token !== undefined) await load()
  }

  /** What shows that it is them, or why it does not. */
  function proofOf(proof: ConsentAsked['proof']): Proof | string {
    if (proof === 'signed-in') return {}
    const parsed = parseIdNumber(number.value)
    if (proof === 'id-number')
      return parsed.ok ? { idNumber: parsed.value } : (fieldText(`id-${parsed.code}`, parsed.count) ?? '')
    const last = number.value.trim().toUpperCase()
    return /^\d{3}[\dX]$/.test(last) ? { lastFour: last } : (fieldText('last-four') ?? '')
  }

  async function saidOf(answer: ConsentAnswer['answer'], ink: Blob | undefined): Promise<ConsentAnswer | undefined> {
    if (answer !== 'sign') return { answer }
    // Whoever is signed in as the guardian signs under the name that was proven.
    const ward = view.value?.role === 'guardian-for' && view.value.proof !== 'signed-in'
    if (ward && !parseName(signer.value).ok) wrong.value = { ...wrong.value, signer: fieldText('consent-guardian-needed') ?? '' }
    if (!ink) wrong.value = { ...wrong.value, signature: fieldText('signature-missing') ?? '' }
    if (!ink || !view.value || Object.keys(wrong.value).length > 0) return undefined
    const by = ward ? { signer: signer.value } : {}
    return { answer, wording: view.value.version, signature: await pngOf(ink), ...by }
  }

  async function say(answer: ConsentAnswer['answer'], ink?: Blob): Promise<void> {
    const asked = view.value
    if (!asked || token === undefined || busy.value) return
    const proof = proofOf(asked.proof)
    wrong.value = typeof proof === 'string' ? { number: proof } : {}
    const said = await saidOf(answer, ink)
    if (typeof proof === 'string' || !said) return
    busy.value = true
    failed.value = undefined
    try {
      const handed = await answerByLink(token, proof, said)
      state.value = handed.word === 'kept' ? 'kept' : 'done'
      await drop()
      if (handed.word === 'received' && handed.answer) view.value = { ...asked, state: handed.answer.state }
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      failed.value = fieldText(problem.errors[0]?.code) ?? problem.title
    } finally {
      busy.value = false
    }
  }

  return { state, dead, error, view, typed, number, signer, wrong, failed, busy, load, take, say }
}
