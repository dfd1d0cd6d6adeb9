import * as v from 'valibot'
import { declaredFacts } from '../assessment/contract.ts'
import { entityId, text } from '../border.ts'
import { ownAuthorisation } from '../consent/contract.ts'
import { reasonMax } from '../identity/text.ts'
import { purposes, shownScopes } from '../window/occasion.ts'

/** What stands for the moment after which older looks follow: the last line of the page before. */
export const accessQuery = v.strictObject({ before: v.optional(entityId) })

/** A question about one look, and what a supervising office answered. */
export const accessQuestion = v.object({
  askedAt: v.string(),
  words: v.string(),
  answer: v.nullable(v.object({ at: v.string(), words: v.string(), office: v.string() })),
})

const officer = v.object({ name: v.string(), post: v.string(), office: v.string() })

/** One look at somebody's data. `what` and `facts`: catalogue `mine`. */
export const accessLine = v.object({
  id: v.string(),
  at: v.string(),
  /** Who looked: oneself, somebody who acts in one's place, or an officer; only of the last one can be asked why. */
  by: v.picklist(['own', 'helper', 'officer']),
  /** Null: oneself. A helper or guardian has a name alone. */
  reader: v.nullable(officer),
  purpose: v.string(),
  what: v.string(),
  facts: v.array(v.string()),
  /** Whether it was the reader’s to handle: a look at what lies on the own desk, or by an office that ever had a request of this person. */
  handles: v.boolean(),
  question: v.nullable(accessQuestion),
})
export type AccessLine = v.InferOutput<typeof accessLine>
export const accessPage = v.object({ lines: v.array(accessLine), more: v.boolean() })
export type AccessPage = v.InferOutput<typeof accessPage>

/** POST /api/me/access/:id/question: one tap is enough, words are welcome. */
export const askAccess = v.strictObject({ words: v.optional(text(reasonMax)) })

/** GET /api/oversight/questions: what the answering office needs, and no more of the person. */
export const openQuestion = v.object({
  id: v.string(),
  askedAt: v.string(),
  words: v.string(),
  /** Masked: whose data it was. */
  person: v.string(),
  look: v.object({
    at: v.string(),
    reader: officer,
    purpose: v.string(),
    what: v.string(),
    facts: v.array(v.string()),
    handles: v.boolean(),
  }),
})
export type OpenQuestion = v.InferOutput<typeof openQuestion>
export const answerQuestion = v.strictObject({ words: v.pipe(text(reasonMax), v.minLength(2, 'reason-needed')) })

/** POST /api/me/applications/:id/corrections: what stands otherwise than it was said or heard. */
export const correction = v.strictObject({ answers: declaredFacts })

/** What was said in an application, for whoever said it. */
export const saidFacts = v.object({
  id: v.string(),
  receiptNumber: v.string(),
  regionCode: v.string(),
  correctable: v.boolean(),
  submittedAt: v.string(),
  answers: v.object({
    household: v.record(v.string(), v.unknown()),
    members: v.array(v.objectWithRest({ id: v.string() }, v.unknown())),
  }),
})
export type SaidFacts = v.InferOutput<typeof saidFacts>

/** GET /api/me/consents: what one agreed to, newest first. Mandates stand in `/api/me/helpers`. */
export const consentsView = v.object({
  signed: v.array(
    v.object({
      /** The application it was signed with. */
      id: v.string(),
      receiptNumber: v.string(),
      submittedAt: v.string(),
      method: v.picklist(['signed', 'at-visit', 'witnessed']),
      at: v.string(),
      /** As `findConsentText` knows them; none while signing is still to come. */
      versions: v.array(v.string()),
      /** Whether the office may still query by it. */
      holds: v.boolean(),
    }),
  ),
  /** What one was asked to sign oneself, for one’s own family or another’s. */
  authorisations: v.array(ownAuthorisation),
  shown: v.array(
    v.object({
      /** The occasion at a window or door. */
      id: v.string(),
      officer,
      purpose: v.picklist(purposes),
      scopes: v.array(v.picklist(shownScopes)),
      how: v.picklist(['own-phone', 'face-to-face']),
      /** Why it was said aloud and not ticked. */
      reason: v.nullable(v.string()),
      at: v.string(),
      /** When it is over by itself, or was ended. */
      until: v.string(),
      /** The officer is still shown it, and it can be taken back. */
      holds: v.boolean(),
    }),
  ),
})
export type ConsentsView = v.InferOutput<typeof consentsView>

/** Whether an account can be ended now, and what becomes of each application (`erasure.ts`). */
export const erasureView = v.object({
  allowed: v.boolean(),
  applications: v.array(
    v.object({ receiptNumber: v.string(), fate: v.picklist(['erased', 'kept', 'running']) }),
  ),
})
export type ErasureView = v.InferOutput<typeof erasureView>

/** Everything that is kept about somebody, chapter by chapter, as a file to take along. */
export const recordView = v.object({ at: v.string(), chapters: v.record(v.string(), v.unknown()) })
export type RecordView = v.InferOutput<typeof recordView>
