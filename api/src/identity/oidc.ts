import type { authorizationCodeGrant, Configuration } from 'openid-client'
import { Problem } from '@yima/shared/problem'
import type { OidcTrouble } from '@yima/shared/identity/sign-in'
import type { Config } from '../config.ts'
import type { OidcProvider, OidcSide } from './oidc-config.ts'

/** What an identity service says of somebody. */
export type Told = { issuer: string; subject: string; claims: Readonly<Record<string, unknown>> }

/** Kept by the browser between the way out and the way back. */
export type OidcRoad = { state: string; nonce: string; verifier: string; back: string; invitation?: string }

/** An identity service brought nobody in; `code` says what to tell. */
export class OidcRefusal extends Error {
  readonly code: OidcTrouble
  constructor(code: OidcTrouble) {
    super(code)
    this.name = 'OidcRefusal'
    this.code = code
  }
}

const library = () => import('openid-client')
const answersWithinSeconds = 10

const known = new Map<string, Promise<Configuration>>()

/** Asks the provider once what it offers; asked again when it did not answer. */
async function discover({ issuer, client, secret }: OidcProvider): Promise<Configuration> {
  const { discovery, allowInsecureRequests } = await library()
  // The settings take http only on this machine (oidc-config.ts): in a demonstration, or in a test.
  const insecure = issuer.startsWith('http:') ? [allowInsecureRequests] : []
  return discovery(new URL(issuer), client, secret, undefined, {
    execute: insecure,
    timeout: answersWithinSeconds,
  })
}

/** The provider's side of the conversation. Throws `unavailable` while it cannot be reached. */
async function configurationOf(provider: OidcProvider): Promise<Configuration> {
  const key = `${provider.issuer} ${provider.client}`
  const found = known.get(key) ?? discover(provider)
  known.set(key, found)
  try {
    return await found
  } catch {
    known.delete(key)
    throw new Problem('unavailable', [], { retryAfter: 60 })
  }
}

/** Where the provider sends people back to; registered with it, to the letter. */
export const callbackOf = ({ publicUrl }: Config, side: OidcSide): string =>
  `${publicUrl}/api/oidc/${side}/callback`

/** The provider of that side. Throws `not-found` where none is set: the button is not there either. */
export function getProvider({ oidc }: Config, side: OidcSide): OidcProvider {
  const provider = oidc[side]
  if (!provider) throw new Problem('not-found')
  return provider
}

/** Begins a sign-in: where the browser goes, and what it must bring back. Code flow with PKCE (RFC 7636), state and nonce. */
export async function beginOidc(
  config: Config,
  side: OidcSide,
  rest: Pick<OidcRoad, 'back' | 'invitation'>,
): Promise<{ address: string; road: OidcRoad }> {
  const provider = getProvider(config, side)
  const configuration = await configurationOf(provider)
  const {
    buildAuthorizationUrl,
    calculatePKCECodeChallenge,
    randomNonce,
    randomPKCECodeVerifier,
    randomState,
  } = await library()
  const road = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier(), ...rest }
  const address = buildAuthorizationUrl(configuration, {
    redirect_uri: callbackOf(config, side),
    scope: 'openid profile',
    response_type: 'code',
    code_challenge: await calculatePKCECodeChallenge(road.verifier),
    code_challenge_method: 'S256',
    state: road.state,
    nonce: road.nonce,
    // Staff share computers: whoever sits there now proves it, whatever session the service still has.
    ...(side === 'staff' ? { prompt: 'login' } : {}),
  })
  return { address: address.href, road }
}

/** The identity token first; what it does not say, the service may say when asked for it. */
async function claimsOf(
  configuration: Configuration,
  tokens: Tokens,
  wanted: string | undefined,
): Promise<Told> {
  const own = tokens.claims()
  if (!own) throw new OidcRefusal('refused')
  const told = { issuer: own.iss, subject: own.sub, claims: own }
  const complete = typeof own['name'] === 'string' && (wanted === undefined || own[wanted] !== undefined)
  if (complete || !configuration.serverMetadata().userinfo_endpoint) return told
  const { fetchUserInfo } = await library()
  const more = await fetchUserInfo(configuration, tokens.access_token, own.sub)
  return { ...told, claims: { ...more, ...own } }
}
type Tokens = Awaited<ReturnType<typeof authorizationCodeGrant>>

/**
 * Ends a sign-in: checks state, issuer, code, signature, nonce and audience, and tells whom the service
 * brought. Throws `OidcRefusal` with `refused` for all that does not fit, and `unavailable`.
 * @param query of the address the browser came back with, `?` included
 */
export async function endOidc(config: Config, side: OidcSide, query: string, road: OidcRoad): Promise<Told> {
  const provider = getProvider(config, side)
  const configuration = await configurationOf(provider).catch(() => {
    throw new OidcRefusal('unavailable')
  })
  const client = await library()
  try {
    const tokens = await client.authorizationCodeGrant(
      configuration,
      new URL(callbackOf(config, side) + query),
      {
        expectedState: road.state,
        expectedNonce: road.nonce,
        pkceCodeVerifier: road.verifier,
        idTokenExpected: true,
      },
    )
    return await claimsOf(configuration, tokens, provider.claim)
  } catch (error) {
    if (error instanceof OidcRefusal) throw error
    const away = error instanceof TypeError && error.message === 'fetch failed'
    throw new OidcRefusal(away ? 'unavailable' : 'refused')
  }
}
