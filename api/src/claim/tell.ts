import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import type { Process } from '@yima/shared/process/process'
import { levelAbove, seatOf } from '@yima/shared/process/seat'
import { nextSteps } from '@yima/shared/process/stage'
import { eligible } from '@yima/shared/process/workflow'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import type { SmsTemplate } from '../notification/enqueue.ts'
import { tellOfficers } from '../organisation/tell.ts'
import { staffFor, type Colleague } from '../work/staff.ts'

type Late = { programme: ProgrammeId; process: Process; staff: readonly Colleague[] }

/** Whoever sits one level above those that may go on now. */
function thoseAbove({ programme, process, staff }: Late): string[] {
  const levels = nextSteps(process).map((step) => levelAbove(process, step))
  return staffFor(programme, staff)
    .filter((one) => levels.includes(seatOf(one)) && seatOf(one) !== undefined)
    .map(({ id }) => id)
}

/** Whoever may go on now, also at the level to which a step went up. */
const thoseWhoMay = ({ programme, process, staff }: Late): string[] =>
  nextSteps(process).flatMap((step) =>
    eligible(process, step, { staff: staffFor(programme, staff), excluded: [] }).map(({ id }) => id),
  )

/**
 * An SMS to whoever has a claim in hand and to those who may go on, where it is late also to those above; it names
 * nobody and no programme.
 */
export async function tellHandlers(
  tx: Transaction,
  deps: Deps,
  late: Late,
  template: Extract<SmsTemplate, `sms.clock-${string}` | 'sms.claim-urged'>,
  above: boolean,
): Promise<void> {
  const { handler } = late.process
  const ids = [
    ...(handler === null ? [] : [handler]),
    ...thoseWhoMay(late),
    ...(above ? thoseAbove(late) : []),
  ]
  await tellOfficers(tx, deps, [...new Set(ids)], {
    template,
    params: { link: `${deps.config.publicUrl}/work` },
  })
}
