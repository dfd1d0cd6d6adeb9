import { ref, shallowRef } from 'vue'
import type { AssistView } from '@yima/shared/assist/contract'
import { parseName } from '@yima/shared/identity/name'
import { fieldText } from '../app/field-text.ts'
import { handOver } from '../app/hand-over.ts'
import { answerOf, type NewEntry } from '../app/outbox.ts'
import { ProblemError } from '../app/problem-error.ts'
import { t } from '../app/text.ts'
import { shrink } from '../application/shrink.ts'
import { useDesk } from '../work/desk.ts'
import { actsPath } from './api.ts'
import type { Ask } from './ask.ts'

type Lacks = Partial<Record<'answer' | 'said' | 'photos' | 'read' | 'ink' | 'thumb' | 'witness', string>>

const fileOf = (blob: Blob): NewEntry => ({ id: crypto.randomUUID(), kind: 'file', path: '/files', body: null, blob })

/** What somebody says and signs on a worker's phone, until it is handed over. Nothing of it is kept as a draft here. */
export function useAsking(of: () => Ask, assist: () => AssistView) {
  const { officer } = useDesk()
  const said = ref('')
  const answer = ref('unknown')
  const read = ref<'voice' | 'worker'>()
  const way = ref<'hand' | 'thumb' | 'spoken'>('hand')
  const witness = ref('')
  const photos = shallowRef<File[]>([])
  const thumb = shallowRef<File[]>([])
  const lacks = ref<Lacks>({})
  const busy = ref(false)
  const failed = ref<string>()
  /** By which the server's clock is ahead of this phone's. */
  const ahead = Date.parse(assist().now) - Date.now()

  function missing(signed: boolean, ink: Blob | undefined): Lacks {
    const { choose, say, photos: wanted } = of()
    const silent = choose !== undefined && answer.value === choose.silentFor
    const short = say?.needed === true && !silent && said.value.trim().length < 2
    return {
      ...(choose && answer.value === 'unknown' ? { answer: fieldText('not-a-choice') ?? '' } : {}),
      ...(short ? { said: fieldText('say-something') ?? '' } : {}),
      ...(wanted?.paper !== undefined && photos.value.length === 0 ? { photos: fieldText('no-picture') ?? '' } : {}),
      ...(signed && !read.value ? { read: t('assist.read.missing') } : {}),
      ...(signed && way.value === 'hand' && !ink ? { ink: t('assist.way.missing') } : {}),
      ...(signed && way.value === 'thumb' && thumb.value.length === 0 ? { thumb: fieldText('no-picture') ?? '' } : {}),
      ...(signed && way.value !== 'hand' && !parseName(witness.value).ok ? { witness: fieldText('witness-needed') ?? '' } : {}),
    }
  }

  function yesOf(mark: NewEntry | undefined): object {
    if (way.value === 'hand') return { method: 'signed', read: read.value, signature: answerOf(mark?.id ?? '', 'id') }
    const picture = mark ? { picture: answerOf(mark.id, 'id') } : {}
    return { method: 'witnessed', read: read.value, how: way.value, witness: witness.value, ...picture }
  }

  function bodyOf(shown: readonly NewEntry[], yes: object | undefined): object {
    const { type, body, say, choose, photos: wanted } = of()
    const silent = choose !== undefined && answer.value === choose.silentFor
    const files = shown.map(({ id }) => answerOf(id, 'id'))
    const words = silent ? '' : said.value.trim()
    return {
      ...{ type, ...body },
      ...(choose ? { answer: answer.value } : {}),
      ...(say && (words !== '' || choose) ? { [say.name]: words } : {}),
      ...(wanted ? (wanted.paper === undefined ? { pictures: files } : { papers: [{ id: wanted.paper, files }] }) : {}),
      ...(yes ? { yes } : {}),
      writtenAt: new Date(Date.now() + ahead).toISOString(),
    }
  }

  async function handIn(signed: boolean, ink: Blob | undefined): Promise<'received' | 'kept'> {
    const shown = await Promise.all(photos.value.map(async (photo) => fileOf(await shrink(photo))))
    const [print] = thumb.value
    const mark = !signed ? undefined : way.value === 'hand' ? ink && fileOf(ink) : way.value === 'thumb' && print ? fileOf(await shrink(print)) : undefined
    const { word } = await handOver({
      kind: 'assist',
      path: actsPath(assist().id),
      body: bodyOf(shown, signed ? yesOf(mark) : undefined),
      pictures: [...shown, ...(mark ? [mark] : [])],
      side: 'officer',
      actor: `officer:${officer.id}`,
      label: { officer: officer.name, person: assist().name },
    })
    return word
  }

  /** Where it is once it was handed over; undefined while something is missing, or it was not taken. */
  async function send(signed: boolean, ink: Blob | undefined): Promise<'received' | 'kept' | undefined> {
    if (busy.value) return undefined
    lacks.value = missing(signed, ink)
    if (Object.keys(lacks.value).length > 0) return undefined
    busy.value = true
    failed.value = undefined
    try {
      return await handIn(signed, ink)
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      const [first] = error.errors
      failed.value = (first && fieldText(first.code)) ?? error.title
      return undefined
    } finally {
      busy.value = false
    }
  }
  return { said, answer, read, way, witness, photos, thumb, lacks, busy, failed, send }
}
