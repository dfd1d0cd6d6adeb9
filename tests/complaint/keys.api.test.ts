import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fingerprintOf, handedText, readerKeyText, type DeskKeys, type PublicKeys } from '@yima/shared/complaint/keys'
import { openRoute } from '@yima/api/complaint/routing-of'
import { loadDemoKeys } from '@yima/api/demo/keys'
import { makeReportKey, openBytesWith, sealIdentityFor } from '../../web/src/complaint/seal.ts'
import { openOffice, type Device, type Office } from '../fixtures/office.ts'
import { codeOf, idOf } from '../organisation/people.ts'
import { about, city, county, town } from './demo-county.ts'

let office: Office
let head: Device
let colleague: Device
beforeAll(async () => {
  office = await openOffice()
  await loadDemoKeys(office.deps)
  head = await office.officerDevice('鲁直')
  colleague = await office.officerDevice('路平')
})
afterAll(() => office.close())

const keysOn = async (device: Device): Promise<DeskKeys> => (await (await device.get('/oversight/keys')).json()) as DeskKeys
const routed = async (said: Parameters<typeof about>[0]) =>
  (await openRoute(office.deps, office.deps.db, '990101', about(said))).opened
const oversight = `${county}:oversight`

/** The key of an office as a device makes it. */
function officeKeyPair() {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const point = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  return { publicKey: point.toString('base64url'), key: privateKey }
}
const signed = (key: KeyObject, text: string): string =>
  sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')
const sealed = async (recipient: string, text: string): Promise<string> =>
  Buffer.from(await sealIdentityFor(recipient, text)).toString('base64url')
const readerOf = async (name: string) => ({ ...(await makeReportKey()), officerId: await idOf(office, name) })

