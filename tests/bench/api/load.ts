// A light client in a process of its own: raw sockets, kept alive, one request at a time on each.
import { connect, type Socket } from 'node:net'
import { bytesOf, type Wanted } from './requests.ts'

export type Job = { port: number; connections: number; seconds: number; expect: number; requests: Wanted[] }

export type Measured = {
  /** Answers with the expected status. */
  good: number
  /** Answers with any other, by status. */
  other: Record<string, number>
  perSecond: number
  p50: number
  p99: number
  /** Share of one core that this client took. */
  ownShare: number
}

const headEnd = Buffer.from('\r\n\r\n')
const lastChunk = Buffer.from('0\r\n\r\n')

/** The status of a complete answer, or undefined while more has to come. */
function statusOf(received: Buffer): number | undefined {
  const end = received.indexOf(headEnd)
  if (end < 0) return undefined
  const head = received.toString('latin1', 0, end)
  const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  const complete =
    length === undefined
      ? received.subarray(-lastChunk.length).equals(lastChunk)
      : received.length >= end + headEnd.length + Number(length)
  return complete ? Number(head.slice(9, 12)) : undefined
}

/** Sends on one connection until `next` has nothing more. */
function talk(port: number, next: () => Buffer | undefined, answered: (status: number, ms: number) => void) {
  return new Promise<void>((done, fail) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let received = Buffer.alloc(0)
    let sentAt = 0
    const send = () => {
      const request = next()
      if (!request) return socket.end()
      received = Buffer.alloc(0)
      sentAt = performance.now()
      return socket.write(request)
    }
    socket.on('connect', send)
    socket.on('data', (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk])
      const status = statusOf(received)
      if (status === undefined) return
      answered(status, performance.now() - sentAt)
      send()
    })
    socket.on('error', fail)
    socket.on('close', () => done())
  })
}

const at = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN

async function run({ port, connections, seconds, expect, requests }: Job): Promise<Measured> {
  const wire = requests.map(bytesOf)
  const times: number[] = []
  const other: Record<string, number> = {}
  let sent = 0
  const cpu = process.cpuUsage()
  const begin = performance.now()
  const until = begin + seconds * 1000
  const next = () => (performance.now() < until ? wire[sent++] : undefined)
  const answered = (status: number, ms: number) => {
    if (status === expect) times.push(ms)
    else other[status] = (other[status] ?? 0) + 1
  }
  await Promise.all(Array.from({ length: connections }, () => talk(port, next, answered)))
  const took = performance.now() - begin
  const { user, system } = process.cpuUsage(cpu)
  const sorted = Float64Array.from(times).sort()
  return {
    good: times.length,
    other,
    perSecond: (times.length / took) * 1000,
    p50: at(sorted, 0.5),
    p99: at(sorted, 0.99),
    ownShare: (user + system) / 1000 / took,
  }
}

process.on('message', (job: Job) => {
  run(job).then(
    (measured) => process.send?.(measured),
    (error: unknown) => process.send?.({ failed: String(error) }),
  )
})
process.send?.('ready')
