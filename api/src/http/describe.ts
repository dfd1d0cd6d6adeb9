import { describeRoute, resolver } from 'hono-openapi'
import * as v from 'valibot'
import { proofHeader } from '@yima/shared/proof/contract'

/** Work to be done before a write without a session (altcha, version 2). */
export const challengeBody = v.object({
  parameters: v.object({
    algorithm: v.string(),
    nonce: v.string(),
    salt: v.string(),
    cost: v.pipe(v.number(), v.description('Rounds of PBKDF2 for one try')),
    keyLength: v.number(),
    keyPrefix: v.pipe(v.string(), v.description('How the key of the right number begins')),
    keySignature: v.optional(v.string()),
    expiresAt: v.optional(v.number()),
    data: v.optional(v.object({ write: v.string() })),
  }),
  signature: v.optional(v.string()),
})

const problemBody = v.object({
  type: v.pipe(v.string(), v.description('urn:yima:problem:<code>, stable')),
  title: v.pipe(v.string(), v.description('A sentence for the reader, in the reader’s language')),
  status: v.number(),
  instance: v.optional(
    v.pipe(
      v.string(),
      v.description('Of a fault of ours: urn:yima:request:<number>, as in X-Request-Id and the log'),
    ),
  ),
  errors: v.optional(v.array(v.object({ field: v.string(), code: v.string() }))),
  allowed: v.optional(v.array(v.string())),
  challenge: v.optional(challengeBody),
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

/** A write that asks for work where there is no session; stands beside the description of its route. */
export const describeProof = describeRoute({
  parameters: [
    {
      name: proofHeader,
      in: 'header',
      required: false,
      description:
        'Without a session: base64url of {challenge, solution} in JSON, made for this very Idempotency-Key and device',
      schema: { type: 'string' },
    },
  ],
  responses: { 428: { ...refused, description: 'Work has to be done first: the body holds its challenge' } },
})

export type RouteFacts = {
  tag: string
  summary: string
  /** What a good answer holds; nothing for an empty one or a picture. */
  answer?: v.GenericSchema
  /** Status of a good answer, 200 unless said. */
  status?: 200 | 201 | 202 | 204
  /** A write carries its key and its device: repeating it changes nothing. */
  write?: boolean
  /** Names in the query with what they are. */
  query?: Readonly<Record<string, string>>
}

const queryOf = (query: Readonly<Record<string, string>>) =>
  Object.entries(query).map(([name, description]) => ({
    name,
    in: 'query' as const,
    required: true,
    description,
    schema: { type: 'string' as const },
  }))

/** How a route stands in the OpenAPI document. */
export const describe = ({ tag, summary, answer, status = 200, write = false, query = {} }: RouteFacts) =>
  describeRoute({
    tags: [tag],
    summary,
    parameters: [...(write ? writeHeaders : []), ...queryOf(query)],
    responses: {
      [status]: {
        description: 'Done',
        ...(answer ? { content: { 'application/json': { schema: resolver(answer) } } } : {}),
      },
      400: refused,
      default: refused,
    },
  })
