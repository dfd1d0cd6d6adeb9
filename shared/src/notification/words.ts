import { templateOf, type TemplateName } from './templates.ts'

export type Locale = 'zh-CN' | 'en'

const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
// China has had one time without summer time since 1991.
const shanghaiOffset = 8 * 3_600_000

/** A business date as one says it: `11月25日`, `25 November`. */
export function dayInWords(date: string, locale: Locale): string {
  const [, month = '', day = ''] = date.split('-')
  return locale === 'en'
    ? `${Number(day)} ${months[Number(month) - 1] ?? ''}`
    : `${Number(month)}月${Number(day)}日`
}

/** A moment as one says it in Asia/Shanghai: `11月25日 9:05`, `25 November, 9:05`. */
export function momentInWords(moment: string, locale: Locale): string {
  const local = new Date(new Date(moment).getTime() + shanghaiOffset).toISOString()
  const clock = `${Number(local.slice(11, 13))}:${local.slice(14, 16)}`
  return `${dayInWords(local.slice(0, 10), locale)}${locale === 'en' ? ',' : ''} ${clock}`
}

/** What fills the sentences of a template, each as the language says it. */
export function wordsFor(
  name: TemplateName,
  params: Readonly<Record<string, string>>,
  locale: Locale,
): Record<string, string> {
  const say = ([key, kind]: [string, string]): [string, string] => {
    const value = params[key] ?? ''
    return [
      key,
      kind === 'day' ? dayInWords(value, locale) : kind === 'moment' ? momentInWords(value, locale) : value,
    ]
  }
  return Object.fromEntries(Object.entries(templateOf(name).params).map(say))
}

/** A sentence with its `{names}` filled in. */
export const fillWords = (sentence: string, words: Readonly<Record<string, string | number>>): string =>
  sentence.replace(/\{(\w+)\}/g, (_whole, name: string) => String(words[name] ?? ''))
