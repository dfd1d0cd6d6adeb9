import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { Problem, type ProblemBody, type ProblemCode } from '@yima/shared/problem'
import en from '@yima/shared/locales/en/problem.json' with { type: 'json' }
import zh from '@yima/shared/locales/zh-CN/problem.json' with { type: 'json' }
import type { Env } from './context.ts'

const titles: Record<'zh-CN' | 'en', Record<string, string>> = { 'zh-CN': zh, en }

/** The reader's language by `Accept-Language`; Chinese unless English is asked for first. */
export function localeOf(header: string | undefined): 'zh-CN' | 'en' {
  return header && /^\s*en\b/i.test(header) ? 'en' : 'zh-CN'
}

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
  // PostgreSQL 23505 on the trail: somebody else's event took the number this one was made for.
  if (pgConstraint(error) === 'event_pk') return new Problem('changed-meanwhile')
  if (isUnavailable(error)) return new Problem('unavailable')
  return new Problem('unexpected')
}

/** The violated constraint, also when the query layer wrapped the database's error. */
export function pgConstraint(error: unknown): string | undefined {
  const inner = error instanceof Error && error.cause ? error.cause : error
  return typeof inner === 'object' && inner !== null && 'constraint' in inner
    ? String(inner.constraint)
    : undefined
}

/** Whether the database is away: connection refused or lost, starting up, shutting down, full. */
function isUnavailable(error: unknown): boolean {
  const inner = error instanceof Error && error.cause ? error.cause : error
  if (typeof inner !== 'object' || inner === null) return false
  const code = 'code' in inner ? String(inner.code) : ''
  const message = 'message' in inner ? String(inner.message) : ''
  return (
    /^(ECONN|EPIPE|ETIMEDOUT|57P0|53|08)/.test(code) ||
    /Connection terminated|timeout exceeded when trying to connect/.test(message)
  )
}

/** The only place where an error becomes an answer (RFC 9457). Says nothing of what was refused. */
export function problemAnswer(error: unknown, c: Context<Env>): Response {
  const problem = codeOf(error)
  const locale = localeOf(c.req.header('accept-language'))
  const body: ProblemBody = {
    type: `urn:yima:problem:${problem.code}`,
    title: titles[locale][`problem.${problem.code}`] ?? problem.code,
    status: problem.status,
  }
  if (problem.errors.length > 0) body.errors = problem.errors
  if (problem.hints.allowed) body.allowed = problem.hints.allowed
  const headers: Record<string, string> = {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-language': locale,
    'cache-control': 'no-store',
  }
  if (problem.hints.retryAfter) headers['retry-after'] = String(problem.hints.retryAfter)
  return new Response(JSON.stringify(body), { status: problem.status, headers })
}
