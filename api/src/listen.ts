import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { startingAnswer } from './health.ts'
import { StopReason } from './stop-reason.ts'

/** What node-server hands over beside the request (the socket, for the network's address). */
type Fetch = (request: Request, env?: unknown) => Response | Promise<Response>

export type Listener = {
  /** Hands requests to the app; before, they are told to come back in a second. */
  serve(fetch: Fetch): void
  /** Takes no new requests and resolves when those under way are answered, or after ten seconds. */
  close(): Promise<void>
}

const seconds = 1000
const graceMs = 10 * seconds

/**
 * What one connection may cost us. Who sends its headers byte by byte holds no place for longer than
 * ten seconds; a picture on a line of 50 kbit/s has three minutes. Connections are kept longer than
 * proxies keep theirs (60 s), or a request would now and then meet a closing one. The cap is below
 * the number of files that a process may open, so that database and pictures stay reachable.
 */
export const serverLimits = {
  headersTimeout: 10 * seconds,
  requestTimeout: 180 * seconds,
  keepAliveTimeout: 65 * seconds,
  connectionsCheckingInterval: 5 * seconds,
  maxHeaderSize: 16 * 1024,
} as const
export type Limits = { [Name in keyof typeof serverLimits]: number }
const mostConnections = 10_000

/** Why a server does not listen, in a sentence that says how to choose another place. */
export function whyNotListening(
  error: NodeJS.ErrnoException,
  setting: string,
  host: string,
  port: number,
): Error {
  const example = setting === 'PORT' ? `PORT=${port + 1} npm start` : `${setting}=${port + 1}`
  if (error.code === 'EADDRINUSE') {
    return new StopReason(
      `Port ${port} is taken by another program: choose another one, for example ${example}`,
    )
  }
  if (error.code === 'EACCES') {
    return new StopReason(
      `Port ${port} needs special rights: choose one above 1023, such as PORT=8787 npm start`,
    )
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new StopReason(
      `HOST=${host} is no address of this machine: use 127.0.0.1, or behind a proxy 0.0.0.0.`,
    )
  }
  return error
}

/**
 * Lets every request under way be answered, and closes each connection as it falls silent: one that
 * a browser keeps open would otherwise hold up the end for as long as it is kept.
 */
export function closeGently(server: Server): Promise<void> {
  return new Promise((done) => {
    const sweep = setInterval(() => {
      server.closeIdleConnections()
    }, 50)
    const timer = setTimeout(() => {
      server.closeAllConnections()
    }, graceMs)
    server.close(() => {
      clearInterval(sweep)
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
export function listen(host: string, port: number, limits: Limits = serverLimits): Promise<Listener> {
  let fetch: Fetch = startingAnswer
  const handOver: Fetch = (request, env) => fetch(request, env)
  const server = createAdaptorServer({ fetch: handOver, serverOptions: limits }) as Server
  server.maxConnections = mostConnections
  return new Promise((done, fail) => {
    server.once('error', (error) => {
      fail(whyNotListening(error, 'PORT', host, port))
    })
    server.listen(port, host, () => {
      done({
        serve: (next) => {
          fetch = next
        },
        close: () => closeGently(server),
      })
    })
  })
}
