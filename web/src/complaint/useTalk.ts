import { onMounted, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { Conversation } from '@yima/shared/complaint/contract'
import type { ReportedProof } from '@yima/shared/complaint/reported'
import { parseComplaintReceipt } from '@yima/shared/complaint/receipt'
import type { SealedFile } from '@yima/shared/complaint/sealed'
import type { Rating } from '@yima/shared/complaint/state'
import { download } from '../app/download.ts'
import { fieldText } from '../app/field-text.ts'
import { ProblemError } from '../app/problem-error.ts'
import { t } from '../app/text.ts'
import type { Evidence } from './evidence.ts'
import { KeyRefused } from './key-refused.ts'
import { receiptText } from './receipt-text.ts'
import type { Said, Talk } from './talk.ts'

export type Talking = {
  typed: Ref<string>
  wrong: Ref<string | undefined>
  busy: Ref<boolean>
  failed: Ref<string | undefined>
  now: ShallowRef<Conversation | undefined>
  said: ShallowRef<readonly Said[]>
  /** Somebody who had the secret may read no more: another key stands in front. */
  renewed: Ref<boolean>
  words: Ref<string>
  files: ShallowRef<File[]>
  again: Ref<string>
  /** How much of what is being said has arrived, 0 to 1; undefined while nothing goes. */
  progress: Ref<number | undefined>
  /** For a higher body, once it was asked for. */
  proof: ShallowRef<ReportedProof | undefined>
  prove: () => Promise<void>
  open: () => Promise<void>
  say: () => Promise<void>
  rate: (rating: Rating) => Promise<void>
  reopen: () => Promise<void>
  save: (file: SealedFile) => Promise<void>
}

/** The conversation of a receipt: open in this page, kept nowhere. */
export function useTalk(): Talking {
  const [typed, words, again] = [ref(''), ref(''), ref('')]
  const wrong = ref<string>()
  const failed = ref<string>()
  const busy = ref(false)
  const now = shallowRef<Conversation>()
  const said = shallowRef<readonly Said[]>([])
  const renewed = ref(false)
  const files = shallowRef<File[]>([])
  const progress = ref<number>()
  const proof = shallowRef<ReportedProof>()
  let talk: Talk | undefined
  /** Made ready once: interrupted, the same goes on where it was. */
  let ready: { files: readonly File[]; evidence: readonly Evidence[] } | undefined

  function sentenceOf(error: unknown): string {
    if (error instanceof ProblemError) return fieldText(error.errors[0]?.code) ?? error.title
    if (error instanceof KeyRefused) return t('complaint.talk.forged')
    if (error instanceof RangeError) return t('complaint.files.large')
    return error instanceof Error && error.message === 'traced' ? t('complaint.files.traced') : t('complaint.talk.failed')
  }

  async function during(act: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = true
    failed.value = undefined
    try {
      await act()
    } catch (error) {
      failed.value = sentenceOf(error)
    } finally {
      busy.value = false
    }
  }

  async function lookAgain(): Promise<void> {
    const seen = await talk?.look()
    now.value = seen?.now
    said.value = seen?.said ?? []
    renewed.value = (seen?.keys ?? 0) > 1
  }

  async function open(): Promise<void> {
    const read = parseComplaintReceipt(typed.value)
    wrong.value = read.ok ? undefined : receiptText(read.code, read.count)
    if (!read.ok) return
    await during(async () => {
      try {
        const { Talk: Opening } = await import('./talk.ts')
        const opened = await Opening.open(read.value)
        talk = opened.talk
        now.value = opened.now
        said.value = opened.said
        renewed.value = opened.keys > 1
        typed.value = ''
      } catch (error) {
        if (!(error instanceof ProblemError) || error.code !== 'not-found') throw error
        wrong.value = t('complaint.number.nothing')
      }
    })
  }

  async function evidenceFrom(chosen: readonly File[]): Promise<Evidence[]> {
    const { evidenceOf } = await import('./evidence.ts')
    return Promise.all(chosen.map((file, at) => evidenceOf(file, at + 1)))
  }
  const prove = (): Promise<void> =>
    during(async () => {
      proof.value = await talk?.prove()
    })
  const say = (): Promise<void> =>
    during(async () => {
      if (!now.value || (words.value.trim() === '' && files.value.length === 0)) return
      if (ready?.files !== files.value) ready = { files: files.value, evidence: await evidenceFrom(files.value) }
      try {
        await talk?.say(words.value.trim(), ready.evidence, (part) => (progress.value = part))
      } finally {
        progress.value = undefined
      }
      ready = undefined
      words.value = ''
      files.value = []
      await lookAgain()
    })
  const rate = (rating: Rating): Promise<void> =>
    during(async () => {
      await talk?.rate(rating)
      await lookAgain()
    })
  const reopen = (): Promise<void> =>
    during(async () => {
      if (!now.value || again.value.trim() === '') return
      await talk?.reopen(again.value.trim())
      again.value = ''
      await lookAgain()
    })
  const save = (file: SealedFile): Promise<void> =>
    during(async () => {
      const whole = await talk?.file(file)
      if (whole) download(whole)
    })

  onMounted(() => {
    const behind = location.hash.slice(1)
    if (behind === '') return
    // Out of the address before anything else: whoever takes the phone next does not find it there.
    history.replaceState(history.state, '', location.pathname)
    typed.value = behind
    void open()
  })
  return { typed, wrong, busy, failed, now, said, renewed, words, files, again, progress, proof, prove, open, say, rate, reopen, save }
}
