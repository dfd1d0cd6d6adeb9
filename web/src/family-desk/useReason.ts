import { ref, type Ref } from 'vue'
import { fieldText } from '../app/field-text.ts'
import { useDraft } from '../work/useDraft.ts'

/** A reason that somebody else reads: kept under `key` while it is typed, and asked for where it is missing. */
export function useReason(key: string): {
  reason: Ref<string>
  lacks: Ref<string | undefined>
  /** The reason as it goes out; undefined when it is missing, which then stands in `lacks`. */
  read: () => string | undefined
  clear: () => Promise<void>
} {
  const { draft: reason, clear } = useDraft(key, '')
  const lacks = ref<string>()
  function read(): string | undefined {
    const why = reason.value.trim()
    lacks.value = why.length < 2 ? fieldText('reason-needed') : undefined
    return lacks.value === undefined ? why : undefined
  }
  return { reason, lacks, read, clear }
}
