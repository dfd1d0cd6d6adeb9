import { createPublicKey, generateKeyPairSync, verify, type KeyObject } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import { v4 as uuidv4, v7 as uuidv7 } from 'uuid'
import type { CodeDevice } from '@yima/shared/code/contract'
import { isNear } from '@yima/shared/code/limits'
import type { DeviceCode } from '@yima/shared/code/parse'
import { Problem } from '@yima/shared/problem'
import type { Transaction } from '../db/transaction.ts'
import type { Deps, ResidentSession } from '../http/context.ts'
import { getIdentity } from '../identity/own.ts'
import { residentMark } from '../identity/session.ts'
import { livingSession, standing, type Refused } from './redeem.ts'
import { codeDevice } from './table.ts'
import { countersOf, isUsedUp, noteWrong, type Asker } from './tries.ts'

/** A point of P-256 as phones export it: 0x04, x, y. Throws for what lies beside the curve. */
function readKey(publicKey: string): KeyObject {
  const raw = Buffer.from(publicKey, 'base64url')
  const [x, y] = [raw.subarray(1, 33).toString('base64url'), raw.subarray(33).toString('base64url')]
  return createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x, y } })
}

const isKey = (publicKey: string): boolean => {
  try {
    return readKey(publicKey).asymmetricKeyType === 'ec'
  } catch {
    return false
  }
}

const nameOf = (id: string): string => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')
const idOf = (name: string): string =>
  Buffer.from(name, 'base64url')
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/**
 * Knows a phone by the public half of its key from now on; an older key of the same session ends.
 * Throws `invalid-input` for what is no key.
 */
export async function registerDevice(
  tx: Transaction,
  deps: Deps,
  resident: ResidentSession,
  publicKey: string,
): Promise<CodeDevice> {
  if (!isKey(publicKey)) throw new Problem('invalid-input', [{ field: 'publicKey', code: 'not-a-key' }])
  const own = await getIdentity(tx, deps, resident)
  const { sessionId } = resident
  const now = deps.clock.wall()
  await tx
    .update(codeDevice)
    .set({ revokedAt: now })
    .where(and(eq(codeDevice.sessionId, sessionId), isNull(codeDevice.revokedAt)))
  const id = uuidv4()
  const { countyCode } = deps.config
  await tx
    .insert(codeDevice)
    .values({ id, countyCode, identityId: own.id, sessionId, publicKey, createdAt: now })
  return { id, device: nameOf(id), county: countyCode, mark: residentMark(deps, resident) }
}

/** Ends a phone's key for whoever owns it; false where there is none. */
export async function revokeDevice(
  tx: Transaction,
  deps: Deps,
  { id, identityId }: { id: string; identityId: string },
): Promise<boolean> {
  const ended = await tx
    .update(codeDevice)
    .set({ revokedAt: deps.clock.wall() })
    .where(and(eq(codeDevice.id, id), eq(codeDevice.identityId, identityId), isNull(codeDevice.revokedAt)))
    .returning({ id: codeDevice.id })
  return ended.length > 0
}

type Row = { id: string; publicKey: string; owner: string; sessionId: string; alive: boolean }

const find = `
  SELECT d.id, d.public_key AS "publicKey", ${standing} AS owner, d.session_id AS "sessionId",
         d.revoked_at IS NULL AND i.closed_at IS NULL AND ${livingSession('$2')} AS alive
    FROM code_device d
    JOIN identity i ON i.id = d.identity_id
    LEFT JOIN session s ON s.id = d.session_id
   WHERE d.id = $1`

/** Takes the nonce and notes the look, or finds that somebody did before. */
const take = `
  WITH taken AS (
    INSERT INTO code_nonce (device_id, nonce, used_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1
  )
  INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, at)
  SELECT $4, $5, $6, 'officer', $7, $8, 'code', $9 FROM taken`

/** Nobody's: a code of an unknown phone takes as long as one of a known phone. */
const nobodys = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey

const isSigned = ({ signed, signature }: DeviceCode, key: KeyObject): boolean =>
  verify(
    'sha256',
    Buffer.from(signed),
    { key, dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  )

/** Why a signed code is not taken, before its nonce is looked at. */
function refusalOf(row: Row | undefined, parsed: DeviceCode, shownAt: Date): Refused['reason'] | undefined {
  const signed = isSigned(parsed, row ? readKey(row.publicKey) : nobodys)
  if (!row) return 'unknown'
  // A scope that we never gave is as good as a signature that we do not know.
  if (!signed || parsed.scope !== 'w') return 'forged'
  if (!row.alive) return 'revoked'
  return isNear(parsed.at, shownAt.getTime() / 1000) ? undefined : 'skewed'
}

export type ByDevice = { ok: true; deviceId: string; identityId: string; sessionId: string }

/**
 * Somebody by what their phone signed without a network: at a window, for the minimum, once. It is held against the
 * moment at which it was read; whoever calls this bounds how long ago that may be.
 */
export async function redeemDevice(
  tx: Transaction,
  deps: Deps,
  parsed: DeviceCode,
  { by, purpose, scannedAt }: { by: Asker; purpose: string; scannedAt?: Date | undefined },
): Promise<ByDevice | Refused> {
  const { clock, config } = deps
  const counters = countersOf(deps, by)
  if (await isUsedUp(tx, counters)) return { ok: false, reason: 'too-many', retryAfter: counters.wait }
  const now = clock.wall()
  const { rows } = await tx.$client.query<Row>({
    name: 'find a code device',
    text: find,
    values: [idOf(parsed.device), now],
  })
  const [row] = rows
  const reason = refusalOf(row, parsed, scannedAt ?? now)
  if (reason === 'unknown' || reason === 'forged') await noteWrong(tx, counters)
  if (!row || reason) return { ok: false, reason: reason ?? 'unknown' }
  const taken = await tx.$client.query({
    name: 'take a nonce',
    text: take,
    values: [
      ...[row.id, parsed.nonce, now, uuidv7(), row.owner, config.countyCode],
      ...[by.id, purpose, clock.now()],
    ],
  })
  if (taken.rowCount !== 1) return { ok: false, reason: 'used' }
  return { ok: true, deviceId: row.id, identityId: row.owner, sessionId: row.sessionId }
}
