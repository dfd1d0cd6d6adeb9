import type { Programme } from '../programme.ts'
import { law } from '../source.ts'

const act = (article: string) => law('legal-aid-law', article)

/** Legal aid 法律援助: a lawyer for whom the case is clear and the money is not. */
export const legalAid = {
  id: 'legal-aid',
  layer: 4,
  unit: 'matter',
  departments: ['justice'],
  accepts: 'legal-aid-centre',
  confirms: 'legal-aid-office',
  forHousehold: {
    all: [
      { rule: 'legal-matter', ne: ['legalMatter', 'none'], by: act('31') },
      {
        rule: 'legal-aid-means',
        by: act('41'),
        any: [
          {
            rule: 'matter-without-means-test',
            by: act('32'),
            oneOf: ['legalMatter', ['wages', 'injury', 'domestic-violence']],
          },
          { rule: 'assisted', isA: 'assisted', by: act('42') },
          {
            rule: 'income-within-legal-aid-line',
            le: ['perCapitaMonthlyIncome', 'legalAidLine'],
            by: act('41'),
          },
        ],
      },
    ],
  },
  // Children, old and disabled people without an income of their own need not show the family's.
  forMember: {
    all: [
      { rule: 'legal-matter', ne: ['legalMatter', 'none'], by: act('31') },
      {
        rule: 'young-old-or-disabled',
        by: act('42'),
        any: [
          { rule: 'under-18', lt: ['age', 18], by: act('42') },
          { rule: 'from-60', ge: ['age', 60], by: act('42') },
          { rule: 'disability-cert', eq: ['hasDisabilityCert', true], by: act('42') },
        ],
      },
      { rule: 'no-own-income', le: ['personMonthlyIncome', 0], by: act('42') },
    ],
  },
  amount: { kind: 'service', source: act('22') },
  papers: ['id-card', 'case-papers', 'hardship-statement'],
  process: {
    verification: 'status',
    visit: 'none',
    appraisal: 'none',
    notice: { kind: 'none', reason: 'not-needed' },
  },
  deadlines: [
    { step: 'decision', n: 7, unit: 'day', source: act('43') },
    { step: 'assign-lawyer', n: 3, unit: 'day', source: act('43') },
    { step: 'objection-review', n: 5, unit: 'day', source: act('49') },
  ],
  sources: ['legal-aid-law'],
} satisfies Programme
