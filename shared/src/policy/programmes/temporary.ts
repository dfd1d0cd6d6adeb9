import type { Programme } from '../programme.ts'
import { law, type Source } from '../source.ts'

const measures47 = law('order-649', '47')
const opinions23 = law('minfa-2018-23')
const localTarget: Source = { confidence: 'L', note: 'a common target; 48 hours elsewhere' }

/** Temporary assistance 临时救助: once, for a sudden blow or for spending that cannot be put off. */
export const temporary = {
  id: 'temporary',
  layer: 3,
  unit: 'household',
  departments: ['civil-affairs'],
  accepts: 'township-of-emergency',
  confirms: 'township-small-county-rest',
  forHousehold: {
    any: [
      // No test of household registration: the place of the emergency helps.
      {
        rule: 'emergency-route',
        by: measures47,
        all: [
          { rule: 'emergency', ne: ['emergencyEvent', 'none'], by: measures47 },
          { rule: 'life-broken', eq: ['basicLifeBroken', true], by: measures47 },
        ],
      },
      {
        rule: 'expenditure-route',
        by: opinions23,
        all: [
          {
            rule: 'income-below-average',
            lt: ['perCapitaYearlyIncome', 'disposableIncomeYear'],
            by: opinions23,
          },
          { rule: 'rigid-spending', gt: ['rigidRatio', 'tempRigidRatio'], by: opinions23 },
          { use: 'propertyOkEdge' },
        ],
      },
    ],
  },
  // Months of the standard, one to six, as the township finds the need: no figure before that.
  amount: { kind: 'once', source: { confidence: 'L' } },
  papers: ['id-card', 'event-proof', 'commitment', 'authorisation'],
  process: {
    verification: 'afterwards',
    visit: 'may-follow',
    appraisal: 'none',
    notice: {
      kind: 'temporary',
      days: 5,
      unit: 'day',
      source: { confidence: 'S0' },
      afterwards: 'in-emergency',
    },
  },
  deadlines: [
    { step: 'emergency-payment', n: 24, unit: 'hour', source: localTarget },
    {
      step: 'backfill-papers',
      n: 10,
      unit: 'workday',
      source: { confidence: 'L', note: '5 workdays elsewhere' },
    },
    { step: 'public-notice', n: 5, unit: 'day', source: { confidence: 'S0' } },
    { step: 'whole-process', n: 15, unit: 'workday', source: { confidence: 'P', note: 'a prefecture page' } },
  ],
  sources: ['order-649', 'guofa-2014-47', 'minfa-2018-23'],
} satisfies Programme
