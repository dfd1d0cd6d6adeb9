import type { WorkList } from '@yima/shared/work/contract'
import type { CountName } from '@yima/shared/work/order'
import { getWorkList, searchWorkList } from './api.ts'
import { joined } from './list.ts'

/** Which part of a list is looked at: one of the counts, and words by which somebody is looked for. */
export type Asked = { due: CountName; words: string }

function onePage({ due, words }: Asked, after: string | null, signal: AbortSignal): Promise<WorkList> {
  const where = { ...(due === 'all' ? {} : { due }), ...(after === null ? {} : { after }) }
  return words === '' ? getWorkList(where, signal) : searchWorkList({ ...where, words }, signal)
}

/** What is there and the next page of it; looking for somebody goes on until somebody is found or nobody is left. */
export async function nextPage(asked: Asked, list: WorkList, signal: AbortSignal): Promise<WorkList> {
  let longer = list
  do longer = joined(longer, await onePage(asked, longer.next, signal))
  while (longer.next !== null && longer.items.length === list.items.length)
  return longer
}

/** A list from its beginning, as long as it was (`length`), a page at least. */
export async function firstPages(asked: Asked, length: number, signal: AbortSignal): Promise<WorkList> {
  let list = await onePage(asked, null, signal)
  while (list.next !== null && (list.items.length < length || list.items.length === 0))
    list = await nextPage(asked, list, signal)
  return list
}
