import type { AssistAct } from '@yima/shared/assist/assist'

/** One thing somebody wants done: what is read to them before, what they say to it, and what goes to the office. */
export type Ask = {
  type: AssistAct
  title: string
  /** Read aloud before they set their hand to it. */
  lead: string
  body: Readonly<Record<string, unknown>>
  /** What they say in their own words, and under which name it goes. */
  say?: { name: 'reason' | 'words'; label: string; needed: boolean; max: number }
  /** One of these first, under `answer`. */
  choose?: { legend: string; options: readonly { value: string; label: string; hint?: string }[]; silentFor: string }
  /** Photos: of a paper that was asked for, or of what they show besides. */
  photos?: { label: string; paper?: string }
}
