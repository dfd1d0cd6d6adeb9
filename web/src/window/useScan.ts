import { computed, onBeforeUnmount, onMounted, ref, shallowRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { leadOf, type Lead } from '@yima/shared/code/leads'
import { parseCode } from '@yima/shared/code/parse'
import type { CodeRefusal } from '@yima/shared/code/refusal'
import { plainDigits } from '@yima/shared/identity/digits'
import type { Purpose } from '@yima/shared/window/occasion'
import type { GoingView, OccasionView } from '@yima/shared/window/contract'
import { judgeOffline } from '@yima/shared/window/kept'
import { isUnreached, ProblemError } from '../app/problem-error.ts'
import { online } from '../app/online.ts'
import { whenIdle } from '../app/later.ts'
import { t } from '../app/text.ts'
import { useDesk } from '../work/desk.ts'
import { getGoing, getOccasion, sendScan, type Scan } from './api.ts'
import { fetchFiling } from './fetch-filing.ts'
import { moveFiling, visitOf } from './filing.ts'
import { findAhead, keepScan, noteAhead } from './keep-scan.ts'

/** What the network or the server kept from happening; the rest is a fault of ours. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof ProblemError)) throw error
  return error.title
}

/** From what somebody came for to the occasion: the code, why it opened nothing, and what still goes on. */
export function useScan() {
  const route = useRoute()
  const router = useRouter()
  const { officer } = useDesk()
  const purpose = ref<Purpose>()
  const words = ref('')
  const reading = ref(false)
  const errors = ref<{ purpose?: string | undefined; words?: string | undefined; pin?: string | undefined }>(
    {},
  )
  const refused = ref<CodeRefusal>()
  const failed = ref<string>()
  /** What was read is no person's code: what it is, and its page. */
  const lead = shallowRef<Lead>()
  const busy = ref(false)
  const occasion = shallowRef<OccasionView>()
  const going = shallowRef<readonly GoingView[]>([])
  const attempt = shallowRef<{ body: Scan & { id: string }; key: string; away: boolean }>()
  /** By which this phone judges a code that it cannot send. */
  const ahead = ref(0)
  /** What was written on a visit whose scan opened nothing goes over to the next. */
  const from = computed(() => (typeof route.query.for === 'string' ? route.query.for : undefined))

  /** The purpose is chosen before the code is read: it is told to the code's owner. */
  function begin(): void {
    const needsWords = purpose.value === 'other' && words.value.trim() === ''
    errors.value = {
      purpose: purpose.value ? undefined : t('window.purpose.missing'),
      words: needsWords ? t('window.words.missing') : undefined,
    }
    if (!purpose.value || needsWords) return
    refused.value = undefined
    lead.value = undefined
    reading.value = true
  }

  async function open(view: OccasionView): Promise<void> {
    occasion.value = view
    reading.value = false
    attempt.value = undefined
    void noteAhead(Date.parse(view.now) - Date.now())
    if (from.value !== undefined) {
      await moveFiling(officer, from.value, visitOf(view))
      await router.replace(`/work/file/${view.id}`)
    } else await router.replace({ query: { on: view.id } })
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
      if (isUnreached(error)) attempt.value = { ...now, away: true }
      else {
        reading.value = false
        failed.value = sentenceOf(error)
      }
    } finally {
      busy.value = false
    }
  }

  const bodyOf = (text: string): Scan & { id: string } => {
    const said = words.value.trim()
    const id = crypto.randomUUID()
    return { id, text, purpose: purpose.value ?? 'other', ...(said === '' ? {} : { words: said }) }
  }
  async function read(text: string): Promise<void> {
    // What stands for a thing and not for a person needs no occasion; a status is checked at once.
    const found = leadOf(parseCode(text))
    if (found?.kind === 'entitlement') return void (await router.push(found.to))
    lead.value = found
    if (found) {
      reading.value = false
      return
    }
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

  /** What can be made of a code that cannot be sent; a visit for anything but applying needs the office's answer. */
  const keepable = computed(() => {
    const { body, away: unsent } = attempt.value ?? {}
    if (!body || !unsent) return undefined
    if (body.purpose !== 'apply') return { keeps: false, why: 'apply-only' } as const
    return judgeOffline(parseCode(body.text), (Date.now() + ahead.value) / 1000)
  })

  /** Keeps the scan until there is a network, and goes on to what the person says. */
  async function keepForLater(): Promise<void> {
    const { value: now } = attempt
    if (!now || !keepable.value?.keeps || busy.value) return
    busy.value = true
    const { id, text, purpose: what, words: said } = now.body
    const owner = keepable.value.way === 'card' ? { faceToFace: true } : {}
    await keepScan(
      officer,
      { id, text, purpose: what, ...(said ? { words: said } : {}), ...owner },
      from.value,
    )
    await router.push(`/work/file/${id}`)
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
    lead.value = undefined
    attempt.value = undefined
    reading.value = false
    await router.replace({ query: from.value === undefined ? {} : { for: from.value } })
    await list()
  }

  const backOnline = (): void => {
    if (attempt.value?.away) void send()
  }
  onMounted(async () => {
    whenIdle(fetchFiling) // a door may be where there is no network
    ahead.value = await findAhead()
    if (from.value !== undefined) purpose.value = 'apply'
    addEventListener('online', backOnline)
    const { on } = route.query
    await (typeof on === 'string' ? resume(on) : list())
  })
  onBeforeUnmount(() => removeEventListener('online', backOnline))

  const away = computed(() => attempt.value?.away === true && !occasion.value)
  return {
    ...{ purpose, words, reading, errors, refused, lead, failed, busy, occasion, going, away, online },
    ...{ begin, read, send, check, resume, next, keepable, keepForLater, officer },
  }
}
