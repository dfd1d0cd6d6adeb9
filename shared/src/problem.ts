import type { AidWarning } from './household/contract.ts'
import type { Challenge } from './proof/contract.ts'

/**
 * Everything Yima refuses, by stable code. A refusal travels as RFC 9457
 * `application/problem+json`; `type` is `urn:yima:problem:<code>`, the title comes from the
 * catalogue `problem` in the reader's language, and the refused value is never repeated.
 */
export const problemStatus = {
  'invalid-input': 422,
  'malformed-body': 400,
  'body-too-large': 413,
  'unsupported-media': 415,
  'sign-in-needed': 401,
  locked: 423,
  forbidden: 403,
  'not-found': 404,
  'method-not-allowed': 405,
  erased: 410,
  'not-allowed-now': 409,
  'changed-meanwhile': 409,
  'key-of-another': 409,
  'key-reused': 422,
  'key-missing': 400,
  'proof-needed': 428,
  'too-many': 429,
  'foreign-origin': 403,
  unavailable: 503,
  'disk-low': 503,
  unexpected: 500,
} as const

export type ProblemCode = keyof typeof problemStatus

/** One refused field: its path in the body (`members.0.age`) and a stable reason code. */
export type FieldError = { field: string; code: string }

/** Thrown by use cases; `api/src/app.ts` alone turns it into an answer. */
export class Problem extends Error {
  readonly code: ProblemCode
  readonly errors: readonly FieldError[]
  /**
   * What may be done instead (409), seconds to wait (429), work to prove (428). No personal data, but of aid that is
   * there already, which an officer is told of and the owner reads among the looks.
   */
  readonly hints: {
    allowed?: readonly string[]
    retryAfter?: number
    challenge?: Challenge
    twice?: readonly AidWarning[]
  }

  constructor(code: ProblemCode, errors: readonly FieldError[] = [], hints: Problem['hints'] = {}) {
    super(code)
    this.name = 'Problem'
    this.code = code
    this.errors = errors
    this.hints = hints
  }

  get status(): number {
    return problemStatus[this.code]
  }
}

/** The body of a refusal (RFC 9457 section 3). */
export type ProblemBody = {
  type: string
  title: string
  status: number
  /** Of our own faults (5xx), `urn:yima:request:<number>`: what a person can read out, and the log names. */
  instance?: string
  errors?: readonly FieldError[]
  allowed?: readonly string[]
  challenge?: Challenge
  twice?: readonly AidWarning[]
}
