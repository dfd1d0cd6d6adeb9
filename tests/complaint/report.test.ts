import { webcrypto } from 'node:crypto'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ComplaintBody } from '@yima/shared/complaint/contract'
import { readerKeyText, type OpenedRoute, type RouteOffice } from '@yima/shared/complaint/keys'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { Report, RouteChanged, type Told } from '../../web/src/complaint/report.ts'
import { makeReportKey } from '../../web/src/complaint/seal.ts'

/** What the phone of a reporter hears and sends, without a network: one county that answers as the test says. */
const county = vi.hoisted(() => ({
  route: undefined as unknown,
  written: [] as { path: string; body: unknown }[],
  parts: [] as string[],
  refusal: undefined as unknown,
}))
vi.mock('../../web/src/complaint/channel.ts', () => ({
  askForSalt: () => Promise.resolve('ab'.repeat(32)),
  chance: () => 'd'.repeat(64),
  askSafely: () => Promise.resolve(structuredClone(county.route)),
  putPart: (file: string) => Promise.resolve(county.parts.push(file)),
  writeSafely: (path: string, body: unknown) => {
    if (county.refusal) {
      const refusal = county.refusal
      county.refusal = undefined
      return Promise.reject(refusal as Error)
    }
    county.written.push({ path, body })
    return Promise.resolve({ filedOn: '2026-03-02', office: { name: '', phone: null }, acceptBy: null, finishBy: null })
  },
}))

const base64url = (bytes: ArrayBuffer): string => Buffer.from(bytes).toString('base64url')

/** An office whose key signed those of its readers, as the county's server tells of it. */
async function officeOf(id: string, name: string, officers: readonly string[]): Promise<RouteOffice> {
  const how = { name: 'ECDSA', namedCurve: 'P-256' }
  const pair = await webcrypto.subtle.generateKey(how, true, ['sign', 'verify'])
  const readers = await Promise.all(officers.map(async (officerId) => {
    const { recipient } = await makeReportKey()
    const text = new TextEncoder().encode(readerKeyText({ unitId: id, officerId, recipient }))
    return { officerId, recipient, signature: base64url(await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, text)) }
  }))
  const officeKey = base64url(await webcrypto.subtle.exportKey('raw', pair.publicKey))
  return { office: { id, name, phone: null }, officeKey, handed: [], readers }
}

const told: Told = {
  asked: { place: '990101100201', accused: [], accusedUnits: [], recipient: false, provider: false, unknown: true, matters: [] },
  said: { version: 1, type: 'report', category: 'delay', words: '等了两个月没有回音', place: '', accused: [], about: null },
  identity: null,
  evidence: [{ listed: { id: 'one', name: '1.txt', type: 'text/plain', bytes: 3, parts: 1, digest: '00'.repeat(32) }, parts: [Uint8Array.of(1, 2, 3)] }],
}

const nothing = (): void => undefined
let shown: OpenedRoute
beforeEach(async () => {
  const first = await officeOf('990101000000:oversight', '县督查', ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'])
  const above = await officeOf('990100000000:discipline', '市纪委监委', ['00000000-0000-4000-8000-000000000003'])
  shown = { ...first, above, higher: [], recovery: [], excluded: ['某镇'] }
  Object.assign(county, { route: shown, written: [], parts: [], refusal: undefined })
})

describe('whoever was shown as reader when somebody pressed to send', () => {
  it('is whom it is sealed for, in whatever order they are told again', async () => {
    county.route = { ...shown, readers: [...shown.readers].reverse() }
    await new Report(told).send(shown, nothing)
    const { keys } = county.written[0]?.body as ComplaintBody
    expect(keys.map(({ reader }) => reader).sort()).toEqual([...shown.readers, ...(shown.above?.readers ?? [])].map(({ officerId }) => officerId).concat('reporter').sort())
  })

  it.each([
    ['another office', async () => ({ ...shown, ...(await officeOf('990101000000:audit', '县审计局', ['00000000-0000-4000-8000-000000000009'])) })],
    ['the same office under another key', async () => ({ ...shown, ...(await officeOf(shown.office.id, shown.office.name, shown.readers.map(({ officerId }) => officerId))) })],
    ['one reader more', async () => {
      const { recipient } = await makeReportKey()
      const [one] = shown.readers
      return { ...shown, readers: [...shown.readers, { officerId: '00000000-0000-4000-8000-000000000008', recipient, signature: one?.signature ?? '' }] }
    }],
    ['other offices that are kept out', () => Promise.resolve({ ...shown, excluded: [] })],
    ['another office above', async () => ({ ...shown, above: await officeOf('990000000000:discipline', '省纪委监委', ['00000000-0000-4000-8000-000000000007']) })],
  ])('is not exchanged for %s: nothing is sent, not even evidence, and it is shown anew', async (_, changed) => {
    const now = await changed()
    county.route = now
    const refused = await new Report(told).send(shown, nothing).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(RouteChanged)
    expect((refused as RouteChanged).now).toEqual(now)
    expect([county.written, county.parts]).toEqual([[], []])
  })

  it('whose key was exchanged while it was on its way is shown anew, and sent to only then, without the evidence twice', async () => {
    county.refusal = new ProblemError('not-allowed-now', { errors: [{ field: 'keys', code: 'readers-changed' }] })
    const report = new Report(told)
    expect(await report.send(shown, nothing).catch((error: unknown) => error)).toBeInstanceOf(RouteChanged)
    const now = { ...shown, above: null }
    county.route = now
    await report.send(now, nothing)
    const { keys } = county.written[0]?.body as ComplaintBody
    expect(keys.map(({ reader }) => reader).sort()).toEqual([...shown.readers.map(({ officerId }) => officerId), 'reporter'].sort())
    expect(county.parts).toEqual(['one'])
  })
})
