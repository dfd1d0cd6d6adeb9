import { computed, onMounted, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { proposedCategory, type ComplaintCategory } from '@yima/shared/complaint/category'
import type { ComplaintFiled, Matter, PeopleOf, RouteAsked } from '@yima/shared/complaint/contract'
import type { OpenedRoute } from '@yima/shared/complaint/keys'
import { parseName } from '@yima/shared/identity/name'
import { parseMobile } from '@yima/shared/identity/phone'
import { lastPlace, type ChosenPlace } from '../application/api.ts'
import { loadReader, read } from '../application/reader.ts'
import { fieldText } from '../app/field-text.ts'
import { ProblemError } from '../app/problem-error.ts'
import { t } from '../app/text.ts'
import { askSafely } from './channel.ts'
import { concernOf, groupsFor, type About, type Group, type Picked } from './concern.ts'
import { takeHanded } from './handed.ts'
import type { MadeReceipt } from './made-receipt.ts'
import { KeyRefused } from './key-refused.ts'
import { needIn } from './need.ts'
import type { Report } from './report.ts'
import { useKept, type Kept } from './useKept.ts'

export const complainSteps = ['whom', 'what', 'check', 'sending', 'receipt', 'typed', 'done'] as const
export type ComplainStep = (typeof complainSteps)[number]

type Lacks = Partial<Record<'place' | 'about' | 'words' | 'category' | 'name' | 'phone', string>>

export type Complaining = {
  step: Ref<ComplainStep>
  place: Ref<ChosenPlace | undefined>
  about: Ref<About | undefined>
  picked: ShallowRef<readonly Picked[]>
  groups: ComputedRef<Group[]>
  described: Ref<string>
  route: ShallowRef<OpenedRoute | undefined>
  routeFailed: ShallowRef<unknown>
  /** Somebody came or went since it was shown: to be looked at again before anything goes. */
  routeChanged: Ref<boolean>
  /** What it is about, in words and as the office finds who acted on it; undefined where nothing was handed over. */
  matter: ShallowRef<{ words: string; known: Matter | undefined } | undefined>
  forgetMatter: () => void
  words: Ref<string>
  files: ShallowRef<File[]>
  category: Ref<ComplaintCategory | undefined>
  /** What of the words is a need, to be asked for apart. */
  need: ComputedRef<string>
  named: Ref<'no' | 'yes'>
  name: Ref<string>
  phone: Ref<string>
  lacks: Ref<Lacks>
  failed: Ref<string | undefined>
  /** 0 to 1 while it is on its way. */
  progress: Ref<number>
  busy: Ref<boolean>
  filed: ShallowRef<ComplaintFiled | undefined>
  receipt: Ref<string>
  /** What was told lies on this phone only where its writer asked for it. */
  keeping: Kept
  next: () => Promise<void>
  back: () => void
  send: () => Promise<void>
  retryRoute: () => Promise<void>
}

const sentence = (family: string, code: string): string => fieldText(`${family}-${code}`) ?? ''

/** What somebody tells a supervisor: nothing of it lies anywhere but in this open page. */
export function useComplain(): Complaining {
  const handed = takeHanded()
  const step = ref<ComplainStep>('whom')
  const place = ref<ChosenPlace | undefined>(handed.place)
  const about = ref<About>()
  const picked = shallowRef<readonly Picked[]>([])
  /** Who works there; undefined as long as that is not known. */
  const people = shallowRef<readonly Group[]>()
  const described = ref('')
  const route = shallowRef<OpenedRoute>()
  const routeFailed = shallowRef<unknown>()
  const routeChanged = ref(false)
  const matter = shallowRef(handed.about === undefined ? undefined : { words: handed.about, known: handed.matter })
  const words = ref(handed.words ?? '')
  const files = shallowRef<File[]>([])
  const category = ref<ComplaintCategory>()
  const chosen = ref(false)
  const named = ref<'no' | 'yes'>('no')
  const [name, phone] = [ref(''), ref('')]
  const lacks = ref<Lacks>({})
  const failed = ref<string>()
  const progress = ref(0)
  const busy = ref(false)
  const filed = shallowRef<ComplaintFiled>()
  const receipt = ref('')
  const keeping = useKept({ words, described, about, place, category })
  let report: Report | undefined
  let ready: Promise<MadeReceipt | undefined> | undefined

  const groups = computed(() => groupsFor(about.value, people.value ?? []))
  // Not before it is known who works there: nobody would be kept out, and whoever reads it could be one of those it is about.
  const asked = computed<RouteAsked | undefined>(() =>
    place.value && about.value && people.value ? concernOf(about.value, picked.value, people.value, place.value.code, matter.value?.known ? [matter.value.known] : []) : undefined,
  )
  const reading = computed(() => read(words.value))
  const need = computed(() => needIn(words.value, reading.value))

  async function findPeople(): Promise<void> {
    const code = place.value?.code
    people.value = undefined
    picked.value = []
    routeFailed.value = undefined
    if (code === undefined) return
    try {
      const { groups: found } = await askSafely<PeopleOf>('/complaints/people', { place: code })
      if (code === place.value?.code) people.value = found
    } catch (error) {
      if (code === place.value?.code) routeFailed.value = error
    }
  }
  watch(() => place.value?.code, findPeople, { immediate: true })
  watch(about, () => (picked.value = []))

  const forgetMatter = (): void => {
    matter.value = undefined
  }

  async function findRoute(): Promise<void> {
    const now = asked.value
    route.value = undefined
    routeChanged.value = false
    routeFailed.value = undefined
    if (!now) return
    try {
      const found = await askSafely<OpenedRoute>('/complaints/routes', now)
      if (now === asked.value) route.value = found
    } catch (error) {
      if (now === asked.value) routeFailed.value = error
    }
  }
  watch(asked, findRoute)
  // Once it is known who works there, the way is looked for by itself.
  const retryRoute = (): Promise<void> => (people.value ? findRoute() : findPeople())
  watch([place, about, words, category, name, phone], () => (lacks.value = {}))
  // What was told is another report from now on: nothing of the one that was begun goes under its number.
  watch([asked, matter, words, files, category, named, name, phone, described], () => (report = undefined))
  watch(reading, ({ facts }) => {
    if (!chosen.value) category.value = proposedCategory(typeof facts.category === 'string' ? facts.category : null) ?? category.value
  })
  watch(category, (now, before) => {
    if (before !== undefined && now !== undefined) chosen.value = true
  })

  function lacksOf(): Lacks {
    if (step.value === 'whom')
      return { ...(place.value ? {} : { place: t('complaint.lacks.place') }), ...(about.value ? {} : { about: t('complaint.lacks.about') }) }
    if (step.value === 'what')
      return { ...(words.value.trim() === '' ? { words: t('complaint.lacks.words') } : {}), ...(category.value ? {} : { category: t('complaint.lacks.category') }) }
    if (named.value === 'no') return {}
    const [who, where] = [parseName(name.value), parseMobile(phone.value)]
    return { ...(who.ok ? {} : { name: sentence('name', who.code) }), ...(where.ok ? {} : { phone: sentence('phone', where.code) }) }
  }

  async function next(): Promise<void> {
    lacks.value = lacksOf()
    if (Object.keys(lacks.value).length > 0) return
    if (step.value === 'whom') step.value = 'what'
    else if (step.value === 'what') step.value = 'check'
    // Nothing goes before somebody saw who reads it.
    else if (route.value) await send()
    else await retryRoute()
    if (step.value === 'what') prepare()
    scrollTo(0, 0)
  }

  /** The number is drawn while the words are still written: it takes a cheap phone seconds. */
  function prepare(): void {
    ready ??= import('./made-receipt.ts').then(({ makeReceipt }) => makeReceipt()).catch(() => undefined)
  }

  function back(): void {
    failed.value = undefined
    if (step.value === 'what') step.value = 'whom'
    else if (step.value === 'check' || step.value === 'sending') step.value = 'what'
  }

  async function makeReport(): Promise<Report> {
    const [{ Report: Made }, { evidenceOf }] = await Promise.all([import('./report.ts'), import('./evidence.ts')])
    const evidence = []
    for (const [at, file] of files.value.entries()) evidence.push(await evidenceOf(file, at + 1))
    const accused = [...picked.value.map(({ id, kind, name: who }) => ({ officer: kind === 'officer' ? id : null, words: who })), ...(described.value.trim() === '' ? [] : [{ officer: null, words: described.value.trim() }])]
    const said = { version: 1, type: 'report', category: category.value ?? 'other', words: words.value.trim(), place: place.value?.name ?? '', accused, about: matter.value?.words ?? null } as const
    const identity = named.value === 'yes' ? { name: name.value.trim(), phone: phone.value.trim() } : null
    if (!asked.value) throw new ProblemError('malformed')
    const drawn = await ready
    ready = undefined
    return new Made({ asked: asked.value, said, identity, evidence }, drawn)
  }

  /** Whether it is other people now who would read it: then they are shown, and nothing goes. */
  function showChange(error: unknown): boolean {
    if (!(error instanceof Error) || !('now' in error)) return false
    route.value = error.now as OpenedRoute
    routeChanged.value = true
    step.value = 'check'
    return true
  }

  function sentenceOf(error: unknown): string {
    if (error instanceof ProblemError) return fieldText(error.errors[0]?.code) ?? error.title
    if (error instanceof KeyRefused) return t('complaint.forged', { office: error.office })
    const kind = (error as { constructor?: { name?: string } }).constructor?.name
    if (kind === 'RangeError') return t('complaint.files.large')
    return error instanceof Error && error.message === 'traced' ? t('complaint.files.traced') : t('complaint.failed')
  }

  async function send(): Promise<void> {
    const shown = route.value
    if (busy.value || !shown) return
    busy.value = true
    failed.value = undefined
    routeChanged.value = false
    step.value = 'sending'
    try {
      report ??= await makeReport()
      filed.value = await report.send(shown, (part) => (progress.value = part))
      receipt.value = report.receipt
      await keeping.drop().catch(() => undefined)
      step.value = 'receipt'
    } catch (error) {
      if (!showChange(error)) failed.value = sentenceOf(error)
    } finally {
      busy.value = false
    }
  }

  onMounted(async () => {
    void loadReader().catch(() => undefined)
    await keeping.bring()
    place.value ??= await lastPlace().catch(() => undefined)
  })
  return {
    ...{ step, place, about, picked, groups, described, route, routeFailed, routeChanged, matter, forgetMatter, words, files, category, need, named, name, phone },
    ...{ lacks, failed, progress, busy, filed, receipt, keeping, next, back, send, retryRoute },
  }
}
