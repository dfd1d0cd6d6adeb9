import { findText, t } from '../app/text.ts'

/** The sentence for a receipt that was copied wrongly. */
export function receiptText(code: string, count?: number): string {
  return (count === undefined ? undefined : findText(`complaint.number.${code}`, { count })) ?? findText(`complaint.number.${code}`) ?? t('complaint.number.checksum')
}
