import { and, eq, inArray } from 'drizzle-orm'
import { phoneEnd } from '@yima/shared/identity/phone'
import { overseersOf } from '@yima/shared/organisation/above'
import type { Organisation } from '@yima/shared/organisation/organisation'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { smsChannel } from '../notification/channels.ts'
import { enqueueSms, type Sms } from '../notification/enqueue.ts'
import { officer } from '../region/table.ts'

/** Whoever is in office and has a duty number, sealed; nobody where this house can send no SMS. */
async function reachedOf(
  tx: Transaction,
  { config, clock }: Deps,
  ids: readonly string[],
): Promise<{ id: string; phone: Buffer }[]> {
  if (!smsChannel(config, clock)) return []
  const rows = await tx
    .select({ id: officer.id, phone: officer.phoneCipher })
    .from(officer)
    .where(and(inArray(officer.id, [...ids]), eq(officer.active, true)))
  return rows.flatMap(({ id, phone }) => (phone ? [{ id, phone }] : []))
}

type Words = Pick<Sms, 'template' | 'params'>

/** An SMS to the duty number of each: officers have no inbox of their own. */
export async function tellOfficers(
  tx: Transaction,
  deps: Deps,
  ids: readonly string[],
  words: Words,
): Promise<void> {
  if (ids.length === 0) return
  const { countyCode } = deps.config
  for (const { phone } of await reachedOf(tx, deps, ids))
    await enqueueSms(tx, deps, { to: deps.vault.openField(phone), locale: 'zh-CN', countyCode, ...words })
}

/**
 * Those above hear how somebody is let in, from the house and not from whoever did it. False where nobody does: no one
 * above has a duty number, nor anybody who may confirm.
 */
export async function tellAbove(
  tx: Transaction,
  deps: Deps,
  organisation: Organisation,
  { id, hands, ...words }: Words & { id: string; hands: readonly (string | null)[] },
): Promise<boolean> {
  const reached = await reachedOf(tx, deps, Object.keys(organisation.officers))
  const told = overseersOf(organisation, id, hands, new Set(reached.map((one) => one.id)))
  await tellOfficers(tx, deps, told, words)
  return told.length > 0
}

/**
 * Another duty number for somebody, to whom sign-in links go from now on: told to the number that stood before, and to
 * those above. Called while the old number still stands. False where nobody above hears, which then stands in the history.
 */
export async function tellOfNumber(
  tx: Transaction,
  deps: Deps,
  organisation: Organisation,
  { id, phone, hands }: { id: string; phone: Buffer; hands: readonly (string | null)[] },
): Promise<boolean> {
  const name = organisation.officers[id]?.name ?? ''
  const words = {
    template: 'sms.duty-number-changed',
    params: { name, end: phoneEnd(deps.vault.openField(phone)) },
  } as const
  await tellOfficers(tx, deps, [id], words)
  return tellAbove(tx, deps, organisation, { id, hands, ...words })
}
