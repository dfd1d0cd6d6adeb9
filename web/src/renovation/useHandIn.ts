import { ref } from 'vue'
import { fieldText } from '../app/field-text.ts'
import type { Handed } from '../app/hand-over.ts'
import { ProblemError } from '../app/problem-error.ts'

/** A form that is handed in with its pictures: busy meanwhile, and why it was not taken; what was written stays then. */
export function useHandIn(drop: () => Promise<void>, done: () => void) {
  const busy = ref(false)
  const failed = ref<string>()
  async function hand(write: () => Promise<Handed>): Promise<void> {
    if (busy.value) return
    busy.value = true
    failed.value = undefined
    try {
      await write()
      await drop()
      done()
    } catch (caught) {
      const problem = caught instanceof ProblemError ? caught : new ProblemError('malformed')
      failed.value = fieldText(problem.errors[0]?.code) ?? problem.title
    } finally {
      busy.value = false
    }
  }
  return { busy, failed, hand }
}
