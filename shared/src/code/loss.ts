import * as v from 'valibot'
import { entityId, text } from '../border.ts'
import { nameCommands } from '../identity/name-correction.ts'
import { personSeen } from '../identity/papers.ts'
import { pinOrNone } from './contract.ts'
import { lossDays } from './limits.ts'

const reason = v.pipe(text(500), v.minLength(2, 'reason-needed'))

/** What tells the last card of one namesake from another's, or the record of who never had one, and says nothing of its owner. */
const cardTraits = {
  id: entityId,
  /** Null of a record without a card. */
  lastFour: v.nullable(v.string()),
  /** When the card was given, or the record was made. */
  issuedOn: v.string(),
  office: v.string(),
  /** Where its owner applied last; null where they never did. */
  village: v.nullable(v.string()),
}

/** POST /api/work/cards/namesakes: the cards of all who bear one name and birthday without papers, and their records where they never had one. */
export const namesakesAsk = v.strictObject({ ...personSeen })
export const namesakeCards = v.object({
  cards: v.array(v.object({ ...cardTraits, waits: v.boolean() })),
  /** How many more there are in places of other offices. */
  elsewhere: v.number(),
})
export type NamesakeCards = v.InferOutput<typeof namesakeCards>

/** POST /api/work/cards/losses: this is the card of whoever stands here, and how one knows. */
export const cardLoss = v.strictObject({ ...personSeen, card: entityId, reason })

/** GET /api/work/cards/losses: what waits for a second officer. */
export const cardLossView = v.object({
  ...cardTraits,
  name: v.string(),
  reason: v.string(),
  witness: v.string(),
  by: v.string(),
  at: v.string(),
  allowed: v.array(v.picklist(nameCommands)),
})
export type CardLossView = v.InferOutput<typeof cardLossView>
export const cardLosses = v.object({ losses: v.array(cardLossView) })

/** POST /api/work/cards/losses/:id/confirmation: a second officer has seen the person; the new card is given there and then. */
export const lossConfirmation = v.strictObject({ seen: v.literal(true, 'not-seen'), pin: pinOrNone })
export const lossRefusal = v.strictObject({ reason })

/** What was named as lost at or before this moment waits no longer. */
export const lossesSince = (now: Date): Date => new Date(now.getTime() - lossDays * 86_400_000)

/** Whether what one officer said at that moment, or never, still waits for a second one. */
export const isLossWaiting = (saidAt: Date | null, now: Date): boolean =>
  saidAt !== null && saidAt > lossesSince(now)
