import type { Programme } from '../programme.ts'
import { law, local } from '../source.ts'

const measures42 = law('order-649', '42')
const promotion = law('employment-promotion', '52')

/** Employment assistance 就业救助: offers, training, a public post for those who find no work alone. */
export const employment = {
  id: 'employment',
  layer: 2,
  unit: 'person',
  departments: ['labour'],
  accepts: 'township-or-village',
  confirms: 'county-labour',
  forMember: {
    all: [
      { rule: 'from-16', ge: ['age', 16], by: measures42 },
      { rule: 'under-60', lt: ['age', 60], by: measures42 },
      { rule: 'unemployed', eq: ['employment', 'unemployed'], by: measures42 },
      { rule: 'able-to-work', ne: ['workAbility', 'none'], by: measures42 },
      {
        rule: 'hard-to-place',
        by: promotion,
        any: [
          { rule: 'assisted', isA: 'assisted', by: measures42 },
          { rule: 'older-worker', ge: ['age', 'olderWorkerAge'], by: promotion },
          { rule: 'disability-cert', eq: ['hasDisabilityCert', true], by: promotion },
          { rule: 'long-out-of-work', ge: ['unemployedMonths', 12], by: promotion },
          { use: 'zeroEmployment' },
        ],
      },
    ],
  },
  amount: { kind: 'service', source: law('order-649', '42') },
  papers: ['id-card', 'unemployment-registration', 'employment-application'],
  process: {
    verification: 'status',
    visit: 'optional',
    appraisal: 'none',
    notice: { kind: 'review', days: 5, unit: 'workday', source: local },
  },
  deadlines: [{ step: 'recognition', n: 10, unit: 'workday', source: local }],
  sources: ['order-649', 'employment-promotion'],
} satisfies Programme
