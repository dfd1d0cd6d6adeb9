import { eq } from 'drizzle-orm'
import type { Context } from 'hono'
import type * as v from 'valibot'
import type { objectionAsked, ObjectionStatus } from '@yima/shared/objection/contract'
import { dueOf } from '@yima/shared/objection/workflow'
import { Problem } from '@yima/shared/problem'
import { makeReceiptNumber, parseReceiptNumber } from '@yima/shared/receipt/number'
import { officeOf } from '../application/view.ts'
import { application } from '../application/table.ts'
import { askSideBySide } from '../db/side-by-side.ts'
import type { Deps, Env, Once } from '../http/context.ts'
import { networkOf } from '../http/network.ts'
import { countersOf, nobodys, refuseUsedUp, tried } from '../tracking/tries.ts'
import { findObjection } from './store.ts'

/**
 * The receipt number of the write that files an objection: the same write sent again gets the same one, and it lies
 * nowhere.
 */
export function numberFor({ vault }: Pick<Deps, 'vault'>, { route, key, deviceHash, bodyHash }: Once): string {
  const bytes = vault.index('objection-number', [route, key, deviceHash.toString('hex'), bodyHash.toString('hex')].join('\n'))
  let left = bytes.readBigUInt64BE(0)
  return makeReceiptNumber(() => {
    const digit = Number(left % 10n)
    left /= 10n
    return digit
  })
}

export const receiptIndex = ({ vault }: Pick<Deps, 'vault'>, number: string): Buffer => vault.index('objection-receipt', number)

/** Bound to its receipt number, so that equal digits do not look equal in the database. */
export const fourIndex = ({ vault }: Pick<Deps, 'vault'>, number: string, four: string): Buffer =>
  vault.index('objection-four', `${number}\n${four}`)

/** As tries of applications: they count together, by network and by number, and unknown and wrong look alike. */
const findByReceipt = tried(
  'SELECT id FROM objection WHERE receipt_index = $5 AND four_index = $6 AND key_wrapped IS NOT NULL',
  'to_json(a.id)',
)

type Found = { byNetwork: number; byNumber: number; found: string | null }

/**
 * What became of an objection, for whoever has its number and digits. Throws `not-found`, alike for unknown and wrong, and
 * `too-many`.
 */
export async function statusByReceipt(
  deps: Deps,
  c: Context<Env>,
  { receiptNumber: typed, lastFour }: v.InferOutput<typeof objectionAsked>,
): Promise<ObjectionStatus> {
  const network = deps.config.withoutBudgets ? crypto.randomUUID() : networkOf(c)
  const parsed = parseReceiptNumber(typed)
  const [ofNetwork, ofNumber] = countersOf(deps, network, parsed)
  const number = parsed.ok ? parsed.value : nobodys
  const [row] = await askSideBySide<Found>(deps.db.$client, {
    name: 'find objection by receipt',
    text: findByReceipt,
    values: [
      ...[ofNetwork.who, ofNetwork.from, ofNumber?.who ?? null, ofNumber?.from ?? null],
      ...[receiptIndex(deps, number), fourIndex(deps, number, lastFour)],
    ],
  })
  if (!row) throw new Error('A statement that always answers with one row answered with none')
  refuseUsedUp(deps, [
    [row.byNetwork, ofNetwork],
    [row.byNumber, ofNumber],
  ])
  const held = row.found === null ? undefined : await findObjection(deps.db, deps, row.found)
  if (!held) throw new Problem('not-found', [{ field: 'receiptNumber', code: 'receipt-or-four' }])
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
    answer: answer && { ...answer, again: answer.again !== null },
  }
}
