import { randomUUID } from 'node:crypto'
import { wrongPerNetwork, wrongPerOfficer } from '@yima/shared/code/limits'
import { Problem } from '@yima/shared/problem'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'

const hourMs = 3_600_000

/** Who looks a code up: an officer, or a resident who redeems one; and from which network. */
export type Asker = {
  kind: 'officer' | 'resident'
  id: string
  /** As `networkOf(c)` says; for budgets only. */
  network: string
}

/** Where this asker's codes that nobody holds, or wrong papers, are counted: `who` by keyed hash, and the hour. */
export function countersOf(
  { vault, clock, config }: Pick<Deps, 'vault' | 'clock' | 'config'>,
  asker: Asker,
  what: 'code' | 'papers' = 'code',
) {
  const hour = new Date(Math.floor(clock.wall().getTime() / hourMs) * hourMs)
  const whose = (purpose: string, value: string) =>
    vault.index(purpose, config.withoutBudgets ? randomUUID() : value).toString('hex')
  return {
    person: whose(`${what}-try`, `${asker.kind}\n${asker.id}`),
    network: whose(`${what}-try-network`, asker.network),
    hour,
    /** Seconds until the hour begins anew. */
    wait: Math.ceil((hour.getTime() + hourMs - clock.wall().getTime()) / 1000),
  }
}
export type Counters = ReturnType<typeof countersOf>

/** What one statement needs of the counters, as `$2` (person), `$3` (network) and `$4` (hour). */
export const stood = `
  stood AS MATERIALIZED (
    SELECT coalesce((SELECT wrong FROM code_try WHERE who = $2 AND hour = $4), 0) >= ${wrongPerOfficer}
        OR coalesce((SELECT wrong FROM code_try WHERE who = $3 AND hour = $4), 0) >= ${wrongPerNetwork} AS "usedUp"
  )`

/** Networks are locked after persons, always: no two statements wait for one another. */
export const counted = (condition: string) => `
  counted AS (
    INSERT INTO code_try (who, hour, wrong)
    SELECT who, $4, 1 FROM (VALUES (1, $2::text), (2, $3::text)) tried (rank, who), stood
     WHERE NOT "usedUp" AND ${condition} ORDER BY rank
        ON CONFLICT (who, hour) DO UPDATE SET wrong = code_try.wrong + 1
    RETURNING 1
  )`

/** Counts one try that found nothing; true where no more are answered. */
export async function noteWrong(tx: Transaction, { person, network, hour }: Counters): Promise<boolean> {
  const { rows } = await tx.$client.query<{ usedUp: boolean }>({
    name: 'count a wrong code',
    text: `WITH ${stood}, ${counted('$1::boolean')} SELECT "usedUp" FROM stood`,
    values: [true, person, network, hour],
  })
  return rows[0]?.usedUp === true
}

/** Whether no more codes of this asker are looked up in this hour. */
export async function isUsedUp(tx: Transaction, { person, network, hour }: Counters): Promise<boolean> {
  const { rows } = await tx.$client.query<{ usedUp: boolean }>({
    name: 'wrong codes so far',
    text: `WITH ${stood} SELECT "usedUp" FROM stood WHERE $1::boolean`,
    values: [true, person, network, hour],
  })
  return rows[0]?.usedUp === true
}

const oneMore = (within = '') => `
  INSERT INTO code_try (who, hour, wrong)
  SELECT who, $3, 1 FROM (VALUES (1, $1::text), (2, $2::text)) tried (rank, who) ORDER BY rank
      ON CONFLICT (who, hour) DO UPDATE SET wrong = code_try.wrong + 1 ${within}`

/** Spends a try, also of many at the same moment never one too many; false where no more are answered. */
async function spend(tx: Transaction, { person, network, hour }: Counters): Promise<boolean> {
  const most = `CASE code_try.who WHEN $1 THEN ${wrongPerOfficer} ELSE ${wrongPerNetwork} END`
  const { rowCount } = await tx.$client.query({
    name: 'spend a try',
    text: oneMore(`WHERE code_try.wrong < ${most}`),
    values: [person, network, hour],
  })
  return rowCount === 2
}

/** Counts an answer that tells as much as a refusal, within `countingWrong`; undone with it. */
export async function noteTold(tx: Transaction, { person, network, hour }: Counters): Promise<void> {
  await tx.$client.query({ name: 'note a try', text: oneMore(), values: [person, network, hour] })
}

async function giveBack(tx: Transaction, { person, network, hour }: Counters): Promise<void> {
  await tx.$client.query({
    name: 'give a try back',
    text: `
      WITH held AS (
        SELECT who FROM code_try WHERE hour = $3 AND who IN ($1, $2) ORDER BY who = $2 FOR UPDATE)
      UPDATE code_try t SET wrong = t.wrong - 1 FROM held WHERE t.who = held.who AND t.hour = $3`,
    values: [person, network, hour],
  })
}

/**
 * Does what tells something of somebody even where it is refused. A try is spent before, and given back where nothing is
 * told (`isWrong`): of a thousand at once no more learn anything, right or wrong, than one after the other. What was asked
 * for is undone, the try is not, nor what `note` writes. Throws `too-many`.
 */
export async function countingWrong<Answer>(
  deps: Deps,
  counters: Counters,
  isWrong: (error: unknown) => boolean,
  { work, note }: { work: () => Promise<Answer>; note?: (tx: Transaction, error: unknown) => Promise<void> },
): Promise<Answer> {
  await inTransaction(deps.db, async (tx) => {
    if (!(await spend(tx, counters))) throw new Problem('too-many', [], { retryAfter: counters.wait })
  })
  let isSpent = false
  try {
    return await work()
  } catch (error) {
    isSpent = isWrong(error)
    if (isSpent && note) await inTransaction(deps.db, (tx) => note(tx, error))
    throw error
  } finally {
    if (!isSpent) await inTransaction(deps.db, (tx) => giveBack(tx, counters))
  }
}
