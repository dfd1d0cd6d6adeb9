import { eq } from 'drizzle-orm'
import type { CodeRefusal } from '@yima/shared/code/refusal'
import { Problem } from '@yima/shared/problem'
import type { KeptScan } from '@yima/shared/window/contract'
import { isTaken } from '@yima/shared/window/kept'
import { resolveCode, type Resolved } from '../code/resolve.ts'
import type { CardRefused } from '../code/card.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { allOf } from '../together.ts'
import { openOccasion } from './occasion.ts'
import { occasion } from './table.ts'
import type { OccasionRow } from './write.ts'

type Officer = OfficerSession['officer']

/** What is kept as the answer to a scan that came late: the occasion, or why there is none. */
export type KeptAnswer = { occasionId: string } | { refused: CodeRefusal }

/** Why a scan that was kept opens nothing. The words that were written on it stay on the officer's phone. */
export function scanRefused(reason: CodeRefusal): Problem {
  switch (reason) {
    case 'expired':
    case 'skewed':
      return new Problem('invalid-input', [{ field: 'text', code: 'scan-too-old' }])
    case 'used':
      return new Problem('invalid-input', [{ field: 'text', code: 'scan-used' }])
    default:
      return new Problem('invalid-input', [{ field: 'text', code: 'scan-nobody' }])
  }
}

/** An occasion that this phone's first try has opened already; another's is `not-found`. */
async function findKnown(tx: Transaction, officer: Officer, id: string): Promise<OccasionRow | undefined> {
  const [row] = await tx.select().from(occasion).where(eq(occasion.id, id)).for('update')
  if (row && row.officerId !== officer.id) throw new Problem('not-found')
  return row
}

async function resolveKept(
  tx: Transaction,
  deps: Deps,
  officer: Officer,
  { text, purpose, faceToFace }: KeptScan,
  { scannedAt, network }: { scannedAt: Date; network: string },
): Promise<Resolved | CardRefused> {
  if (!isTaken(scannedAt.getTime(), deps.clock.wall().getTime())) return { ok: false, reason: 'expired' }
  return resolveCode(tx, deps, officer, { text, purpose, network, faceToFace, scannedAt })
}

/**
 * Opens the occasion of a scan that was kept while there was no network, as of the moment of the scan. A refusal is an
 * answer that is kept, because wrong tries are counted by it; it is thrown as `invalid-input` on `text`.
 * Throws `too-many`, which counts nothing, and `not-found` for another officer's occasion.
 */
export async function openKept(
  deps: Deps,
  once: Once,
  officer: Officer,
  { network, ...body }: KeptScan & { network: string },
): Promise<OccasionRow> {
  const { purpose, words, id } = body
  const scannedAt = new Date(body.scannedAt)
  const outcome = await inTransaction(deps.db, async (tx) => {
    const keep = (status: number, answer: KeptAnswer) => remember(tx, once, deps.clock.now(), status, answer)
    const known = await findKnown(tx, officer, id)
    if (known) {
      await keep(200, { occasionId: id })
      return known
    }
    const found = await resolveKept(tx, deps, officer, body, { scannedAt, network })
    if (!found.ok) {
      const { reason, retryAfter = 0 } = found
      if (reason === 'too-many') throw new Problem('too-many', [], { retryAfter })
      await keep(422, { refused: reason })
      return reason
    }
    const { row, written } = await openOccasion(tx, deps, officer, found, { purpose, words, id, scannedAt })
    await allOf([written, keep(200, { occasionId: id })])
    return row
  })
  if (typeof outcome === 'string') throw scanRefused(outcome)
  return outcome
}
