import type { ForWhom, Submitted } from '@yima/shared/application/contract'
import type { Danger } from '@yima/shared/reading/reading'
import { keep, keysKept, recall } from '../app/store.ts'

/** What is kept of an application that was received: the slip, no words and no facts. */
export type Receipt = {
  submitted: Submitted
  forWhom: ForWhom
  /** Masked: the slip is carried about. */
  name: string
  /** Where somebody applied in their place: who, masked, and for whom. */
  behalf?: { person: string; by: string; as: 'helper' | 'guardian' }
  place: string
  /** Which numbers to ring if nobody is on duty. */
  dangers: readonly Danger[]
  /** What is asked for with the number: the last four of the ID, or four digits of one's own choice. */
  lastFour: 'id-number' | 'chosen'
  /** Whether a phone was given; one that nobody confirmed yet is said so. */
  phone: boolean
}

const receiptKey = (id: string): string => `receipt:${id}`

export const keepReceipt = (receipt: Receipt): Promise<void> =>
  keep(receiptKey(receipt.submitted.id), receipt)

/** The slip as kept on this phone; undefined on every other. */
export const findReceipt = (id: string): Promise<Receipt | undefined> => recall<Receipt>(receiptKey(id))

/** All slips on this phone, the newest first. */
export async function listReceipts(): Promise<Receipt[]> {
  const keys = await keysKept(receiptKey(''))
  const found = (await Promise.all(keys.map((key) => recall<Receipt>(key)))).filter(
    (one) => one !== undefined,
  )
  return found.sort((a, b) => b.submitted.submittedAt.localeCompare(a.submitted.submittedAt))
}

/** Where the number leads: behind `#`, which no server sees. */
export const trackAddress = (receiptNumber: string): string => `${location.origin}/track#${receiptNumber}`

/** Answers by the day on which they are due, the earliest first: what is due on one day is one line. */
export function answersByDay({ claims }: Submitted): {
  date: string
  provisional: boolean
  programmes: Submitted['claims'][number]['programme'][]
}[] {
  const days = new Map<string, ReturnType<typeof answersByDay>[number]>()
  for (const { programme, answerBy } of claims) {
    const day = days.get(answerBy.date) ?? { ...answerBy, programmes: [] }
    day.programmes.push(programme)
    days.set(answerBy.date, day)
  }
  return [...days.values()].sort((a, b) => a.date.localeCompare(b.date))
}
