import type { Ground } from '@yima/shared/decision/decide'
import { Problem } from '@yima/shared/problem'
import type { ProcessCommand } from '@yima/shared/process/commands'
import type { Process } from '@yima/shared/process/process'
import { isUncheckable, signingOf } from '@yima/shared/process/signing'
import { openContests } from '@yima/shared/verification/contest'
import type { Held } from '../application/act.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import type { LivePerson } from './live.ts'
import { holdsToday, standingFor } from './start.ts'
import type { Opened } from './store.ts'

/** An act on a claim; a refusal with the ground outside the rules that it rests on. */
type Deciding = Exclude<ProcessCommand, { type: 'refuse' }> | { type: 'refuse'; ground?: Ground | undefined }

/** The report that this act rests on; undefined where it rests on none. */
function reportIn(process: Process, command: Deciding): { report: string | null | undefined } | undefined {
  if (process.plan.means !== true) return undefined
  if (command.type === 'record' && command.step === 'verification')
    return signingOf(process) === 'complete' ? { report: command.report } : undefined
  if (command.type === 'renew') return { report: command.report }
  // Refused on a lawful ground it rests on no figures; by the rules it does, like a yes.
  if (command.type !== 'confirm' && (command.type !== 'refuse' || command.ground !== undefined))
    return undefined
  const record = process.records.find(({ step }) => step === 'verification')
  // An exemption is a record of its own, with who gave it and why. What nobody may check is refused for just that.
  if (record === undefined) return isUncheckable(process) ? { report: undefined } : undefined
  return record.outcome === 'done' ? { report: record.report } : undefined
}

/** Whether this act on a claim rests on a report that does not hold today. Pure. */
export function lacksReport(
  process: Process,
  command: Deciding,
  { opened, people }: { opened: Pick<Opened, 'row' | 'content'> | undefined; people: readonly LivePerson[] },
  today: string,
): boolean {
  const needed = reportIn(process, command)
  if (!needed) return false
  return opened === undefined || opened.row.reportId !== needed.report || !holdsToday(opened, people, today)
}

/**
 * 逢救必查: no check is recorded and nothing decided by the rules without the report that holds today: not too old, every
 * consent it rests on alive, and nothing in it contested and unanswered. Throws `not-allowed-now` with `report-needed` or `contest-open`.
 */
export async function requireReport(
  tx: Transaction,
  deps: Deps,
  held: Held,
  claimId: string,
  command: Deciding,
): Promise<void> {
  const process = held.claims.find(({ id }) => id === claimId)?.state.process
  if (!process || !reportIn(process, command)) return
  const standing = await standingFor(tx, deps, held)
  const refused = (code: 'report-needed' | 'contest-open') => new Problem('not-allowed-now', [{ field: 'claim', code }], { allowed: [] })
  if (lacksReport(process, command, standing, deps.clock.today())) throw refused('report-needed')
  // Whether the clock stands still for it or not: on what the family says is wrong nobody decides unheard (Interim Measures, art. 58).
  if (openContests(standing.opened?.content.contests ?? {}).length > 0) throw refused('contest-open')
}
