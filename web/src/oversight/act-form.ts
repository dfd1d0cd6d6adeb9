import type { DeskComplaint } from '@yima/shared/complaint/desk-contract'

/** Acts that ask for words before they are done, in the order in which they are offered. */
export const sheetActs = ['accept', 'decide', 'ask', 'say', 'note', 'status', 'extend', 'name-accused', 'transfer', 'join', 'ask-second', 'step-out'] as const
export type SheetAct = (typeof sheetActs)[number]

/** What is most likely done next. */
export function mainActOf({ state, answered, allowed }: Pick<DeskComplaint, 'state' | 'answered' | 'allowed'>): SheetAct | undefined {
  const wished: SheetAct = state === 'filed' ? 'accept' : state === 'accepted' && !answered ? 'decide' : 'say'
  return [wished, 'say' as const].find((act) => allowed.includes(act))
}

/** Which acts carry words, and whether whoever reported reads them. */
export const heardByReporter: readonly SheetAct[] = ['accept', 'decide', 'ask', 'say', 'extend']
export const withoutWords: readonly SheetAct[] = ['status']
/** Phrases to begin with. */
export const phrased: readonly SheetAct[] = ['accept', 'decide', 'ask', 'extend', 'step-out']
