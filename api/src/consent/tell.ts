import { formatReceiptNumber } from '@yima/shared/receipt/number'
import type { Held } from '../application/act.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { findIdentity } from '../identity/own.ts'
import { notify } from '../notification/notify.ts'

type ToApplicant = 'consent-waiting' | 'consent-complete' | 'consent-stopped'

/** Tells the applicant how the signatures stand; the message names nobody. */
const tellOf = (tx: Transaction, deps: Deps, { person, row }: Held, template: ToApplicant, by?: string) =>
  notify(tx, deps, {
    ...{ person, template, by, woken: true },
    params: { receipt: formatReceiptNumber(row.receiptNumber) },
    about: `${row.id}:${row.lastEvent}`,
  })

/** Somebody still has to sign. */
export const tellWaiting = (tx: Transaction, deps: Deps, held: Held): Promise<void> =>
  tellOf(tx, deps, held, 'consent-waiting')

/** Everybody has signed: the check begins. */
export const tellComplete = (tx: Transaction, deps: Deps, held: Held, by?: string): Promise<void> =>
  tellOf(tx, deps, held, 'consent-complete', by)

/** Somebody will not, or no longer: what checks means stops, the rest goes on. Who it was the page says to who may know. */
export const tellStopped = (tx: Transaction, deps: Deps, held: Held, by?: string): Promise<void> =>
  tellOf(tx, deps, held, 'consent-stopped', by)

/** Whoever is proven to have a number is asked in their own inbox, or told that an office took their word back. */
export async function tellPerson(
  tx: Transaction,
  deps: Deps,
  identityId: string,
  {
    template,
    about,
    by,
  }: { template: 'consent-asked' | 'consent-ended'; about: string; by?: string | undefined },
): Promise<void> {
  const whom = await findIdentity(tx, deps, identityId)
  if (whom) await notify(tx, deps, { person: whom.record, template, params: {}, about, by })
}
