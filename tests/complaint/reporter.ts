import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { makeComplaintReceipt, partsOfReceipt } from '@yima/shared/complaint/receipt'
import type { ComplaintBody, Conversation, PeopleOf, RouteAsked } from '@yima/shared/complaint/contract'
import type { OpenedRoute } from '@yima/shared/complaint/keys'
import { deriveReceipt, digestOf, type Derived } from '../../web/src/complaint/derive.ts'
import { keyFilesFor } from '../../web/src/complaint/readers.ts'
import { markOf, openMarked, sealMarked } from '../../web/src/complaint/mark.ts'
import { fromBase64, makeReportKey, openIdentityWith, pad, sealBytesFor, sealFor, toBase64, type Pair } from '../../web/src/complaint/seal.ts'
import type { Device, Office } from '../fixtures/office.ts'

/** A village of 稻香镇. */
export const village = '990101100201'

export const json = async <T>(answer: Response): Promise<T> => (await answer.json()) as T
export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

export const concern = (said: Partial<RouteAsked> = {}): RouteAsked => ({
  ...{ place: village, accused: [], accusedUnits: [], recipient: false, provider: false, unknown: false, matters: [] },
  ...said,
})

/** A phone without a sign-in, and what it holds of a report. */
export type Reporter = { device: Device; receipt: string; derived: Derived; pair: Pair; body: ComplaintBody; opened: { handle: string; proof: string } }

export async function receiptOf(device: Device): Promise<{ receipt: string; derived: Derived }> {
  const receipt = makeComplaintReceipt(() => (randomBytes(1)[0] ?? 0) % 10)
  const { handle, secret } = partsOfReceipt(receipt)
  const { salt } = await json<{ salt: string }>(await device.post('/complaints/salts', { handle }))
  return { receipt, derived: await deriveReceipt(secret, new Uint8Array(Buffer.from(salt, 'hex'))) }
}

export const words = '何文静收了我两百块才肯收表，她还说要是说出去就别想办下来。'

type Wish = { concern?: RouteAsked; named?: boolean; evidence?: Uint8Array<ArrayBuffer>[] }

/** Everything a phone makes of a report, before it is sent. */
export async function sealedReport(office: Office, wish: Wish = {}): Promise<Reporter> {
  const device = office.device()
  const asked = wish.concern ?? concern({ unknown: true })
  const route = await json<OpenedRoute>(await device.post('/complaints/routes', asked))
  const [pair, id] = [await makeReportKey(), randomUUID()]
  const { receipt, derived } = await receiptOf(device)
  const name = wish.named ? await makeReportKey() : undefined
  const files = await Promise.all((wish.evidence ?? []).map(async (bytes) => {
    const id = randomUUID()
    const sealed = await sealBytesFor(pair.recipient, pad(bytes, bytes.length + 4))
    await putPart(office, id, 0, sealed)
    return { id, name: '1.jpg', type: 'image/jpeg', bytes: bytes.length, parts: 1, digest: createHash('sha256').update(bytes).digest('hex') }
  }))
  const said = { version: 1, type: 'report', category: 'bribe', words, place: '稻香镇', accused: [], files, about: null, reporter: derived.recipient }
  const body: ComplaintBody = {
    id,
    concern: asked,
    category: 'bribe',
    recipient: pair.recipient,
    handle: partsOfReceipt(receipt).handle,
    proofDigest: hexOf(await digestOf(derived.proof)),
    keys: await keyFilesFor(route, { contents: pair, identity: name?.identity, reporter: derived.recipient }),
    message: toBase64(await sealMarked(pair.identity, { id, by: 'reporter', at: 1 }, said)),
    identity: name ? toBase64(await sealFor(name.recipient, await markOf(pair.identity, { id, by: 'identity', at: 1 }, { version: 1, type: 'identity', name: '周素芬', phone: '13900001111' }))) : null,
    files: files.map(({ id, parts }) => ({ id, parts })),
  }
  return { device, receipt, derived, pair, body, opened: { handle: body.handle, proof: hexOf(derived.proof) } }
}

/** A part of evidence as a phone sends it. */
export const putPart = (office: Office, file: string, part: number, sealed: Uint8Array): Promise<Response> =>
  Promise.resolve(office.app.request(`/api/complaints/parts/${file}/${part}`, {
    method: 'PUT', headers: { 'x-device-key': 'd'.repeat(43), 'content-type': 'application/octet-stream' }, body: Buffer.from(sealed),
  }))

export const file = (reporter: Reporter, key: string = randomUUID()): Promise<Response> =>
  reporter.device.post('/complaints', reporter.body, { key })

export async function filedReport(office: Office, wish: Wish = {}): Promise<Reporter> {
  const reporter = await sealedReport(office, wish)
  const answer = await file(reporter)
  if (answer.status !== 201) throw new Error(`not filed: ${await answer.text()}`)
  return reporter
}

export const conversationOf = async ({ device, opened }: Reporter): Promise<Conversation> =>
  json<Conversation>(await device.post('/complaints/conversation', opened))

/** What the reporter reads of it, on any phone that has the receipt. */
export async function readAll({ derived, ...reporter }: Reporter): Promise<unknown[]> {
  const { id, key, messages } = await conversationOf({ derived, ...reporter })
  const identity = await openIdentityWith(derived.identity, fromBase64(key ?? ''))
  return Promise.all(messages.map(async ({ by, sealed }) => (await openMarked(identity, { id, by }, fromBase64(sealed))).value))
}

export const peopleOf = async (device: Device): Promise<PeopleOf> => json(await device.post('/complaints/people', { place: village }))
