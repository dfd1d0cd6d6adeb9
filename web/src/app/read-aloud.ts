import { readonly, ref } from 'vue'
import { preferences } from './preferences.ts'

const possible = ref(false)
const reading = ref(false)

/** Whether this phone has a voice of its own for the chosen language. Others would send the page away. */
export const canReadAloud = readonly(possible)
export const readingAloud = readonly(reading)

function ownVoice(): SpeechSynthesisVoice | undefined {
  const language = preferences.language.slice(0, 2)
  const own = speechSynthesis.getVoices().filter((voice) => voice.localService)
  return (
    own.find((voice) => voice.lang.replace('_', '-') === preferences.language) ??
    own.find((voice) => voice.lang.toLowerCase().startsWith(language))
  )
}

/** Looks for a voice; voices arrive late on some phones, so it looks again when they do. */
export function findVoices(): void {
  if (!('speechSynthesis' in globalThis)) return
  const look = (): void => {
    possible.value = ownVoice() !== undefined
  }
  look()
  speechSynthesis.onvoiceschanged = look
}

const speakable = 'h1,h2,h3,p,legend,label,li,dt,dd,td,th,small,figcaption,a,button'

const spoken = (element: Element): string => {
  const copy = element.cloneNode(true) as Element
  for (const silent of copy.querySelectorAll('[aria-hidden=true],[data-silent]')) silent.remove()
  return (copy.getAttribute('aria-label') ?? copy.textContent ?? '').replace(/\s+/g, ' ').trim()
}

const visible = (element: Element): boolean =>
  element.closest('[data-silent],[aria-hidden=true],[hidden]') === null && element.getClientRects().length > 0

/**
 * What is read, in this order: h1, then the page from top to bottom (question, choices), at the end
 * the button in the dock. Each sentence once.
 */
export function wordsToRead(page: Element): string[] {
  const found = [...page.querySelectorAll(speakable)].filter(visible)
  const leaves = found.filter(
    (element) => !found.some((other) => other !== element && element.contains(other)),
  )
  // A label that holds a second line must not lose its first.
  const outer = leaves.map((leaf) => leaf.closest('label,.row,.msg,.cell,h1,h2,legend') ?? leaf)
  const docked = (element: Element): boolean => element.closest('.dock,.tabs') !== null
  const order = [...new Set(outer)]
  const rank = (element: Element): number => (element.tagName === 'H1' ? 0 : docked(element) ? 2 : 1)
  order.sort((a, b) => rank(a) - rank(b))
  return order
    .filter((element) => element.closest('.tabs') === null)
    .map(spoken)
    .filter((words) => words !== '')
}

/** Reads the page aloud with a voice of this phone. `heard`: all of it was, to the last word. */
export function readPage(page: Element, heard?: () => void): void {
  const voice = ownVoice()
  if (!voice) return
  stopReading()
  const sentences = wordsToRead(page).map((words) => new SpeechSynthesisUtterance(words))
  const last = sentences.at(-1)
  if (!last) return
  last.onend = () => {
    const whole = reading.value // stopped on its way it ends, too
    reading.value = false
    if (whole) heard?.()
  }
  for (const sentence of sentences) {
    sentence.voice = voice
    sentence.lang = voice.lang
    sentence.rate = 0.9
    sentence.onerror = () => {
      reading.value = false
    }
    speechSynthesis.speak(sentence)
  }
  reading.value = true
}

export function stopReading(): void {
  if (reading.value) speechSynthesis.cancel()
  reading.value = false
}
