import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import * as v from 'valibot'
import { sourceIds, type SourceId } from '@yima/shared/verification/sources'
import { addDays } from '@yima/shared/calendar/working-days'
import { isSigned, signatureHeader } from '../notification/signature.ts'
import { personDigest, type Lines } from '../verification/departments.ts'
import { answerFrom, type Registered } from './registers.ts'

/**
 * How a department behaves about somebody. `fails`: unavailable twice, then it answers; `late`: says twice that it is
 * not ready; `dead`: never there; `hangs`: takes the question and says nothing; the rest answer what must not be believed.
 */
export type Behaviour =
  | 'well'
  | 'slow'
  | 'fails'
  | 'late'
  | 'dead'
  | 'hangs'
  | 'contradictory'
  | 'wrong-person'
  | 'future'
  | 'malformed'

export type Questioned = { source: SourceId; idNumber: string; query: string }

/** What the simulator needs of the world. */
export type World = {
  secret: string
  /** Moment of signatures; and the business date as of which registers stand. */
  now: () => Date
  today: () => string
  behaviour?: (asked: Questioned) => Behaviour
  registered?: (idNumber: string) => Registered | undefined
  slowMs?: number
}

/** What came in: how often each query, and how many different ones, as a department would count them. */
export type Ledger = ReadonlyMap<
  string,
  { source: SourceId; idNumber: string; tries: number; answered: number }
>

export type Simulator = { lines: Lines; ledger: Ledger; close: () => Promise<void> }

const question = v.object({
  query: v.string(),
  consent: v.string(),
  purpose: v.literal('means-check'),
  person: v.object({ name: v.string(), idNumber: v.pipe(v.string(), v.regex(/^\d{17}[\dX]$/)) }),
})

const largestQuestion = 16_384

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size > largestQuestion) throw new RangeError('A question is too large')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

type Reply = { status: number; body?: unknown; after?: number; hangs?: true; slow?: true }

const contradiction: Partial<Record<SourceId, Record<string, unknown>>> = {
  police: { alive: true, diedOn: '2020-01-01' },
  labour: { employed: true, unemployedMonths: 5 },
  market: { companies: 0, running: 2 },
  property: { homes: 0, commercial: 0, area: 90 },
  banks: { deposits: 100, securities: 0, insurance: 0, total: 5_000_000 },
  'disabled-federation': { certificate: true, type: 'none', level: 0 },
  education: { enrolled: true, stage: 'none', boarding: false },
}

class Departments {
  readonly #world: World
  readonly ledger = new Map<string, { source: SourceId; idNumber: string; tries: number; answered: number }>()

  constructor(world: World) {
    this.#world = world
  }

  /** A query that came before counts as the same. */
  #entry(asked: Questioned) {
    const entry = this.ledger.get(asked.query) ?? {
      source: asked.source,
      idNumber: asked.idNumber,
      tries: 0,
      answered: 0,
    }
    entry.tries += 1
    this.ledger.set(asked.query, entry)
    return entry
  }

  #answer({ source, idNumber, query }: Questioned, how: Behaviour): Reply {
    const { secret, today, registered } = this.#world
    const day = today()
    const said = answerFrom(source, idNumber, Number(day.slice(0, 4)), registered?.(idNumber))
    const other = `${idNumber.slice(0, 17)}?`
    const person = personDigest(secret, how === 'wrong-person' ? other : idNumber)
    const asOf = how === 'future' ? addDays(day, 3) : day
    const answer =
      how === 'malformed'
        ? { balance: 'plenty' }
        : how === 'contradictory'
          ? { ...said, ...contradiction[source] }
          : said
    return { status: 200, body: { query, person, asOf, answer }, ...(how === 'slow' ? { slow: true } : {}) }
  }

  reply(asked: Questioned): Reply {
    const entry = this.#entry(asked)
    const how = this.#world.behaviour?.(asked) ?? 'well'
    if (how === 'dead' || (how === 'fails' && entry.tries <= 2)) return { status: 503 }
    if (how === 'late' && entry.tries <= 2) return { status: 202, after: 2 }
    if (how === 'hangs') return { status: 200, hangs: true }
    entry.answered += 1
    return this.#answer(asked, how)
  }
}

const sourceIn = (path: string | undefined): SourceId | undefined =>
  sourceIds.find((source) => path === `/${source}/queries`)

async function replyTo(request: IncomingMessage, world: World, offices: Departments): Promise<Reply> {
  const source = sourceIn(request.url)
  if (request.method !== 'POST' || source === undefined) return { status: 404 }
  const text = await read(request)
  const header = request.headers[signatureHeader]
  if (!isSigned(world.secret, text, typeof header === 'string' ? header : undefined, world.now()))
    return { status: 401 }
  const parsed = v.safeParse(question, JSON.parse(text))
  if (!parsed.success || request.headers['idempotency-key'] !== parsed.output.query) return { status: 400 }
  const { query, person } = parsed.output
  return offices.reply({ source, query, idNumber: person.idNumber })
}

function send(response: ServerResponse, { status, body, after, hangs }: Reply): void {
  if (hangs || response.destroyed) return
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(after === undefined ? {} : { 'retry-after': String(after) }),
  })
  response.end(body === undefined ? '' : JSON.stringify(body))
}

/**
 * Twelve departments on one loopback port that nobody chose, for demonstrations and tests. They keep nothing: what they
 * say follows from the number, so that after a start they answer as before.
 */
export async function simulate(world: World): Promise<Simulator> {
  const offices = new Departments(world)
  const waiting = new Set<NodeJS.Timeout>()
  const server = createServer((request, response) => {
    replyTo(request, world, offices).then(
      (reply) => {
        if (!reply.slow) return send(response, reply)
        const timer = setTimeout(() => {
          waiting.delete(timer)
          send(response, reply)
        }, world.slowMs ?? 1500)
        waiting.add(timer)
      },
      () => send(response, { status: 400 }),
    )
  })
  await new Promise<void>((done, failed) => server.once('error', failed).listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const urls = Object.fromEntries(sourceIds.map((source) => [source, `http://127.0.0.1:${port}/${source}`]))
  return {
    lines: { urls, secret: world.secret },
    ledger: offices.ledger,
    close: () => {
      for (const timer of waiting) clearTimeout(timer)
      server.closeAllConnections()
      return new Promise((done) => server.close(() => done()))
    },
  }
}
