import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { build } from '../../api/boot/build.mjs'
import { startApp } from '../fixtures/app.mjs'
import { anApplication, idNumberOf } from '../fixtures/applications.ts'

/** Building takes its time where nothing was built before. */
const patience = 300_000

let app: Awaited<ReturnType<typeof startApp>>
beforeAll(async () => {
  await build()
  app = await startApp({ env: { YIMA_LOG: 'info' } })
}, patience)
afterAll(() => app.stop())

const answerOf = (sent: ClientRequest) =>
  new Promise<{ status: number; body: string; answer: IncomingMessage }>((done, fail) => {
    sent.on('error', fail)
    sent.on('response', (answer) => {
      let body = ''
      answer.on('data', (chunk: Buffer) => {
        body += chunk.toString('utf8')
      })
      answer.on('end', () => {
        done({ status: answer.statusCode ?? 0, body, answer })
      })
    })
  })

const writeHeaders = (key: string) => ({
  'content-type': 'application/json',
  'idempotency-key': key.repeat(20),
  'x-device-key': 'd'.repeat(43),
})
const post = (path: string, body: unknown, key: string) =>
  fetch(`${app.url}/api${path}`, { method: 'POST', headers: writeHeaders(key), body: JSON.stringify(body) })

/** A page that follows an application by its receipt. */
async function openLive(): Promise<ReadableStream<Uint8Array>> {
  const { receiptNumber } = (await (await post('/applications', anApplication(), 'a')).json()) as {
    receiptNumber: string
  }
  const lastFour = idNumberOf('1974-03-12').slice(-4)
  const { body, status } = await post('/tracking/live', { receiptNumber, lastFour }, 'b')
  if (!body || status !== 200) throw new Error(`no stream: ${status}`)
  return body
}

async function readToEnd(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = ''
  for await (const chunk of stream) text += Buffer.from(chunk).toString('utf8')
  return text
}

/** Resolves when nobody is let in any more. */
async function untilRefused(): Promise<void> {
  for (;;) {
    const answer = await fetch(`${app.url}/api/health`).catch(() => undefined)
    if (!answer) return
    await answer.arrayBuffer()
  }
}

it('who is just handing in when the app is stopped gets a receipt, and everything is left in order', async () => {
  const server = join(app.dataDir, 'pg', 'postmaster.pid')
  expect(existsSync(server)).toBe(true)
  const agent = new Agent({ keepAlive: true })
  // A browser keeps its connection; it must not hold up the end.
  const idle = request(`${app.url}/api/health`, { agent })
  idle.end()
  expect((await answerOf(idle)).status).toBe(200)

  const life = readToEnd(await openLive())
  const body = Buffer.from(JSON.stringify(anApplication()))
  const sent = request(`${app.url}/api/applications`, {
    method: 'POST',
    headers: { ...writeHeaders('k'), 'content-length': body.length, expect: '100-continue' },
  })
  const answered = answerOf(sent)
  // The server has begun with this one when it asks for the rest.
  await once(sent, 'continue')
  sent.write(body.subarray(0, 100))
  const ended = app.kill('SIGTERM')
  await untilRefused()
  sent.end(body.subarray(100))
  const { status, body: receipt } = await answered
  expect(status).toBe(201)
  expect((JSON.parse(receipt) as { receiptNumber: string }).receiptNumber).toMatch(/^\d{13}$/)
  // A page that waits for news is told that this is all; one that is cut off throws here.
  expect(await life).toContain('event:')
  expect(await ended).toBe(0)
  agent.destroy()
  // The database was asked to go and went.
  expect(existsSync(server)).toBe(false)
})

it('its log is lines of JSON without a name, and tells where it is reached', () => {
  const lines = app
    .said()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { msg: string; route?: string; address?: string })
  expect(lines.find(({ msg }) => msg === 'ready')?.address).toBe(app.url)
  expect(lines.find(({ route }) => route === '/api/applications')).toMatchObject({
    status: 201,
    method: 'POST',
  })
  expect(app.said()).not.toMatch(/周素芬|990101|19900000001/)
})
