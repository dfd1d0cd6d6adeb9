import { Problem, type FieldError } from '@yima/shared/problem'

/**
 * What an officer said of somebody's papers was not so, or is no business of this office: the refusal alone tells that a
 * number is known, or is this person's. Counted and noted by `countingPapers`.
 */
export class WrongPapers extends Problem {
  /** Identities of whom it told something. */
  readonly about: readonly string[]

  constructor(code: 'invalid-input' | 'not-found', errors: readonly FieldError[], about: readonly string[]) {
    super(code, errors)
    this.about = about
  }
}
