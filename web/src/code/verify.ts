import type { VerifierList } from '@yima/shared/code/contract'
import { judgeEntitlement, type EntitlementVerdict } from '@yima/shared/code/entitlement'
import { parseCode, type EntitlementCode } from '@yima/shared/code/parse'

export type Checked = { verdict: 'not' | 'foreign' } | { verdict: EntitlementVerdict; code: EntitlementCode }

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0))

/** Whether one of the county's keys signed it; undefined where this device does not know the key. */
async function isSigned(code: EntitlementCode, list: VerifierList | undefined): Promise<boolean | undefined> {
  const known = list?.keys.find(({ id }) => id === code.key)
  if (!known) return undefined
  const { x, y } = known
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  const key = await crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', x, y }, algorithm, false, [
    'verify',
  ])
  const text = new TextEncoder().encode(code.signed)
  return crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, bytesOf(code.signature), text)
}

/** What a scanned text proves, by what this device knows; needs no network. `today` is a business date. */
export async function checkStatus(
  text: string,
  list: VerifierList | undefined,
  today: string,
): Promise<Checked> {
  const code = parseCode(text)
  if (code.kind !== 'entitlement') return { verdict: 'not' }
  if (list && code.county !== list.county) return { verdict: 'foreign' }
  const { status, until, expires, id } = code
  const signed = await isSigned(code, list)
  const known = { today, now: Date.now() / 1000, revoked: list?.revoked ?? [] }
  return { verdict: judgeEntitlement({ status, until, expires, id, signed }, known), code }
}
