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

type Late = { programme: ProgrammeId; process: Process; staff: readonly Colleague[]; home: string }

/** Whoever sits one level above those that may go on now. */
function thoseAbove({ process, staff, home, ...late }: Late): string[] {
  const levels = nextSteps(process).map((step) => levelAbove(process, step))
  return staffFor({ ...late, process }, staff, home)
    .filter((one) => levels.includes(seatOf(one)) && seatOf(one) !== undefined)
    .map(({ id }) => id)
}

/** Whoever may go on now, also at the level to which a step went up. */
const thoseWhoMay = ({ process, staff, home, ...late }: Late): string[] =>
  nextSteps(process).flatMap((step) =>
    eligible(process, step, { staff: staffFor({ ...late, process }, staff, home), excluded: [] }).map(
      ({ id }) => id,
    ),
  )

/** Who hears of it: whoever has it in hand, or where nobody has, those who may go on. */
export type Ears = 'handler' | 'who-may' | 'above'

/**
 * An SMS to whoever has a claim in hand, also to those who may go on, and to those above as well; it names nobody and no
 * programme.
 */
export async function tellHandlers(
  tx: Transaction,
  deps: Deps,
  late: Late,
  template: Extract<SmsTemplate, `sms.clock-${string}` | 'sms.claim-urged' | 'sms.papers-overdue'>,
  ears: Ears,
): Promise<void> {
  const { handler } = late.process
  const ids = [
    ...(handler === null ? [] : [handler]),
    ...(ears === 'handler' && handler !== null ? [] : thoseWhoMay(late)),
    ...(ears === 'above' ? thoseAbove(late) : []),
  ]
  await tellOfficers(tx, deps, [...new Set(ids)], {
    template,
    params: { link: `${deps.config.publicUrl}/work` },
  })
}
