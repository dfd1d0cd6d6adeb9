import type { Config } from '../config.ts'

/** Sends one SMS; throws when it was not taken, so that the job tries again. */
export type SmsChannel = (to: string, body: string, id: string) => Promise<void>

/** In the demonstration the outbox page is the telephone: a message counts as sent once it is stored. */
const demoChannel: SmsChannel = async () => {}

/** A gateway that takes `{id, to, body}` as JSON; the id lets it drop a message it already has. */
const gateway =
  (url: string, token: string): SmsChannel =>
  async (to, body, id) => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${token}`,
        'idempotency-key': id,
      },
      body: JSON.stringify({ id, to, body }),
      signal: AbortSignal.timeout(10_000),
    })
    if (!answer.ok) throw new Error(`The SMS gateway answered ${answer.status}`)
  }

/** The channel of this installation; undefined when it cannot send. */
export function smsChannel(config: Config): SmsChannel | undefined {
  if (config.demo) return demoChannel
  return config.sms ? gateway(config.sms.url, config.sms.token) : undefined
}
