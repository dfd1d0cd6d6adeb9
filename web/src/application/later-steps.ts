import { loadTexts } from '../app/text.ts'
import { loadReader } from './reader.ts'

export const complaintNotice = () => import('./ComplaintNotice.vue')
export const heardFacts = () => import('./HeardFacts.vue')
export const answerStep = () => import('./AnswerStep.vue')
export const signStep = () => import('./SignStep.vue')
/** Shown first when the network is gone: it must be here before. */
export const queuedCard = () => import('./QueuedCard.vue')
/** Shown when the office has it, whatever the line does then. */
const receivedPage = () => import('./ReceivedPage.vue')
const storageNotice = () => import('../outbox/StorageNotice.vue')

/** Only for who writes in another's place. */
export const bringBehalf = () => import('../family/behalf.ts')
export const behalfBar = () => import('../family/BehalfBar.vue')
export const behalfCard = () => import('../family/BehalfCard.vue')

/** What the last two screens read besides what the reader speaks of. */
export const signTexts = ['consent', 'identity', 'problem']

/**
 * Everything that follows the first screen: the reader, the rules, the other screens. Rejects without a network
 * on the first visit; the next call tries again.
 */
export async function loadSteps(): Promise<void> {
  const parts = [complaintNotice(), heardFacts(), answerStep(), signStep(), queuedCard(), storageNotice(), receivedPage()]
  await Promise.all([loadReader(), loadTexts([...signTexts, 'outbox']), ...parts])
}
