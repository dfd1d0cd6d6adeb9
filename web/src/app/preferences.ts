import { reactive, readonly } from 'vue'
import {
  defaultPreferences,
  preferencesCache,
  preferencesKey,
  readPreferences,
  textSizes,
  type Preferences,
  type TextSize,
} from './preferences-kept.ts'

export { languages, textSizes, themes } from './preferences-kept.ts'
export type { Language, Preferences, TextSize, Theme } from './preferences-kept.ts'

function recalled(): Preferences {
  try {
    return readPreferences(globalThis.localStorage?.getItem(preferencesKey))
  } catch {
    return { ...defaultPreferences } // storage refused: the choices live as long as the page
  }
}

const state = reactive<Preferences>(recalled())

/** Text size, theme and language chosen on this device. Change them with `prefer`. */
export const preferences = readonly(state)

/** Writes the choices onto `<html>`, where tokens.css and screen readers look for them. */
export function showPreferences(root: HTMLElement = document.documentElement): void {
  root.lang = state.language
  if (state.size === 'normal') delete root.dataset.size
  else root.dataset.size = state.size
  if (state.theme === 'auto') delete root.dataset.theme
  else root.dataset.theme = state.theme
}

function keep(): void {
  const text = JSON.stringify(state)
  try {
    localStorage.setItem(preferencesKey, text)
  } catch {
    return // storage refused: see recalled()
  }
  void globalThis.caches
    ?.open(preferencesCache.name)
    .then((cache) => cache.put(preferencesCache.url, new Response(text)))
    .catch(() => undefined)
}

/** Takes over a choice and shows it at once, without keeping it: another tab has kept it. */
export function showChoice(change: Partial<Preferences>): void {
  Object.assign(state, change)
  showPreferences()
}

/** Takes over a choice, shows it at once and keeps it on this device. For the language use `speak`. */
export function prefer(change: Partial<Preferences>): void {
  showChoice(change)
  keep()
}

/** One step larger; after the largest comes the normal size again. */
export function enlarge(): TextSize {
  const next = textSizes[(textSizes.indexOf(state.size) + 1) % textSizes.length] ?? 'normal'
  prefer({ size: next })
  return next
}
