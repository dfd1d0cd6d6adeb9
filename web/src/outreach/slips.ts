import { openOutbox, outbox, settle } from '../app/outbox.ts'
import { keep, recall } from '../app/store.ts'
import type { OutreachFiled } from './api.ts'

/** What was handed in on this phone: its number and by when somebody goes there. Nothing of whom it is about. */
export type Slip = OutreachFiled & { id: string }

/** Personal by its first word (app/owner.ts): on a shared phone the next one finds none of it. */
const shelf = 'receipt-outreach'

export const slipsHere = async (): Promise<Slip[]> => (await recall<Slip[]>(shelf)) ?? []

/** Takes what the office has answered meanwhile out of the outbox, once its number lies here. */
export async function takeSlips(): Promise<Slip[]> {
  await openOutbox()
  const answered = outbox.value.filter(({ kind, answer }) => kind === 'outreach' && answer !== undefined)
  const before = await slipsHere()
  const fresh = answered
    .map(({ id, answer }): Slip => ({ id, ...(answer as OutreachFiled) }))
    .filter(({ id }) => !before.some((slip) => slip.id === id))
  const all = [...fresh, ...before]
  if (fresh.length > 0) await keep(shelf, all)
  for (const { id } of answered) await settle(id)
  return all
}

/** Whoever shares this phone need not know that somebody was pointed out. */
export async function forgetSlip(id: string): Promise<Slip[]> {
  const left = (await slipsHere()).filter((slip) => slip.id !== id)
  await keep(shelf, left)
  return left
}
