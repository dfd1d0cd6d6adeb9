import type { NoticeKind, NoticeLine, VillageNotices } from '@yima/shared/notice/contract'
import { http } from '../app/http.ts'

/** What is known of a village besides its lines. */
export type Board = Omit<VillageNotices, 'items' | 'next'>
/** Where the next page begins. */
export type Place = { kind: NoticeKind; after?: string }
export type Page = { board: Board; items: NoticeLine[]; next: Place | null }

/** As many lines as one answer holds (`noticePage`; the contract itself would weigh more than this page). */
const noticePage = 100

/** What may be posted of anybody and nothing else, whatever an answer holds besides: all else is neither shown nor kept. */
export const lineOf = ({ days, amount, relative, ...line }: NoticeLine): NoticeLine => ({
  id: line.id,
  kind: line.kind,
  name: line.name,
  programme: line.programme,
  persons: line.persons,
  amount: amount && { yuan: amount.yuan, per: amount.per },
  cause: line.cause,
  relative: relative && { post: relative.post, kinship: relative.kinship },
  change: line.change,
  since: line.since,
  until: line.until,
  days: days && { from: days.from, to: days.to, needed: days.needed, counted: days.counted, missed: days.missed },
  open: line.open,
})

const boardOf = ({ village, office, on, counts }: VillageNotices): Board => ({
  village: { code: village.code, name: village.name, town: village.town },
  office: { name: office.name, phone: office.phone },
  on,
  counts,
})

/** The first kind after `kind` of which there is a line at all. */
const following = (kinds: readonly NoticeKind[], kind: NoticeKind, counts: Board['counts']): Place | null => {
  const next = kinds.slice(kinds.indexOf(kind) + 1).find((one) => (counts[one] ?? 0) > 0)
  return next === undefined ? null : { kind: next }
}

/** A page of lines of these kinds, one kind after the other, from `from` on. */
export async function readPage(village: string, kinds: readonly NoticeKind[], from?: Place): Promise<Page> {
  const items: NoticeLine[] = []
  let at: Place | null = from ?? { kind: kinds[0] as NoticeKind }
  for (;;) {
    const { kind, after }: Place = at
    const answer: VillageNotices = await http.get(`/notices/${village}`, { params: { kind, ...(after ? { after } : {}) } })
    items.push(...answer.items.map(lineOf))
    at = answer.next === null ? following(kinds, kind, answer.counts) : { kind, after: answer.next }
    if (at === null || items.length >= noticePage) return { board: boardOf(answer), items, next: at }
  }
}

/** Every line of one kind, for the sheet that is put up in the village. */
export async function readAll(village: string, kind: NoticeKind): Promise<{ board: Board; items: NoticeLine[] }> {
  const items: NoticeLine[] = []
  let from: Place | undefined
  for (;;) {
    const page: Page = await readPage(village, [kind], from)
    items.push(...page.items)
    if (page.next === null) return { board: page.board, items }
    from = page.next
  }
}
