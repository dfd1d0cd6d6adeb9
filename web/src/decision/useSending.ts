import { ref } from 'vue'
import { fieldText } from '../app/field-text.ts'
import { ProblemError } from '../app/problem-error.ts'
import { t } from '../app/text.ts'

/** One write of a sheet: busy while it is on its way, and why it was refused. True once it was handed over. */
export function useSending() {
  const busy = ref(false)
  const failed = ref('')
  async function send(write: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    failed.value = ''
    try {
      await write()
      return true
    } catch (error) {
      failed.value =
        error instanceof ProblemError
          ? (fieldText(error.errors[0]?.code) ?? error.title)
          : t('common.problem.malformed')
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, failed, send }
}
