import { and, eq, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type * as v from 'valibot'
import type { passkeyAssertion, PasskeyAttestation, PasskeyView } from '@yima/shared/identity/sign-in'
import { Problem } from '@yima/shared/problem'
import type { Config } from '../config.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { officer } from '../region/table.ts'
import { officerLogin, passkey } from './sign-in-table.ts'

/** What a ceremony must end with; kept in the browser's sealed cookie meanwhile. */
export type Ceremony = {
  purpose: 'sign-in' | 'register'
  challenge: string
  /** Whose passkey is made. */
  officerId?: string
}

const library = () => import('@simplewebauthn/server')
const refused = (code: string) => new Problem('invalid-input', [{ field: 'passkey', code }])

/** Passkeys are bound to the name under which people know us (WebAuthn 3, 5.1.2). */
const relyingParty = ({ publicUrl }: Config) => {
  const { hostname, origin } = new URL(publicUrl)
  return { id: hostname, origin }
}

/** A minute is short for somebody who looks for a security key in a drawer. */
const timeout = 180_000

/** Options for signing in with whatever passkey this browser finds for us. */
export async function signInOptions({ config }: Deps) {
  const { generateAuthenticationOptions } = await library()
  return generateAuthenticationOptions({
    rpID: relyingParty(config).id,
    userVerification: 'required',
    timeout,
  })
}

/** Options for making a passkey that needs nothing typed later: it knows whose it is. */
export async function registerOptions(deps: Deps, { id, name }: { id: string; name: string }) {
  const { generateRegistrationOptions } = await library()
  const own = await deps.db.select().from(passkey).where(eq(passkey.officerId, id))
  return generateRegistrationOptions({
    rpName: '一码 Yima',
    rpID: relyingParty(deps.config).id,
    userName: name,
    userDisplayName: name,
    userID: new Uint8Array(Buffer.from(id.replaceAll('-', ''), 'hex')),
    timeout,
    attestationType: 'none',
    excludeCredentials: own.map(({ credential }) => ({ id: credential })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
}

/** Checks a new passkey: challenge, origin, our name, user verified. Throws `invalid-input` with `passkey-refused`. */
async function verifyNew({ config }: Deps, { id, ...response }: PasskeyAttestation, challenge: string) {
  const { verifyRegistrationResponse } = await library()
  const { id: expectedRPID, origin } = relyingParty(config)
  const { registrationInfo } = await verifyRegistrationResponse({
    response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID,
    requireUserVerification: true,
  }).catch(() => {
    throw refused('passkey-refused')
  })
  if (!registrationInfo) throw refused('passkey-refused')
  return registrationInfo.credential
}

/** Adds a passkey to an officer in the caller's transaction. */
export async function addPasskey(
  tx: Transaction,
  deps: Deps,
  of: { officerId: string; name: string; answer: PasskeyAttestation; challenge: string },
): Promise<string> {
  const { id: credential, publicKey, counter } = await verifyNew(deps, of.answer, of.challenge)
  const id = uuidv7()
  const added = await tx
    .insert(passkey)
    .values({
      id,
      countyCode: deps.config.countyCode,
      officerId: of.officerId,
      credential,
      publicKey: Buffer.from(publicKey).toString('base64url'),
      counter,
      transports: of.answer.transports,
      name: of.name,
      createdAt: deps.clock.now(),
      usedAt: null,
    })
    .onConflictDoNothing()
    .returning({ id: passkey.id })
  if (added.length === 0) throw refused('passkey-known')
  return id
}

async function verifyUse(
  { config }: Deps,
  { id, ...response }: v.InferOutput<typeof passkeyAssertion>,
  challenge: string,
  publicKey: string,
): Promise<number> {
  const { verifyAuthenticationResponse } = await library()
  const { id: expectedRPID, origin } = relyingParty(config)
  const key = new Uint8Array(Buffer.from(publicKey, 'base64url'))
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID,
    // The counter is compared where it is written, so that of two at once one is the copy.
    credential: { id, publicKey: key, counter: 0 },
    requireUserVerification: true,
  }).catch(() => {
    throw refused('passkey-refused')
  })
  if (!verified) throw refused('passkey-refused')
  return authenticationInfo.newCounter
}

/**
 * Whose passkey this is; notes its use. A counter that does not grow means that somebody copied it (WebAuthn 3,
 * 6.1.1): refused as `passkey-copied`. Also `passkey-unknown` and `passkey-refused`.
 */
export async function officerByPasskey(
  tx: Transaction,
  deps: Deps,
  answer: v.InferOutput<typeof passkeyAssertion>,
  challenge: string,
): Promise<string> {
  const [row] = await tx
    .select({ passkey })
    .from(passkey)
    .innerJoin(officer, and(eq(officer.id, passkey.officerId), eq(officer.active, true)))
    .where(eq(passkey.credential, answer.id))
  if (!row) throw refused('passkey-unknown')
  const counter = await verifyUse(deps, answer, challenge, row.passkey.publicKey)
  const grown = await tx
    .update(passkey)
    .set({ counter, usedAt: deps.clock.now() })
    .where(
      and(
        eq(passkey.id, row.passkey.id),
        sql`(${passkey.counter} < ${counter} OR (${passkey.counter} = 0 AND ${counter} = 0))`,
      ),
    )
    .returning({ id: passkey.id })
  if (grown.length === 0) throw refused('passkey-copied')
  return row.passkey.officerId
}

/** The passkeys of an officer, the oldest first. */
export async function listPasskeys({ db }: Deps, officerId: string): Promise<PasskeyView[]> {
  const rows = await db
    .select()
    .from(passkey)
    .where(eq(passkey.officerId, officerId))
    .orderBy(passkey.createdAt)
  return rows.map(({ id, name, createdAt, usedAt }) => ({
    id,
    name,
    createdAt: createdAt.toISOString(),
    usedAt: usedAt?.toISOString() ?? null,
  }))
}

/**
 * Takes a passkey away. Throws `not-found` for another's exactly as for none, and `not-allowed-now` for the last
 * way in: whoever signs out then could never come back.
 */
export async function removePasskey({ db }: Deps, officerId: string, id: string): Promise<void> {
  await inTransaction(db, async (tx) => {
    const own = await tx.select().from(passkey).where(eq(passkey.officerId, officerId)).for('update')
    if (!own.some((one) => one.id === id)) throw new Problem('not-found')
    const linked = await tx.select().from(officerLogin).where(eq(officerLogin.officerId, officerId)).limit(1)
    if (own.length + linked.length < 2) throw notAllowedNow('passkey', 'last-way-in')
    await tx.delete(passkey).where(eq(passkey.id, id))
  })
}
