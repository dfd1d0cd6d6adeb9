import { ref, type Ref } from 'vue'
import { copyOf, useKeptFields, type Shape } from '../app/useKeptForm.ts'

/** What is written for one act lies there as it is. */
const whole: Shape = { lay: ({ draft }) => draft, take: (draft) => ({ draft }) }

/**
 * A form of one piece (useKeptForm.ts): an officer's act as it is written, under its `draftKey`. `clear` empties it once
 * it has been received.
 */
export function useDraft<T>(key: string, empty: T): { draft: Ref<T>; clear: () => Promise<void> } {
  const draft = ref(copyOf(empty)) as Ref<T>
  const { drop } = useKeptFields(key, { draft }, whole)
  return { draft, clear: drop }
}
