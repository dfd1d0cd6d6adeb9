import type { Programme } from '../programme.ts'
import { law, type Source } from '../source.ts'

const measures20 = law('order-649', '20')
const believed: Source = { document: 'disaster-relief', confidence: 'M?' }

/** Disaster relief 受灾人员救助: food and shelter at once, later rebuilding and winter help. */
export const disaster = {
  id: 'disaster',
  layer: 3,
  unit: 'household',
  departments: ['emergency'],
  accepts: 'township-or-village',
  confirms: 'county-emergency',
  forHousehold: { rule: 'disaster-damage', ne: ['disasterDamage', 'none'], by: measures20 },
  amount: { kind: 'once', source: { confidence: 'L' } },
  papers: ['id-card', 'household-book', 'damage-record'],
  process: {
    verification: 'damage',
    visit: 'always',
    appraisal: 'village',
    notice: { kind: 'review', days: 5, unit: 'day', source: believed },
  },
  deadlines: [
    { step: 'emergency-food', n: 12, unit: 'hour', source: { confidence: 'M?', note: 'the national plan' } },
  ],
  sources: ['order-649', 'disaster-relief'],
} satisfies Programme
