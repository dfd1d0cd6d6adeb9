import { computed, type ComputedRef } from 'vue'
import { sentencesAt, takeOut } from './complaint.ts'
import type { Draft } from './draft.ts'
import type { Hearing } from './useHearing.ts'

export type Complaint = {
  /** Accusing sentences nobody has decided about yet. */
  undecided: ComputedRef<string[]>
  takeOutAll: () => void
  keepAll: () => void
}

/** Words that accuse somebody: whoever said them decides whether the office reads them. */
export function useComplaint(
  draft: Pick<Draft, 'words' | 'complaintKept'>,
  { reading }: Pick<Hearing, 'reading'>,
): Complaint {
  const undecided = computed(() =>
    sentencesAt(draft.words, reading.value.complaintSpans).filter(
      (one) => !draft.complaintKept.includes(one),
    ),
  )
  return {
    undecided,
    takeOutAll: () => {
      draft.words = takeOut(draft.words, reading.value.complaintSpans)
    },
    keepAll: () => {
      draft.complaintKept = [...draft.complaintKept, ...undecided.value]
    },
  }
}
