import { randomUUID } from 'node:crypto'
import { wrongPerNetwork, wrongPerOfficer } from '@yima/shared/code/limits'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'

const hourMs = 3_600_000

/** Who looks a code up: an officer, or a resident who redeems one; and from which network. */
export type Asker = {
  kind: 'officer' | 'resident'
  id: string
  /** As `networkOf(c)` says; for budgets only. */
  network: string
}

/** Where this asker's codes that nobody holds are counted: `who` by keyed hash, and the hour. */
export function countersOf({ vault, clock, config }: Pick<Deps, 'vault' | 'clock' | 'config'>, asker: Asker) {
  const hour = new Date(Math.floor(clock.wall().getTime() / hourMs) * hourMs)
  const whose = (purpose: string, value: string) =>
    vault.index(purpose, config.withoutBudgets ? randomUUID() : value).toString('hex')
  return {
    person: whose('code-try', `${asker.kind}\n${asker.id}`),
    network: whose('code-try-network', asker.network),
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
