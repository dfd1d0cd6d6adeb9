import { randomBytes } from 'node:crypto'
import { brotliCompressSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createApp } from '@yima/api/app'
import { readConfig } from '@yima/api/config'
import type { Deps } from '@yima/api/http/context'
import { silentLog } from '@yima/api/log'
import type { Pages } from '@yima/api/static'
import { Vault } from '@yima/api/vault'

const page = (text: string, type = 'text/html; charset=utf-8') => {
  const plain = new Uint8Array(Buffer.from(text))
  return {
    type,
    cache: 'no-cache',
    tag: 'x',
    plain,
    packed: { br: new Uint8Array(brotliCompressSync(plain)) },
  }
}
const pages: Pages = new Map([
  ['/index.html', page('<h1>一码</h1>')],
  ['/shell.html', page('<div></div>')],
  ['/notices/_.html', page('<h1>公示</h1>')],
  ['/demo/outbox.html', page('<h1>短信</h1>')],
  ['/csp.json', page(`{"style":["'sha256-abc'"]}`, 'application/json')],
])

const vault = new Vault({ current: '01', master: { '01': randomBytes(32) }, index: randomBytes(32) })

/** Pages ask nothing of database, pictures and queue. */
const appWith = (environment: NodeJS.ProcessEnv) =>
  createApp({ config: readConfig(environment), log: silentLog, vault } as Deps, pages)

describe('a page', () => {
  it('may run, show and be framed by nothing but what comes from here', async () => {
    const { headers } = await appWith({}).request('/')
    const policy = new Map(
      (headers.get('content-security-policy') ?? '').split('; ').map((part) => {
        const [name = '', ...values] = part.split(' ')
        return [name, values.join(' ')] as const
      }),
    )
    expect(policy.get('default-src')).toBe("'self'")
    expect(policy.get('script-src')).toBe("'self' 'wasm-unsafe-eval'")
    expect(policy.get('style-src')).toBe("'self' 'sha256-abc'")
    expect(policy.get('img-src')).toBe("'self' blob:")
    expect(policy.get('frame-ancestors')).toBe("'none'")
    expect(policy.get('object-src')).toBe("'none'")
    expect(policy.get('base-uri')).toBe("'none'")
    expect(policy.get('require-trusted-types-for')).toBe("'script'")
    expect(policy.get('trusted-types')).toBe('vue yima')
    expect([...policy.values()].join(' ')).not.toMatch(/unsafe-inline|'unsafe-eval'|https?:|data:|\*/)
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    const permitted = headers.get('permissions-policy') ?? ''
    for (const part of [
      'camera=(self)',
      'microphone=(self)',
      'geolocation=(self)',
      'payment=()',
      'usb=()',
      'browsing-topics=()',
    ])
      expect(permitted).toContain(part)
  })

  it('asks for https for a year where people come by https, and never on this machine', async () => {
    const address = '/api/nothing'
    const real = appWith({ YIMA_PUBLIC_URL: 'https://yima.example.cn' })
    const here = appWith({})
    for (const path of ['/', '/apply', address]) {
      expect((await real.request(path)).headers.get('strict-transport-security')).toBe('max-age=31536000')
      expect((await here.request(path)).headers.get('strict-transport-security')).toBeNull()
    }
  })

  it('of the demonstration is not found outside it', async () => {
    expect((await appWith({ YIMA_DEMO: '1' }).request('/demo/outbox')).status).toBe(200)
    const real = appWith({ YIMA_DEMO: '0' })
    const answer = await real.request('/demo/outbox')
    expect(answer.status).toBe(404)
    expect(await answer.text()).toBe('<div></div>')
    expect((await real.request('/api/demo/outbox')).status).toBe(404)
  })

  it.each(['/assets/gone.js', '/no.html'])('that is a missing file is not found: %s', async (path) => {
    expect((await appWith({}).request(path)).status).toBe(404)
  })

  it('that is drawn for all of its kind is served for each, and for nothing below it', async () => {
    const textOf = async (path: string): Promise<string> => (await appWith({}).request(path)).text()
    expect(await textOf('/notices/990101100201')).toBe('<h1>公示</h1>')
    expect([await textOf('/notices/990101100201/board'), await textOf('/apply')]).toEqual(['<div></div>', '<div></div>'])
  })

  it('takes no other method', async () => {
    for (const method of ['POST', 'PUT', 'DELETE'])
      expect((await appWith({}).request('/', { method })).status).toBe(404)
  })
})
