import * as v from 'valibot'
import { personName } from '../border.ts'
import { officerView } from './contract.ts'
import { cleanText } from './text.ts'

/** Minutes without a touch after which a staff session is locked. */
export const idleMinutes = 15

const bytes = (most: number) =>
  v.pipe(v.string('not-text'), v.maxLength(most, 'too-long'), v.regex(/^[A-Za-z0-9_-]+$/, 'invalid'))

/** A page of ours to go back to: never another host, and nothing that a person typed. */
export const ownPage = v.pipe(
  v.string('not-text'),
  v.maxLength(200, 'too-long'),
  v.regex(/^\/(?!\/)[\w\-./]*(?:\?[\w\-=&]*)?$/, 'invalid'),
)

/** The secret of a one-time link; it stands behind `#` and travels in bodies alone. */
export const linkToken = bytes(80)

/** A body that says nothing: what is asked stands in the path and the session. */
export const nothing = v.strictObject({})

/** POST /api/oidc/…: where to begin, and with which page to end. Staff bring the invitation that links them. */
export const oidcStart = v.strictObject({ back: ownPage, invitation: v.optional(linkToken) })
/** Where the browser goes now. */
export const oidcAddress = v.object({ address: v.string() })

/** Why the county's identity service did not bring somebody in; the sentence is `identity.oidc.<code>`. */
export const oidcTroubles = [
  'refused',
  'late',
  'no-number',
  'not-linked',
  'link-used',
  'unavailable',
] as const
export type OidcTrouble = (typeof oidcTroubles)[number]
/** The name under which such a trouble stands in the address of the page that says it. */
export const troubleName = 'sign-in'

/** What an authenticator answers when it signs in (WebAuthn 3, 5.8.1), without what nobody reads. */
export const passkeyAssertion = v.strictObject({
  id: bytes(1400),
  clientDataJSON: bytes(8000),
  authenticatorData: bytes(8000),
  signature: bytes(2000),
})
const transports = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'] as const
/** What an authenticator answers when a passkey is made. */
export const passkeyAttestation = v.strictObject({
  id: bytes(1400),
  clientDataJSON: bytes(8000),
  attestationObject: bytes(40_000),
  transports: v.pipe(
    v.array(v.picklist(transports, 'not-a-choice'), 'not-a-list'),
    v.maxLength(7, 'too-many'),
  ),
})
export type PasskeyAttestation = v.InferOutput<typeof passkeyAttestation>

const passkeyName = v.pipe(
  v.string('not-text'),
  v.maxLength(200, 'too-long'),
  v.transform((text) => cleanText(text, 30)),
  v.nonEmpty('empty'),
)
export const passkeyNew = v.strictObject({ name: passkeyName, passkey: passkeyAttestation })
/** Options for `navigator.credentials`, as WebAuthn writes them in JSON. */
export const passkeyOptions = v.object({ options: v.record(v.string(), v.unknown()) })

export const passkeyView = v.object({
  id: v.string(),
  name: v.string(),
  createdAt: v.string(),
  usedAt: v.nullable(v.string()),
})
export type PasskeyView = v.InferOutput<typeof passkeyView>
/** GET /api/work/sign-ins: the ways in that an officer has. */
export const signInWays = v.object({ passkeys: v.array(passkeyView), linked: v.boolean() })
export type SignInWays = v.InferOutput<typeof signInWays>

/** One device on which somebody is signed in. */
export const deviceView = v.object({
  id: v.string(),
  /** Browser and system (device-label.ts). */
  label: v.nullable(v.string()),
  firstAt: v.string(),
  lastAt: v.string(),
  current: v.boolean(),
})
export type DeviceView = v.InferOutput<typeof deviceView>
export const devices = v.object({ sessions: v.array(deviceView) })

/** POST /api/admin/officers/{id}/invitations: to which number a link went, and until when it opens; never the link. */
export const invitationSent = v.object({
  phoneEnd: v.string(),
  expiresAt: v.string(),
  /** Whether somebody above was told; false where none of them has a duty number. */
  heard: v.boolean(),
})
/** GET /api/admin/officers/{id}/sign-in: where a link would go, and when one last did. */
export const officerSignIn = v.object({
  phoneEnd: v.nullable(v.string()),
  hasWayIn: v.boolean(),
  sentAt: v.nullable(v.string()),
})
export type OfficerSignIn = v.InferOutput<typeof officerSignIn>
export const invitationLook = v.strictObject({ token: linkToken })
/** Whom a link is for; of the first administrator nobody knows anything yet. */
export const invitationView = v.object({
  officer: v.nullable(officerView),
  /** The county's name where it is known. */
  county: v.nullable(v.string()),
})
export type InvitationView = v.InferOutput<typeof invitationView>
/** The link is taken with a passkey; the first administrator says the own name and, on an empty server, the county's. */
export const invitationTaken = v.strictObject({
  token: linkToken,
  name: v.optional(personName),
  county: v.optional(personName),
  passkeyName,
  passkey: passkeyAttestation,
})
