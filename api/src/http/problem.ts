import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { Problem, type ProblemBody, type ProblemCode } from '@yima/shared/problem'
import en from '@yima/shared/locales/en/problem.json' with { type: 'json' }
import zh from '@yima/shared/locales/zh-CN/problem.json' with { type: 'json' }
import { isDatabaseAway } from '../db/away.ts'
import type { Env } from './context.ts'
import { isNoRoom } from './room.ts'

const titles: Record<'zh-CN' | 'en', Record<string, string>> = { 'zh-CN': zh, en }

/** The reader's language by `Accept-Language`; Chinese unless English is asked for first. */
export function localeOf(header: string | undefined): 'zh-CN' | 'en' {
  return header && /^\s*en\b/i.test(header) ? 'en' : 'zh-CN'
}

/** The sentence for a refusal in the reader's language. */
export const titleOf = (code: ProblemCode, acceptLanguage: string | undefined): string =>
  titles[localeOf(acceptLanguage)][`problem.${code}`] ?? code

function codeOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (error instanceof HTTPException) {
    const byStatus: Record<number, ProblemCode> = {
      400: 'malformed-body',
      413: 'body-too-large',
      404: 'not-found',
    }
    return new Problem(byStatus[error.status] ?? 'unexpected')
  }
  // PostgreSQL 23505 on the trail: somebody else's event took the number this one was made for. The same act may come
  // again as it is; without the header `changed-meanwhile` is the last word on what somebody saw before.
  if (pgConstraint(error) === 'event_pk') return new Problem('changed-meanwhile', [], { retryAfter: 1 })
  // A clock that was set back behind a signed day: nothing is written under it, and what was sent is sent again.
  if (pgConstraint(error) === 'event_after_signed_day') return new Problem('unavailable')
  if (isDatabaseAway(error) || isNoRoom(error)) return new Problem('unavailable')
  return new Problem('unexpected')
}

/** The violated constraint, also when the query layer wrapped the database's error. */
export function pgConstraint(error: unknown): string | undefined {
  const inner = error instanceof Error && error.cause ? error.cause : error
  return typeof inner === 'object' && inner !== null && 'constraint' in inner
    ? String(inner.constraint)
    : undefined
}

/** The only place where an error becomes an answer (RFC 9457). Says nothing of what was refused. */
export function problemAnswer(error: unknown, c: Context<Env>): Response {
  const problem = codeOf(error)
  const language = c.req.header('accept-language')
  const body: ProblemBody = {
    type: `urn:yima:problem:${problem.code}`,
    title: titleOf(problem.code, language),
    status: problem.status,
  }
  // Of our own faults alone: refusals of what is hidden and of what does not exist stay the same to the byte.
  const request = problem.status >= 500 ? c.get('requestId') : undefined
  if (request) body.instance = `urn:yima:request:${request}`
  if (problem.errors.length > 0) body.errors = problem.errors
  if (problem.hints.allowed) body.allowed = problem.hints.allowed
  if (problem.hints.challenge) body.challenge = problem.hints.challenge
  if (problem.hints.twice) body.twice = problem.hints.twice
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-language': localeOf(language),
    'cache-control': 'no-store',
  }
  if (problem.code === 'method-not-allowed') headers['allow'] = problem.hints.allowed?.join(', ') ?? ''
  if (problem.hints.retryAfter) headers['retry-after'] = String(problem.hints.retryAfter)
  return new Response(JSON.stringify(body), { status: problem.status, headers })
}
