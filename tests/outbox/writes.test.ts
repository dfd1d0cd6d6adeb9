import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { onTheSpot } from './on-the-spot.ts'

const root = fileURLToPath(new URL('../../web/src/', import.meta.url))
const files = (readdirSync(root, { recursive: true }) as string[]).filter((file) => /\.(ts|vue)$/.test(file))
const sources = files.map((file) => ({
  file: relative('.', file),
  source: readFileSync(join(root, file), 'utf8'),
}))

const write = /\bhttp\s*\.\s*((?:post|put|delete)(?:<[^(]*>)?\(\s*[^,)\s]*)/g

/** Ways past `http`, which knows the keys of writes; only the stream of news and the service worker take them. */
const past = /\bfetch\s*\(|\bsendBeacon\b|\bXMLHttpRequest\b/
const mayPass = new Set(['app/live-stream.ts', 'app/push-worker.ts', 'sw.ts'])

describe('what a person does', () => {
  it('goes through the one door that knows which write is which', () => {
    const passing = sources.filter(({ source }) => past.test(source)).map(({ file }) => file)
    expect(passing).toContain('app/live-stream.ts')
    expect(passing.filter((file) => !mayPass.has(file))).toEqual([])
  })

  it('goes through the outbox; only what is answered on the spot goes straight to the server', () => {
    const straight = sources
      // The outbox itself, and the door, under another key.
      .filter(({ file }) => !/^app\/(outbox(-rare)?|http)\.ts$/.test(file))
      .flatMap(({ file, source }) =>
        [...source.matchAll(write)].map(([, call = '']) => ({ file, call: call.replace(/<[^(]*>/, '') })),
      )
    expect(straight.length).toBeGreaterThan(0)
    expect(straight.filter(({ call }) => !onTheSpot.has(call))).toEqual([])
    const calls = new Set(straight.map(({ call }) => call))
    expect([...onTheSpot].filter((call) => !calls.has(call))).toEqual([])
  })

  it('is the same write when it is tapped again: only what is good for seconds is asked for anew each time', () => {
    const anew = sources.filter(({ source }) => /idempotencyKey: crypto\.randomUUID\(\)/.test(source))
    expect(anew.map(({ file }) => file).sort()).toEqual(['code/api.ts', 'identity/api.ts'])
  })

  it('has three words for where it is, on every page the same', () => {
    const other =
      /已提交|提交成功|已发送|已上传|上传成功|待发送|发送中|上传中|排队中|已送出|已送达|送到|还在送|在路上|等着送/
    const otherEnglish =
      /\b(on (the|its) way|not yet (received|arrived|sent)|waiting to go|queued|uploaded|submitted|pending)\b/i
    const inLanguage = (language: string) =>
      readdirSync(join(root, 'locales', language)).flatMap((file) =>
        Object.entries(
          JSON.parse(readFileSync(join(root, 'locales', language, file), 'utf8')) as Record<string, string>,
        ),
      )
    // The demonstration's messages are somebody else's post, and so is the code on its way to a phone.
    const own = ([key]: [string, string]): boolean => !/^(demo\.|identity\.code\.)/.test(key)
    const said = [
      ...inLanguage('zh-CN').filter(([, sentence]) => other.test(sentence)),
      ...inLanguage('en').filter(([, sentence]) => otherEnglish.test(sentence)),
    ]
    expect(said.filter(own)).toEqual([])
  })
})
