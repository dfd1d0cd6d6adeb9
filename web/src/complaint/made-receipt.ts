import { makeComplaintReceipt, partsOfReceipt } from '@yima/shared/complaint/receipt'
import { derive } from './beside.ts'
import { askForSalt } from './channel.ts'
import type { Derived } from './derive.ts'

/** Twenty digits, and what their secret half gives. */
export type MadeReceipt = { number: string; derived: Derived }

/** A digit by chance, each as likely as the others. */
function randomDigit(): number {
  const [byte = 0] = crypto.getRandomValues(new Uint8Array(1))
  return byte < 250 ? byte % 10 : randomDigit()
}

/** What a receipt gives, with the salt of its eight digits; a second or two, beside the page. */
export async function derivedFrom(number: string): Promise<Derived> {
  const { handle, secret } = partsOfReceipt(number)
  return derive(secret, Uint8Array.from((await askForSalt(handle)).match(/../g) ?? [], (pair) => parseInt(pair, 16)))
}

/** A receipt drawn by chance. Made while somebody still writes, nobody waits for it. */
export async function makeReceipt(): Promise<MadeReceipt> {
  const number = makeComplaintReceipt(randomDigit)
  return { number, derived: await derivedFrom(number) }
}
