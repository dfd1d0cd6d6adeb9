/**
 * The header in which the api says each write's own Idempotency-Key again, and to whoever only reads that it was the
 * api. Whatever stands between a phone and the office (a guard, a hotel's network) may answer 200 with any page or
 * JSON: without this mark nothing was received, and nothing was said.
 */
export const answerMark = 'x-yima-answer'

const keyShape = /^[A-Za-z0-9_-]{1,64}$/

/** On what was read: it may come out of a phone's own memory, long after it was asked for. */
const read = 'yima'

/** The mark of the answer to a write with this key; of what was read, where there is none that could be said again. */
export const markFor = (key: string | undefined): string =>
  key !== undefined && keyShape.test(key) ? key : read

/** Whether an answer with this mark was made by the office, for the write with this key or for anybody who reads. */
export const isMarked = (mark: unknown, key: string | undefined): boolean =>
  key === undefined ? typeof mark === 'string' && mark !== '' : mark === key
