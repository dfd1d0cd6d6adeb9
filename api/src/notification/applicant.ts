import { formatReceiptNumber } from '@yima/shared/receipt/number'
import type { Held } from '../application/act.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { unitName } from '../region/office.ts'
import { notify } from './notify.ts'

type Told =
  | 'application-accepted'
  | 'papers-asked'
  | 'papers-received'
  | 'claim-not-accepted'
  | 'claim-decided'
  | 'claim-late'
  | 'paid-first'
  | 'renovation-moved'
  | 'objection-examined'
  | 'contest-answered'

/** What is told besides the receipt number: a day, and whose hand did it. */
type Besides = { date?: string | undefined; by?: string | undefined }

const tell = (
  tx: Transaction,
  deps: Deps,
  { person, row }: Held,
  template: Told | 'claim-objected' | 'papers-reminder',
  of: string,
  { date, by }: Besides,
): Promise<void> =>
  notify(tx, deps, {
    person,
    template,
    params: { receipt: formatReceiptNumber(row.receiptNumber), ...(date === undefined ? {} : { date }) },
    about: `${of}:${row.lastEvent}`,
    by,
    woken: true,
  })

/** Tells the applicant what happened to one claim, or to the check of means, by whose hand; the message names no programme and no fact. */
export const tellApplicant = (
  tx: Transaction,
  deps: Deps,
  held: Held,
  template: Told,
  of: string,
  by?: string,
): Promise<void> => tell(tx, deps, held, template, of, { by })

/** Tells the applicant that somebody objects, never who, and until which day the claim waits at most. */
export const tellObjected = (
  tx: Transaction,
  deps: Deps,
  held: Held,
  claimId: string,
  date: string,
): Promise<void> => tell(tx, deps, held, 'claim-objected', claimId, { date })

/** That it was looked into: the page says what follows. */
export const tellExamined = (tx: Transaction, deps: Deps, held: Held, claimId: string): Promise<void> =>
  tell(tx, deps, held, 'objection-examined', claimId, {})

/** Tells the applicant until which day the papers are waited for. */
export const tellReminder = (
  tx: Transaction,
  deps: Deps,
  held: Held,
  claimId: string,
  date: string,
): Promise<void> => tell(tx, deps, held, 'papers-reminder', claimId, { date })

/**
 * Tells whoever is in danger that somebody has it in hand: nobody should wait without knowing. So whoever answered may
 * tell it, too: to ring back at once is what answering is.
 */
export const tellAnswered = async (
  tx: Transaction,
  deps: Deps,
  { person, row }: Held,
  unitId: string,
): Promise<void> =>
  notify(tx, deps, {
    person,
    template: 'urgent-answered',
    params: { receipt: formatReceiptNumber(row.receiptNumber), office: await unitName(tx, unitId) },
    about: row.id,
    woken: true,
  })
