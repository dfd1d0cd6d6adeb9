import { isRegionCode } from '../region/code.ts'
import { parseNumber, type NumberRefused } from './number.ts'

/** Codes that are one secret: what they mean is known to the server alone. */
export const secretKinds = { m: 'mine', k: 'card', f: 'member', s: 'signing' } as const
export type SecretKind = (typeof secretKinds)[keyof typeof secretKinds]

/** What a phone without a network signed: who it is, when, and for what. */
export type DeviceCode = {
  kind: 'device'
  county: string
  device: string
  /** Seconds since 1970, as the phone knows them. */
  at: number
  nonce: string
  /** `w`: to be recognised at a window, the minimum and no more. Nothing else is ever taken. */
  scope: string
  signed: string
  signature: string
}

/** "Holds this status until that day", signed by the county, good until `expires` (seconds). */
export type EntitlementCode = {
  kind: 'entitlement'
  county: string
  key: string
  status: string
  /** `YYYY-MM-DD`, or undefined where the status has no end. */
  until: string | undefined
  expires: number
  id: string
  signed: string
  signature: string
}

/** Why a text is no code: `foreign` another system's, `damaged` one of ours that did not arrive whole. */
export type NoCode = 'empty' | 'foreign' | 'damaged' | NumberRefused

type Secret<Kind> = Kind extends SecretKind ? { kind: Kind; county: string; token: string } : never
type Digits<Kind> = Kind extends string ? { kind: Kind; number: string } : never

export type ParsedCode =
  | Secret<SecretKind>
  | DeviceCode
  | EntitlementCode
  | Digits<'number' | 'card-number' | 'member-number' | 'signing-number' | 'receipt'>
  | { kind: 'place'; region: string }
  | { kind: 'none'; reason: NoCode }

const none = (reason: NoCode): ParsedCode => ({ kind: 'none', reason })

const county = String.raw`(\d{6})`
const id = '([A-Za-z0-9_-]{22})'
const signature = '([A-Za-z0-9_-]{86})'
const secret = new RegExp(`^1([mkfs])\\.${county}\\.${id}$`)
const device = new RegExp(
  `^(1o\\.${county}\\.${id}\\.([0-9a-z]{1,9})\\.([A-Za-z0-9_-]{16})\\.([a-z]))\\.${signature}$`,
)
const entitlement = new RegExp(
  `^(1e\\.${county}\\.([A-Za-z0-9_-]{1,16})\\.([a-z-]{2,40})\\.(\\d{8})\\.([0-9a-z]{1,9})\\.${id})\\.${signature}$`,
)

function parseSecret(text: string): ParsedCode | undefined {
  const [, letter, where = '', token = ''] = secret.exec(text) ?? []
  return letter === undefined
    ? undefined
    : { kind: secretKinds[letter as keyof typeof secretKinds], county: where, token }
}

function parseDevice(text: string): DeviceCode | undefined {
  const found = device.exec(text)
  if (!found) return undefined
  const [, signed = '', where = '', name = '', at = '', nonce = '', scope = '', seal = ''] = found
  return {
    kind: 'device',
    county: where,
    device: name,
    at: parseInt(at, 36),
    nonce,
    scope,
    signed,
    signature: seal,
  }
}

const dayOf = (digits: string): string | undefined =>
  digits === '00000000' ? undefined : digits.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3')

function parseEntitlement(text: string): EntitlementCode | undefined {
  const found = entitlement.exec(text)
  if (!found) return undefined
  const [, signed = '', where = '', key = '', status = '', until = '', expires = '', name = '', seal = ''] =
    found
  return {
    ...{ kind: 'entitlement', county: where, key, status, until: dayOf(until) },
    ...{ expires: parseInt(expires, 36), id: name, signed, signature: seal },
  }
}

/** What stands behind `#` in a QR code of ours, or the same by itself. */
export const parseFragment = (text: string): ParsedCode =>
  parseSecret(text) ?? parseDevice(text) ?? parseEntitlement(text) ?? none('damaged')

const isOurs = (text: string): boolean => /^1[a-z]\./.test(text)

/** Paths that a QR code of ours leads to. */
const address = /^https?:\/\/[^/?#\s]+(\/[^?#\s]*)(?:\?[^#\s]*)?(?:#(\S*))?$/i

function parseAddress(path: string, fragment: string): ParsedCode {
  if (path === '/c' || path === '/verify' || path === '/join' || path === '/consent')
    return isOurs(fragment) ? parseFragment(fragment) : none('foreign')
  const place = /^\/p\/([^/]+)$/.exec(path)?.[1]
  if (place !== undefined) return isRegionCode(place) ? { kind: 'place', region: place } : none('damaged')
  if (path !== '/track') return none('foreign')
  const number = parseNumber(fragment)
  return number?.ok && number.kind === 'receipt'
    ? { kind: 'receipt', number: number.number }
    : none('damaged')
}

/**
 * What a scanned or typed text is: an address whose secret stands behind `#`, that secret alone, or a number
 * with any digits, spaces and a label before it. Says nothing of its being true: a token may be nobody's and a
 * signature anybody's. Never throws.
 */
export function parseCode(typed: string): ParsedCode {
  const text = typed.trim()
  if (text === '') return none('empty')
  if (text.length > 2000) return none('foreign')
  const [, path, fragment = ''] = address.exec(text) ?? []
  if (path !== undefined) return parseAddress(path, fragment)
  if (isOurs(text)) return parseFragment(text)
  const number = parseNumber(text)
  if (!number) return none('foreign')
  if (!number.ok) return none(number.code)
  const kinds = {
    mine: 'number',
    card: 'card-number',
    member: 'member-number',
    signing: 'signing-number',
    receipt: 'receipt',
  } as const
  return { kind: kinds[number.kind], number: number.number }
}
