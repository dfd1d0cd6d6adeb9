import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hasSecret, loadOrMakeSecret } from '@yima/api/secrets'
import { listen } from '@yima/api/listen'
import { npmEnvironment } from '../../api/boot/install.mjs'
import { cacheFolder, root } from '../../api/boot/places.mjs'
import { fingerprint } from '../../api/boot/stale.mjs'
import { freePort } from '../fixtures/app.mjs'

describe('whoever types a command', () => {
  const type = (...words: string[]) => spawnSync(process.execPath, [join(root, 'api', 'boot', 'run.mjs'), ...words], { encoding: 'utf8' })

  it('hears what there is when the word is unknown', () => {
    const { status, stderr } = type('fly')
    expect(status).toBe(1)
    expect(stderr).toContain('start | dev | build')
  })

  it('hears on a taken port that it is taken, and how to choose another', async () => {
    const other = createServer()
    const port = await new Promise<number>((done) => {
      other.listen(0, '127.0.0.1', () => { done((other.address() as { port: number }).port) })
    })
    await expect(listen('127.0.0.1', port)).rejects.toThrow(`Port ${port} is taken by another program: choose another one, for example PORT=${port + 1} npm start`)
    other.close()
  })

  it.each(['203.0.113.7', 'no-such-host.invalid'])('hears that %s is no address of this machine', async (host) => {
    await expect(listen(host, 0)).rejects.toThrow(/is no address of this machine/)
  })

  it('is asked to come back in a second while the app gets ready', async () => {
    const port = await freePort()
    const listener = await listen('127.0.0.1', port)
    const early = await fetch(`http://127.0.0.1:${port}/`)
    expect([early.status, early.headers.get('retry-after')]).toEqual([503, '1'])
    listener.serve(() => new Response('ready'))
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('ready')
    await listener.close()
  })
})

describe('somebody without a home', () => {
  it.each([{}, { HOME: '' }, { HOME: '/nonexistent' }])('gets one inside the folder (%o)', (environment) => {
    const { HOME, npm_config_cache: cache } = npmEnvironment(environment)
    expect(HOME?.startsWith(join(root, '.cache'))).toBe(true)
    expect(cache?.startsWith(join(root, '.cache'))).toBe(true)
  })

  it('is not taken for one who has', () => {
    expect(npmEnvironment({ HOME: tmpdir() })).toMatchObject({ HOME: tmpdir() })
  })

  it('builds with what a production environment would leave out', () => {
    expect(npmEnvironment({ HOME: tmpdir(), NODE_ENV: 'production' })).not.toHaveProperty('NODE_ENV')
  })
})

describe('a secret', () => {
  let folder: string
  beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'yima-secret-')) })
  afterEach(() => { rmSync(folder, { recursive: true }) })

  it('is made once, for its owner alone', () => {
    expect(hasSecret(folder, 'index')).toBe(false)
    const secret = loadOrMakeSecret(folder, 'index', 32)
    expect(secret).toHaveLength(32)
    expect(loadOrMakeSecret(folder, 'index', 32)).toEqual(secret)
    expect(loadOrMakeSecret(folder, 'other', 32)).not.toEqual(secret)
    expect(statSync(join(folder, 'keys', 'index')).mode & 0o777).toBe(0o600)
  })

  it('that is damaged is not replaced', () => {
    loadOrMakeSecret(folder, 'index', 32)
    writeFileSync(join(folder, 'keys', 'index'), 'torn')
    expect(() => loadOrMakeSecret(folder, 'index', 32)).toThrow(/is damaged/)
    expect(readFileSync(join(folder, 'keys', 'index'), 'utf8')).toBe('torn')
  })
})

describe('the fingerprint of the sources', () => {
  it('stays while they stay and changes when one changes', () => {
    const place = '.cache/fingerprint-test'
    const file = join(cacheFolder(), 'fingerprint-test')
    writeFileSync(file, 'one')
    const before = fingerprint([place])
    expect(fingerprint([place])).toBe(before)
    writeFileSync(file, 'two')
    expect(fingerprint([place])).not.toBe(before)
    rmSync(file)
    expect(existsSync(file)).toBe(false)
  })
})
