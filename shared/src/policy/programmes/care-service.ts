import type { Programme } from '../programme.ts'
import { law, local } from '../source.ts'

const opinions39 = law('guobanfa-2023-39')

/** Care services 服务类救助: visits, washing, meals, a listening ear, bought by the government. */
export const careService = {
  id: 'care-service',
  layer: 2,
  unit: 'person',
  departments: ['civil-affairs'],
  accepts: 'township-or-village',
  confirms: 'township-or-county',
  forMember: {
    all: [
      { rule: 'assisted', isA: 'assisted', by: opinions39 },
      {
        rule: 'needs-care',
        by: opinions39,
        any: [
          { rule: 'self-care', ge: ['selfCareFailures', 1], by: opinions39 },
          {
            rule: 'old-and-alone',
            by: local,
            all: [
              { rule: 'from-60', ge: ['age', 60], by: local },
              { rule: 'lives-alone', eq: ['householdSize', 1], by: local },
            ],
          },
          {
            rule: 'child-without-carer',
            by: local,
            any: [
              { rule: 'is-orphan', isA: 'orphan', by: local },
              { rule: 'is-unsupported-child', isA: 'unsupported-child', by: local },
            ],
          },
        ],
      },
    ],
  },
  amount: { kind: 'service', source: opinions39 },
  papers: ['id-card', 'service-agreement'],
  process: {
    verification: 'status',
    visit: 'always',
    appraisal: 'none',
    notice: { kind: 'none', reason: 'not-needed' },
  },
  deadlines: [{ step: 'first-visit', n: 3, unit: 'day', source: { confidence: 'S4' } }],
  sources: ['guobanfa-2023-39'],
} satisfies Programme
