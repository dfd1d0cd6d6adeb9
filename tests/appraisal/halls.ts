import { randomUUID } from 'node:crypto'
import type { AppraisalSheet, Minutes } from '@yima/shared/appraisal/contract'
import type { PanelMember, PanelSeat } from '@yima/shared/appraisal/panel'

/** So many who vote, as many of them villagers as two thirds are. */
export const panelOf = (count: number, vote: (at: number) => PanelMember['vote'], from = 0): PanelMember[] =>
  Array.from({ length: count }, (_, at) => {
    const seat: PanelSeat = at < Math.ceil((count * 2) / 3) ? 'villager' : 'village'
    const said = vote(at)
    return { name: `评议员${'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉'[at + from] ?? String(at)}`, seat, ...(said === undefined ? {} : { vote: said }) }
  })

/** Minutes of such a meeting, photographed, and signed by two who counted. */
export function minutesOf(
  sheet: Pick<AppraisalSheet, 'now'>, panel: PanelMember[], picture: () => string, of: Partial<Minutes> = {},
): Minutes {
  const count = (vote: PanelMember['vote']): number => panel.filter((one) => one.vote === vote).length
  return {
    id: randomUUID(),
    heldAt: new Date(Date.parse(sheet.now) - 3_600_000).toISOString(),
    place: '村委会会议室',
    how: 'hands',
    panel,
    votes: { for: count('for'), against: count('against'), abstained: count('abstained') },
    summary: '大家说他家确实没有收入',
    photos: [picture()],
    counters: panel.slice(0, 2).map(({ name }) => ({ name, signature: picture() })),
    ...of,
  }
}
