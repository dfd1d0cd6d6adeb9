import type { Programme } from '../programme.ts'
import { law, type Source } from '../source.ts'

const rules57 = law('minfa-2024-57', undefined, 'P')
const byAnalogy: Source = {
  document: 'minfa-2024-57',
  confidence: 'M?',
  note: 'by analogy with dibao; local',
}

/**
 * Rigid-expenditure household 刚性支出困难: income above the lines, crushed by what it must spend on
 * illness, school or rehabilitation. A status, no money by itself.
 */
export const rigidExpenditure = {
  id: 'rigid-expenditure',
  layer: 2,
  unit: 'household',
  departments: ['civil-affairs'],
  accepts: 'township',
  confirms: 'county-civil-affairs',
  forHousehold: {
    all: [
      { rule: 'income-below-average', lt: ['perCapitaYearlyIncome', 'disposableIncomeYear'], by: rules57 },
      { rule: 'rigid-spending', gt: ['rigidRatio', 'rigidRatio'], by: rules57 },
      { use: 'propertyOkEdge' },
      { rule: 'not-dibao', notA: 'dibao', by: rules57 },
      { rule: 'not-edge', notA: 'dibao-edge', by: rules57 },
      { rule: 'not-tekun-household', notA: 'tekunHousehold', by: rules57 },
    ],
  },
  amount: { kind: 'status', source: rules57 },
  papers: ['id-card', 'household-book', 'commitment', 'authorisation', 'spending-receipts'],
  process: {
    verification: 'family',
    visit: 'always',
    appraisal: 'if-doubtful',
    notice: { kind: 'review', days: 7, unit: 'day', source: byAnalogy },
    relativeFiling: true,
  },
  deadlines: [
    { step: 'validity', n: 12, unit: 'month', source: rules57 },
    { step: 'whole-process', n: 30, unit: 'workday', source: byAnalogy },
  ],
  sources: ['minfa-2024-57', 'guobanfa-2023-39'],
} satisfies Programme
