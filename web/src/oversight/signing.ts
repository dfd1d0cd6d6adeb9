import { handedText, readerKeyText, sameDigits, spokenOf, spokenText, type DeskKeys, type OfficeKeyBody, type ReaderStatement } from '@yima/shared/complaint/keys'
import { spokenDigest } from '../complaint/beside.ts'
import { KeyRefused } from '../complaint/key-refused.ts'
import { openBytesWith, sealBytesFor, type Pair } from '../complaint/seal.ts'
import { fromBase64url as bytesOf, isSigned } from '../complaint/signed.ts'

/* Keys of offices and what they sign: made and used on this device, handed on only to whom a colleague knows by voice. */

const base64url = (bytes: Uint8Array): string => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const

/** The point of a public key, and the 32 bytes of its secret. */
async function makePair(): Promise<{ publicKey: string; secret: Uint8Array<ArrayBuffer>; key: CryptoKey }> {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(curve, true, ['sign', 'verify'])
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', publicKey))
  const { d = '' } = await crypto.subtle.exportKey('jwk', privateKey)
  return { publicKey: base64url(point), secret: bytesOf(d), key: privateKey }
}

/** The office's key out of its secret and its point, for one signature. */
function importKey(publicKey: string, secret: Uint8Array): Promise<CryptoKey> {
  const point = bytesOf(publicKey)
  const [x, y] = [base64url(point.subarray(1, 33)), base64url(point.subarray(33))]
  return crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', x, y, d: base64url(secret) }, curve, false, ['sign'])
}

const sign = async (key: CryptoKey, text: string): Promise<string> =>
  base64url(new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, key, new TextEncoder().encode(text))))

type Office = Pick<DeskKeys, 'office' | 'key'>

/** The secret of the office, which is its secret and no other. Throws `KeyRefused` where a server gave another. */
async function openOffice(identities: readonly string[], { office, key }: Office): Promise<{ secret: Uint8Array; signing: CryptoKey }> {
  const wrong = (): never => {
    throw new KeyRefused('wrong-secret', office.name)
  }
  const secret = await openBytesWith(identities, bytesOf(key?.file ?? '')).catch(wrong)
  const signing = await importKey(key?.publicKey ?? '', secret).catch(wrong)
  const text = 'yima test'
  if (!(await isSigned(key?.publicKey ?? '', text, await sign(signing, text)))) wrong()
  return { secret, signing }
}

/** The new key of an office, signed by the one before it; null where this device has that one no more. */
async function handOn(identities: readonly string[], before: Office, to: string): Promise<string | null> {
  const from = before.key?.publicKey
  if (from === undefined) return null
  const opened = await openOffice(identities, before).catch(() => undefined)
  return opened ? sign(opened.signing, handedText({ unitId: before.office.id, from, to })) : null
}

/** The key of an office with its head’s own, as both are sent. */
export async function officeKeys(own: Pair, { officer, ...before }: Office & { officer: string }, { replaces, identities }: { replaces: string | null; identities: readonly string[] }): Promise<OfficeKeyBody> {
  const office = await makePair()
  const statement = { unitId: before.office.id, officerId: officer, recipient: own.recipient }
  return {
    publicKey: office.publicKey,
    recipient: own.recipient,
    signature: await sign(office.key, readerKeyText(statement)),
    file: base64url(await sealBytesFor(own.recipient, office.secret)),
    replaces,
    handed: await handOn(identities, before, office.publicKey),
  }
}

/** The ten digits of a key, the same on the device where it was made and on the one that is to sign it. */
export const spokenDigits = async (officeKey: string, statement: ReaderStatement): Promise<string> =>
  spokenOf(await spokenDigest(spokenText(officeKey, statement)))

/**
 * A colleague’s key signed on this device, with the office’s secret sealed for them: once the digits that they read out are
 * those of the key that arrived here. Throws `KeyRefused`; nothing is opened before.
 */
export async function signatureFor(identities: readonly string[], of: Office, colleague: { officerId: string; recipient: string }, typed: string) {
  const { officerId, recipient } = colleague
  const statement = { unitId: of.office.id, officerId, recipient }
  if (!sameDigits(typed, await spokenDigits(of.key?.publicKey ?? '', statement))) throw new KeyRefused('wrong-digits', of.office.name)
  const { secret, signing } = await openOffice(identities, of)
  return { signature: await sign(signing, readerKeyText(statement)), file: base64url(await sealBytesFor(recipient, secret)) }
}
