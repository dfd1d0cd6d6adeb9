import { makeReceiptNumber } from '@yima/shared/receipt/number'
import type { Deps, Once } from '../http/context.ts'

/** The receipt number that follows from a write: the same one sent again gets the same number, and it lies nowhere. */
export function numberOfWrite(
  { vault }: Pick<Deps, 'vault'>,
  purpose: 'objection-number' | 'outreach-number',
  { route, key, deviceHash, bodyHash }: Once,
): string {
  const bytes = vault.index(purpose, [route, key, deviceHash.toString('hex'), bodyHash.toString('hex')].join('\n'))
  let left = bytes.readBigUInt64BE(0)
  return makeReceiptNumber(() => {
    const digit = Number(left % 10n)
    left /= 10n
    return digit
  })
}
