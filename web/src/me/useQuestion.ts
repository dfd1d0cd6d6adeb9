import { computed, onBeforeUnmount, onMounted, shallowRef, type ComputedRef } from 'vue'
import type { JoinedLook } from '@yima/shared/me/looks'

/** `held`: asked by a tap, and it can still be taken back; `worded`: words are being added; `refused`: those were. */
type Stage = 'held' | 'worded' | 'sending' | 'refused'

export type Question = {
  /** The look that is asked about just now. */
  about: ComputedRef<JoinedLook | undefined>
  stage: ComputedRef<Stage | undefined>
  tap: (line: JoinedLook) => void
  undo: () => void
  /** Words are to be added. */
  say: () => void
  /** Closed without words it is still asked: the tap was the question. Refused, it is not asked again. */
  close: () => void
  /** Asks with these words, once however often it is pressed; whether it was taken. */
  send: (words: string) => Promise<boolean>
}

/**
 * One tap asks; nothing more is needed. Until one goes on it can be taken back, or words be added, and no clock runs:
 * whoever asks about another line, leaves the page or puts the phone away has asked, and the question goes out, once.
 * Who puts the phone away while writing words has not asked yet.
 */
export function useQuestion(ask: (line: JoinedLook, words: string) => Promise<boolean>): Question {
  const now = shallowRef<{ line: JoinedLook; stage: Stage }>()
  const stage = computed(() => now.value?.stage)
  const about = computed(() => now.value?.line)
  const turn = (to: Stage): void => {
    if (now.value) now.value = { ...now.value, stage: to }
  }

  function go(): void {
    const line = stage.value === 'held' || stage.value === 'worded' ? about.value : undefined
    now.value = undefined
    if (line) void ask(line, '')
  }
  function tap(line: JoinedLook): void {
    go()
    now.value = { line, stage: 'held' }
  }
  const undo = (): void => void (now.value = undefined)
  const say = (): void => turn('worded')
  function close(): void {
    if (stage.value === 'worded') turn('held')
    else now.value = undefined
  }
  async function send(words: string): Promise<boolean> {
    if (!now.value || stage.value === 'sending') return false
    const sent = (now.value = { ...now.value, stage: 'sending' })
    const taken = await ask(sent.line, words)
    if (now.value === sent) now.value = taken ? undefined : { ...sent, stage: 'refused' }
    return taken
  }

  const hide = (): void => {
    if (document.visibilityState === 'hidden' && stage.value === 'held') go()
  }
  onMounted(() => document.addEventListener('visibilitychange', hide))
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', hide)
    go()
  })
  return { about, stage, tap, undo, say, close, send }
}
