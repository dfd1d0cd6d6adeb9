import type { Programme } from '../programme.ts'
import { law } from '../source.ts'

const opinions3 = law('zhongzhengwei-2014-3', undefined, 'P')

/** State judicial assistance 国家司法救助: for victims to whom nobody has paid what is due. */
export const judicial = {
  id: 'judicial',
  layer: 4,
  unit: 'matter',
  departments: ['political-legal'],
  accepts: 'handling-authority',
  confirms: 'handling-authority',
  forHousehold: {
    all: [
      { rule: 'victim', oneOf: ['legalMatter', ['crime-victim', 'traffic', 'support']], by: opinions3 },
      { rule: 'no-compensation', eq: ['noCompensation', true], by: opinions3 },
      { rule: 'life-broken', eq: ['basicLifeBroken', true], by: opinions3 },
    ],
  },
  amount: { kind: 'once', source: opinions3 },
  papers: ['id-card', 'judicial-application', 'harm-proof', 'no-compensation-proof'],
  process: {
    verification: 'status',
    visit: 'optional',
    appraisal: 'none',
    notice: { kind: 'none', reason: 'not-needed' },
  },
  deadlines: [
    { step: 'decision', n: 10, unit: 'workday', source: opinions3 },
    { step: 'notify-after-funds', n: 2, unit: 'workday', source: opinions3 },
  ],
  sources: ['zhongzhengwei-2014-3'],
} satisfies Programme
