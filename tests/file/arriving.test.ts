import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { Arriving, saidOr } from '@yima/api/file/arriving'
import type { Env } from '@yima/api/http/context'
import { Problem } from '@yima/shared/problem'

const megabyte = 1024 ** 2

/** A place where pictures of 20 MB arrive and stay until they are let go. */
function place() {
  const arriving = new Arriving()
  const letGo: (() => void)[] = []
  const app = new Hono<Env>()
    .use(async (c, next) => {
      c.set('networkOf', () => c.req.header('x-from') ?? 'one')
      await next()
    })
    .post('/', arriving.hold(saidOr(20 * megabyte)), async (c) => {
      await new Promise<void>((resolve) => letGo.push(resolve))
      return c.text('kept')
    })
  app.onError((error, c) => {
    if (!(error instanceof Problem)) throw error
    return c.text(error.code, 503)
  })
  const send = (from: string, headers: Record<string, string> = {}) =>
    app.request('/', { method: 'POST', headers: { 'x-from': from, ...headers } })
  return { send, letGo }
}
const turn = () => new Promise((resolve) => setTimeout(resolve))

describe('pictures on their way through memory', () => {
  it('of one network leave room for those of others, and come again when some are through', async () => {
    const { send, letGo } = place()
    const first = [send('one'), send('one'), send('one')]
    await turn()
    expect(await (await send('one')).text()).toBe('unavailable')
    const other = send('two')
    await turn()
    expect(letGo.length).toBe(4)
    for (const go of letGo.splice(0)) go()
    for (const answer of [...first, other]) expect((await answer).status).toBe(200)
    const later = send('one')
    await turn()
    for (const go of letGo) go()
    expect((await later).status).toBe(200)
  })

  it('of all networks together are never more than a small machine holds', async () => {
    const { send, letGo } = place()
    const sent = Array.from({ length: 12 }, (_, at) => send(`network ${at}`))
    await turn()
    expect(letGo.length).toBe(10)
    for (const go of letGo) go()
    expect((await Promise.all(sent)).filter(({ status }) => status === 503)).toHaveLength(2)
  })

  it('count as long as they say, and as the longest where they say nothing', async () => {
    const { send, letGo } = place()
    const small = Array.from({ length: 50 }, () => send('one', { 'content-length': '65536' }))
    await turn()
    expect(letGo.length).toBe(50)
    const silent = { 'content-length': '1', 'transfer-encoding': 'chunked' }
    const long = [send('one', silent), send('one', silent), send('one', silent)]
    await turn()
    expect(letGo.length).toBe(52)
    for (const go of letGo) go()
    await Promise.all([...small, ...long])
  })
})
