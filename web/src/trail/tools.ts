import type { Hash } from '@yima/shared/trail/merkle'
import type { IsSigned } from '@yima/shared/trail/check'

const bytesOf = (base64url: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0))

/** SHA-256 by the browser. */
export const hash: Hash = async (...parts) => {
  const bytes = parts.map((part) => (typeof part === 'string' ? new TextEncoder().encode(part) : part))
  const whole = new Uint8Array(bytes.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of bytes) {
    whole.set(part, at)
    at += part.length
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', whole))
}

/** The signature by the browser; what is no key or no signature was not signed. */
export const isSigned: IsSigned = async ({ x, y }, text, signature) => {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256' }
  try {
    const key = await crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', x, y }, algorithm, false, [
      'verify',
    ])
    const how = { name: 'ECDSA', hash: 'SHA-256' }
    return await crypto.subtle.verify(how, key, bytesOf(signature), new TextEncoder().encode(text))
  } catch {
    return false
  }
}
