import { settle, openOutbox, outbox } from '../app/outbox.ts'
import { keep, recall } from '../app/store.ts'
import type { ObjectionFiled } from './api.ts'

/** What was handed in on this phone: the number, and by when somebody says whether it is looked into. Never the digits. */
export type Slip = ObjectionFiled & { id: string }

/** Personal by its first word (app/owner.ts): on a shared phone the next one finds none of it. */
const shelf = 'receipt-objections'

export const slipsHere = async (): Promise<Slip[]> => (await recall<Slip[]>(shelf)) ?? []

/** Takes what the office has answered meanwhile out of the outbox, once its number lies here. */
export async function takeSlips(): Promise<Slip[]> {
  await openOutbox()
  const answered = outbox.value.filter(({ kind, answer }) => kind === 'objection' && answer !== undefined)
  const before = await slipsHere()
  const fresh = answered
    .map(({ id, answer }): Slip => ({ id, ...(answer as ObjectionFiled) }))
    .filter(({ id }) => !before.some((slip) => slip.id === id))
  const all = [...fresh, ...before]
  if (fresh.length > 0) await keep(shelf, all)
  for (const { id } of answered) await settle(id)
  return all
}

/** Whoever shares this phone need not know that somebody objected. */
export async function forgetSlip(id: string): Promise<Slip[]> {
  const left = (await slipsHere()).filter((slip) => slip.id !== id)
  await keep(shelf, left)
  return left
}
