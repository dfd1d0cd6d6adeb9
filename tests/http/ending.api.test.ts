import { existsSync } from 'node:fs'
import { Agent, request, type ClientRequest, type IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { build } from '../../api/boot/build.mjs'
import { startApp } from '../fixtures/app.mjs'
import { anApplication } from '../fixtures/applications.ts'

let app: Awaited<ReturnType<typeof startApp>>
beforeAll(async () => {
  await build()
  app = await startApp({ env: { YIMA_LOG: 'info' } })
})
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

it('who is just handing in when the app is stopped gets a receipt, and everything is left in order', async () => {
  const server = join(app.dataDir, 'pg', 'postmaster.pid')
  expect(existsSync(server)).toBe(true)
  const agent = new Agent({ keepAlive: true })
  // A browser keeps its connection; it must not hold up the end.
  const idle = request(`${app.url}/api/health`, { agent })
  idle.end()
  expect((await answerOf(idle)).status).toBe(200)

  const body = Buffer.from(JSON.stringify(anApplication()))
  const sent = request(`${app.url}/api/applications`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': body.length,
      'idempotency-key': 'k'.repeat(20),
      'x-device-key': 'd'.repeat(43),
    },
  })
  const answered = answerOf(sent)
  sent.write(body.subarray(0, 100))
  // Only what the server has begun with is under way.
  await new Promise((done) => setTimeout(done, 300))
  const ended = app.kill('SIGTERM')
  await new Promise((done) => setTimeout(done, 300))
  sent.end(body.subarray(100))
  const { status, body: receipt } = await answered
  expect(status).toBe(201)
  expect((JSON.parse(receipt) as { receiptNumber: string }).receiptNumber).toMatch(/^\d{13}$/)
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
