import type { Matter } from '@yima/shared/complaint/contract'

/** What another page hands over to be told: in memory alone, taken once, never in an address. */
export type Handed = {
  words?: string
  place?: { code: string; name: string }
  /** What it is about, as its readers find it again: sealed with the words. */
  about?: string
  /** The same as a name that only the office can follow: whoever acted on it is kept out. */
  matter?: Matter
}

let handed: Handed | undefined

export const handIn = (what: Handed): void => {
  handed = what
}

/** What was handed over, once. */
export function takeHanded(): Handed {
  const what = handed ?? {}
  handed = undefined
  return what
}
