import { and, eq, gt, isNotNull, isNull, notInArray, or, sql } from 'drizzle-orm'
import { v4 as uuidv4 } from 'uuid'
import type { EntitlementCodeAnswer, OwnEntitlements, VerifierList } from '@yima/shared/code/contract'
import { entitlementHours } from '@yima/shared/code/limits'
import { entitlementText, signedText } from '@yima/shared/code/write'
import { Problem } from '@yima/shared/problem'
import { claim } from '../claim/table.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { findIdentity } from '../identity/own.ts'
import { sha256 } from '../vault.ts'
import { heldStatuses, holdingStates } from './held-status.ts'
import { signKeyOf, signWith } from './sign-key.ts'
import { code, entitlement } from './table.ts'

const nameOf = (id: string): string => Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url')

/** What one may show to another agency. */
export async function ownEntitlementsOf(
  tx: Transaction,
  deps: Deps,
  identityId: string,
): Promise<OwnEntitlements> {
  const held = await heldStatuses(tx, deps, await findIdentity(tx, deps, identityId))
  return {
    entitlements: held.map(({ id, status, until, source }) => ({
      ...{ id, status, until },
      demo: source === 'demo',
    })),
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
  const all = await heldStatuses(tx, deps, await findIdentity(tx, deps, identityId))
  const held = all.find((one) => one.id === id)
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

/** Of a code that says a status: the claim that gave it, or the row of the older register. */
const which = sql`CASE WHEN ${code.kind} = 'entitlement' THEN ${code.purpose}::uuid END`

/** What a verifier takes along: the county's key, and codes taken back or whose status ended before their day. */
export async function verifierList(deps: Deps): Promise<VerifierList> {
  const { clock, config, db } = deps
  const now = clock.wall()
  const rows = await db
    .select({ id: code.id })
    .from(code)
    .leftJoin(entitlement, eq(entitlement.id, which))
    .leftJoin(claim, eq(claim.id, which))
    .where(
      and(
        ...[eq(code.kind, 'entitlement'), gt(code.expiresAt, now)],
        or(
          ...[isNotNull(code.endedAt), isNotNull(entitlement.endedAt)],
          notInArray(claim.state, [...holdingStates]),
        ),
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
