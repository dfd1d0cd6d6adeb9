import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import type { AccessLine } from '@yima/shared/me/contract'
import { joinLooks, type JoinedLook } from '@yima/shared/me/looks'
import { dayOf } from '../app/formats.ts'
import { ProblemError } from '../app/http.ts'
import { readSeen } from '../app/last-seen.ts'
import { handOver } from '../app/hand-over.ts'
import { openOutbox, outbox } from '../app/outbox.ts'
import { listLooks } from './api.ts'

export type LooksOfADay = { day: string; lines: JoinedLook[] }

export type Looks = {
  state: Ref<'loading' | 'shown' | 'failed' | 'signed-out'>
  /** Why the newest could not be fetched. */
  error: ShallowRef<ProblemError | undefined>
  /** When what is shown was fetched, if it is not the newest. */
  since: Ref<string | undefined>
  days: ComputedRef<LooksOfADay[]>
  more: Ref<boolean>
  busy: Ref<boolean>
  failed: Ref<string | undefined>
  load: () => Promise<void>
  goOn: () => Promise<void>
  ask: (line: JoinedLook, words: string) => Promise<boolean>
  /** Asked on this phone and not yet received. */
  asked: (line: JoinedLook) => boolean
}

const path = (id: string): string => `/me/access/${id}/question`

/** Who looked at one's data, day by day, and asking why. */
export function useLooks(): Looks {
  const state = ref<'loading' | 'shown' | 'failed' | 'signed-out'>('loading')
  const error = shallowRef<ProblemError>()
  const since = ref<string>()
  const lines = shallowRef<readonly AccessLine[]>([])
  const more = ref(false)
  const busy = ref(false)
  const failed = ref<string>()
  void openOutbox().catch(() => undefined)

  const days = computed(() => {
    const found: LooksOfADay[] = []
    for (const line of joinLooks(lines.value)) {
      const day = dayOf(line.at)
      if (found.at(-1)?.day === day) found.at(-1)?.lines.push(line)
      else found.push({ day, lines: [line] })
    }
    return found
  })

  function refused(problem: unknown): void {
    if (!(problem instanceof ProblemError)) throw problem
    error.value = problem
    state.value = problem.code === 'sign-in-needed' ? 'signed-out' : 'failed'
  }

  async function load(): Promise<void> {
    try {
      const { value: page, since: at, error: why } = await readSeen('mine.looks', () => listLooks())
      lines.value = page.lines
      more.value = page.more && at === undefined
      since.value = at
      error.value = why
      state.value = 'shown'
    } catch (problem) {
      refused(problem)
    }
  }

  async function goOn(): Promise<void> {
    if (busy.value) return
    busy.value = true
    failed.value = undefined
    try {
      const page = await listLooks(lines.value.at(-1)?.id)
      lines.value = [...lines.value, ...page.lines]
      more.value = page.more
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      failed.value = problem.title
    } finally {
      busy.value = false
    }
  }

  async function ask({ id }: JoinedLook, words: string): Promise<boolean> {
    failed.value = undefined
    try {
      const said = words.trim()
      const body = said === '' ? {} : { words: said }
      await handOver({ kind: 'access-question', path: path(id), body })
      return true
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      failed.value = problem.title
      return false
    }
  }

  const waiting = computed(() =>
    outbox.value.filter(({ kind }) => kind === 'access-question').map((entry) => entry.path),
  )
  watch(waiting, (now, before) => {
    if (now.length < before.length) void load() // one was received: the line says so
  })
  const asked = ({ ids }: JoinedLook): boolean => ids.some((id) => waiting.value.includes(path(id)))

  return { state, error, since, days, more, busy, failed, load, goOn, ask, asked }
}
