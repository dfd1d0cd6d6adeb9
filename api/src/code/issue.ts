import { and, eq, isNull } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { invitationHours } from '@yima/shared/code/limits'
import { secretText } from '@yima/shared/code/write'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { sha256 } from '../vault.ts'
import { freshSecret } from './secret.ts'
import { code } from './table.ts'

export type Invitation = {
  kind: 'member' | 'invitation'
  /** Who invites. */
  identityId: string
  /** What whoever redeems it agrees to, in the words of the capability that asks for it. */
  purpose: string
  /** 72 unless said. */
  hours?: number
  /** Signing out on this device takes it back; without it, only `endCode` does. */
  sessionId?: string
}

/**
 * A code for somebody else's phone, good once: to join a family, to sign together. `text` stands behind `#` in a
 * link or QR (`codeAddress`) and is nowhere kept: whoever loses it asks for another.
 */
export async function issueCode(
  tx: Transaction,
  { clock, config }: Pick<Deps, 'clock' | 'config'>,
  { kind, identityId, purpose, hours = invitationHours, sessionId }: Invitation,
): Promise<{ id: string; text: string; expiresAt: Date }> {
  const { token } = freshSecret()
  const now = clock.wall()
  const expiresAt = new Date(now.getTime() + hours * 3_600_000)
  const id = uuidv7()
  await tx.insert(code).values({
    ...{ id, kind, identityId, purpose, expiresAt, countyCode: config.countyCode },
    ...{ tokenHash: sha256(token), issuedAt: now, sessionId: sessionId ?? null },
  })
  return { id, text: secretText(kind, config.countyCode, token), expiresAt }
}

/** Takes an invitation back that its owner gave; false where there is none that could still be used. */
export async function endCode(
  tx: Transaction,
  { clock }: Pick<Deps, 'clock'>,
  { id, identityId }: { id: string; identityId: string },
): Promise<boolean> {
  const ended = await tx
    .update(code)
    .set({ endedAt: clock.wall() })
    .where(and(eq(code.id, id), eq(code.identityId, identityId), isNull(code.usedAt), isNull(code.endedAt)))
    .returning({ id: code.id })
  return ended.length > 0
}
