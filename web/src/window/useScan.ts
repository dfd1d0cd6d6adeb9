import { computed, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { CodeRefusal } from '@yima/shared/code/refusal'
import { plainDigits } from '@yima/shared/identity/digits'
import type { Purpose } from '@yima/shared/window/occasion'
import type { GoingView, OccasionView } from '@yima/shared/window/contract'
import { ProblemError } from '../app/problem-error.ts'
import { online } from '../app/online.ts'
import { t } from '../app/text.ts'
import { getGoing, getOccasion, sendScan, type Scan } from './api.ts'

/** What the network or the server kept from happening; the rest is a fault of ours. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof ProblemError)) throw error
  return error.title
}
const isAway = (error: unknown): boolean =>
  error instanceof ProblemError && (error.code === 'offline' || error.code === 'timeout')

/** From what somebody came for to the occasion: the code, why it opened nothing, and what still goes on. */
export function useScan() {
  const route = useRoute()
  const router = useRouter()
  const purpose = ref<Purpose>()
  const words = ref('')
  const reading = ref(false)
  const errors = ref<{ purpose?: string | undefined; words?: string | undefined; pin?: string | undefined }>(
    {},
  )
  const refused = ref<CodeRefusal>()
  const failed = ref<string>()
  const busy = ref(false)
  const occasion = shallowRef<OccasionView>()
  const going = shallowRef<readonly GoingView[]>([])
  const attempt = shallowRef<{ body: Scan; key: string; away: boolean }>()

  /** The purpose is chosen before the code is read: it is told to the code's owner. */
  function begin(): void {
    const needsWords = purpose.value === 'other' && words.value.trim() === ''
    errors.value = {
      purpose: purpose.value ? undefined : t('window.purpose.missing'),
      words: needsWords ? t('window.words.missing') : undefined,
    }
    if (!purpose.value || needsWords) return
    refused.value = undefined
    reading.value = true
  }

  async function open(view: OccasionView): Promise<void> {
    occasion.value = view
    reading.value = false
    attempt.value = undefined
    await router.replace({ query: { on: view.id } })
  }

  async function send(): Promise<void> {
    const now = attempt.value
    if (!now || busy.value) return
    busy.value = true
    failed.value = undefined
    try {
      const answer = await sendScan(now.body, now.key)
      refused.value = answer.ok ? undefined : answer.refused
      if (answer.ok) await open(answer.occasion)
      else reading.value = false
    } catch (error) {
      if (isAway(error)) attempt.value = { ...now, away: true }
      else {
        reading.value = false
        failed.value = sentenceOf(error)
      }
    } finally {
      busy.value = false
    }
  }

  const bodyOf = (text: string): Scan => {
    const said = words.value.trim()
    return { text, purpose: purpose.value ?? 'other', ...(said === '' ? {} : { words: said }) }
  }
  async function read(text: string): Promise<void> {
    attempt.value = { body: bodyOf(text), key: crypto.randomUUID(), away: false }
    await send()
  }

  /** A card asks for its owner besides: by the PIN, or by an officer who looked at face and document. */
  async function check(by: { pin: string } | { faceToFace: true }): Promise<void> {
    if (!attempt.value) return
    const pin = 'pin' in by ? plainDigits(by.pin) : undefined
    errors.value = { pin: pin === undefined || /^\d{4,6}$/.test(pin) ? undefined : t('window.card.pin.hint') }
    if (errors.value.pin) return
    const { text } = attempt.value.body
    const owner = pin === undefined ? { faceToFace: true } : { pin }
    attempt.value = { body: { ...bodyOf(text), ...owner }, key: crypto.randomUUID(), away: false }
    await send()
  }

  async function resume(id: string): Promise<void> {
    failed.value = undefined
    try {
      await open(await getOccasion(id))
    } catch (error) {
      failed.value = sentenceOf(error)
    }
  }
  async function list(): Promise<void> {
    going.value = await getGoing().catch(() => [])
  }

  /** For the next person: nothing of the one before stays on the screen. */
  async function next(): Promise<void> {
    occasion.value = undefined
    purpose.value = undefined
    words.value = ''
    refused.value = undefined
    attempt.value = undefined
    reading.value = false
    await router.replace({ query: {} })
    await list()
  }

  const backOnline = (): void => {
    if (attempt.value?.away) void send()
  }
  onMounted(async () => {
    addEventListener('online', backOnline)
    const { on } = route.query
    await (typeof on === 'string' ? resume(on) : list())
  })
  onBeforeUnmount(() => removeEventListener('online', backOnline))

  const away = computed(() => attempt.value?.away === true && !occasion.value)
  return {
    ...{ purpose, words, reading, errors, refused, failed, busy, occasion, going, away, online },
    ...{ begin, read, send, check, resume, next },
  }
}
