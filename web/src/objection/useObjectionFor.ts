import { computed, ref, shallowRef, watch } from 'vue'
import type { OfficerView } from '@yima/shared/identity/contract'
import type { ObjectionFiled, Wrong } from '@yima/shared/objection/contract'
import { fieldText } from '../app/field-text.ts'
import { http } from '../app/http.ts'
import { sendPicture } from '../app/picture-parts.ts'
import { ProblemError } from '../app/problem-error.ts'
import { t } from '../app/text.ts'
import { useKeptFields } from '../app/useKeptForm.ts'
import { shrink } from '../application/shrink.ts'
import { draftKey } from '../work/acts.ts'
import type { Slip } from './slips.ts'
import { lacksIn, type Objecting } from './useObjection.ts'

/**
 * What somebody without a phone says against a notice, written down on a worker's: asked and answered while they wait, for
 * the number goes onto their slip. What is typed is kept until then, and nothing of it afterwards.
 */
export function useObjectionFor(notice: string, officer: Pick<OfficerView, 'id'>) {
  const wrongs = ref<Wrong[]>([])
  const words = ref('')
  const photos = shallowRef<File[]>([])
  const named = ref<'no' | 'yes'>('no')
  const name = ref('')
  const phone = ref('')
  const lastFour = ref('')
  const read = ref<'voice' | 'worker'>()
  const lacks = ref<Objecting['lacks']['value'] & { read?: string }>({})
  const failed = ref<string>()
  const busy = ref(false)
  const slip = shallowRef<Slip>()
  const four = ref('')
  const fields = { wrongs, words, photos, named, name, phone, lastFour }
  const said = useKeptFields(draftKey(officer, `/work/notices/${notice}/objections`), fields)
  watch([...Object.values(fields), read], () => (lacks.value = {}))

  async function hand(): Promise<ObjectionFiled> {
    const sent = await Promise.all(photos.value.map(async (photo) => sendPicture(http, crypto.randomUUID(), await shrink(photo), false)))
    return http.post(`/work/notices/${notice}/objections`, {
      wrongs: [...wrongs.value],
      words: words.value.trim(),
      photos: sent.map(({ id }) => id),
      named: named.value === 'yes' ? { name: name.value.trim(), ...(phone.value.trim() === '' ? {} : { phone: phone.value }) } : null,
      lastFour: lastFour.value.trim(),
      read: read.value,
    })
  }

  async function send(): Promise<void> {
    failed.value = undefined
    lacks.value = { ...lacksIn(fields, true), ...(read.value ? {} : { read: t('assist.read.missing') }) }
    if (Object.keys(lacks.value).length > 0 || busy.value) return
    busy.value = true
    try {
      const filed = await hand()
      four.value = lastFour.value.trim()
      slip.value = { ...filed, id: notice }
      await said.drop()
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      failed.value = fieldText(error.errors[0]?.code) ?? error.title
    } finally {
      busy.value = false
    }
  }
  const marks: Objecting['marks'] = shallowRef(new Map())
  const state = computed(() => (slip.value ? ('received' as const) : ('form' as const)))
  return { ...fields, marks, read, lacks, failed, busy, state, slip, four, send }
}
