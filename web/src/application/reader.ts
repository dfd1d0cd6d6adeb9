import { shallowRef } from 'vue'
import type { Reading } from '@yima/shared/reading/reading'

type ReadWords = (words: string) => Reading

const reader = shallowRef<ReadWords>()
let coming: Promise<void> | undefined

const nothing: Reading = {
  programmes: [],
  urgent: false,
  dangers: [],
  complaint: false,
  complaintSpans: [],
  offTopic: true,
  facts: {},
  phrases: [],
}

/**
 * Fetches the reader of words: 100 KB that nobody should wait for before there is a box to write in. Rejects
 * without a network on the first visit; the next call tries again.
 */
export function loadReader(): Promise<void> {
  coming ??= import('@yima/shared/reading/read-words').then(({ readWords }) => {
    reader.value = readWords
  })
  coming.catch(() => {
    coming = undefined
  })
  return coming
}

/** What is read in the words; nothing until the reader is there. Wait for `loadReader` before acting on it. */
export const read = (words: string): Reading => reader.value?.(words) ?? nothing