describe('keys of supervisors', () => {
  it('are there on the first start, and everybody can look at the fingerprints and what happened to them', async () => {
    const answer = (await (await office.device().get('/complaints/keys')).json()) as PublicKeys
    expect(answer.offices.map(({ id }) => id)).toEqual(
      expect.arrayContaining([`${town}:discipline`, oversight, `${city}:audit`]),
    )
    expect(answer.offices.every(({ readers }) => readers === 2)).toBe(true)
    expect(answer.events.length).toBeGreaterThan(20)
    expect(fingerprintOf(Buffer.from('ab'.repeat(32), 'hex'))).toMatch(/^(\d{5} ){5}\d{5}$/)
  })

  it('open, in a demonstration, with what the own browser is handed', async () => {
    const { identity } = (await (await head.get('/oversight/keys/demonstration')).json()) as { identity: string }
    const { key } = await keysOn(head)
    expect(await openBytesWith(identity, Buffer.from(key?.file ?? '', 'base64url'))).toHaveLength(32)
  })

  it('are what a report is sealed to: those of the office, of the one above, and of three for recovery', async () => {
    const opened = await routed({ unknown: true })
    expect([opened.office.id, opened.readers.length, opened.above?.office.id]).toEqual([oversight, 2, `${city}:discipline`])
    expect(opened.recovery.map(({ readers }) => readers.length)).toEqual([2, 2, 2])
    const aboutClerk = await routed({ accused: [await idOf(office, '何文静')] })
    expect([aboutClerk.office.id, aboutClerk.excluded]).toEqual([`${county}:discipline`, ['稻香镇']])
  })

  it('are nobody’s who does not supervise, and signed by nobody else than the key of the own office', async () => {
    const clerk = await office.officerDevice('何文静')
    expect((await clerk.get('/oversight/keys')).status).toBe(403)
    const mine = await readerOf('路平')
    expect(await codeOf(await colleague.post('/oversight/keys', { recipient: mine.recipient }))).toEqual([
      'not-allowed-now',
      'has-key',
    ])
    const wrong = officeKeyPair()
    const leader = await readerOf('鲁直')
    const body = { publicKey: wrong.publicKey, recipient: leader.recipient, replaces: '手机丢了', file: 'AAAA' }
    const answer = await head.post('/oversight/keys/office', { ...body, signature: signed(wrong.key, 'something else') })
    expect(await codeOf(answer)).toEqual(['invalid-input', 'wrong-signature'])
    expect((await routed({ unknown: true })).readers).toHaveLength(2)
  })

  it('begin anew where the head makes another: nobody reads until signed again', async () => {
    const { publicKey, key } = officeKeyPair()
    const leader = await readerOf('鲁直')
    const statement = readerKeyText({ unitId: oversight, officerId: leader.officerId, recipient: leader.recipient })
    const body = {
      ...{ publicKey, recipient: leader.recipient, signature: signed(key, statement), replaces: '手机丢了' },
      file: await sealed(leader.recipient, 'the secret of the office'),
    }
    expect(await codeOf(await colleague.post('/oversight/keys/office', body))).toEqual(['not-allowed-now', 'head-only'])
    expect(await codeOf(await head.post('/oversight/keys/office', { ...body, replaces: null }))).toEqual([
      'not-allowed-now',
      'has-key',
    ])
    const said = await head.post('/oversight/keys/office', { ...body, handed: signed(key, 'by the new one, not by the old') })
    expect(await codeOf(said)).toEqual(['invalid-input', 'wrong-signature'])
    expect((await head.post('/oversight/keys/office', body)).status).toBe(200)
    expect((await routed({ unknown: true })).readers.map(({ officerId }) => officerId)).toEqual([leader.officerId])

    const mine = await readerOf('路平')
    expect((await colleague.post('/oversight/keys', { recipient: mine.recipient })).status).toBe(200)
    expect((await routed({ unknown: true })).readers).toHaveLength(1)
    const waiting = (await keysOn(head)).readers.find(({ signature }) => signature === null)
    const text = readerKeyText({ unitId: oversight, officerId: mine.officerId, recipient: mine.recipient })
    const handed = { signature: signed(key, text), file: await sealed(mine.recipient, 'the secret of the office') }
    const elsewhere = await office.officerDevice('严明')
    expect((await elsewhere.post(`/oversight/keys/${waiting?.id}/signature`, handed)).status).toBe(404)
    expect((await head.post(`/oversight/keys/${waiting?.id}/signature`, handed)).status).toBe(200)
    expect((await routed({ unknown: true })).readers).toHaveLength(2)
  })

  it('say of which key of the office they follow, where that one signed them', async () => {
    const { key } = await keysOn(head)
    const [first, second, leader] = [officeKeyPair(), officeKeyPair(), await readerOf('鲁直')]
    const make = async (next: ReturnType<typeof officeKeyPair>, before: { publicKey: string; key: KeyObject } | undefined) => {
      const text = handedText({ unitId: oversight, from: before?.publicKey ?? '', to: next.publicKey })
      return head.post('/oversight/keys/office', {
        ...{ publicKey: next.publicKey, recipient: leader.recipient, replaces: '换届', handed: before ? signed(before.key, text) : null },
        signature: signed(next.key, readerKeyText({ unitId: oversight, officerId: leader.officerId, recipient: leader.recipient })),
        file: await sealed(leader.recipient, 'the secret of the office'),
      })
    }
    expect((await make(first, undefined)).status).toBe(200)
    expect([(await keysOn(head)).key?.handed, (await routed({ unknown: true })).handed, key?.publicKey === first.publicKey]).toEqual([[], [], false])
    expect((await make(second, first)).status).toBe(200)
    const { officeKey, handed } = await routed({ unknown: true })
    expect([officeKey, handed.map(({ from }) => from)]).toEqual([second.publicKey, [first.publicKey]])
    const mine = await readerOf('路平')
    await colleague.post('/oversight/keys', { recipient: mine.recipient })
    const waiting = (await keysOn(head)).readers.find(({ signature }) => signature === null)
    const text = readerKeyText({ unitId: oversight, officerId: mine.officerId, recipient: mine.recipient })
    await head.post(`/oversight/keys/${waiting?.id}/signature`, { signature: signed(second.key, text), file: await sealed(mine.recipient, 'the secret of the office') })
  })

  it('end by their holder or the head, and an office without any is passed over', async () => {
    const { readers } = await keysOn(colleague)
    const [first, second] = [readers.find(({ own }) => !own), readers.find(({ own }) => own)]
    const end = (device: Device, id: string | undefined) => device.post(`/oversight/keys/${id}/end`, { reason: '换了手机' })
    expect(await codeOf(await end(colleague, first?.id))).toEqual(['not-allowed-now', 'head-only'])
    expect((await end(head, second?.id)).status).toBe(200)
    expect((await end(head, first?.id)).status).toBe(200)
    expect((await routed({ unknown: true })).office.id).toBe(`${county}:discipline`)
    const { events } = (await (await office.device().get('/complaints/keys')).json()) as PublicKeys
    expect(events.slice(0, 2).map(({ type }) => type)).toEqual(['reader-key-ended', 'reader-key-ended'])
  })
})
