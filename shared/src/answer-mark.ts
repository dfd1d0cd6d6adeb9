/**
 * The header in which the api says each write's own Idempotency-Key again. Whatever stands between a phone
 * and the office (a guard, a hotel's network, a cache) may answer 200 with any page or JSON: without this
 * mark nothing was received.
 */
export const answerMark = 'x-yima-answer'

const keyShape = /^[A-Za-z0-9_-]{1,64}$/

/** The mark of the answer to a write with this key; undefined where there is no key one could say again. */
export const markFor = (key: string | undefined): string | undefined =>
  key !== undefined && keyShape.test(key) ? key : undefined

/** Whether an answer with this mark was made by the office for the write with this key. */
export const isMarked = (mark: unknown, key: string): boolean => mark === key
