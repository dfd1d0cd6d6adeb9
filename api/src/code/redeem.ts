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

/** Whether the session `s` of a code or device still opens anything at a moment (its SQL). */
export const livingSession = (now: string): string =>
  `(s.id IS NOT NULL AND s.expires_at > ${now} AND s.revoked_at IS NULL)`

/** How a code is found: by what its picture holds, or by the number read aloud. */
export type By = 'token_hash' | 'number_index'

/** Columns of the code `c` of the identity `i` and the session `s`: whose it is, and why it is not taken at a moment. */
export const foundCode = (by: By, now: string): string => `
  c.id, c.session_id, c.issued_at, c.county_code, ${standing} AS owner,
  CASE WHEN c.used_at IS NOT NULL THEN 'used'
       WHEN c.ended_at IS NOT NULL THEN 'revoked'
       WHEN ${by === 'token_hash' ? 'c.expires_at' : 'c.number_until'} < ${now} THEN 'expired'
       WHEN c.session_id IS NOT NULL AND NOT ${livingSession(now)} THEN 'revoked'
       WHEN i.closed_at IS NOT NULL THEN 'revoked' END AS refused`

/**
 * One statement finds the code, uses it, ends what the same device showed before, notes the look for its owner,
 * and counts a code that nobody holds. Of two at the same instant the second waits for the row and finds
 * it used: `used` asks the row itself, not what was found before.
 * $1 secret, $2–$4 counters, $5 now, $6 officer, $7 id of the look, $8 purpose, $9 office's time
 */
const statement = (by: By) => `
  WITH ${stood}, found AS MATERIALIZED (
    SELECT ${foundCode(by, '$5')}
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

const texts: Readonly<Record<By, string>> = {
  token_hash: statement('token_hash'),
  number_index: statement('number_index'),
}

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

type Secret = Redemption['secret']
export const byOf = (secret: Secret): By => ('token' in secret ? 'token_hash' : 'number_index')

/** What a secret is found by. */
export const secretOf = (deps: Deps, secret: Secret): Buffer =>
  'token' in secret ? sha256(secret.token) : numberIndexOf(deps, 'mine', secret.number)

/** How a code is used: alone, or with those of others at the same moment (redeem-together.ts). */
export type Redeem = (redemption: Redemption) => Promise<Redeemed | Refused>

/** Uses a person's own code by its secret. A refusal is an answer, not an error: it must be committed, or wrong tries cost nothing. */
export async function redeemSecret(
  tx: Transaction,
  deps: Deps,
  { secret, by, purpose }: Redemption,
): Promise<Redeemed | Refused> {
  const { clock } = deps
  const counters = countersOf(deps, by)
  const { rows } = await tx.$client.query<Row>({
    name: 'token' in secret ? 'redeem a code' : 'redeem a number',
    text: texts[byOf(secret)],
    values: [
      secretOf(deps, secret),
      ...[counters.person, counters.network, counters.hour, clock.wall()],
      ...[by.id, uuidv7(), purpose, clock.now()],
    ],
  })
  return outcomeOf(rows[0], counters.wait)
}
