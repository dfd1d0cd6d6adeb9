import { eq } from 'drizzle-orm'
import type { Context } from 'hono'
import type * as v from 'valibot'
import type { objectionAsked, ObjectionStatus } from '@yima/shared/objection/contract'
import { isPrivate } from '@yima/shared/notice/private'
import { dueOf } from '@yima/shared/objection/workflow'
import { officeOf } from '../application/view.ts'
import { application } from '../application/table.ts'
import type { Deps, Env, Once } from '../http/context.ts'
import { numberOfWrite } from '../tracking/number-of-write.ts'
import { findByReceipt, tried, unknownReceipt } from '../tracking/tries.ts'
import { findObjection } from './store.ts'

/** The receipt number of the write that files an objection. */
export const numberFor = (deps: Pick<Deps, 'vault'>, once: Once): string => numberOfWrite(deps, 'objection-number', once)

export const receiptIndex = ({ vault }: Pick<Deps, 'vault'>, number: string): Buffer => vault.index('objection-receipt', number)

/** Bound to its receipt number, so that equal digits do not look equal in the database. */
export const fourIndex = ({ vault }: Pick<Deps, 'vault'>, number: string, four: string): Buffer =>
  vault.index('objection-four', `${number}\n${four}`)

/** As tries of applications: they count together, by network and by number, and unknown and wrong look alike. */
const byReceipt = tried(
  'SELECT id FROM objection WHERE receipt_index = $5 AND four_index = $6 AND key_wrapped IS NOT NULL',
  'to_json(a.id)',
)

/**
 * What became of an objection, for whoever has its number and digits. Throws `not-found`, alike for unknown and wrong, and
 * `too-many`.
 */
export async function statusByReceipt(
  deps: Deps,
  c: Context<Env>,
  { receiptNumber: typed, lastFour }: v.InferOutput<typeof objectionAsked>,
): Promise<ObjectionStatus> {
  const { number, found } = await findByReceipt<string>(deps, c, typed, {
    name: 'find objection by receipt',
    text: byReceipt,
    values: (receiptNumber) => [receiptIndex(deps, receiptNumber), fourIndex(deps, receiptNumber, lastFour)],
  })
  const held = await findObjection(deps.db, deps, found)
  if (!held) throw unknownReceipt()
  const [about] = await deps.db
    .select({ unitId: application.unitId })
    .from(application)
    .where(eq(application.id, held.row.applicationId))
  const { state, filedOn, late, effect, answer } = held.state
  return {
    receiptNumber: number,
    state,
    filedOn,
    due: dueOf(held.state),
    late,
    effect,
    office: await officeOf(deps.db, about?.unitId ?? ''),
    // What was answered before this was asked of answers stays with the office.
    answer: answer && { ...answer, words: isPrivate(answer.words) ? '' : answer.words, again: answer.again !== null },
  }
}
