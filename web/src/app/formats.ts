import { preferences } from './preferences.ts'

const zone = 'Asia/Shanghai'
const chinese = (): boolean => preferences.language === 'zh-CN'

const format = (date: Date, options: Intl.DateTimeFormatOptions): string =>
  new Intl.DateTimeFormat(preferences.language, { timeZone: zone, ...options }).format(date)

/** A business date `YYYY-MM-DD` is a day in China, whatever clock the phone keeps. */
const noon = (day: string): Date => new Date(`${day.slice(0, 10)}T12:00:00+08:00`)

/** `11月30日（周一）`, `30 November (Mon)`. With `year` the year stands before it. Takes `YYYY-MM-DD`. */
export function dayText(day: string, parts: { weekday?: boolean; year?: boolean } = {}): string {
  const date = noon(day)
  const plain = format(date, { month: 'long', day: 'numeric', ...(parts.year ? { year: 'numeric' } : {}) })
  if (parts.weekday === false) return plain
  const weekday = format(date, { weekday: 'short' })
  return chinese() ? `${plain}（${weekday}）` : `${plain} (${weekday})`
}

/** `2026年12月`, `December 2026`; without the year where that is known. Takes `YYYY-MM`. */
export function monthText(month: string, { year = true }: { year?: boolean } = {}): string {
  // Alone, the long name of a month is written out in Chinese: 十二月.
  const alone = { month: chinese() ? 'numeric' : 'long' } as const
  return format(noon(`${month}-01`), year ? { month: 'long', year: 'numeric' } : alone)
}

/** `甲、乙和丙`, `A, B and C`. */
export const listText = (parts: readonly string[]): string => new Intl.ListFormat(preferences.language).format(parts)

/** The day in China, `YYYY-MM-DD`, of an instant (ISO 8601): in the evening it is not the day of UTC. */
export const dayOf = (instant: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(new Date(instant))

/** `11月9日（周一）15:20` of an instant (ISO 8601). */
export function momentText(instant: string): string {
  const day = dayText(dayOf(instant))
  const time = format(new Date(instant), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  return chinese() ? `${day}${time}` : `${day}, ${time}`
}

/** `15:20` of an instant (ISO 8601). */
export const timeText = (instant: string): string =>
  format(new Date(instant), { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** Yuan with at most two decimals: `1,234 元`, `1,234 yuan`. */
export function yuanText(yuan: number): string {
  const number = new Intl.NumberFormat(preferences.language, { maximumFractionDigits: 2 }).format(yuan)
  return `${number} ${chinese() ? '元' : 'yuan'}`
}

/** Digits in groups of four, as written on the receipt: `4831 7052 6318 9`. */
export const groupDigits = (digits: string): string =>
  digits.replace(/\D/g, '').replace(/(\d{4})(?=\d)/g, '$1 ')

/** A mobile number in the groups people say it in: `139 0000 1111`; anything else as it is. */
export const phoneText = (phone: string): string => phone.replace(/^(1\d{2})(\d{4})(\d{4})$/, '$1 $2 $3')

/** The same groups for a screen reader, digit by digit with a rest between groups. */
export const spokenDigits = (digits: string): string =>
  groupDigits(digits)
    .split(' ')
    .map((group) => [...group].join(' '))
    .join(chinese() ? '，' : ', ')
