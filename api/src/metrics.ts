import { createServer, type Server } from 'node:http'
import { sql } from 'drizzle-orm'
import type pg from 'pg'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Database } from './db/connection.ts'
import { queueNames, queueSchema } from './db/queues.ts'
import { closeGently, whyNotListening } from './listen.ts'

type Answered = { method: string; route: string; status: number }

/** Figures on this process: how it works, nothing of whom it works for. */
export type Metrics = {
  answered(what: Answered, seconds: number): void
  /** The figures as Prometheus reads them. */
  text(): Promise<string>
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])

function watchRequests(register: Registry): Metrics['answered'] {
  const seconds = new Histogram({
    name: 'yima_request_seconds',
    help: 'Requests by route pattern, method and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [register],
  })
  return ({ method, route, status }, took) => {
    seconds.observe({ method: methods.has(method) ? method : 'other', route, status }, took)
  }
}

function watchPool(register: Registry, pool: pg.Pool): void {
  new Gauge({
    name: 'yima_database_connections',
    help: 'Connections of this process, and who waits for one',
    labelNames: ['state'],
    registers: [register],
    collect() {
      this.set({ state: 'busy' }, pool.totalCount - pool.idleCount)
      this.set({ state: 'idle' }, pool.idleCount)
      this.set({ state: 'awaited' }, pool.waitingCount)
    },
  })
}

async function count(db: Database, query: ReturnType<typeof sql>): Promise<Map<string, number>> {
  const { rows } = await db.execute<{ name: string; rows: string }>(query)
  return new Map(rows.map((row) => [row.name, Number(row.rows)]))
}

/** Asked of the database when somebody looks. One that is away leaves the figure out, rather than 0. */
function watchQueues(register: Registry, db: Database): void {
  new Gauge({
    name: 'yima_jobs_waiting',
    help: 'Jobs that wait for their turn or for another try',
    labelNames: ['queue'],
    registers: [register],
    async collect() {
      this.reset()
      const waiting = await count(
        db,
        sql`
        SELECT name, count(*) AS rows FROM ${sql.identifier(queueSchema)}.job WHERE state < 'active' GROUP BY name
      `,
      ).catch(() => undefined)
      if (waiting) for (const queue of queueNames) this.set({ queue }, waiting.get(queue) ?? 0)
    },
  })
  new Gauge({
    name: 'yima_messages',
    help: 'Text messages not taken by the gateway yet, and those given up',
    labelNames: ['state'],
    registers: [register],
    async collect() {
      this.reset()
      const found = await count(
        db,
        sql`
        SELECT state AS name, count(*) AS rows FROM message
         WHERE state IN ('waiting', 'failed') AND channel <> 'call' GROUP BY state
      `,
      ).catch(() => undefined)
      if (found) for (const state of ['waiting', 'failed']) this.set({ state }, found.get(state) ?? 0)
    },
  })
}

/** Begins to count. Memory, event-loop lag and the rest of the process come from the library. */
export function startMetrics(db: Database): Metrics {
  const register = new Registry()
  collectDefaultMetrics({ register })
  watchPool(register, db.$client)
  watchQueues(register, db)
  return { answered: watchRequests(register), text: () => register.metrics() }
}

/**
 * Answers `GET /metrics` on a port of its own that only this machine reaches, so that no proxy passes
 * it on by accident.
 * @throws StopReason when the port is taken
 */
export function serveMetrics(metrics: Metrics, port: number): Promise<{ close(): Promise<void> }> {
  const server: Server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') return void response.writeHead(404).end()
    const give = (text: string) =>
      response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }).end(text)
    void metrics.text().then(give, () => response.writeHead(503).end())
  })
  return new Promise((done, fail) => {
    server.once('error', (error) => {
      fail(whyNotListening(error, 'YIMA_METRICS_PORT', '127.0.0.1', port))
    })
    server.listen(port, '127.0.0.1', () => {
      done({ close: () => closeGently(server) })
    })
  })
}
