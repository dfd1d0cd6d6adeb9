/** Why nothing was sealed or signed: each has a sentence that says what to do. */
export type WhyRefused = 'forged' | 'office-changed' | 'wrong-digits' | 'wrong-secret'

/** A key is not what it was said to be. Nothing was sealed for it, nothing signed. */
export class KeyRefused extends Error {
  readonly reason: WhyRefused
  /** Whose key it is, as people call the office. */
  readonly office: string
  constructor(reason: WhyRefused, office: string) {
    super(`a key was refused: ${reason}`)
    this.reason = reason
    this.office = office
  }
}
