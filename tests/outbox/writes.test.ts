import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../web/src/', import.meta.url))
const files = (readdirSync(root, { recursive: true }) as string[]).filter((file) => /\.(ts|vue)$/.test(file))
const sources = files.map((file) => ({
  file: relative('.', file),
  source: readFileSync(join(root, file), 'utf8'),
}))

/**
 * What is asked and answered while somebody waits for it, and means nothing an hour later: codes, signing in and
 * out, looking up a receipt, passing a day of the demonstration. Everything else a person does must survive the
 * network, the phone and the tap that comes twice.
 */
const interactive = new Set([
  'post(`/admin${path}`',
  "post('/work/relatives'",
  "post('/phone-codes'",
  "post('/phone-codes/confirm'",
  "post('/sessions'",
  "delete('/sessions/current'",
  "post('/staff/sessions'",
  "delete('/staff/sessions/current'",
  // Ceremonies and what ends a session: each means something only while its person looks on.
  "post('/oidc/residents'",
  "post('/oidc/staff'",
  "post('/staff/passkeys/options'",
  "post('/staff/passkeys/sessions'",
  "post('/staff/invitations/look'",
  "post('/staff/invitations/options'",
  "post('/staff/invitations/acceptance'",
  "post('/work/passkeys/options'",
  "post('/work/passkeys'",
  'delete(`/work/passkeys/${id}`',
  'delete(`/${side}/sessions/${id}`',
  'delete(`/${side}/sessions`',
  "delete('/work/idle'",
  "delete('/work/desk'",
  "post('/tracking'",
  // With the receipt alone: number and digits lie nowhere but in the open page.
  "post('/tracking/urging'",
  // Seen is seen: what does not arrive is said again at the next look. Wishes are answered where they are made.
  "post('/me/messages/reading'",
  "post('/me/contact'",
  "post('/me/push-subscriptions'",
  "delete('/me/push-subscriptions/current'",
  // Who is in a family and who may help: agreed on while both look on, and shown as it stands right after.
  "post('/me/family/invitations'",
  'post(`/me/family/invitations/${id}/end`',
  "post('/family/invitations/look'",
  "post('/me/family/joining'",
  "post('/me/family/leaving'",
  "post('/me/family/relations'",
  "post('/me/family/head'",
  "post('/me/family/wards'",
  'post(`/me/guardianships/${id}/end`',
  "post('/work/mandates/look'",
  "post('/me/helpers'",
  'post(`/me/mandates/${id}/narrowing`',
  'post(`/me/mandates/${id}/end`',
  // In another's place: the right to it may end while a write waits.
  'post(`/me/applications/${id}/withdrawal`',
  "post('/demo/time'",
  // At a window both look on: a code is good for seconds, an occasion for half an hour.
  "post('/work/scans'",
  'post(`/work/occasions/${id}/${name}`',
  'post(`/me/occasions/${id}/given`',
  'post(`/me/occasions/${id}/close`',
  // Good for seconds, for whoever stands before one; a lost card is ended while somebody looks on.
  "post('/me/codes'",
  "post('/me/code-devices'",
  'post(`/me/entitlements/${id}/codes`',
  'delete(`/me/entitlements/${id}/codes`',
  'delete(`/me/cards/${id}`',
  "post('/work/cards'",
  "post('/work/cards/revocation'",
  "post('/work/cards/unlocking'",
  // Whose card it is, two officers say while the person stands before them.
  "post('/work/cards/namesakes'",
  "post('/work/cards/losses'",
  'post(`/work/cards/losses/${id}/confirmation`',
  'post(`/work/cards/losses/${id}/refusal`',
])
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
      .filter(({ file }) => file !== 'app/outbox.ts')
      .flatMap(({ file, source }) =>
        [...source.matchAll(write)].map(([, call = '']) => ({ file, call: call.replace(/<[^(]*>/, '') })),
      )
    expect(straight.length).toBeGreaterThan(0)
    expect(straight.filter(({ call }) => !interactive.has(call))).toEqual([])
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
