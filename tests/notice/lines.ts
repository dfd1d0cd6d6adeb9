import type { NoticeLine, VillageNotices } from '@yima/shared/notice/contract'

export const village = { code: '990101100201', name: '石桥村', town: '稻香镇' }
const office = { name: '稻香镇便民服务中心', phone: '0990-0000101' }

const idOf = (number: number): string => `018f0000-0000-7000-8000-${String(number).padStart(12, '0')}`

/** One line before the decision: 周*芬, two of seven days. */
export const line = (number = 1, change: Partial<NoticeLine> = {}): NoticeLine => ({
  id: idOf(number),
  kind: 'review',
  name: '周*芬',
  programme: 'dibao',
  persons: 3,
  amount: { yuan: 1140, per: 'monthly' },
  cause: null,
  relative: null,
  change: null,
  since: null,
  until: '2026-11-25',
  days: { from: '2026-11-18', to: '2026-11-25', needed: 7, counted: 2, missed: 0 },
  open: true,
  ...change,
})

/** What the office answers for one kind. */
export const answer = (items: NoticeLine[], change: Partial<VillageNotices> = {}): VillageNotices => ({
  village,
  office,
  on: '2026-11-20',
  counts: { review: items.length, temporary: 0, school: 0, change: 0, 'long-term': 0, relatives: 0 },
  items,
  next: null,
  ...change,
})
