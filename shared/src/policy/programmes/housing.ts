import type { Programme } from '../programme.ts'
import { law, local } from '../source.ts'

const measures37 = law('order-649', '37')
const rental = law('public-rental')

/** Housing assistance 住房救助: a public flat or a rent subsidy for town families. */
export const housing = {
  id: 'housing',
  layer: 2,
  unit: 'household',
  departments: ['housing'],
  accepts: 'township',
  confirms: 'county-housing',
  forHousehold: {
    all: [
      { rule: 'urban', eq: ['hukouClass', 'urban'], by: rental },
      {
        rule: 'home-wanting',
        by: rental,
        any: [
          { rule: 'no-home', eq: ['houseCount', 0], by: rental },
          { rule: 'cramped', lt: ['housingAreaPerCapita', 'housingArea'], by: rental },
        ],
      },
      {
        rule: 'low-income-for-housing',
        by: measures37,
        any: [
          { rule: 'assisted', isA: 'assisted', by: measures37 },
          {
            rule: 'income-within-housing-line',
            le: ['perCapitaMonthlyIncome', 'housingIncomeLine'],
            by: local,
          },
        ],
      },
    ],
  },
  // By area, rent level and tier, found at the review: no figure before that.
  amount: { kind: 'monthly', source: local },
  papers: ['id-card', 'household-book', 'authorisation', 'housing-proof', 'rent-contract'],
  process: {
    verification: 'family',
    visit: 'optional',
    appraisal: 'none',
    notice: { kind: 'review', days: 15, unit: 'day', source: local },
  },
  deadlines: [
    { step: 'township-review', n: 30, unit: 'day', source: { confidence: 'P', note: 'an older city page' } },
    { step: 'county-decision', n: 30, unit: 'day', source: local },
  ],
  sources: ['order-649', 'public-rental'],
} satisfies Programme
