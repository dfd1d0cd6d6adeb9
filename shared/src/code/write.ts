import { secretKinds, type SecretKind } from './parse.ts'

const letterOf = Object.fromEntries(
  Object.entries(secretKinds).map(([letter, kind]) => [kind, letter]),
) as Record<SecretKind, string>

/** What stands behind `#` for a secret of 22 characters (132 bits of base64url, of which 128 are random). */
export const secretText = (kind: SecretKind, county: string, token: string): string =>
  `1${letterOf[kind]}.${county}.${token}`

/** What a phone signs to be recognised at a window; `at` in seconds, `device` and `nonce` in base64url. */
export const deviceText = (of: { county: string; device: string; at: number; nonce: string }): string =>
  `1o.${of.county}.${of.device}.${of.at.toString(36)}.${of.nonce}.w`

/** What the county signs of a status: no name, no number, nothing by which two codes are one person's. */
export const entitlementText = (of: {
  county: string
  key: string
  status: string
  until: string | null
  expires: number
  id: string
}): string =>
  [
    ...['1e', of.county, of.key, of.status, (of.until ?? '0000-00-00').replaceAll('-', '')],
    ...[of.expires.toString(36), of.id],
  ].join('.')

export const signedText = (signed: string, signature: string): string => `${signed}.${signature}`

/** Pages to which somebody's own camera leads with one of these; with any other, to what it is and what to do. */
const pages: Readonly<Record<string, string>> = { '1e.': 'verify', '1f.': 'join', '1s.': 'consent' }

/** The address that a QR code holds. What is secret stands behind `#`, which no browser sends to a server. */
export const codeAddress = (origin: string, fragment: string): string =>
  `${origin}/${pages[fragment.slice(0, 3)] ?? 'c'}#${fragment}`

/** The address on the poster of a place. */
export const placeAddress = (origin: string, region: string): string => `${origin}/p/${region}`
