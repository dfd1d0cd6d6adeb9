import { handedText, readerKeyText, type RouteOffice } from '@yima/shared/complaint/keys'
import { KeyRefused } from './key-refused.ts'

/** What is known of an office by which its keys are held to be true: as much of a route as that takes. */
export type KnownBy = Omit<RouteOffice, 'office'> & { office: { id: string; name: string } }

export const fromBase64url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0))

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** Whether the key of an office signed this text; what is no key signed nothing. */
export async function isSigned(officeKey: string, text: string, signature: string): Promise<boolean> {
  try {
    const key = await crypto.subtle.importKey('raw', fromBase64url(officeKey), curve, false, ['verify'])
    return await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, fromBase64url(signature), new TextEncoder().encode(text))
  } catch {
    return false
  }
}

/** Holds the key of each reader against the key of their office, before anything is sealed for them. Throws `KeyRefused`. */
export async function requireSigned({ office, officeKey, readers }: KnownBy): Promise<void> {
  for (const { officerId, recipient, signature } of readers)
    if (!(await isSigned(officeKey, readerKeyText({ unitId: office.id, officerId, recipient }), signature))) throw new KeyRefused('forged', office.name)
}

/** SHA-256 of the point of a key: of it the fingerprint is made. */
export const digestOfKey = async (publicKey: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', fromBase64url(publicKey)))

/** Whether the key of an office follows from one that was known before: each in between signed the next. */
export async function follows(known: string, { office, officeKey, handed }: KnownBy): Promise<boolean> {
  if (known === officeKey) return true
  const begin = handed.findIndex(({ from }) => from === known)
  if (begin < 0) return false
  for (const [at, { from, signature }] of handed.entries()) {
    const to = handed[at + 1]?.from ?? officeKey
    if (at >= begin && !(await isSigned(from, handedText({ unitId: office.id, from, to }), signature))) return false
  }
  return true
}
