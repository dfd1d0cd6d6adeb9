import * as v from 'valibot'
import { dueDate } from '../application/contract.ts'
import { entityId, text } from '../border.ts'
import { reason } from '../claim/reason.ts'
import { entryKinds, proposalStates, reserveRefusals } from './fund.ts'

/** Cash is counted in whole yuan. A thousand times what a township's fund holds is a slip of the finger. */
const yuan = v.pipe(
  v.number('not-a-number'), v.integer('whole-yuan'), v.minValue(1, 'out-of-range'), v.maxValue(50_000_000, 'out-of-range'),
)

const why = { basis: v.pipe(text(200), v.minLength(2, 'basis-needed')), reason }

/** Whose hand it is that the money came into; a thumb is seen by somebody who is named. */
const handed = v.variant('how', [
  v.strictObject({ how: v.literal('signed'), picture: entityId }),
  v.strictObject({ how: v.literal('thumb'), picture: entityId, witness: v.pipe(text(30), v.minLength(2, 'witness-needed')) }),
])

/** A moment by the clock of a phone (ISO 8601). */
const moment = v.pipe(v.string('not-text'), v.maxLength(40, 'not-a-moment'), v.isoTimestamp('not-a-moment'))

/** POST /api/work/applications/:id/claims/:claimId/payments: how much is to be handed over at once, on what ground. */
export const paymentBody = v.strictObject({ yuan, ...why })
export type PaymentBody = v.InferOutput<typeof paymentBody>

/** POST /api/work/payments/:id/handing: that the money came into somebody's hands. */
export const handingBody = v.strictObject({
  /** Who took it, by name: whoever applied, or who took it for them. */
  receivedBy: v.pipe(text(50), v.minLength(1, 'empty')),
  at: moment,
  handed,
  photos: v.pipe(v.array(entityId), v.maxLength(3, 'too-many')),
})
export type HandingBody = v.InferOutput<typeof handingBody>

/** POST /api/work/reserve/:code/proposals: money into the fund, or the opposite of an entry. */
export const fundBody = v.variant('type', [
  v.strictObject({ type: v.literal('top-up'), yuan, reason }),
  v.strictObject({ type: v.literal('correct'), entry: entityId, reason }),
])
export type FundBody = v.InferOutput<typeof fundBody>

/** POST /api/work/payments/:id/settling: the second pair of hands. */
export const settlingBody = v.variant('agrees', [
  v.strictObject({ agrees: v.literal(true) }),
  v.strictObject({ agrees: v.literal(false), reason }),
])
export type SettlingBody = v.InferOutput<typeof settlingBody>

/**
 * Of money that was handed over: whether its papers are in; `closed`: the request was taken back, or refused; `missing`: every
 * step is done, and papers of the family are not there.
 */
export const paperStates = ['to-hand-over', 'owed', 'paused', 'overdue', 'missing', 'in', 'closed'] as const
const papers = v.object({
  state: v.picklist(paperStates),
  due: v.nullable(dueDate),
  /** The request, for whoever may open it; null for all others. */
  application: v.nullable(v.string()),
})
export type PaymentPapers = v.InferOutput<typeof papers>

/** One line of the ledger. No name, number or word of anybody who was helped is among it. */
const entry = v.object({
  id: v.string(),
  number: v.number(),
  kind: v.picklist(entryKinds),
  on: v.string(),
  fen: v.number(),
  balance: v.number(),
  reason: v.nullable(v.string()),
  proposedBy: v.string(),
  confirmedBy: v.string(),
  /** Of a correction: which line; of a line that was corrected: by which. */
  corrects: v.nullable(v.number()),
  correctedBy: v.nullable(v.number()),
  papers: v.nullable(papers),
  /** Whether this officer may propose its opposite. */
  mayCorrect: v.boolean(),
})
export type LedgerEntry = v.InferOutput<typeof entry>

const waiting = v.object({
  id: v.string(),
  kind: v.picklist(entryKinds),
  fen: v.number(),
  reason: v.nullable(v.string()),
  proposedBy: v.string(),
  proposedAt: v.string(),
  corrects: v.nullable(v.number()),
  /** Why this officer does not settle it (`problem.field.<code>`); null where they may. */
  refused: v.nullable(v.picklist(reserveRefusals)),
})
export type WaitingProposal = v.InferOutput<typeof waiting>

