import { describeRoute, resolver } from 'hono-openapi'
import * as v from 'valibot'

const problemBody = v.object({
  type: v.pipe(v.string(), v.description('urn:yima:problem:<code>, stable')),
  title: v.pipe(v.string(), v.description('A sentence for the reader, in the reader’s language')),
  status: v.number(),
  errors: v.optional(v.array(v.object({ field: v.string(), code: v.string() }))),
  allowed: v.optional(v.array(v.string())),
})

const refused = {
  description: 'Refused (RFC 9457). Never repeats what was refused.',
  content: { 'application/problem+json': { schema: resolver(problemBody) } },
}

const writeHeaders = ['Idempotency-Key', 'X-Device-Key'].map((name) => ({
  name,
  in: 'header' as const,
  required: true,
  schema: { type: 'string' as const },
}))

export type RouteFacts = {
  tag: string
  summary: string
  /** What a good answer holds; nothing for an empty one or a picture. */
  answer?: v.GenericSchema
  /** Status of a good answer, 200 unless said. */
  status?: 200 | 201 | 202 | 204
  /** A write carries its key and its device: repeating it changes nothing. */
  write?: boolean
}

/** How a route stands in the OpenAPI document. */
export const describe = ({ tag, summary, answer, status = 200, write = false }: RouteFacts) =>
  describeRoute({
    tags: [tag],
    summary,
    ...(write ? { parameters: writeHeaders } : {}),
    responses: {
      [status]: {
        description: 'Done',
        ...(answer ? { content: { 'application/json': { schema: resolver(answer) } } } : {}),
      },
      400: refused,
      default: refused,
    },
  })
