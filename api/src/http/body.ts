import type { MiddlewareHandler } from 'hono'
import { validator } from 'hono-openapi'
import { safeParse, type GenericSchema } from 'valibot'
import { Problem, type FieldError } from '@yima/shared/problem'
import type { Env } from './context.ts'

type Issue = { message: string; path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined }

const pathOf = (issue: Issue): string =>
  (issue.path ?? []).map((part) => String(typeof part === 'object' ? part.key : part)).join('.')

/** Our own messages are codes; the library's would quote what was typed, so they become `invalid`. */
const codeOf = (issue: Issue): string => (/^[a-z][a-z0-9-]*$/.test(issue.message) ? issue.message : 'invalid')

/** Paths of a body are answered as far as the contract names them: an unknown key may itself be personal. */
const fieldOf = (issue: Issue): string => {
  const path = pathOf(issue)
  return codeOf(issue) === 'invalid' ? path.replace(/[^\w.-]/g, '').slice(0, 60) : path
}

/** The JSON body of a route, checked once by the contract; refusals carry field and code only. */
export function jsonBody<Schema extends GenericSchema>(schema: Schema) {
  const check = validator<Schema, 'json', Env, string>('json', schema, (result) => {
    if (result.success) return
    const errors: FieldError[] = result.error.map((issue) => ({ field: fieldOf(issue), code: codeOf(issue) }))
    throw new Problem('invalid-input', errors)
  })
  const onlyJson: typeof check = async (c, next) => {
    // The validator would read any other body as an empty one and name every field as missing.
    if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) throw new Problem('unsupported-media')
    return check(c, next)
  }
  // The validator carries its schema for the OpenAPI document.
  return Object.assign(onlyJson, check)
}

/** Names in the path: one that cannot exist is answered like one that does not. */
export const pathParam =
  (schema: GenericSchema): MiddlewareHandler<Env> =>
  async (c, next) => {
    if (!safeParse(schema, c.req.param()).success) throw new Problem('not-found')
    await next()
  }
