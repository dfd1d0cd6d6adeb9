import { v7 as uuidv7 } from 'uuid'
import type { CodeRefusal } from '@yima/shared/code/refusal'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { sha256 } from '../vault.ts'
import { numberIndexOf } from './secret.ts'
import { counted, countersOf, stood, type Asker } from './tries.ts'

/** A code that was used by this very call. */
export type Redeemed = {
  ok: true
  id: string
  /** Whose code it was, as that person stands today. */
  identityId: string
  /** The device that showed it. */
  sessionId: string | null
}
export type Refused = { ok: false; reason: CodeRefusal; retryAfter?: number }

/** Who the identity `i` is today; whoever was never joined costs nothing to find. */
export const standing = `CASE WHEN i.joined_to IS NULL THEN i.id ELSE standing_identity(i.joined_to) END`

/** Whether the session `s` of a code or device still opens anything at `$5`. */
export const livingSession = `(s.id IS NOT NULL AND s.expires_at > $5 AND s.revoked_at IS NULL)`

/**
 * One statement finds the code, uses it, ends what the same device showed before, notes the look for its owner,
 * and counts a code that nobody holds. Of two at the same instant the second waits for the row and finds
 * it used: `used` asks the row itself, not what was found before.
 * $1 secret, $2–$4 counters, $5 now, $6 officer, $7 id of the look, $8 purpose, $9 office's time
 */
const statement = (by: 'token_hash' | 'number_index') => `
  WITH ${stood}, found AS MATERIALIZED (
    SELECT c.id, c.session_id, c.issued_at, c.county_code, ${standing} AS owner,
           CASE WHEN c.used_at IS NOT NULL THEN 'used'
                WHEN c.ended_at IS NOT NULL THEN 'revoked'
                WHEN ${by === 'token_hash' ? 'c.expires_at' : 'c.number_until'} < $5 THEN 'expired'
                WHEN c.session_id IS NOT NULL AND NOT ${livingSession} THEN 'revoked'
                WHEN i.closed_at IS NOT NULL THEN 'revoked' END AS refused
      FROM stood, code c
      JOIN identity i ON i.id = c.identity_id
      LEFT JOIN session s ON s.id = c.session_id
     WHERE c.${by} = $1 AND c.kind = 'mine' AND NOT stood."usedUp"
  ), used AS (
    UPDATE code SET used_at = $5, used_kind = 'officer', used_by = $6
      FROM found WHERE code.id = found.id AND found.refused IS NULL AND code.used_at IS NULL AND code.ended_at IS NULL
    RETURNING code.id
  ), older AS (
    UPDATE code SET ended_at = $5
      FROM found, used
     WHERE code.session_id = found.session_id AND code.issued_at < found.issued_at
       AND code.kind = 'mine' AND code.used_at IS NULL AND code.ended_at IS NULL
  ), seen AS (
    INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, at)
    SELECT $7, found.owner, found.county_code, 'officer', $6, $8, 'code', $9 FROM found, used
  ), ${counted('NOT EXISTS (SELECT FROM found)')}
  SELECT stood."usedUp", f.id, f.session_id AS "sessionId", f.owner AS "identityId", f.refused,
         EXISTS (SELECT FROM used) AS "isOurs"
    FROM stood LEFT JOIN found f ON true`

type Row = Omit<Redeemed, 'ok' | 'id'> & {
  id: string | null
  usedUp: boolean
  refused: CodeRefusal | null
  isOurs: boolean
}

function outcomeOf(row: Row | undefined, retryAfter: number): Redeemed | Refused {
  if (!row) throw new Error('A statement that always answers with one row answered with none')
  const { id, identityId, sessionId } = row
  if (row.usedUp) return { ok: false, reason: 'too-many', retryAfter }
  if (id === null) return { ok: false, reason: 'unknown' }
  if (row.isOurs) return { ok: true, id, identityId, sessionId }
  return { ok: false, reason: row.refused ?? 'used' }
}

export type Redemption = {
  /** The token or the number as it was parsed. */
  secret: { token: string } | { number: string }
  by: Asker
  /** What an officer looks for, for the owner's log. */
  purpose: string
}

/** Uses a person's own code by its secret. A refusal is an answer, not an error: it must be committed, or wrong tries cost nothing. */
export async function redeemSecret(
  tx: Transaction,
  deps: Deps,
  { secret, by, purpose }: Redemption,
): Promise<Redeemed | Refused> {
  const { clock } = deps
  const counters = countersOf(deps, by)
  const isToken = 'token' in secret
  const { rows } = await tx.$client.query<Row>({
    name: isToken ? 'redeem a code' : 'redeem a number',
    text: statement(isToken ? 'token_hash' : 'number_index'),
    values: [
      ...[isToken ? sha256(secret.token) : numberIndexOf(deps, 'mine', secret.number)],
      ...[counters.person, counters.network, counters.hour, clock.wall()],
      ...[by.id, uuidv7(), purpose, clock.now()],
    ],
  })
  return outcomeOf(rows[0], counters.wait)
}
