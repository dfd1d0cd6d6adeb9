import { shallowRef } from 'vue'
import type { Reading } from '@yima/shared/reading/reading'
import { pause } from '../app/later.ts'
import { loadTexts } from '../app/text.ts'
import type * as Thinking from './thinking.ts'

const reader = shallowRef<(words: string) => Reading>()
const mind = shallowRef<typeof Thinking>()
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

/** The rules and everything that asks them; undefined until `loadReader` is through. */
export const thinking = mind

/** What reader and rules speak of. */
const texts = ['assessment', 'fact', 'policy', 'problem', 'reading']

async function fetchAll(): Promise<void> {
  const [{ readWords, makeReady }, thoughts] = await Promise.all([
    import('@yima/shared/reading/read-words'),
    import('./thinking.ts'),
    loadTexts(texts),
  ])
  await inSlices(makeReady())
  reader.value = readWords
  await pause() // what the page makes of either is a piece of work of its own
  mind.value = thoughts
}

/** Milliseconds of work between two chances to answer a finger. */
const slice = 8

async function inSlices(work: Iterable<void>): Promise<void> {
  let began = performance.now()
  for (const _step of work) {
    if (performance.now() - began < slice) continue
    await pause()
    began = performance.now()
  }
  await pause()
}

/**
 * Fetches the reader of words and the rules, 100 KB that nobody should wait for before there is a box to write
 * in. Rejects without a network on the first visit; the next call tries again.
 */
export function loadReader(): Promise<void> {
  coming ??= fetchAll()
  coming.catch(() => {
    coming = undefined
  })
  return coming
}

/** What is read in the words; nothing until the reader is there. Wait for `loadReader` before acting on it. */
export const read = (words: string): Reading =>
  (words === '' ? undefined : reader.value?.(words)) ?? nothing
