import { Problem } from '@yima/shared/problem'
import type { ProcessCommand } from '@yima/shared/process/commands'
import type { Process } from '@yima/shared/process/process'
import { signingOf } from '@yima/shared/process/signing'
import type { Held } from '../application/act.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { holdsToday, standingFor } from './start.ts'

/** Whether this claim's check of means rests on departments: its household has signed for that. */
const isAsked = (process: Process): boolean =>
  process.plan.means === true && signingOf(process) === 'complete'

/** The report that this act rests on; undefined where it rests on none. */
function reportIn(
  process: Process,
  command: ProcessCommand,
): { report: string | null | undefined } | undefined {
  if (command.type === 'record' && command.step === 'verification') return { report: command.report }
  if (command.type !== 'confirm') return undefined
  const record = process.records.find(({ step }) => step === 'verification')
  // An exemption is a record of its own, with who gave it and why.
  return record?.outcome === 'done' ? { report: record.report } : undefined
}

/**
 * 逢救必查: no check is recorded and nothing confirmed without the report that holds today: not too old, every consent
 * it rests on alive. Throws `not-allowed-now` with `report-needed`.
 */
export async function requireReport(
  tx: Transaction,
  deps: Deps,
  held: Held,
  claimId: string,
  command: ProcessCommand,
): Promise<void> {
  const process = held.claims.find(({ id }) => id === claimId)?.state.process
  const needed = process && isAsked(process) ? reportIn(process, command) : undefined
  if (!needed) return
  const { opened, people } = await standingFor(tx, deps, held)
  const holds =
    opened !== undefined &&
    opened.row.reportId === needed.report &&
    holdsToday(opened, people, deps.clock.today())
  if (!holds)
    throw new Problem('not-allowed-now', [{ field: 'claim', code: 'report-needed' }], { allowed: [] })
}
