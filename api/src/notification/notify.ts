import { formatReceiptNumber } from '@yima/shared/receipt/number'
import type { Held } from '../application/act.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { enqueueSms, type SmsTemplate } from './enqueue.ts'

/** Tells the applicant by SMS that something happened; the message names no programme and no fact. */
export async function notifyApplicant(
  tx: Transaction,
  deps: Deps,
  held: Held,
  template: SmsTemplate,
): Promise<void> {
  const { phoneCipher } = held.person
  if (!phoneCipher) return
  await enqueueSms(tx, deps, {
    to: deps.vault.openField(phoneCipher),
    template,
    params: { receipt: formatReceiptNumber(held.row.receiptNumber), link: `${deps.config.publicUrl}/track` },
    locale: 'zh-CN',
    countyCode: held.row.countyCode,
  })
}
