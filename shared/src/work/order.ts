import type { WorkItem } from './contract.ts'

/** The four counts, each of them what is listed when it is chosen. */
export const countNames = ['late', 'today', 'week', 'all'] as const
export type CountName = (typeof countNames)[number]

/** Tasks that nobody at this desk can do now. */
const restful: readonly string[] = ['nothing', 'wait-papers', 'wait-notice', 'elsewhere']

/** Urgent, with something to do here: it stands before whatever is due. */
export const isPressing = ({ urgent, task }: Pick<WorkItem, 'urgent' | 'task'>): boolean =>
  urgent && !restful.includes(task)

/** Somebody was called to an urgent request and nobody has tapped yet. */
export const isUnanswered = ({ alert }: Pick<WorkItem, 'alert'>): boolean =>
  alert !== null && alert.acknowledgedAt === null

/** Whether a request is what somebody looks for by a part of a name or place, or by digits of its receipt number. */
export function isMeant(typed: string): (one: Pick<WorkItem, 'name' | 'receiptNumber' | 'place'>) => boolean {
  const words = typed.normalize('NFKC').trim().toLowerCase()
  const digits = words.replace(/\D/g, '')
  return ({ name, receiptNumber, place }) =>
    name.toLowerCase().includes(words) ||
    place.toLowerCase().includes(words) ||
    (digits.length > 1 && receiptNumber.includes(digits))
}
