import { computed, nextTick, onBeforeUnmount, onMounted, reactive, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { parseMobile } from '@yima/shared/identity/phone'
import type { PlaceView } from '@yima/shared/region/contract'
import { fieldText } from '../app/field-text.ts'
import type { OutboxProblem } from '../app/outbox.ts'
import { getSession, today } from '../app/session.ts'
import { usePhoneCode, type PhoneCode } from '../identity/usePhoneCode.ts'
import { getPlace, lastPlace, placeName } from './api.ts'
import { sentencesAt } from './complaint.ts'
import { applySteps, loadDraft, newDraft, removeDraft, saveDraft, type ApplyStep, type Draft } from './draft.ts'
import { fieldOf, isOutreach, lacksToSay, lacksToSend, stepOf, type ApplyField, type Lack } from './submission.ts'
import { useHearing, type Hearing } from './useHearing.ts'
import { useSending, type Sending } from './useSending.ts'

export type Application = {
  draft: Draft
  hearing: Hearing
  sending: Sending
  phone: PhoneCode
  step: ComputedRef<ApplyStep>
  steps: ComputedRef<readonly ApplyStep[]>
  /** The sentence for each field that is missing or was refused. */
  errors: Partial<Record<ApplyField, string>>
  /** A refusal that belongs to no field. */
  failed: Ref<string | undefined>
  /** Accusing sentences nobody has decided about yet. */
  undecided: ComputedRef<string[]>
  county: Ref<PlaceView | undefined>
  place: Ref<PlaceView | undefined>
  outreach: ComputedRef<boolean>
  /** False until what was kept on this phone has been read. */
  ready: Ref<boolean>
  /** Something written on an earlier visit was brought back. */
  restored: Ref<boolean>
  forward: () => Promise<void>
  back: () => void
  startAnew: () => Promise<void>
}

const pause = 300

/** An application from the first word to its receipt. Keeps the draft at every change; nothing typed is lost. */
export function useApplication(): Application {
  const route = useRoute()
  const router = useRouter()
  const draft = reactive<Draft>(newDraft()) as Draft
  const county = shallowRef<PlaceView>()
  const place = shallowRef<PlaceView>()
  const ready = ref(false)
  const restored = ref(false)
  const errors = reactive<Application['errors']>({})
  const failed = ref<string>()
  const hearing = useHearing(draft)
  const phone = usePhoneCode()
  const sending = useSending(draft, () => hearing.reading.value.dangers, (id) => void router.replace(`/apply/received/${id}`), showRefusal)

  const outreach = computed(() => isOutreach(draft))
  const steps = computed((): readonly ApplyStep[] => (outreach.value ? ['say', 'sign'] : applySteps))
  const step = computed((): ApplyStep => steps.value.find((one) => one === route.query.step) ?? 'say')
  const undecided = computed(() =>
    sentencesAt(draft.words, hearing.reading.value.complaintSpans).filter((one) => !draft.complaintKept.includes(one)))

  // ---- keeping
  let timer: ReturnType<typeof setTimeout> | undefined
  const keepNow = (): void => {
    clearTimeout(timer)
    if (ready.value && sending.state.value !== 'sent') void saveDraft(draft)
  }
  watch(draft, () => {
    clearTimeout(timer)
    timer = setTimeout(keepNow, pause)
  }, { deep: true })
  const onHide = (): void => { if (document.visibilityState === 'hidden') keepNow() }
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', onHide)
    keepNow()
  })

  // ---- what was corrected is no longer wrong
  const clear = (...fields: ApplyField[]): void => { for (const field of fields) delete errors[field] }
  watch(() => draft.words, () => clear('words', 'complaint'))
  watch(() => draft.photos.length, () => clear('photos'))
  watch(() => draft.applicant.name, () => clear('name'))
  watch(() => [draft.applicant.idNumber, draft.applicant.chosenFour, draft.applicant.withoutId], () => clear('idNumber'))
  watch(() => draft.place, () => clear('place'))
  watch(() => draft.beneficiary, () => clear('beneficiary'), { deep: true })
  watch(() => draft.consent, () => clear('signature'), { deep: true })
  watch(phone.phone, (typed) => { draft.applicant.phone = typed })

  watch(() => draft.place?.code, async (code) => {
    place.value = undefined
    if (code) place.value = await getPlace(code).catch(() => undefined)
  })

  async function presetPlace(): Promise<void> {
    const asked = typeof route.query.place === 'string' ? route.query.place : undefined
    if (asked && /^\d{12}$/.test(asked)) {
      const found = await getPlace(asked).catch(() => undefined)
      if (found) draft.place = { code: found.code, name: placeName(found) }
    }
    if (!draft.place) {
      const last = await lastPlace()
      if (last) draft.place = last
    }
  }

  async function open(): Promise<void> {
    const kept = await loadDraft()
    if (kept) Object.assign(draft, kept)
    phone.phone.value = draft.applicant.phone
    restored.value = draft.words.trim() !== ''
    if (route.query.for === 'other' && !isOutreach(draft)) Object.assign(draft, { forWhom: 'neighbour', forWhomChosen: true })
    if (restored.value && route.query.step === undefined && draft.step !== 'say') await go(draft.step, true)
    await sending.resume()
    ready.value = true
    await presetPlace()
  }
  onMounted(() => {
    document.addEventListener('visibilitychange', onHide)
    void open()
    void getSession().catch(() => undefined) // offline: the phone's own day counts
    void getPlace().then((found) => { county.value = found }).catch(() => undefined)
  })

  // ---- moving
  async function go(to: ApplyStep, instead = false): Promise<void> {
    draft.step = to
    await router[instead ? 'replace' : 'push']({ path: route.path, query: { ...route.query, step: to } })
  }

  function back(): void {
    const before = steps.value[steps.value.indexOf(step.value) - 1]
    if (before === undefined) {
      if (window.history.state?.back && !String(window.history.state.back).startsWith('/apply')) router.back()
      else void router.replace('/')
    } else if (String(window.history.state?.back ?? '').startsWith('/apply')) router.back()
    else void go(before, true)
  }

  /** Puts the sentences to their fields and the reader to the first of them. */
  async function point(lacks: readonly Lack[]): Promise<void> {
    for (const { field, code, count } of lacks) show(field, fieldText(code, count) ?? '')
    const [first] = lacks
    if (!first) return
    const at = stepOf(first.field)
    if (at !== step.value) await go(at)
    await nextTick()
    await nextTick()
    const place = document.getElementById(`apply-${first.field}`)
    const target = place?.matches('section, input, textarea, button') ? place : place?.querySelector('input')
    target?.scrollIntoView({ block: 'center' })
    target?.focus({ preventScroll: true })
  }

  /** The phone's fields show their own errors. */
  function show(field: ApplyField, sentence: string): void {
    if (field === 'phone' || field === 'code') phone.errors[field] = sentence
    else errors[field] = sentence
  }

  function showRefusal(problem: OutboxProblem): void {
    const lacks = problem.errors.flatMap(({ field, code }): Lack[] => {
      const at = fieldOf(field)
      return at === undefined ? [] : [{ field: at, code }]
    })
    failed.value = lacks.length === 0 ? problem.title : undefined
    void point(lacks)
  }

  async function provePhone(): Promise<Lack[]> {
    const { applicant } = draft
    if (applicant.withoutPhone || phone.code.value.trim() === '') return []
    const phoneProof = await phone.prove()
    if (phoneProof === undefined) return phone.errors.code === undefined ? [] : [{ field: 'code', code: 'code-wrong' }]
    const number = parseMobile(phone.phone.value)
    if (number.ok) applicant.proof = { phone: number.value, phoneProof }
    return []
  }

  async function submit(): Promise<void> {
    if (sending.state.value === 'sending') return
    failed.value = undefined
    const lacks = [...lacksToSay(draft), ...undecidedLack(), ...lacksToSend(draft, today())]
    if (lacks.length > 0) return point(lacks)
    const code = await provePhone()
    if (code.length > 0) return point(code)
    await sending.send(today())
  }

  const undecidedLack = (): Lack[] => (undecided.value.length > 0 ? [{ field: 'complaint', code: 'not-a-choice' }] : [])

  async function forward(): Promise<void> {
    if (step.value === 'sign') return submit()
    const lacks = step.value === 'say' ? [...lacksToSay(draft), ...undecidedLack()] : []
    if (lacks.length > 0) return point(lacks)
    await go(step.value === 'say' && !outreach.value ? 'answer' : 'sign')
  }

  async function startAnew(): Promise<void> {
    Object.assign(draft, newDraft())
    delete draft.place
    phone.phone.value = ''
    phone.forgetProof()
    restored.value = false
    await removeDraft()
    await go('say', true)
    await presetPlace()
  }

  return {
    draft, hearing, sending, phone, step, steps, errors, failed, undecided, county, place, outreach, ready, restored,
    forward, back, startAnew,
  }
}
