import type { Clock } from '../clock.ts'
import type { Config } from '../config.ts'
import { sign, signatureHeader } from './signature.ts'

/** A channel will never take this message: trying again is no use, another way may be. */
export class Refused extends Error {}

/** Sends one SMS; throws when it was not taken, so that the job tries again, or `Refused`. */
export type SmsChannel = (to: string, body: string, id: string) => Promise<void>

/** In the demonstration the outbox page is the telephone: a message counts as sent once it is stored. */
const demoChannel: SmsChannel = async () => {}

/** About this message or number; everything else (a wrong token, a busy gateway) may be mended. */
const aboutMessage = new Set([400, 410, 413, 422])

/**
 * A gateway that takes `{id, to, body}` as JSON, signed; the id lets it drop a message it already has.
 * Ten seconds, no redirects: a number and a text go to nobody else.
 */
const gateway =
  ({ url, token }: { url: string; token: string }, { wall }: Pick<Clock, 'wall'>): SmsChannel =>
  async (to, text, id) => {
    const body = JSON.stringify({ id, to, body: text })
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'idempotency-key': id,
        [signatureHeader]: sign(token, body, wall()),
      },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(10_000),
    })
    await answer.body?.cancel()
    if (aboutMessage.has(answer.status)) throw new Refused(`The SMS gateway answered ${answer.status}`)
    if (!answer.ok) throw new Error(`The SMS gateway answered ${answer.status}`)
  }

/** The channel of this installation; undefined when it cannot send. */
export function smsChannel({ demo, sms }: Config, clock: Pick<Clock, 'wall'>): SmsChannel | undefined {
  if (demo) return demoChannel
  return sms ? gateway(sms, clock) : undefined
}