/** Somebody into whose hands no money came within its hours. No name, number or word of them is among it. */
const unpaid = v.object({
  claim: v.string(),
  /** By when it was to be there: a moment. */
  by: v.string(),
  /** How far it is: nobody has proposed anything, somebody has, or it was confirmed and not handed over. */
  state: v.picklist(['none', 'proposed', 'confirmed']),
  fen: v.nullable(v.number()),
  /** What is to be confirmed by this officer; null for all others. */
  payment: v.nullable(v.string()),
  /** The request, for whoever has it on the desk; null for all others. */
  application: v.nullable(v.string()),
})
export type Unpaid = v.InferOutput<typeof unpaid>

const fund = {
  town: v.string(),
  name: v.string(),
  /** Nothing was ever put in. */
  open: v.boolean(),
  balance: v.number(),
  waiting: v.number(),
  toHandOver: v.number(),
  owed: v.number(),
  overdue: v.number(),
  /** People in an emergency into whose hands no money came within its hours. */
  late: v.number(),
  /** What was put in this year. */
  putIn: v.number(),
}

/** GET /api/work/reserve: every fund of the own place. */
export const reserveFunds = v.object({ today: v.string(), year: v.number(), funds: v.array(v.object(fund)) })
export type ReserveFunds = v.InferOutput<typeof reserveFunds>

/** GET /api/work/reserve/:code: the ledger of one township, the newest line first. */
export const ledger = v.object({
  ...fund,
  today: v.string(),
  limits: v.object({ payment: v.number(), personYear: v.number(), township: v.number(), year: v.number() }),
  /** Whether this officer may put money in. */
  mayTopUp: v.boolean(),
  proposals: v.array(waiting),
  /** Who waits too long, the longest first. */
  unpaid: v.array(unpaid),
  entries: v.array(entry),
})
export type Ledger = v.InferOutput<typeof ledger>

const said = { who: v.string(), at: v.string() }

/** GET /api/work/payments/:id: one payment with whom it is for; the look is noted. */
export const paymentView = v.object({
  id: v.string(),
  town: v.string(),
  state: v.picklist(proposalStates),
  fen: v.number(),
  name: v.string(),
  receiptNumber: v.string(),
  application: v.string(),
  basis: v.string(),
  reason: v.string(),
  proposed: v.object(said),
  settled: v.nullable(v.object(said)),
  refused: v.nullable(v.picklist(reserveRefusals)),
})
export type PaymentView = v.InferOutput<typeof paymentView>

/** Of a claim in an emergency: what its desk reads of the money that comes first. */
export const claimPayment = v.object({
  claim: v.string(),
  /** Until when it is to be there: a moment. */
  by: v.string(),
  /** Whether that moment is past, and it is not there. */
  late: v.boolean(),
  /** Whether this officer may propose a payment now, and how much at most, in fen. */
  mayPropose: v.boolean(),
  most: v.number(),
  /** What lies in the fund; null where nobody opened one. */
  balance: v.nullable(v.number()),
  /** The one that was proposed last; null where none was. */
  payment: v.nullable(
    v.object({
      id: v.string(),
      state: v.picklist(proposalStates),
      fen: v.number(),
      basis: v.string(),
      reason: v.string(),
      proposed: v.object(said),
      settled: v.nullable(v.object({ ...said, reason: v.nullable(v.string()) })),
      handed: v.nullable(
        v.object({
          at: v.string(), who: v.string(), receivedBy: v.string(), how: v.picklist(['signed', 'thumb']), witness: v.nullable(v.string()),
          pictures: v.array(v.string()),
        }),
      ),
      /** Why this officer does not settle it; null where they may, or nothing is to be settled. */
      refused: v.nullable(v.picklist(reserveRefusals)),
      mayHandOver: v.boolean(),
    }),
  ),
  /** Papers that are still wanted, once the money was handed over. */
  owed: v.array(v.object({ paper: v.string(), words: v.optional(v.string()) })),
})
export type ClaimPayment = v.InferOutput<typeof claimPayment>
