import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Front = {
  url: string
  /** From now on the service worker is another one, as after an update of the app. */
  bringNewVersion: () => void
  close: () => Promise<void>
}

/** The app behind an address of its own, whose version can change while people use it. */
export async function standInFrontOf(app: string): Promise<Front> {
  const target = new URL(app)
  let isNew = false

  function pass(request: IncomingMessage, response: ServerResponse): void {
    const { origin: _origin, 'accept-encoding': _encoding, 'if-none-match': _known, ...headers } = request.headers
    const own = { ...headers, host: target.host, ...(request.headers.origin ? { origin: target.origin } : {}) }
    const further = ask({ host: '127.0.0.1', port: target.port, method: request.method, path: request.url, headers: own })
    further.on('response', (answer) => {
      const worker = request.url === '/sw.js' && isNew
      const { 'content-length': length, etag, ...rest } = answer.headers
      const kept = worker ? rest : { ...rest, ...(length ? { 'content-length': length } : {}), ...(etag ? { etag } : {}) }
      response.writeHead(answer.statusCode ?? 502, kept)
      answer.on('data', (piece) => response.write(piece))
      answer.on('end', () => response.end(worker ? '\n// the next version\n' : undefined))
    })
    further.on('error', () => response.destroy())
    request.pipe(further)
  }

  const server = createServer(pass)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://localhost:${port}`,
    bringNewVersion: () => {
      isNew = true
    },
    close: () => new Promise((done) => {
      server.closeAllConnections()
      server.close(() => done())
    }),
  }
}
