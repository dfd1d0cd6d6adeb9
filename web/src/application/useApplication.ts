import { computed, nextTick, onMounted, ref, watch, type ComputedRef, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { parseMobile } from '@yima/shared/identity/phone'
import type { PlaceView } from '@yima/shared/region/contract'
import type { OutboxProblem } from '../app/outbox.ts'
import { useBringing } from '../app/bring.ts'
import { getSession, today } from '../app/session.ts'
import { whenIdle } from '../app/later.ts'
import { loadTexts } from '../app/text.ts'
import { usePhoneCode, type PhoneCode } from '../identity/usePhoneCode.ts'
import { applySteps, type ApplyStep, type Draft } from './draft.ts'
import { loadSteps } from './later-steps.ts'
import { fieldOf, isOutreach, lacksToSay, lacksToSend, type ApplyField, type Lack } from './submission.ts'
import { picturesMade } from './pictures-made.ts'
import { useBehalf, type InPlace } from './useBehalf.ts'
import { useComplaint } from './useComplaint.ts'
import { useHearing, type Hearing } from './useHearing.ts'
import { useKeptDraft } from './useKeptDraft.ts'
import { useLacks, type FieldErrors } from './useLacks.ts'
import { usePlace } from './usePlace.ts'
import { useSending, type Sending } from './useSending.ts'

export type Application = {
  draft: Draft
  hearing: Hearing
  sending: Sending
  phone: PhoneCode
  step: ComputedRef<ApplyStep>
  steps: ComputedRef<readonly ApplyStep[]>
  errors: FieldErrors
  /** A refusal that belongs to no field. */
  failed: Ref<string | undefined>
  /** The last button was pressed: the phone is being confirmed, or the draft handed over. */
  handing: Ref<boolean>
  /** The reader of words is still on its way, and somebody has pressed on. */
  fetching: Ref<boolean>
  /** Accusing sentences nobody has decided about yet. */
  undecided: ComputedRef<string[]>
  county: Ref<PlaceView | undefined>
  place: Ref<PlaceView | undefined>
  outreach: ComputedRef<boolean>
  inPlace: InPlace
  ready: Ref<boolean>
  restored: Ref<boolean>
  /** Words of it lie on this phone. */
  onPhone: Ref<boolean>
  forward: () => Promise<void>
  back: () => void
  startAnew: () => Promise<void>
  /** Begins another while this one waits for the network. */
  startAnother: () => Promise<void>
}

/** An application from the first word to its receipt: where one stands, what is missing, what comes next. */
export function useApplication(): Application {
  const route = useRoute()
  const router = useRouter()
  const { draft, ready, restored, onPhone, open, letGo, another, clear } = useKeptDraft()
  const { county, place, preset } = usePlace(draft)
  const inPlace = useBehalf(draft)
  const hearing = useHearing(draft)
  const phone = usePhoneCode()
  const { errors, point } = useLacks(draft, phone, reach)
  const sending = useSending(draft, {
    dangers: () => hearing.reading.value.dangers,
    received: letGo,
    arrived: (id) => void router.replace(`/apply/received/${id}`),
    refused: showRefusal,
  })
  // Without the reader nobody would be warned who reads an accusation, or told whom to ring.
  const { fetching, failed, bring: canRead } = useBringing(loadSteps, 'application.reader.missing')
  const handing = ref(false)

  const outreach = computed(() => isOutreach(draft))
  const steps = computed((): readonly ApplyStep[] => (outreach.value ? ['say', 'sign'] : applySteps))
  const step = computed((): ApplyStep => steps.value.find((one) => one === route.query.step) ?? 'say')
  const { undecided } = useComplaint(draft, hearing)
  watch(phone.phone, (typed) => {
    draft.applicant.phone = typed
  })

  let opened: Promise<void> | undefined
  async function resume(): Promise<void> {
    const { draft: wanted } = route.query
    opened = open(typeof wanted === 'string' ? wanted : undefined, inPlace.asked.value).then(inPlace.stand)
    await opened
    phone.phone.value = draft.applicant.phone
    if (route.query.for === 'other' && !outreach.value && !draft.behalf)
      Object.assign(draft, { forWhom: 'neighbour', forWhomChosen: true })
    if (restored.value && route.query.step === undefined && draft.step !== 'say')
      await go(draft.step, 'replace')
    await sending.resume()
    const { refused } = draft
    if (refused && sending.state.value === 'editing') {
      await loadTexts(['problem']).catch(() => undefined)
      showRefusal(refused, refused.picture)
    }
    // The back button after a receipt leads to steps of a draft that is gone: nobody applies for nothing.
    if (step.value !== 'say' && draft.handedOver === undefined && lacksToSay(draft).length > 0)
      await go('say', 'replace')
    await presetPlace()
  }
  /** Theirs was given with the right to act; what was chosen last on this phone is one's own. */
  const presetPlace = async (): Promise<void> => {
    if (!draft.behalf) await preset(route.query.place)
  }
  onMounted(() => {
    void resume()
    whenIdle(loadSteps)
    void getSession().catch(() => undefined) // offline: the phone's own day counts
  })

  async function go(to: ApplyStep, how: 'push' | 'replace' = 'push'): Promise<void> {
    draft.step = to
    const { draft: _opened, ...query } = route.query // it is in hand now, and may be another before the next look
    await router[how]({ path: route.path, query: { ...query, step: to } })
  }

  async function reach(to: ApplyStep): Promise<void> {
    if (to !== step.value) await go(to)
    await nextTick()
  }

  function back(): void {
    const before = steps.value[steps.value.indexOf(step.value) - 1]
    const cameFrom = String(window.history.state?.back ?? '')
    const within = cameFrom.startsWith('/apply')
    if (before === undefined) void (cameFrom === '' || within ? router.replace('/') : router.back())
    else if (within) router.back()
    else void go(before, 'replace')
  }

  function showRefusal(problem: OutboxProblem, picture?: ApplyField): void {
    if (inPlace.heed(problem)) return
    const lacks = problem.errors.flatMap(({ field, code }): Lack[] => {
      const at = picture ?? fieldOf(field)
      return at === undefined ? [] : [{ field: at, code }]
    })
    failed.value = lacks.length === 0 ? problem.title : undefined
    void point(lacks)
  }

  const lacksOfFirst = (): Lack[] => [
    ...lacksToSay(draft),
    ...(undecided.value.length > 0 ? [{ field: 'complaint', code: 'not-a-choice' } as const] : []),
  ]

  /** A code that was typed must be right; without a network or a code the phone stays unconfirmed. */
  async function provePhone(): Promise<Lack[]> {
    const { applicant } = draft
    if (applicant.withoutPhone || phone.code.value.trim() === '' || !navigator.onLine) return []
    const phoneProof = await phone.prove()
    const number = parseMobile(phone.phone.value)
    if (phone.unreached.value) return []
    if (phoneProof === undefined || !number.ok) return [{ field: 'code', code: 'code-wrong' }]
    applicant.proof = { phone: number.value, phoneProof }
    return []
  }

  async function handIn(): Promise<void> {
    failed.value = undefined
    await picturesMade()
    const lacks = [...lacksOfFirst(), ...lacksToSend(draft, today())]
    if (lacks.length > 0) return point(lacks)
    const wrongCode = await provePhone()
    if (wrongCode.length > 0) return point(wrongCode)
    await sending.send(today())
  }

  /** A second tap while the code is being confirmed would spend it twice and call the right one wrong. */
  async function submit(): Promise<void> {
    if (handing.value || sending.state.value === 'sending') return
    handing.value = true
    try {
      await handIn()
    } finally {
      handing.value = false
    }
  }

  async function forward(): Promise<void> {
    await opened?.catch(() => undefined) // pressed at once: what lies on this phone is not missing
    if (draft.words.trim() !== '' && !(await canRead())) return
    await loadTexts(['problem']).catch(() => undefined) // what is missing must be said in words
    if (step.value === 'sign') return submit()
    const lacks = step.value === 'say' ? lacksOfFirst() : []
    if (lacks.length > 0) return point(lacks)
    await go(step.value === 'say' && !outreach.value ? 'answer' : 'sign')
  }

  async function beginBy(emptying: () => Promise<void>): Promise<void> {
    failed.value = undefined
    await emptying()
    phone.phone.value = ''
    phone.forgetProof()
    await go('say', 'replace')
    await presetPlace()
  }
  const startAnew = (): Promise<void> => beginBy(() => clear().then(inPlace.stand))
  async function startAnother(): Promise<void> {
    await router.replace({ path: route.path }) // the next is not in the same person's place
    await beginBy(another)
    sending.begin() // last: until then the page of what waits stands, not the step at which it was handed over
  }

  return {
    draft,
    hearing,
    sending,
    phone,
    step,
    steps,
    errors,
    failed,
    fetching,
    handing,
    undecided,
    county,
    place,
    outreach,
    inPlace,
    ready,
    restored,
    onPhone,
    forward,
    back,
    startAnew,
    startAnother,
  }
}
