import { and, eq, inArray } from 'drizzle-orm'
import { phoneEnd } from '@yima/shared/identity/phone'
import { overseersOf } from '@yima/shared/organisation/above'
import type { Organisation } from '@yima/shared/organisation/organisation'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { enqueueSms, type Sms } from '../notification/enqueue.ts'
import { officer } from '../region/table.ts'

/** The duty numbers of these officers, in office and with one. */
async function numbersOf(tx: Transaction, { vault }: Deps, ids: readonly string[]): Promise<string[]> {
  const rows = await tx
    .select({ phone: officer.phoneCipher })
    .from(officer)
    .where(and(inArray(officer.id, [...ids]), eq(officer.active, true)))
  return rows.flatMap(({ phone }) => (phone ? [vault.openField(phone)] : []))
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
  for (const to of await numbersOf(tx, deps, ids))
    await enqueueSms(tx, deps, { to, locale: 'zh-CN', countyCode, ...words })
}

/** Those above hear how somebody is let in, from the house and not from whoever did it. */
export const tellAbove = (
  tx: Transaction,
  deps: Deps,
  organisation: Organisation,
  { id, hands, ...words }: Words & { id: string; hands: readonly (string | null)[] },
): Promise<void> => tellOfficers(tx, deps, overseersOf(organisation, id, hands), words)

/**
 * Another duty number for somebody, to whom sign-in links go from now on: told to the number that stood before, and to
 * those above. Called while the old number still stands.
 */
export async function tellOfNumber(
  tx: Transaction,
  deps: Deps,
  organisation: Organisation,
  { id, phone, hands }: { id: string; phone: Buffer; hands: readonly (string | null)[] },
): Promise<void> {
  const name = organisation.officers[id]?.name ?? ''
  const words = {
    template: 'sms.duty-number-changed',
    params: { name, end: phoneEnd(deps.vault.openField(phone)) },
  } as const
  await tellOfficers(tx, deps, [id], words)
  await tellAbove(tx, deps, organisation, { id, hands, ...words })
}
