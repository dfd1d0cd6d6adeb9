import type { ProgrammeId } from '../policy/programme-ids.ts'

/** A stretch of the reader's text, in UTF-16 code units, half open. */
export type Span = { start: number; end: number }

/** What a phrase was taken to say: the words themselves and what they stand for. */
export type Phrase = Span & {
  text: string
  kind: 'fact' | 'programme' | 'danger' | 'complaint'
  /** Fact key, programme id, danger kind or complaint category. */
  key: string
  /** For `fact`: the value read. */
  value?: unknown
}

/** Kinds of danger that are answered with telephone numbers before anything else. */
export type Danger =
  | 'food' | 'shelter' | 'fire' | 'accident' | 'illness' | 'violence' | 'suicide' | 'disaster' | 'child'
  | 'missing' | 'hardship'

/** The reading of somebody's own words. Proposals only: nothing here may refuse anybody. */
export type Reading = {
  programmes: { programme: ProgrammeId; score: number; phrases: string[] }[]
  urgent: boolean
  /** Which dangers made it urgent, most pressing first. */
  dangers: Danger[]
  complaint: boolean
  /** Sentences that accuse somebody: what the page offers to take out before sending. */
  complaintSpans: Span[]
  offTopic: boolean
  /** Flat facts: dictionary keys of the applicant (unless `forOther`), plus a few of its own. */
  facts: Record<string, unknown>
  phrases: Phrase[]
}
