import type * as browser from '@simplewebauthn/browser'
import type { PasskeyAttestation } from '@yima/shared/identity/sign-in'
import { http } from '../app/http.ts'

/** Nobody was recognised: closed, refused or too late. Nothing went wrong with Yima, and nothing is lost. */
export class PasskeyCancelled extends Error {}

/** Whether this browser knows passkeys at all; without https none does. */
export const knowsPasskeys = (): boolean => 'credentials' in navigator && 'PublicKeyCredential' in globalThis

type Options = { options: Record<string, unknown> }
type Library = typeof browser

/** Runs a ceremony of the browser; whatever it is refused for, trying again is all that can be done. */
async function ceremony<Answer>(run: (library: Library) => Promise<Answer>): Promise<Answer> {
  const library = await import('@simplewebauthn/browser')
  try {
    return await run(library)
  } catch {
    throw new PasskeyCancelled()
  }
}

/** Lets the device recognise somebody and signs them in. Rejects with a `ProblemError` or `PasskeyCancelled`. */
export async function signInByPasskey(): Promise<void> {
  const { options } = await http.post<Options>('/staff/passkeys/options', {})
  const { id, response } = await ceremony(({ startAuthentication }) =>
    startAuthentication({ optionsJSON: options as never }),
  )
  const { clientDataJSON, authenticatorData, signature } = response
  await http.post('/staff/passkeys/sessions', { id, clientDataJSON, authenticatorData, signature })
}

/** The id of an officer as a passkey carries it: 16 bytes. */
const handleOf = (id: string): string =>
  btoa(String.fromCharCode(...(id.replaceAll('-', '').match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')

/**
 * Lets this device alone say that its officer is there, without a network. It opens what lies here, and nothing on
 * the server. Rejects with `PasskeyCancelled`.
 */
export async function recogniseHere(officerId: string): Promise<void> {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  const challenge = btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
  const options = { challenge, rpId: location.hostname, userVerification: 'required' as const }
  const { response } = await ceremony(({ startAuthentication }) => startAuthentication({ optionsJSON: options }))
  if (response.userHandle !== handleOf(officerId)) throw new PasskeyCancelled()
}

/** Has the device make a passkey for these options. Rejects with `PasskeyCancelled`. */
async function make({ options }: Options): Promise<PasskeyAttestation> {
  const { id, response } = await ceremony(({ startRegistration }) =>
    startRegistration({ optionsJSON: options as never }),
  )
  const { clientDataJSON, attestationObject, transports = [] } = response
  const known = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const
  return {
    id,
    clientDataJSON,
    attestationObject,
    transports: known.filter((one) => (transports as readonly string[]).includes(one)),
  }
}

/** A passkey more for whoever is signed in. */
export async function addPasskey(name: string): Promise<void> {
  const passkey = await make(await http.post<Options>('/work/passkeys/options', {}))
  await http.post('/work/passkeys', { name, passkey })
}

/** Takes a one-time link with a passkey made on this device; signed in afterwards. */
export async function takeInvitation(
  token: string,
  rest: { passkeyName: string; name?: string; county?: string },
): Promise<void> {
  const passkey = await make(await http.post<Options>('/staff/invitations/options', { token }))
  await http.post('/staff/invitations/acceptance', { token, passkey, ...rest })
}
