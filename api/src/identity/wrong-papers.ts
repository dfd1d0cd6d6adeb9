import { Problem, type FieldError } from '@yima/shared/problem'

/**
 * What an officer said of somebody's papers was not so, or is no business of this office: the refusal alone tells that a
 * number is known, or is this person's. Within `countingPapers` it is counted and noted.
 */
export class WrongPapers extends Problem {
  /** Identities of whom it told something. */
  readonly about: readonly string[]

  constructor(
    code: 'invalid-input' | 'not-found' | 'not-allowed-now',
    errors: readonly FieldError[],
    about: readonly string[],
    allowed: readonly string[] = [],
  ) {
    super(code, errors, code === 'not-allowed-now' ? { allowed } : {})
    this.about = about
  }
}

/** The refusal of a field that tells something of whoever these are. */
export const wrongPapers = (
  field: 'name' | 'number' | 'cardNumber',
  code: string,
  ...about: string[]
): WrongPapers => new WrongPapers('invalid-input', [{ field, code }], about)
