import type { AmountRule } from '../amount.ts'
import type { Programme } from '../programme.ts'
import { law, type Source } from '../source.ts'

const rules35 = law('jiancun-2021-35')
const believed: Source = { document: 'jiancun-2021-35', confidence: 'M?' }

const byGrade: AmountRule = { figure: 'ruralHouse', part: { fact: 'houseGrade', is: { C: 'C', D: 'D' } } }

/** Renovation of dangerous rural houses 农村危房改造: one sum once the works are accepted. */
export const ruralHousing = {
  id: 'rural-housing',
  layer: 2,
  unit: 'household',
  departments: ['housing'],
  accepts: 'township',
  confirms: 'county-housing',
  forHousehold: {
    all: [
      { rule: 'rural', eq: ['hukouClass', 'rural'], by: rules35 },
      { rule: 'only-house', eq: ['ownsOnlyHouse', true], by: rules35 },
      { rule: 'dangerous-house', oneOf: ['houseGrade', ['C', 'D']], by: rules35 },
      {
        rule: 'rural-housing-group',
        by: rules35,
        any: [
          { rule: 'assisted', isA: 'assisted', by: rules35 },
          { rule: 'monitored', has: ['currentStatus', ['monitored']], by: rules35 },
        ],
      },
    ],
  },
  amount: { kind: 'once', source: { confidence: 'L' }, household: byGrade },
  papers: ['id-card', 'household-book', 'homestead-proof', 'house-grading', 'building-photos'],
  process: {
    verification: 'status',
    visit: 'always',
    appraisal: 'village',
    notice: { kind: 'review', days: 7, unit: 'day', source: believed },
  },
  deadlines: [{ step: 'payment-after-acceptance', n: 30, unit: 'day', source: believed }],
  sources: ['jiancun-2021-35'],
} satisfies Programme
