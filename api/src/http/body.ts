import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { every } from 'hono/combine'
import { validator } from 'hono-openapi'
import { safeParse, type GenericSchema } from 'valibot'
import { Problem, type FieldError } from '@yima/shared/problem'
import type { Env } from './context.ts'

type Issue = {
  message: string
  path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined
  /** `never` where a key stands that the contract does not know (valibot). */
  expected?: string | null
}

/** Largest body of JSON; pictures have a limit of their own (file/picture.ts). */
export const largestJson = 256 * 1024

/** More refused fields than a page can show are not listed: an answer is never larger than what was asked. */
const mostErrors = 50

/** Refuses bodies over `maxSize` bytes, also those that do not say how long they are. */
export const limitBody = (maxSize: number): MiddlewareHandler =>
  bodyLimit({
    maxSize,
    onError: () => {
      throw new Problem('body-too-large')
    },
  })

/** Where a refused field stands, as far as the contract names it: an unknown key may itself be personal. */
const pathOf = ({ path = [], expected }: Issue): string =>
  (expected === 'never' ? path.slice(0, -1) : path)
    .map((part) => String(typeof part === 'object' ? part.key : part))
    .join('.')

/** Our own messages are codes; the library's would quote what was typed, so they become `invalid`. */
const codeOf = (issue: Issue): string => (/^[a-z][a-z0-9-]*$/.test(issue.message) ? issue.message : 'invalid')

/** The JSON body of a route, checked once by the contract; refusals carry field and code only. */
export function jsonBody<Schema extends GenericSchema>(schema: Schema) {
  const check = validator<Schema, 'json', Env, string>('json', schema, (result) => {
    if (result.success) return
    const errors: FieldError[] = result.error
      .slice(0, mostErrors)
      .map((issue) => ({ field: pathOf(issue), code: codeOf(issue) }))
    throw new Problem('invalid-input', errors)
  })
  const measured = every(limitBody(largestJson), check)
  const onlyJson: typeof check = async (c, next) => {
    // The validator would read any other body as an empty one and name every field as missing.
    if (!/^application\/json\b/i.test(c.req.header('content-type') ?? '')) throw new Problem('unsupported-media')
    // `once` has measured and read the body of a write.
    return c.get('once') ? check(c, next) : measured(c, next)
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
