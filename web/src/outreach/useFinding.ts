import { computed, onMounted, ref, shallowRef, watch } from 'vue'
import { useRoute } from 'vue-router'
import { finderRoles, type FinderRole } from '@yima/shared/outreach/contract'
import { getPlace, lastPlace, placeName, type ChosenPlace } from '../application/api.ts'
import { loadReader, read } from '../application/reader.ts'
import { fieldText } from '../app/field-text.ts'
import { giveBack } from '../app/give-back.ts'
import { whenIdle } from '../app/later.ts'
import { enqueue, openOutbox, outbox, wordOn } from '../app/outbox.ts'
import { ProblemError } from '../app/problem-error.ts'
import { useKeptFields } from '../app/useKeptForm.ts'
import type { OutreachFiled, OutreachInput } from './api.ts'
import { lacksOf, writesOf, type Finding, type Lacks } from './finding.ts'
import { takeSlips, type Slip } from './slips.ts'

/** The place of a link, as a worker's desk gives it, else the one chosen last on this phone. */
async function presetPlace(asked: unknown): Promise<ChosenPlace | undefined> {
  if (typeof asked === 'string' && /^\d{12}$/.test(asked)) {
    const found = await getPlace(asked).catch(() => undefined)
    if (found) return { code: found.code, name: placeName(found) }
  }
  return lastPlace()
}

/** Somebody in need, pointed out: kept at every letter, sent without a sign-in, and never typed twice. */
export function useFinding() {
  const { query } = useRoute()
  const words = ref('')
  const place = ref<Finding['place']>()
  const whereToFind = ref('')
  const name = ref('')
  const phone = ref('')
  const as = ref<FinderRole>(finderRoles.find((role) => role === query.as) ?? 'neighbour')
  const finderPhone = ref('')
  const photos = shallowRef<File[]>([])
  const marks = shallowRef<ReadonlyMap<File, string | undefined>>(new Map())
  const lacks = ref<Lacks>({})
  const failed = ref<string>()
  const busy = ref(false)
  const id = ref<string>()
  const slip = shallowRef<Slip>()

  const said = useKeptFields('outreach', { words, place, whereToFind, name, phone, as, finderPhone })
  // Apart from the words: many photos at every letter would be too much for a cheap phone.
  const taken = useKeptFields('outreach-photos', { photos })
  watch([words, place, whereToFind, name, phone, finderPhone], () => (lacks.value = {}))

  /** Danger is known on this phone, before anything is sent. */
  const dangers = computed(() => read(words.value).dangers)
  const fetchSoon = (): Promise<void> => loadReader().catch(() => undefined)
  watch(() => words.value !== '', fetchSoon)

  const word = computed(() => (id.value === undefined ? undefined : wordOn<OutreachFiled>(id.value)))
  const state = computed(() => {
    if (slip.value !== undefined) return 'received'
    const now = word.value?.word
    return now === 'kept' || now === 'sending' ? now : 'form'
  })
  const finding = (): Finding => ({
    words: words.value, place: place.value, whereToFind: whereToFind.value, name: name.value, phone: phone.value,
    as: as.value, finderPhone: finderPhone.value,
  })

  async function send(): Promise<void> {
    failed.value = undefined
    lacks.value = lacksOf(finding())
    if (Object.keys(lacks.value).length > 0 || busy.value) return
    busy.value = true
    try {
      await openOutbox()
      const all = await writesOf(finding(), photos.value)
      await enqueue(all)
      id.value = all.at(-1)?.id
      // It lies in the outbox from now on: the form is not a second copy of it.
      await Promise.all([said.drop(), taken.drop()])
    } catch (error) {
      failed.value = error instanceof ProblemError ? error.title : new ProblemError('malformed').title
    } finally {
      busy.value = false
    }
  }

  /** What was handed over here and not taken stands in the form again. */
  async function back(): Promise<void> {
    await giveBack<OutreachInput>(({ kind }) => kind === 'outreach', ({ body, pictures }) => {
      words.value ||= body.words
      whereToFind.value ||= body.whereToFind ?? ''
      name.value ||= body.name ?? ''
      phone.value ||= body.phone ?? ''
      finderPhone.value ||= body.finder.phone ?? ''
      as.value = body.finder.as
      photos.value = [...photos.value, ...pictures.map(({ file }) => file)]
      marks.value = new Map(pictures.map(({ file, why }) => [file, fieldText(why)]))
    }).catch(() => undefined)
  }

  /** The next one: whoever walks through a village points out several. */
  function another(): void {
    id.value = undefined
    slip.value = undefined
    void presetPlace(query.place).then((found) => { place.value ??= found })
  }

  onMounted(async () => {
    whenIdle(fetchSoon)
    await Promise.all([said.ready, taken.ready])
    place.value ??= await presetPlace(query.place)
    await openOutbox().catch(() => undefined)
    id.value ??= outbox.value.find(({ kind, answer }) => kind === 'outreach' && answer === undefined)?.id
    if (word.value?.word !== 'refused') await back()
  })
  watch(word, async (now) => {
    if (now?.word === 'received') {
      const mine = id.value
      slip.value = (await takeSlips()).find((one) => one.id === mine)
    } else if (now?.word === 'refused') {
      failed.value = fieldText(now.problem?.errors[0]?.code) ?? now.problem?.title
      await back()
      id.value = undefined
    }
  })
  return {
    words, place, whereToFind, name, phone, as, finderPhone, photos, marks, lacks, failed, busy, dangers, state, slip, send, another,
  }
}
export type Pointing = ReturnType<typeof useFinding>
