import type { NoticeKind, NoticeLine } from '@yima/shared/notice/contract'
import { dayText } from '../app/formats.ts'
import { t } from '../app/text.ts'

/** From when to when a sheet hangs; `own` where its lines end on different days, which each then says itself. */
export type Period = { from: string; to: string; needed: number; own: boolean }

/** The lines that hang together with this one: they began and end on the same days. */
export function hangingWith(lines: readonly NoticeLine[], id: string | undefined): NoticeLine[] {
  const days = lines.find((line) => line.id === id)?.days
  if (!days) return [...lines]
  return lines.filter((line) => line.days?.from === days.from && line.days.to === days.to)
}

/** Over which days these lines hang; undefined where they say none. */
export function periodOf(lines: readonly NoticeLine[]): Period | undefined {
  const all = lines.flatMap(({ days }) => (days ? [days] : []))
  const [first] = all
  if (!first) return undefined
  const from = all.map((days) => days.from).sort()[0] ?? first.from
  const to = all.map((days) => days.to).sort().at(-1) ?? first.to
  return { from, to, needed: first.needed, own: all.some((days) => days.from !== first.from || days.to !== first.to) }
}

const whole = (day: string): string => dayText(day, { weekday: false, year: true })
const short = (day: string): string => dayText(day, { weekday: false })
/** The year once where it is the same. */
export const periodText = ({ from, to }: Pick<Period, 'from' | 'to'>): string =>
  t('notice-sheet.period', { from: whole(from), to: from.slice(0, 4) === to.slice(0, 4) ? short(to) : whole(to) })

/** The official name of what hangs there, as it is known on paper. */
export const sheetTitle = (kind: NoticeKind): string => t(`notice-sheet.kind.${kind}`)
