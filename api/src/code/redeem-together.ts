import { v7 as uuidv7 } from 'uuid'
import type { CodeRefusal } from '@yima/shared/code/refusal'
import { wrongPerNetwork, wrongPerOfficer } from '@yima/shared/code/limits'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { allOf, inOneTurn } from '../together.ts'
import {
  byOf,
  foundCode,
  redeemSecret,
  secretOf,
  type By,
  type Redeem,
  type Redeemed,
  type Redemption,
  type Refused,
} from './redeem.ts'
import { countersOf } from './tries.ts'

/**
 * Whether the tries counted under one of the names of `f` are surely not used up when its turn comes, whatever became of
 * those before it: each that found nothing will have counted once at most.
 */
const surely = (who: 'person' | 'network', most: number): string => `
  coalesce((SELECT wrong FROM code_try WHERE who = f.${who} AND hour = $8), 0)
    + (SELECT count(*) FROM found b WHERE b.id IS NULL AND b.turn < f.turn) < ${most}`

/**
 * The same as `statement` of redeem.ts for many at once: finds them, uses them, ends what the same devices showed before
 * and notes the looks. Whoever it leaves out is looked at one by one: a code that nobody holds, which counts, a code that
 * somebody before them held out, too, and whoever may have no try left.
 * $1 secrets, $2 and $3 counters, $4 officers, $5 ids of the looks, $6 purposes; $7 now, $8 hour, $9 office's time;
 * $10 whether nobody before them held out the same
 */
const statement = (by: By) => `
  WITH asked AS MATERIALIZED (
    SELECT * FROM unnest($1::bytea[], $2::text[], $3::text[], $4::uuid[], $5::uuid[], $6::text[], $10::boolean[])
      WITH ORDINALITY AS asked (secret, person, network, officer, look, purpose, first, turn)
  ), found AS MATERIALIZED (
    SELECT asked.*, one.* FROM asked
      LEFT JOIN LATERAL (
        SELECT ${foundCode(by, '$7')}
          FROM code c
          JOIN identity i ON i.id = c.identity_id
          LEFT JOIN session s ON s.id = c.session_id
         WHERE c.${by} = asked.secret AND c.kind = 'mine') one ON true
  ), sure AS MATERIALIZED (
    SELECT f.* FROM found f
     WHERE f.id IS NOT NULL AND f.first
       AND ${surely('person', wrongPerOfficer)}
       AND ${surely('network', wrongPerNetwork)}
  ), used AS (
    UPDATE code SET used_at = $7, used_kind = 'officer', used_by = sure.officer
      FROM sure WHERE code.id = sure.id AND sure.refused IS NULL AND code.used_at IS NULL AND code.ended_at IS NULL
    RETURNING code.id
  ), older AS (
    UPDATE code SET ended_at = $7
      FROM sure JOIN used ON used.id = sure.id
     WHERE code.session_id = sure.session_id AND code.issued_at < sure.issued_at
       AND code.kind = 'mine' AND code.used_at IS NULL AND code.ended_at IS NULL
       AND code.id NOT IN (SELECT id FROM used)
  ), seen AS (
    INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, at)
    SELECT sure.look, sure.owner, sure.county_code, 'officer', sure.officer, sure.purpose, 'code', $9
      FROM sure JOIN used ON used.id = sure.id
  )
  SELECT sure.turn::integer AS turn, sure.id, sure.session_id AS "sessionId", sure.owner AS "identityId", sure.refused,
         used.id IS NOT NULL AS "isOurs"
    FROM sure LEFT JOIN used ON used.id = sure.id`

const texts: Readonly<Record<By, string>> = {
  token_hash: statement('token_hash'),
  number_index: statement('number_index'),
}

type Row = Omit<Redeemed, 'ok'> & { turn: number; refused: CodeRefusal | null; isOurs: boolean }

const outcomeOf = ({ id, identityId, sessionId, refused, isOurs }: Row): Redeemed | Refused =>
  isOurs ? { ok: true, id, identityId, sessionId } : { ok: false, reason: refused ?? 'used' }

/** What became of those of whom one statement is sure, by their turn. */
async function findSure(
  tx: Transaction,
  deps: Deps,
  by: By,
  all: readonly Redemption[],
): Promise<Map<number, Redeemed | Refused>> {
  const { clock } = deps
  const secrets = all.map(({ secret }) => secretOf(deps, secret))
  const names = secrets.map((secret) => secret.toString('hex'))
  const counters = all.map((one) => countersOf(deps, one.by))
  const { rows } = await tx.$client.query<Row>({
    name: by === 'token_hash' ? 'redeem codes' : 'redeem numbers',
    text: texts[by],
    values: [
      ...[secrets, counters.map(({ person }) => person), counters.map(({ network }) => network)],
      ...[all.map((one) => one.by.id), all.map(() => uuidv7()), all.map(({ purpose }) => purpose)],
      ...[clock.wall(), counters[0]?.hour, clock.now()],
      names.map((name, at) => names.indexOf(name) === at),
    ],
  })
  return new Map(rows.map((row) => [row.turn, outcomeOf(row)]))
}

async function redeemAll(
  tx: Transaction,
  deps: Deps,
  by: By,
  all: readonly Redemption[],
): Promise<(Redeemed | Refused)[]> {
  const sure = await findSure(tx, deps, by, all)
  return allOf(all.map(async (one, at) => sure.get(at + 1) ?? redeemSecret(tx, deps, one)))
}

/** Uses what is held out to officers in one turn of a transaction by one statement. A refusal is an answer, as alone. */
export function redeemingTogether(tx: Transaction, deps: Deps): Redeem {
  const ways: Record<By, Redeem> = {
    token_hash: inOneTurn((all) => redeemAll(tx, deps, 'token_hash', all)),
    number_index: inOneTurn((all) => redeemAll(tx, deps, 'number_index', all)),
  }
  return (redemption) => ways[byOf(redemption.secret)](redemption)
}
