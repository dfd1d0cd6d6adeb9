import type { ReceiptSeal, TrailKey } from '@yima/shared/trail/contract'
import { receiptText } from '@yima/shared/trail/statement'
import { signKeyOf, signWith, type SignKey } from '../code/sign-key.ts'
import type { Deps } from '../http/context.ts'
import type { Vault } from '../vault.ts'

type Signing = Pick<Deps, 'vault' | 'config'>

// Deriving costs more than signing, and every receipt signs.
const keys = new WeakMap<Vault, SignKey>()

function signKey(deps: Signing): SignKey {
  const known = keys.get(deps.vault) ?? signKeyOf(deps, 'trail-key')
  keys.set(deps.vault, known)
  return known
}

/** What outsiders check signatures of the trail with. */
export function trailKeyOf(deps: Signing): TrailKey {
  const { id, x, y } = signKey(deps)
  return { id, x, y }
}

export const signTrail = (deps: Signing, text: string): string => signWith(signKey(deps), text)

/** The county's word on a receipt: where this application's record stood when it was received. */
export function sealReceipt(
  deps: Signing,
  receiptNumber: string,
  { stream, number, hash }: { stream: string; number: number; hash: Buffer },
): ReceiptSeal {
  const at = { stream, number, hash: hash.toString('hex') }
  const signature = signTrail(deps, receiptText(deps.config.countyCode, receiptNumber, at))
  return { number, hash: at.hash, key: trailKeyOf(deps), signature }
}
