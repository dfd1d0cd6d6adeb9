import { createHmac, timingSafeEqual } from 'node:crypto'

/** The header in which both sides sign what they say: `t=<seconds since 1970>,v1=<hex>`. */
export const signatureHeader = 'x-yima-signature'

/** Seconds after which a signed body is old: nobody says yesterday's again. */
const goodFor = 300

const mac = (token: string, at: number, body: string): Buffer =>
  createHmac('sha256', token).update(`${at}.${body}`).digest()

/** Signs a body (HMAC-SHA256 over `<seconds>.<body>` with the shared token). */
export const sign = (token: string, body: string, now: Date): string => {
  const at = Math.floor(now.getTime() / 1000)
  return `t=${at},v1=${mac(token, at, body).toString('hex')}`
}

/** Whether whoever holds the token signed this body in the last five minutes. */
export function isSigned(token: string, body: string, header: string | undefined, now: Date): boolean {
  const [, at, hex] = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/.exec(header ?? '') ?? []
  if (at === undefined || hex === undefined) return false
  if (Math.abs(now.getTime() / 1000 - Number(at)) > goodFor) return false
  return timingSafeEqual(mac(token, Number(at), body), Buffer.from(hex, 'hex'))
}
