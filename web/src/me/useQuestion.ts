import { onBeforeUnmount, onMounted, shallowRef, type ShallowRef } from 'vue'
import type { JoinedLook } from '@yima/shared/me/looks'

/** Milliseconds in which a question asked by one tap can be taken back before it goes out. */
const undoMs = 8000

export type Question = {
  /** The look that was just asked about and can still be taken back. */
  held: ShallowRef<JoinedLook | undefined>
  tap: (line: JoinedLook) => void
  /** Stops the clock and hands over what was held: to be forgotten, or to be asked with words. */
  take: () => JoinedLook | undefined
}

/**
 * One tap asks; nothing more is needed. For some seconds it can be taken back, or words be added. Whoever asks about
 * another line, leaves the page or puts the phone away has asked: the question goes out at once, and once.
 */
export function useQuestion(ask: (line: JoinedLook, words: string) => Promise<boolean>): Question {
  const held = shallowRef<JoinedLook>()
  let timer: ReturnType<typeof setTimeout> | undefined

  function take(): JoinedLook | undefined {
    const line = held.value
    clearTimeout(timer)
    held.value = undefined
    return line
  }
  function go(): void {
    const line = take()
    if (line) void ask(line, '')
  }
  function tap(line: JoinedLook): void {
    go()
    held.value = line
    timer = setTimeout(go, undoMs)
  }
  const hide = (): void => {
    if (document.visibilityState === 'hidden') go()
  }

  onMounted(() => document.addEventListener('visibilitychange', hide))
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', hide)
    go()
  })
  return { held, tap, take }
}
