import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Submitted } from '@yima/shared/application/contract'
import { anApplication, idNumberOf } from '../fixtures/applications.ts'

/** One application on its way: the same key, device and body at every try, as a phone's outbox sends it. */
type Errand = { key: string; device: string; body: string }

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
  return {
    key: randomUUID(),
    device: randomBytes(32).toString('base64url'),
    body: JSON.stringify(anApplication({ applicant })),
  }
}

/** One try; undefined when no answer came or the answer says to come back. */
export async function tryOnce(
  url: string,
  { key, device, body }: Errand,
  wrong: string[],
): Promise<string | undefined> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key, 'x-device-key': device }
  try {
    const answer = await fetch(`${url}/api/applications`, {
      method: 'POST',
      headers,
      body,
      signal: AbortSignal.timeout(20_000),
    })
    const text = await answer.text()
    if (answer.status === 201) return (JSON.parse(text) as Submitted).receiptNumber
    if (answer.status !== 503) wrong.push(`${answer.status} ${text.slice(0, 200)}`)
  } catch {
    // Refused, reset or cut off in the middle: the phone knows nothing and tries again.
  }
  return undefined
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
      await all
    },
  }
}

/** Asks until the app says so of itself, as whoever watches over it does. */
export async function untilHealth(url: string, wanted: string): Promise<void> {
  for (;;) {
    const signal = AbortSignal.timeout(30_000)
    const said = await fetch(`${url}/api/health`, { signal })
      .then((answer) => answer.json() as Promise<{ status: string }>)
      .catch(() => undefined)
    if (said?.status === wanted) return
    await pause(100)
  }
}
