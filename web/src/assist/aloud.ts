import { inject, onBeforeUnmount, onMounted, ref } from 'vue'
import type * as readAloud from '../app/read-aloud.ts'

export type Aloud = Pick<typeof readAloud, 'canReadAloud' | 'readingAloud' | 'findVoices' | 'readPage' | 'stopReading'>

const silent: Aloud = {
  canReadAloud: ref(false), readingAloud: ref(false), findVoices: () => undefined, readPage: () => undefined, stopReading: () => undefined,
}

/**
 * The voice of this phone, as the frame of the app has it. Handed in and not imported: a module of the entry that some
 * part imports besides takes the entry to pieces, and every first visit would carry 3.6 KB more. Silent once its page is left.
 */
export function useAloud(): Aloud {
  const aloud = inject<Aloud>('read-aloud', silent)
  onMounted(aloud.findVoices)
  onBeforeUnmount(aloud.stopReading)
  return aloud
}
