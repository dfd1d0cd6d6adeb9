import type { Paper } from '../claim/claim.ts'
import { programmes } from '../policy/programmes/index.ts'
import type { HolidayTable } from '../calendar/holidays.ts'
import type { Deadline } from '../calendar/deadline.ts'
import { papersDueOf } from '../process/clock.ts'
import type { Process } from '../process/process.ts'
import { isRecorded } from '../process/record.ts'

/** What of the file is there besides the way of the claim. */
export type There = {
  /** The ID number was seen on a document. */
  proven: boolean
  /** Both wordings were signed, or agreed to before a witness. */
  signed: boolean
  papers: readonly Pick<Paper, 'paper' | 'words' | 'sentOn'>[]
}

/** A paper that is still wanted: by its name in the catalogue `policy`, or in the words in which it was asked for. */
export type OwedPaper = { paper: string; words?: string }

/** The papers that are still wanted after money came first (后补手续): those of the programme, and whatever was asked for besides. */
export function owedPapers(process: Process, { proven, signed, papers }: There): OwedPaper[] {
  const sent = new Set(papers.flatMap(({ paper, sentOn }) => (sentOn === null ? [] : [paper])))
  const isIn = (paper: string): boolean => {
    switch (paper) {
      case 'id-card':
        return proven || sent.has(paper)
      case 'commitment':
      case 'authorisation':
        // Signed on paper and photographed is signed, too.
        return signed || sent.has(paper)
      // Whoever looked into what happened has seen what shows it.
      case 'event-proof':
        return sent.has(paper) || isRecorded(process, 'verification')
      default:
        return sent.has(paper)
    }
  }
  const planned = programmes.temporary.papers.filter((paper) => !isIn(paper)).map((paper): OwedPaper => ({ paper }))
  const asked = papers
    .filter(({ paper, sentOn }) => sentOn === null && !planned.some((one) => one.paper === paper))
    .map(({ paper, words }): OwedPaper => ({ paper, ...(words === undefined ? {} : { words }) }))
  return [...planned, ...asked]
}

/** How many papers are wanted besides the ID, whether the ID is, and by which day. */
export type OwedCount = { besides: number; card: boolean; due: Deadline }

/**
 * The same as a row says it without a key; null where no money came first. Whether the ID was seen stands with the person,
 * and may come true on any day: it is no part of this.
 */
export function countOwed(
  process: Process | null, { signed, papers }: Pick<There, 'signed' | 'papers'>, table: HolidayTable,
): OwedCount | null {
  const due = process === null ? null : papersDueOf(process, table)
  if (process === null || due === null) return null
  const owed = owedPapers(process, { proven: false, signed, papers })
  const card = owed.some(({ paper }) => paper === 'id-card')
  return { besides: owed.length - (card ? 1 : 0), card, due }
}
