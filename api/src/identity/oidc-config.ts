import { isIP } from 'node:net'
import { StopReason } from '../stop-reason.ts'

export const oidcSides = ['residents', 'staff'] as const
export type OidcSide = (typeof oidcSides)[number]

/** An identity service that speaks OpenID Connect. */
export type OidcProvider = {
  issuer: string
  client: string
  secret: string
  /** What people call it, for the button. */
  name: string
  /** Of residents the claim that holds the ID number; of staff the one that holds the officer's id here, if any does. */
  claim: string | undefined
}
export type OidcProviders = Record<OidcSide, OidcProvider | undefined>

type Given = Record<'issuer' | 'client' | 'secret' | 'name' | 'claim', string | undefined>

const isThisMachine = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || (isIP(hostname) === 4 && hostname.startsWith('127.'))

/**
 * One provider of the settings, or none. Over http a provider is taken only on this machine.
 * @param prefix `YIMA_OIDC_RESIDENT` or `YIMA_OIDC_STAFF`
 * @throws StopReason naming what is missing
 */
export function readOidc(
  prefix: string,
  { issuer, client, secret, name, claim }: Given,
): OidcProvider | undefined {
  if (issuer === undefined && client === undefined && secret === undefined) return undefined
  if (issuer === undefined || client === undefined || secret === undefined)
    throw new StopReason(
      `${prefix}_ISSUER, ${prefix}_CLIENT and ${prefix}_SECRET belong together: set all three, or none.`,
    )
  const { protocol, hostname } = new URL(issuer)
  if (protocol !== 'https:' && !isThisMachine(hostname))
    throw new StopReason(
      `${prefix}_ISSUER must begin with https://: over http anybody on the way could sign in.`,
    )
  return { issuer, client, secret, name: name ?? new URL(issuer).hostname, claim }
}

/** The claim of the ID number where the settings name none. */
export const usualNumberClaim = 'id_number'
