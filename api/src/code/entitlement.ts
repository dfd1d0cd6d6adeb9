import { and, eq, gt, isNotNull, isNull, sql } from 'drizzle-orm'
import { v4 as uuidv4 } from 'uuid'
import type { EntitlementCodeAnswer, OwnEntitlements, VerifierList } from '@yima/shared/code/contract'
import { isStatus } from '@yima/shared/code/entitlement'
import { entitlementHours } from '@yima/shared/code/limits'
import { entitlementText, signedText } from '@yima/shared/code/write'
import { Problem } from '@yima/shared/problem'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { findIdentity } from '../identity/own.ts'
import { identity } from '../identity/table.ts'
import { sha256 } from '../vault.ts'
import { signKeyOf, signWith } from './sign-key.ts'
import { code, entitlement } from './table.ts'

const nameOf = (id: string): string => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')

/** Statuses that this person holds today; none for somebody whom no document has proven. */
async function heldBy(tx: Transaction, deps: Deps, identityId: string) {
  const own = await findIdentity(tx, deps, identityId)
  if (own?.level !== 'proven') return []
  const today = deps.clock.today()
  const rows = await tx
    .select({
      id: entitlement.id,
      status: entitlement.status,
      until: entitlement.untilOn,
      source: entitlement.source,
    })
    .from(entitlement)
    .innerJoin(identity, eq(identity.numberIndex, entitlement.numberIndex))
    .where(
      and(
        eq(identity.id, identityId),
        isNull(entitlement.endedAt),
        sql`(${entitlement.untilOn} IS NULL OR ${entitlement.untilOn} >= ${today})`,
      ),
    )
    .orderBy(entitlement.status)
  return rows
}

/** What one may show to another agency. */
export async function ownEntitlementsOf(
  tx: Transaction,
  deps: Deps,
  identityId: string,
): Promise<OwnEntitlements> {
  const rows = await heldBy(tx, deps, identityId)
  return {
    entitlements: rows.flatMap(({ id, status, until, source }) =>
      isStatus(status) ? [{ id, status, until, demo: source === 'demo' }] : [],
    ),
  }
}

/**
 * A code that says that somebody holds a status, for a day, and nothing of who that is. Throws `not-found` for a
 * status that is not one's own.
 */
export async function issueEntitlementCode(
  tx: Transaction,
  deps: Deps,
  { id, identityId, sessionId }: { id: string; identityId: string; sessionId: string },
): Promise<EntitlementCodeAnswer> {
  const held = (await heldBy(tx, deps, identityId)).find((one) => one.id === id)
  if (!held) throw new Problem('not-found')
  const { clock, config } = deps
  const key = signKeyOf(deps, 'entitlement-key')
  const expiresAt = new Date(clock.wall().getTime() + entitlementHours * 3_600_000)
  const name = uuidv4()
  const signed = entitlementText({
    ...{ county: config.countyCode, key: key.id, status: held.status, until: held.until },
    ...{ expires: Math.floor(expiresAt.getTime() / 1000), id: nameOf(name) },
  })
  const text = signedText(signed, signWith(key, signed))
  await tx.insert(code).values({
    ...{ id: name, countyCode: config.countyCode, kind: 'entitlement', tokenHash: sha256(text) },
    ...{ identityId, sessionId, purpose: id, issuedAt: clock.wall(), expiresAt },
  })
  return { text, expiresAt: expiresAt.toISOString() }
}

/** Takes back every code of a status that is still out; false where there is none. */
export async function endEntitlementCodes(
  tx: Transaction,
  { clock }: Pick<Deps, 'clock'>,
  { id, identityId }: { id: string; identityId: string },
): Promise<boolean> {
  const ended = await tx
    .update(code)
    .set({ endedAt: clock.wall() })
    .where(
      and(
        ...[eq(code.kind, 'entitlement'), eq(code.identityId, identityId), eq(code.purpose, id)],
        isNull(code.endedAt),
      ),
    )
    .returning({ id: code.id })
  return ended.length > 0
}

/** What a verifier takes along: the county's key, and codes taken back or whose status ended before their day. */
export async function verifierList(deps: Deps): Promise<VerifierList> {
  const { clock, config, db } = deps
  const now = clock.wall()
  const rows = await db
    .select({ id: code.id })
    .from(code)
    .leftJoin(entitlement, sql`${entitlement.id}::text = ${code.purpose}`)
    .where(
      and(
        ...[eq(code.kind, 'entitlement'), gt(code.expiresAt, now)],
        sql`(${isNotNull(code.endedAt)} OR ${isNotNull(entitlement.endedAt)})`,
      ),
    )
    .orderBy(code.id)
  const { id, x, y } = signKeyOf(deps, 'entitlement-key')
  return {
    county: config.countyCode,
    keys: [{ id, x, y }],
    revoked: rows.map((row) => nameOf(row.id)),
    at: now.toISOString(),
  }
}
