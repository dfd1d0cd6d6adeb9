export const textSizes = ['normal', 'large', 'larger', 'largest'] as const
export const themes = ['auto', 'light', 'dark'] as const
export const languages = ['zh-CN', 'en'] as const

export type TextSize = (typeof textSizes)[number]
export type Theme = (typeof themes)[number]
export type Language = (typeof languages)[number]
export type Preferences = { size: TextSize; theme: Theme; language: Language }

/** Where the choices lie; `public/boot.js` and the service worker read them before the page is drawn. */
export const preferencesKey = 'yima.preferences'
export const preferencesCache = { name: 'yima-preferences', url: '/preferences' }

export const defaultPreferences: Preferences = { size: 'normal', theme: 'auto', language: 'zh-CN' }

const oneOf = <T extends string>(all: readonly T[], value: unknown, otherwise: T): T =>
  all.find((one) => one === value) ?? otherwise

/** Reads what was kept; anything missing or strange becomes the default. */
export function readPreferences(kept: string | null | undefined): Preferences {
  let found: Partial<Record<keyof Preferences, unknown>> = {}
  try {
    found = (JSON.parse(kept ?? '{}') ?? {}) as typeof found
  } catch {
    // A damaged entry must not keep anybody out of the page.
  }
  return {
    size: oneOf(textSizes, found.size, defaultPreferences.size),
    theme: oneOf(themes, found.theme, defaultPreferences.theme),
    language: oneOf(languages, found.language, defaultPreferences.language),
  }
}
