import { shallowRef } from 'vue'
import common from '../locales/zh-CN/common.json'
import type { TextKey } from './catalogues.ts'
import { insist } from './insist.ts'
import { preferencesKey, readPreferences } from './preferences-kept.ts'
import { prefer, preferences, showChoice, type Language } from './preferences.ts'

type Catalogue = Readonly<Record<string, string>>
export type TextParams = Readonly<Record<string, string | number>>
export type { TextKey }

// One chunk per catalogue and language; `common` in Chinese is part of the entry.
const loaders: Record<string, () => Promise<Catalogue>> = {
  ...import.meta.glob<Catalogue>(['../locales/*/*.json', '!../locales/zh-CN/common.json'], {
    import: 'default',
  }),
  ...import.meta.glob<Catalogue>('../../../shared/src/locales/*/*.json', { import: 'default' }),
}

const wanted = new Set(['common'])
const texts = shallowRef<Catalogue>(common)
const plurals = new Map<Language, Intl.PluralRules>()

/** `policy` is the catalogue with all its parts (`policy.names.json`); `policy.names` is that part alone. */
const belongs = (file: string, language: Language, name: string): boolean =>
  file.endsWith(`/${language}/${name}.json`) || file.includes(`/${language}/${name}.`)

async function read(language: Language, name: string): Promise<Catalogue> {
  if (language === 'zh-CN' && name === 'common') return common
  const files = Object.keys(loaders).filter((file) => belongs(file, language, name))
  const parts = await Promise.all(files.map((file) => loaders[file]?.()))
  return Object.assign({}, ...parts) as Catalogue
}

const coming = new Map<string, Promise<Catalogue>>()

function fetchOnce(language: Language, name: string): Promise<Catalogue> {
  const key = `${language}/${name}`
  const known = coming.get(key) ?? read(language, name)
  coming.set(key, known)
  known.catch(() => coming.delete(key)) // a lost connection must not be remembered
  return known
}

/** Loads the catalogues of these capabilities, of this package and of shared, in the chosen language. */
export async function loadTexts(names: readonly string[]): Promise<void> {
  const language = preferences.language
  const first = texts.value === common && language !== 'zh-CN'
  const fresh = [...(first ? ['common'] : []), ...names.filter((name) => !wanted.has(name))]
  if (fresh.length === 0) return
  const loaded = await Promise.all(fresh.map((name) => fetchOnce(language, name)))
  if (preferences.language !== language) return loadTexts(names) // another one was chosen meanwhile
  for (const name of fresh) wanted.add(name)
  texts.value = Object.assign({}, texts.value, ...loaded) as Catalogue
}

/** Switches the language of the whole app at once and keeps the choice. Rejects when it cannot be loaded. */
export async function speak(language: Language): Promise<void> {
  let names: string[]
  let loaded: Catalogue[]
  do {
    names = [...wanted]
    loaded = await Promise.all(names.map((name) => insist(() => fetchOnce(language, name))))
  } while (wanted.size > names.length) // meanwhile a part of the page brought its own
  texts.value = Object.assign({}, ...loaded) as Catalogue
  prefer({ language })
}

/** Size, colours and language chosen in one tab count in every other: it is one phone. Called once. */
export function followOtherTabs(): void {
  window.addEventListener('storage', ({ key, newValue }) => {
    if (key !== preferencesKey) return
    const { language, ...look } = readPreferences(newValue)
    showChoice(look)
    if (language !== preferences.language) void speak(language).catch(() => undefined)
  })
}

function pluralRules(): Intl.PluralRules {
  const language = preferences.language
  const rules = plurals.get(language) ?? new Intl.PluralRules(language)
  plurals.set(language, rules)
  return rules
}

/** Below a thousand nothing is grouped, and waking the browser's formats takes a cheap phone 150 ms. */
const formatNumber = (value: number): string =>
  Number.isInteger(value) && Math.abs(value) < 1000
    ? String(value)
    : new Intl.NumberFormat(preferences.language).format(value)

/**
 * The sentence behind a key, in the chosen language. `{name}` becomes the parameter (numbers grouped);
 * `{count:day|days}` chooses by the plural of the parameter `count`. Unknown keys come back as they are.
 */
export function t(key: TextKey, params: TextParams = {}): string {
  return fill(texts.value[key] ?? key, params)
}

/** As `t`, for keys that arrive at run time (a problem's code, a programme's id); undefined if none. */
export function findText(key: string, params: TextParams = {}): string | undefined {
  const text = texts.value[key]
  return text === undefined ? undefined : fill(text, params)
}

function fill(text: string, params: TextParams): string {
  return text.replace(
    /\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g,
    (whole, name: string, one?: string, other?: string) => {
      const value = params[name]
      if (value === undefined) return whole
      if (one === undefined || other === undefined)
        return typeof value === 'number' ? formatNumber(value) : value
      return pluralRules().select(Number(value)) === 'one' ? one : other
    },
  )
}
