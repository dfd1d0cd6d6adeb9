import type { Submitted } from '@yima/shared/application/contract'
import { openOutbox, outbox, settle } from '../app/outbox.ts'
import { findParked, removeReceived } from './parked.ts'
import { keepReceipt, type Receipt } from './receipts.ts'
import { receiptOf } from './submission.ts'

type Arrived = { key: string; receipt: Receipt }

/** Drafts that were put aside and have been received since, whose receipt nobody has looked at yet. */
export async function receivedMeanwhile(): Promise<Arrived[]> {
  await openOutbox()
  const answered = outbox.value.filter(({ kind, answer }) => kind === 'application' && answer !== undefined)
  const found = answered.map(async ({ id: key, answer }): Promise<Arrived[]> => {
    const draft = await findParked(key)
    return draft === undefined ? [] : [{ key, receipt: receiptOf(draft, answer as Submitted) }]
  })
  return (await Promise.all(found)).flat()
}

/** The receipt of an application that was put aside: from now on it lies on this phone, and its draft no longer. */
export async function takeReceipt(id: string): Promise<Receipt | undefined> {
  const arrived = (await receivedMeanwhile()).find(({ receipt }) => receipt.submitted.id === id)
  if (arrived === undefined) return undefined
  await keepReceipt(arrived.receipt)
  await removeReceived(arrived.key)
  await settle(arrived.key)
  return arrived.receipt
}
