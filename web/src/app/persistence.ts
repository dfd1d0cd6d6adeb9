import { computed, ref, shallowRef, type ComputedRef } from 'vue'
import { storeRefusal, storeRefused } from './store-refusal.ts'

/** What is not sure about this phone's memory: it keeps nothing, is full or nearly, or may clear away unasked. */
export type Worry = 'memory' | 'full' | 'filling' | 'may-clear'

/** Chromium's event, known to no library of types. */
type InstallPrompt = Event & { prompt: () => Promise<unknown> }

const megabyte = 1024 * 1024
/** With less than this left the next photo may not fit. */
const leastRoom = 20 * megabyte

const refused = ref(false)
const granted = ref(false)
/** True once the phone has promised to keep what lies here: only then "it stays" may be said. */
export const staysHere = computed(() => granted.value && !storeRefused.value)
const short = ref(false)
const offer = shallowRef<InstallPrompt>()
let asked: Promise<void> | undefined

async function ask(): Promise<void> {
  const { storage } = navigator as Partial<Navigator>
  if (!storage?.persist) return // an old browser: nothing is known, so nothing is said
  granted.value = (await storage.persisted()) || (await storage.persist())
  refused.value = !granted.value
  const { quota, usage } = await storage.estimate()
  short.value = quota !== undefined && usage !== undefined && quota - usage < leastRoom
}

/**
 * Asks the phone not to clear away what was written, once a visit and only when there is something to lose:
 * some browsers show a question, which nobody understands before they have written a word.
 */
export function askToStay(): Promise<void> {
  asked ??= ask().catch(() => undefined)
  return asked
}

/** What to tell whoever has something lying on this phone; undefined while nothing is wrong. */
export const storageWorry: ComputedRef<Worry | undefined> = computed(() => {
  // Browsers say how much they might grant, not what the phone has left: a refused write knows better.
  if (storeRefusal.value) return storeRefusal.value === 'full' ? 'full' : 'memory'
  if (short.value) return 'filling'
  return refused.value ? 'may-clear' : undefined
})

/** Puts Yima on the home screen, where nothing is cleared away; undefined where the browser offers no such way. */
export const install = computed(() => {
  const { value: event } = offer
  if (event === undefined) return undefined
  return async (): Promise<void> => {
    await event.prompt()
    offer.value = undefined
    asked = undefined
    await askToStay()
  }
})

/** Keeps the browser's offer to install for when it is useful; called once. */
export function watchInstall(): void {
  addEventListener('beforeinstallprompt', (event) => {
    event.preventDefault() // not while somebody is writing
    offer.value = event as InstallPrompt
  })
}
