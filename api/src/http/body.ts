import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { every } from 'hono/combine'
import { validator } from 'hono-openapi'
import { safeParse, type BaseIssue, type GenericSchema, type InferOutput } from 'valibot'
import { Problem, type FieldError } from '@yima/shared/problem'
import type { Env } from './context.ts'
import { parseStrictJson } from './strict-json.ts'

type Issue = Pick<BaseIssue<unknown>, 'message' | 'path' | 'expected'>

/** Largest body of JSON; pictures have a limit of their own (file/picture.ts). */
export const largestJson = 256 * 1024

/** More refused fields than a page can show are not listed: an answer is never larger than what was asked. */
const mostErrors = 50

/** Refuses bodies over `maxSize` bytes, also those that do not say how long they are. */
export function limitBody(maxSize: number): MiddlewareHandler {
  const tooLarge = () => {
    throw new Problem('body-too-large')
  }
  const measure = bodyLimit({ maxSize, onError: tooLarge })
  return async (c, next) => {
    const said = c.req.header('content-length')
    // HTTP itself holds a body to the length that it says; only others are worth reading twice.
    if (said === undefined || c.req.header('transfer-encoding') !== undefined) return measure(c, next)
    if (Number(said) > maxSize) tooLarge()
    await next()
  }
}

/**
 * Where a refused field stands, as far as the contract names it: an unknown key (of which it expected
 * `never`) may itself be personal.
 */
function pathOf({ path, expected }: Issue): string {
  const keys = path?.map(({ key }) => String(key)) ?? []
  return (expected === 'never' ? keys.slice(0, -1) : keys).join('.')
}

/** Our own messages are codes; the library's would quote what was typed, so they become `invalid`. */
const codeOf = (issue: Issue): string => (/^[a-z][a-z0-9-]*$/.test(issue.message) ? issue.message : 'invalid')

/** JSON and nothing else, in UTF-8, which is its only charset (RFC 8259, 8.1). */
function isJson(contentType: string): boolean {
  const [media = '', ...parameters] = contentType.split(';')
  const charset = parameters.find((parameter) => /^\s*charset\s*=/i.test(parameter))
  return /^\s*application\/json\s*$/i.test(media) && (!charset || /=\s*"?utf-?8"?\s*$/i.test(charset))
}

/** All bytes of a body. Throws `malformed-body` when the line broke before the last one. */
export async function readBytes(c: Context<Env>): Promise<ArrayBuffer> {
  try {
    return await c.req.arrayBuffer()
  } catch {
    throw new Problem('malformed-body')
  }
}

/** What was sent, as it was meant. Throws `malformed-body` for broken text or JSON with two meanings. */
async function readJson(c: Context<Env>): Promise<unknown> {
  const bytes = await readBytes(c)
  try {
    return parseStrictJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError) throw new Problem('malformed-body')
    throw error
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null

/** Lists where a form has fields: to a schema an empty list is an object in which nothing was filled. */
function listsForForms(sent: unknown, read: unknown, field = ''): FieldError[] {
  if (!isObject(sent) || !isObject(read)) return []
  if (Array.isArray(sent) && !Array.isArray(read)) return [{ field, code: 'not-an-object' }]
  return Object.entries(read).flatMap(([key, value]) =>
    listsForForms(sent[key], value, field === '' ? key : `${field}.${key}`),
  )
}

function checked<Schema extends GenericSchema>(schema: Schema, sent: unknown): InferOutput<Schema> {
  const result = safeParse(schema, sent)
  const errors = result.success
    ? listsForForms(sent, result.output)
    : result.issues.map((issue) => ({ field: pathOf(issue), code: codeOf(issue) }))
  if (result.success && errors.length === 0) return result.output
  throw new Problem('invalid-input', errors.slice(0, mostErrors))
}

/** The JSON body of a route, checked once by the contract; refusals carry field and code only. */
export function jsonBody<Schema extends GenericSchema>(schema: Schema) {
  // Never runs: it gives the route its type and the OpenAPI document its schema.
  const described = validator<Schema, 'json', Env, string>('json', schema)
  const check: typeof described = async (c, next) => {
    c.req.addValidatedData('json', checked(schema, await readJson(c)) as object)
    await next()
  }
  const measured = every(limitBody(largestJson), check)
  const onlyJson: typeof described = async (c, next) => {
    // Any other body would be read as an empty one, and every field named as missing.
    if (!isJson(c.req.header('content-type') ?? '')) throw new Problem('unsupported-media')
    // `once` has measured and read the body of a write.
    return c.get('once') ? check(c, next) : measured(c, next)
  }
  return Object.assign(onlyJson, described, { contract: schema })
}

/** Names in the path: one that cannot exist is answered like one that does not. */
export const pathParam =
  (schema: GenericSchema): MiddlewareHandler<Env> =>
  async (c, next) => {
    if (!safeParse(schema, c.req.param()).success) throw new Problem('not-found')
    await next()
  }

/** Names after the question mark, checked once by the contract like a body. */
export function queryParams<Schema extends GenericSchema>(schema: Schema) {
  const described = validator<Schema, 'query', Env, string>('query', schema)
  const check: typeof described = async (c, next) => {
    c.req.addValidatedData('query', checked(schema, c.req.query()) as object)
    await next()
  }
  return Object.assign(check, described)
}
