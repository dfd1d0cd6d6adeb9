import { connect, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listen, serverLimits, type Listener } from '@yima/api/listen'
import { freePort } from '../fixtures/app.mjs'

let listener: Listener
let port: number
beforeEach(async () => {
  port = await freePort()
  // The same limits, ended sooner.
  const limits = {
    ...serverLimits,
    headersTimeout: 300,
    requestTimeout: 600,
    connectionsCheckingInterval: 50,
  }
  listener = await listen('127.0.0.1', port, limits)
  listener.serve(async (request) => new Response(await request.text()))
})
afterEach(() => listener.close())

/** Says this and reads until the other side ends. */
const converse = (say: (socket: Socket) => void): Promise<string> =>
  new Promise((done) => {
    let heard = ''
    const socket = connect(port, '127.0.0.1', () => {
      say(socket)
    })
    socket.on('data', (chunk) => {
      heard += chunk.toString('utf8')
    })
    socket.on('error', () => undefined)
    socket.on('close', () => {
      done(heard)
    })
  })

describe('a connection', () => {
  it('that never finishes its headers is ended', async () => {
    const heard = await converse((socket) => {
      socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n')
      const drip = setInterval(() => {
        socket.write('X-A: b\r\n')
      }, 50)
      socket.on('close', () => {
        clearInterval(drip)
      })
    })
    expect(heard).toMatch(/^HTTP\/1\.1 408 /)
  })

  it('that never finishes its body is ended', async () => {
    const heard = await converse((socket) => {
      socket.write('POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n')
      const drip = setInterval(() => {
        socket.write('x')
      }, 50)
      socket.on('close', () => {
        clearInterval(drip)
      })
    })
    expect(heard).toMatch(/^HTTP\/1\.1 (408|400) /)
  })

  it('with endless headers is refused', async () => {
    const heard = await converse((socket) => {
      socket.write(`GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ${'a'.repeat(20_000)}\r\n\r\n`)
    })
    expect(heard).toMatch(/^HTTP\/1\.1 431 /)
  })
})

describe('while the app gets ready', () => {
  it('health says so, the api asks to come back, and a page that was opened comes by itself', async () => {
    const early = await listen('127.0.0.1', 0)
    await early.close()
    const other = await freePort()
    const starting = await listen('127.0.0.1', other)
    const health = await fetch(`http://127.0.0.1:${other}/api/health`)
    expect([health.status, ((await health.json()) as { status: string }).status]).toEqual([503, 'starting'])
    const api = await fetch(`http://127.0.0.1:${other}/api/applications`, { method: 'POST', body: '{}' })
    expect([
      api.status,
      api.headers.get('retry-after'),
      ((await api.json()) as { type: string }).type,
    ]).toEqual([503, '1', 'urn:yima:problem:unavailable'])
    const page = await fetch(`http://127.0.0.1:${other}/apply`)
    expect([page.status, page.headers.get('refresh'), await page.text()]).toEqual([
      503,
      '1',
      expect.stringContaining('等一会儿'),
    ])
    await starting.close()
  })
})
