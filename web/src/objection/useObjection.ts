import { computed, onMounted, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { wordsMax } from '@yima/shared/identity/text'
import { parseName } from '@yima/shared/identity/name'
import { parseMobile } from '@yima/shared/identity/phone'
import type { Wrong } from '@yima/shared/objection/contract'
import { shrink } from '../application/shrink.ts'
import { freshDeviceKey } from '../app/device.ts'
import { fieldText } from '../app/field-text.ts'
import { giveBack } from '../app/give-back.ts'
import { answerOf, enqueue, openOutbox, outbox, wordOn, type NewEntry } from '../app/outbox.ts'
import { ProblemError } from '../app/problem-error.ts'
import { useKeptFields } from '../app/useKeptForm.ts'
import { objectionPath, type ObjectionFiled, type ObjectionInput } from './api.ts'
import { takeSlips, type Slip } from './slips.ts'

export const longest = wordsMax

type Lacks = Partial<Record<'wrongs' | 'words' | 'name' | 'phone' | 'lastFour', string>>
/** What the fields of an objection are, whoever writes it down. */
export type Objecting = {
  wrongs: Ref<Wrong[]>
  words: Ref<string>
  photos: ShallowRef<File[]>
  marks: ShallowRef<ReadonlyMap<File, string | undefined>>
  named: Ref<'no' | 'yes'>
  name: Ref<string>
  phone: Ref<string>
  lastFour: Ref<string>
  lacks: Ref<Lacks>
  failed: Ref<string | undefined>
  busy: Ref<boolean>
  /** `kept`: on this phone, and goes by itself; `received`: with its number. */
  state: ComputedRef<'form' | 'kept' | 'sending' | 'received'>
  slip: ShallowRef<Slip | undefined>
  /** The digits of what was handed over: shown beside its number, kept nowhere else. */
  four: Ref<string>
  send: () => Promise<void>
}

const sentenceOf = (family: string, code: string): string => fieldText(`${family}-${code}`) ?? ''

type Fields = Pick<Objecting, 'wrongs' | 'words' | 'photos' | 'named' | 'name' | 'phone' | 'lastFour'>

/** What is missing before it can go. @param phoneless whoever has no telephone is found in the village */
export function lacksIn({ wrongs, words, photos, named, name, phone, lastFour }: Fields, phoneless = false): Lacks {
  const found: Lacks = {}
  const onlyOther = wrongs.value.every((one) => one === 'other')
  if (wrongs.value.length === 0) found.wrongs = fieldText('wrong-needed') ?? ''
  else if (onlyOther && words.value.trim() === '' && photos.value.length === 0) found.words = fieldText('words-needed') ?? ''
  if (named.value === 'yes') {
    const [who, where] = [parseName(name.value), parseMobile(phone.value)]
    if (!who.ok) found.name = sentenceOf('name', who.code)
    if (!where.ok && !(phoneless && phone.value.trim() === '')) found.phone = sentenceOf('phone', where.code)
  }
  if (!/^\d{4}$/.test(lastFour.value.trim())) found.lastFour = fieldText('four-digits') ?? ''
  return found
}

/** What somebody says against one notice: kept at every letter, sent without a sign-in, and never typed twice. */
export function useObjection(notice: string): Objecting {
  const path = objectionPath(notice)
  const wrongs = ref<Wrong[]>([])
  const words = ref('')
  const photos = shallowRef<File[]>([])
  const marks: Objecting['marks'] = shallowRef(new Map())
  const named = ref<'no' | 'yes'>('no')
  const name = ref('')
  const phone = ref('')
  const lastFour = ref('')
  const lacks = ref<Lacks>({})
  const failed = ref<string>()
  const busy = ref(false)
  const id = ref<string>()
  const slip = shallowRef<Slip>()
  const four = ref('')
  const form = `object-${notice}`
  const said = useKeptFields(form, { wrongs, words, named, name, phone, lastFour })
  // Apart from the words: many photos at every letter would be too much for a cheap phone.
  const taken = useKeptFields(`${form}-photos`, { photos })
  watch([wrongs, words, named, name, phone, lastFour], () => (lacks.value = {}))

  const word = computed(() => (id.value === undefined ? undefined : wordOn<ObjectionFiled>(id.value)))
  const state = computed(() => {
    if (slip.value !== undefined) return 'received'
    const now = word.value?.word
    return now === 'kept' || now === 'sending' ? now : 'form'
  })

  async function entries(): Promise<NewEntry[]> {
    // One that nothing else of this phone goes under: who sent an application from here is not who objects.
    const device = freshDeviceKey()
    const parts: NewEntry[] = []
    for (const photo of photos.value)
      parts.push({ id: crypto.randomUUID(), kind: 'file', path: '/files', body: null, blob: await shrink(photo), device })
    const body: ObjectionInput = {
      wrongs: [...wrongs.value],
      words: words.value.trim(),
      photos: parts.map((part) => answerOf(part.id, 'id') as unknown as string),
      named: named.value === 'yes' ? { name: name.value, phone: phone.value } : null,
      lastFour: lastFour.value.trim(),
    }
    // It says itself who wrote it, or that nobody did: no sign-in goes with it.
    return [...parts, { id: crypto.randomUUID(), kind: 'objection', path, body, device, after: parts.map((part) => part.id) }]
  }

  async function send(): Promise<void> {
    failed.value = undefined
    lacks.value = lacksIn({ wrongs, words, photos, named, name, phone, lastFour })
    if (Object.keys(lacks.value).length > 0 || busy.value) return
    busy.value = true
    try {
      await openOutbox()
      const all = await entries()
      four.value = lastFour.value.trim()
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
    await giveBack<ObjectionInput>((entry) => entry.path === path, ({ body, pictures }) => {
      wrongs.value = [...body.wrongs]
      words.value ||= body.words
      named.value = body.named ? 'yes' : 'no'
      name.value ||= body.named?.name ?? ''
      phone.value ||= body.named?.phone ?? ''
      lastFour.value ||= body.lastFour
      photos.value = [...photos.value, ...pictures.map(({ file }) => file)]
      marks.value = new Map(pictures.map(({ file, why }) => [file, fieldText(why)]))
    }).catch(() => undefined)
  }

  onMounted(async () => {
    await Promise.all([said.ready, taken.ready])
    await openOutbox().catch(() => undefined)
    const lying = outbox.value.find((entry) => entry.path === path)
    id.value ??= lying?.id
    four.value ||= (lying?.body as ObjectionInput | undefined)?.lastFour ?? ''
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
  return { wrongs, words, photos, marks, named, name, phone, lastFour, lacks, failed, busy, state, slip, four, send }
}
