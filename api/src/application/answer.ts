import type { Submitted } from '@yima/shared/application/contract'
import { deadline } from '@yima/shared/calendar/deadline'
import { holidays } from '@yima/shared/calendar/holidays'
import { answerTerm } from '@yima/shared/claim/answer-term'
import type { ReceiptSeal } from '@yima/shared/trail/contract'
import type { Office } from '../region/office.ts'
import type { Asked } from './asked.ts'
import type { Called } from './call.ts'

/** What the applicant is answered: the receipt, and by which days what comes next. */
export function answerOf(
  { prepared, claims, today }: Asked,
  office: Office,
  { at, seal }: { at: Date; seal: ReceiptSeal },
  called: Called | null,
  confirmed: boolean,
): Submitted {
  return {
    id: prepared.id,
    receiptNumber: prepared.receiptNumber,
    kind: prepared.kind,
    submittedAt: at.toISOString(),
    urgent: prepared.reading.urgent,
    // Of whoever was called, the office alone is said.
    duty: called && {
      ...{ unit: called.unit, phone: called.phone, answerBy: called.answerBy, rang: called.rang },
    },
    visit: prepared.visit,
    office: { name: office.name, phone: office.phone },
    handler: null,
    claims: claims.map(({ id, state }) => ({
      id,
      programme: state.programme,
      answerBy: deadline(today, answerTerm(state.programme), holidays),
    })),
    phoneConfirmed: confirmed,
    signedIn: confirmed,
    seal,
  }
}
