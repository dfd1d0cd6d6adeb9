import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { StopReason } from './stop-reason.ts'

/** What node-server hands over beside the request (the socket, for the network's address). */
type Fetch = (request: Request, env?: unknown) => Response | Promise<Response>

export type Listener = {
  /** Hands requests to the app; before, they are told to come back in a second. */
  serve(fetch: Fetch): void
  /** Takes no new requests and resolves when those under way are answered, or after ten seconds. */
  close(): Promise<void>
}

const graceMs = 10_000

const notYet: Fetch = () => new Response(null, { status: 503, headers: { 'Retry-After': '1' } })

function whyNot(error: NodeJS.ErrnoException, host: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new StopReason(
      `Port ${port} is taken by another program: choose another one, for example PORT=${port + 1} npm start`,
    )
  }
  if (error.code === 'EACCES') {
    return new StopReason(`Port ${port} needs special rights: choose one above 1023, such as PORT=8787 npm start`)
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new StopReason(`HOST=${host} is no address of this machine: use 127.0.0.1, or behind a proxy 0.0.0.0.`)
  }
  return error
}

function closeGently(server: Server): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(() => { server.closeAllConnections() }, graceMs)
    server.close(() => {
      clearTimeout(timer)
      done()
    })
    server.closeIdleConnections()
  })
}

/**
 * Takes the port at once, so that a taken one is known before anything else is started.
 * @throws StopReason saying how to choose another
 */
export function listen(host: string, port: number): Promise<Listener> {
  let fetch = notYet
  const handOver: Fetch = (request, env) => fetch(request, env)
  const server = createAdaptorServer({ fetch: handOver }) as Server
  return new Promise((done, fail) => {
    server.once('error', (error) => { fail(whyNot(error, host, port)) })
    server.listen(port, host, () => {
      done({
        serve: (next) => { fetch = next },
        close: () => closeGently(server),
      })
    })
  })
}
