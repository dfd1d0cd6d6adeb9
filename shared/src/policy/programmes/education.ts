import type { AmountRule, PartRule } from '../amount.ts'
import type { Programme } from '../programme.ts'
import { law, local, type Source } from '../source.ts'

const measures33 = law('order-649', '33')
const aidFunds = law('student-aid-funds')
const grantSource: Source = { document: 'student-aid-funds', confidence: 'M' }

const byBed = (stage: 'primary' | 'junior'): PartRule => ({
  fact: 'boarding',
  is: { true: `${stage}-boarding`, false: `${stage}-day` },
})

/** Grant of a school year by stage; only primary and junior pupils differ by boarding. */
const grant: AmountRule = {
  figure: 'education',
  part: {
    fact: 'studentStage',
    is: {
      kindergarten: 'kindergarten',
      primary: byBed('primary'),
      junior: byBed('junior'),
      senior: 'senior',
      vocational: 'vocational',
      college: 'college',
    },
  },
}

/** Education assistance 教育救助: grants, waived fees and loans for pupils of families in hardship. */
export const education = {
  id: 'education',
  layer: 2,
  unit: 'person',
  departments: ['education'],
  accepts: 'township-or-school',
  confirms: 'school-and-county',
  forMember: {
    all: [
      { rule: 'at-school', ne: ['studentStage', 'none'], by: measures33 },
      {
        rule: 'pupil-in-need',
        by: measures33,
        any: [
          { rule: 'assisted', isA: 'assisted', by: measures33 },
          { rule: 'is-orphan', isA: 'orphan', by: aidFunds },
          { rule: 'is-unsupported-child', isA: 'unsupported-child', by: law('minfa-2019-62') },
          { rule: 'disability-cert', eq: ['hasDisabilityCert', true], by: aidFunds },
        ],
      },
    ],
  },
  amount: { kind: 'yearly', source: grantSource, member: grant },
  papers: ['id-card', 'household-book', 'student-application', 'school-roll'],
  process: {
    verification: 'status',
    visit: 'optional',
    appraisal: 'school',
    notice: {
      kind: 'school',
      days: 5,
      unit: 'workday',
      source: { document: 'student-aid-funds', confidence: 'M?' },
    },
  },
  deadlines: [{ step: 'term-recognition', n: 30, unit: 'day', source: local }],
  sources: ['order-649', 'student-aid-funds'],
} satisfies Programme
