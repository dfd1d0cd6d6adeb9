import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Submitted } from '@yima/shared/application/contract'
import type { StoredPicture } from '@yima/shared/file/contract'
import sharp from 'sharp'
import { anApplication, idNumberOf } from '../fixtures/applications.ts'
import { deadline, inTime } from './patience.ts'

type Applicant = { identity: 'id-number'; name: string; idNumber: string }

/** One application on its way: the same key, device and body at every try, as a phone's outbox sends it. */
type Errand = {
  key: string
  device: string
  applicant: Applicant
  /** The key of the picture that goes before it. */
  picture: string | undefined
}

/** What people were told: the receipt of each application that was acknowledged. */
export type Told = Map<string, { errand: Errand; receipt: string }>

export type Phones = {
  told: Told
  /** Answers that no storm excuses: a refusal of what is right, or a page that is no problem. */
  wrong: string[]
  /** No new application; resolves when every one that was begun is acknowledged. */
  finish(): Promise<void>
}

let order = 100

function newErrand(): Errand {
  order = (order + 1) % 1000
  const born = `19${50 + (order % 40)}-0${1 + (order % 9)}-1${order % 10}`
  const applicant = {
    identity: 'id-number',
    name: '周素芬',
    idNumber: idNumberOf(born, String(order).padStart(3, '0')),
  } as const
  const withPicture = order % 3 === 0
  return {
    key: randomUUID(),
    device: randomBytes(32).toString('base64url'),
    applicant,
    picture: withPicture ? randomUUID() : undefined,
  }
}

const blank = { width: 12, height: 9, channels: 3, background: 'green' } as const
let photo: Promise<Buffer> | undefined
/** One small picture, the same bytes at every try. */
const photoBytes = (): Promise<Buffer> => (photo ??= sharp({ create: blank }).jpeg().toBuffer())

type Sent = { path: string; type: string; body: Uint8Array | string; key: string; device: string; cookie?: string }

/** One try of one write; undefined when no answer came or the answer says to come back. */
export async function send<Answer>(url: string, sent: Sent, wrong: string[]): Promise<Answer | undefined> {
  const { path, type, body, key, device, cookie } = sent
  const headers = { 'content-type': type, 'idempotency-key': key, 'x-device-key': device, ...(cookie ? { cookie } : {}) }
  const signal = AbortSignal.timeout(20_000)
  try {
    const init = { method: 'POST', headers, body: body as BodyInit, signal }
    const answer = await fetch(`${url}/api${path}`, init)
    const text = await answer.text()
    if (answer.status === 201) return JSON.parse(text) as Answer
    if (answer.status !== 503) wrong.push(`${path}: ${answer.status} ${text.slice(0, 200)}`)
  } catch {
    // Refused, reset or cut off in the middle: the phone knows nothing and tries again.
  }
  return undefined
}

/** One try at the picture, if there is one, and then the application that names it; its receipt or undefined. */
export async function tryOnce(url: string, errand: Errand, wrong: string[]): Promise<string | undefined> {
  const { key, device, applicant, picture } = errand
  const photos: string[] = []
  if (picture !== undefined) {
    const body = await photoBytes()
    const sent = { path: '/files', type: 'image/jpeg', body, key: picture, device }
    const stored = await send<StoredPicture>(url, sent, wrong)
    if (!stored) return undefined
    photos.push(stored.id)
  }
  const body = JSON.stringify(anApplication({ applicant, photos }))
  const sent = { path: '/applications', type: 'application/json', body, key, device }
  return (await send<Submitted>(url, sent, wrong))?.receiptNumber
}

/** So many phones that apply one after the other, each until it has its receipt, whatever happens to the server. */
export function startPhones(count: number, url: () => string): Phones {
  const told: Told = new Map()
  const wrong: string[] = []
  let finishing = false
  async function phone(): Promise<void> {
    while (!finishing) {
      const errand = newErrand()
      for (let receipt: string | undefined; receipt === undefined;) {
        receipt = await tryOnce(url(), errand, wrong)
        if (receipt !== undefined) told.set(errand.key, { errand, receipt })
        else await pause(50)
      }
    }
  }
  const all = Promise.all(Array.from({ length: count }, phone))
  return {
    told,
    wrong,
    finish: async () => {
      finishing = true
      await inTime('The receipt of every application that was begun', all)
    },
  }
}

/** Asks until the app says so of itself, as whoever watches over it does. */
export async function untilHealth(url: string, wanted: string): Promise<void> {
  const hold = deadline(`Health that says ${wanted}`)
  for (;;) {
    hold()
    const signal = AbortSignal.timeout(30_000)
    const said = await fetch(`${url}/api/health`, { signal })
      .then((answer) => answer.json() as Promise<{ status: string }>)
      .catch(() => undefined)
    if (said?.status === wanted) return
    await pause(100)
  }
}
