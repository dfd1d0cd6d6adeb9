import { keepOnce } from './store.ts'

let known: Promise<string> | undefined

/** Such a key of its own for what must not be tied to anything else that this phone sends. */
export const freshDeviceKey = (): string =>
  [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/**
 * 256 random bits that belong to this device (64 hex digits). They tie a repeated write to its first try;
 * they say nothing about the person and leave with "clear this device".
 */
export function deviceKey(): Promise<string> {
  known ??= keepOnce('device-key', freshDeviceKey())
  return known
}

export function forgetDeviceKey(): void {
  known = undefined
}
