import type { CodeDevice } from '@yima/shared/code/contract'
import { deviceText, signedText } from '@yima/shared/code/write'
import { forget, keep, keepKey, recall, recallKey } from '../app/store.ts'
import { registerDevice } from './api.ts'

/** What this phone needs to be recognised without a network; its key can be used here and carried nowhere. */
export type KeptDevice = CodeDevice & {
  /** How far the server's clock is ahead of this phone's, in milliseconds. */
  ahead: number
  /** The holder's name as others may see it. */
  name: string
}

const place = 'code.device'
/** Each person on a shared phone signs with a key of their own. */
const keyName = (mark: string): string => `${place}@${mark}`
const algorithm = { name: 'ECDSA', namedCurve: 'P-256' } as const

const base64url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')

export const findDevice = (): Promise<KeptDevice | undefined> => recall<KeptDevice>(place)
export const forgetDevice = (): Promise<void> => forget(place)

/** Makes a key that never leaves this phone and lets the server know its public half. */
async function makeDevice(mark: string): Promise<CodeDevice> {
  const pair = await crypto.subtle.generateKey(algorithm, false, ['sign'])
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  const known = await registerDevice(base64url(raw))
  await keepKey(keyName(mark), pair.privateKey)
  return known
}

/**
 * Keeps this phone ready for a day without a network: whose it is, how far off its clock is. A key is made once for
 * each person; `mark` tells one person on a shared phone from the next.
 */
export async function readyDevice(
  mark: string,
  { ahead, name }: Pick<KeptDevice, 'ahead' | 'name'>,
): Promise<void> {
  const before = await findDevice()
  const same = before?.mark === mark && (await recallKey(keyName(mark))) !== undefined
  const known = same ? before : await makeDevice(mark)
  await keep(place, { ...known, mark, ahead, name: name || (same ? before.name : '') } satisfies KeptDevice)
}

/** A code signed by this phone at this moment; undefined where it has no key. */
export async function signCode(device: KeptDevice): Promise<string | undefined> {
  const key = await recallKey(keyName(device.mark))
  if (!key) return undefined
  const nonce = base64url(crypto.getRandomValues(new Uint8Array(12)))
  const at = Math.floor((Date.now() + device.ahead) / 1000)
  const text = deviceText({ county: device.county, device: device.device, at, nonce })
  const signature = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    key,
    new TextEncoder().encode(text),
  )
  return signedText(text, base64url(new Uint8Array(signature)))
}
