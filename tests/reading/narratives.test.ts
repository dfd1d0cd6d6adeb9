import { describe, expect, it } from 'vitest'
import { loadNarratives, score } from './score.ts'

/**
 * The marks for each set: the sample to the letter, texts by other hands lower. Authors a to f wrote without knowing
 * the reader; a, b, d and e were read for its words afterwards, f only in part, so that f shows best what new words cost.
 */
const sets = [
  {
    name: 'narratives-dev', recall: 0.97, outside: 0.1, urgentFalse: 3,
    complaintFalse: 3, missed: 0, precision: 0.97, factRecall: 0.85,
  },
  {
    name: 'narratives-fresh', recall: 0.95, outside: 0.1, urgentFalse: 3,
    complaintFalse: 3, missed: 1, precision: 0.9, factRecall: 0.85,
  },
  {
    name: 'narratives-fresh-2', recall: 0.92, outside: 0.1, urgentFalse: 3,
    complaintFalse: 3, missed: 1, precision: 0.8, factRecall: 0.85,
  },
  {
    name: 'narratives-fresh-3', recall: 0.88, outside: 0.1, urgentFalse: 3,
    complaintFalse: 3, missed: 1, precision: 0.85, factRecall: 0.85,
  },
  {
    name: 'narratives-fresh-4', recall: 0.95, outside: 0.1, urgentFalse: 3,
    complaintFalse: 3, missed: 0, precision: 0.93, factRecall: 0.9,
  },
  {
    name: 'narratives-author-a', recall: 0.97, outside: 0.1, urgentFalse: 1,
    complaintFalse: 1, missed: 0, precision: 0.4, factRecall: 0.75,
  },
  {
    name: 'narratives-author-b', recall: 0.95, outside: 0.1, urgentFalse: 3,
    complaintFalse: 5, missed: 2, precision: 0.7, factRecall: 0.66,
  },
  {
    name: 'narratives-author-d', recall: 0.94, outside: 0.1, urgentFalse: 12,
    complaintFalse: 6, missed: 10, precision: 0.7, factRecall: 0.62,
  },
  {
    name: 'narratives-author-e', recall: 0.94, outside: 0.13, urgentFalse: 6,
    complaintFalse: 6, missed: 4, precision: 0.7, factRecall: 0.7,
  },
  {
    name: 'narratives-author-f', recall: 0.88, outside: 0.3, urgentFalse: 14,
    complaintFalse: 8, missed: 10, precision: 0.7, factRecall: 0.55,
  },
]

describe('what people write in their own words', () => {
  for (const set of sets) {
    const result = score(loadNarratives(set.name))

    it(`${set.name}: people are proposed what they need, and little else`, () => {
      expect(result.recall, result.notes.join('\n')).toBeGreaterThanOrEqual(set.recall)
      expect(result.outside).toBeLessThanOrEqual(set.outside)
    })

    it(`${set.name}: nobody in danger is overlooked, few are alarmed without need`, () => {
      expect(result.urgentMissed).toBeLessThanOrEqual(set.missed)
      expect(result.urgentFalse).toBeLessThanOrEqual(set.urgentFalse)
    })

    it(`${set.name}: an accusation is noticed before it is sent to the accused`, () => {
      expect(result.complaintMissed).toBeLessThanOrEqual(set.missed)
      expect(result.complaintFalse).toBeLessThanOrEqual(set.complaintFalse)
    })

    it(`${set.name}: facts are read as they were said`, () => {
      expect(result.factPrecision).toBeGreaterThanOrEqual(set.precision)
      expect(result.factRecall).toBeGreaterThanOrEqual(set.factRecall)
    })
  }
})
