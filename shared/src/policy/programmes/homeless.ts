import type { Programme } from '../programme.ts'
import { law } from '../source.ts'

const order381 = law('order-381', undefined, 'P')

/** Help for people without food or bed 流浪乞讨人员救助: at once, day and night, for as long as they wish. */
export const homeless = {
  id: 'homeless',
  layer: 3,
  unit: 'person',
  departments: ['rescue-station'],
  accepts: 'rescue-station',
  confirms: 'rescue-station',
  forMember: { rule: 'shelterless', eq: ['shelterless', true], by: law('order-649', '50') },
  amount: { kind: 'service', source: order381 },
  papers: ['tell-the-truth'],
  process: {
    verification: 'afterwards',
    visit: 'none',
    appraisal: 'none',
    notice: { kind: 'none', reason: 'not-needed' },
  },
  deadlines: [
    { step: 'response', n: 0, unit: 'hour', source: order381 },
    { step: 'stay', n: 10, unit: 'day', source: order381 },
  ],
  sources: ['order-381', 'order-649'],
} satisfies Programme
