import type { FieldError, ProblemBody, ProblemCode } from '@yima/shared/problem'
import type { Challenge } from '@yima/shared/proof/contract'
import { t } from './text.ts'

/** `intercepted`: something on the way answered in the office's place. */
type OwnCode = 'offline' | 'timeout' | 'intercepted' | 'malformed'

/** What the server may refuse, and what happens before it is reached. */
export type ProblemErrorCode = ProblemCode | OwnCode

/**
 * A request that did not work out. It carries the code, a sentence for the reader and the refused fields,
 * never the request: what a person typed must not end in a report of errors.
 */
export class ProblemError extends Error {
  readonly code: ProblemErrorCode
  readonly title: string
  readonly status: number
  readonly errors: readonly FieldError[]
  readonly allowed: readonly string[]
  /** Seconds to wait (429, 503). */
  readonly retryAfter: number | undefined
  /** Work to be done before the same is sent again (428). */
  readonly challenge: Challenge | undefined
  /** What the log calls this request; somebody may be asked for it on the telephone. */
  readonly request: string | undefined

  constructor(code: ProblemErrorCode, known: Partial<Omit<ProblemError, 'code' | keyof Error>> = {}) {
    super(code)
    this.name = 'ProblemError'
    this.code = code
    this.title = known.title ?? ownTitle(isOwn(code) ? code : 'malformed')
    this.status = known.status ?? 0
    this.errors = known.errors ?? []
    this.allowed = known.allowed ?? []
    this.retryAfter = known.retryAfter
    this.challenge = known.challenge
    this.request = known.request
  }

  /** The reason code for a field of the body, by its path. */
  reason(field: string): string | undefined {
    return this.errors.find((error) => error.field === field)?.code
  }
}

/** No answer of the office came: no network, none in time, or something on the way (a hotel's page, a guard) gave another. */
export const isUnreached = (error: unknown): error is ProblemError =>
  error instanceof ProblemError && /^(offline|timeout|intercepted)$/.test(error.code)

const isOwn = (code: ProblemErrorCode): code is OwnCode =>
  (['offline', 'timeout', 'intercepted', 'malformed'] as ProblemErrorCode[]).includes(code)

function ownTitle(code: OwnCode): string {
  switch (code) {
    case 'offline':
      return t('common.problem.offline')
    case 'timeout':
      return t('common.problem.timeout')
    case 'intercepted':
      return t('common.problem.intercepted')
    case 'malformed':
      return t('common.problem.malformed')
    default:
      return code satisfies never
  }
}

const prefix = 'urn:yima:problem:'

/** Reads an answer that is not 2xx; what is not problem+json becomes `malformed` with its status. */
export function readProblem(status: number, body: unknown, retryAfter?: string): ProblemError {
  const problem = body as Partial<ProblemBody> | null
  const wait = Number(retryAfter)
  const seconds = Number.isFinite(wait) && retryAfter ? { retryAfter: wait } : {}
  if (typeof problem !== 'object' || !problem?.type?.startsWith(prefix))
    return new ProblemError('malformed', { status, ...seconds })
  return new ProblemError(problem.type.slice(prefix.length) as ProblemCode, {
    status,
    ...(problem.title ? { title: problem.title } : {}),
    errors: problem.errors ?? [],
    allowed: problem.allowed ?? [],
    challenge: problem.challenge,
    request: problem.instance?.replace('urn:yima:request:', ''),
    ...seconds,
  })
}
