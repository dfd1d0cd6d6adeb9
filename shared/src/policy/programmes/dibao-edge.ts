import type { Programme } from '../programme.ts'
import { law, type Source } from '../source.ts'

const opinions39 = law('guobanfa-2023-39')
const edge57 = law('minfa-2021-57', undefined, 'P')
const byAnalogy: Source = { document: 'minfa-2021-57', confidence: 'M?', note: 'same procedure as dibao' }

/** Edge household 低保边缘: just above dibao. A status that opens other help, no money by itself. */
export const dibaoEdge = {
  id: 'dibao-edge',
  layer: 2,
  unit: 'household',
  departments: ['civil-affairs'],
  accepts: 'township',
  confirms: 'county-civil-affairs',
  forHousehold: {
    all: [
      { rule: 'hukou-local', eq: ['hukouLocal', true], by: opinions39 },
      { rule: 'income-below-edge', lt: ['perCapitaMonthlyIncome', 'edgeLine'], by: edge57 },
      { use: 'propertyOkEdge' },
      { rule: 'not-dibao', notA: 'dibao', by: opinions39 },
      { rule: 'not-tekun-household', notA: 'tekunHousehold', by: opinions39 },
    ],
  },
  amount: { kind: 'status', source: opinions39 },
  papers: ['id-card', 'household-book', 'commitment', 'authorisation'],
  process: {
    verification: 'family',
    visit: 'always',
    appraisal: 'if-doubtful',
    notice: { kind: 'review', days: 7, unit: 'day', source: byAnalogy },
    relativeFiling: true,
  },
  deadlines: [
    { step: 'whole-process', n: 30, unit: 'workday', source: byAnalogy },
    { step: 'public-notice', n: 7, unit: 'day', source: byAnalogy },
  ],
  review: { stable: 12, source: byAnalogy },
  sources: ['minfa-2021-57', 'guobanfa-2023-39'],
} satisfies Programme
