/**
 * Why Yima does not start, in one sentence that says which setting or folder is wrong and how to fix it.
 * `server.ts` prints the sentence alone: a stack trace would hide it from whoever has to act on it.
 */
export class StopReason extends Error {
  constructor(sentence: string) {
    super(sentence)
    this.name = 'StopReason'
  }
}
