import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { ErasureView } from '@yima/shared/me/contract'
import { ProblemError } from '../app/http.ts'
import { handOver } from '../app/hand-over.ts'
import { t } from '../app/text.ts'
import { getErasure, getRecord } from './api.ts'

export type MyRecord = {
  state: Ref<'loading' | 'shown' | 'failed' | 'signed-out' | 'ended'>
  error: ShallowRef<ProblemError | undefined>
  erasure: ShallowRef<ErasureView | undefined>
  busy: Ref<'saving' | 'ending' | undefined>
  failed: Ref<string | undefined>
  saved: Ref<boolean>
  load: () => Promise<void>
  save: () => Promise<void>
  end: () => Promise<void>
}

/** Hands a file over to the phone. The page keeps nothing of it. */
function download(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** Everything about oneself: to take along, and to end. `cleared` is called once the account has ended. */
export function useRecord(clear: () => Promise<void>): MyRecord {
  const state = ref<'loading' | 'shown' | 'failed' | 'signed-out' | 'ended'>('loading')
  const error = shallowRef<ProblemError>()
  const erasure = shallowRef<ErasureView>()
  const busy = ref<'saving' | 'ending'>()
  const failed = ref<string>()
  const saved = ref(false)

  async function load(): Promise<void> {
    try {
      erasure.value = await getErasure()
      state.value = 'shown'
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      error.value = problem
      state.value = problem.code === 'sign-in-needed' ? 'signed-out' : 'failed'
    }
  }

  async function doing(what: 'saving' | 'ending', work: () => Promise<void>): Promise<void> {
    if (busy.value) return
    busy.value = what
    failed.value = undefined
    try {
      await work()
    } catch (problem) {
      failed.value = problem instanceof ProblemError ? problem.title : t('common.problem.malformed')
    } finally {
      busy.value = undefined
    }
  }

  const save = (): Promise<void> =>
    doing('saving', async () => {
      const record = await getRecord()
      download(`yima-${record.at.slice(0, 10)}.json`, JSON.stringify(record, null, 2))
      saved.value = true
    })

  const end = (): Promise<void> =>
    doing('ending', async () => {
      const now = await handOver({ kind: 'erasure', path: '/me/erasure', body: {} }).catch(
        async (problem: unknown) => {
          await load() // what runs still is shown with the reason
          throw problem
        },
      )
      if (now.word === 'kept') {
        failed.value = t('mine.end.waits')
        return
      }
      await clear()
      state.value = 'ended'
    })

  return { state, error, erasure, busy, failed, saved, load, save, end }
}
