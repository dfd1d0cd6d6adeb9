import { byHome, type AmountRule, type PartRule } from '../amount.ts'
import type { Programme } from '../programme.ts'
import { law } from '../source.ts'

const measures14 = law('order-649', '14')
const rules43 = law('minfa-2021-43', undefined, 'P')

/** Of six everyday acts: none failed is able, one to three partial, four to six total dependence. */
const careTier = {
  fact: 'selfCareFailures',
  from: [
    [0, 'able'],
    [1, 'partial'],
    [4, 'total'],
  ],
} satisfies PartRule

const basicAndCare: AmountRule = {
  sum: [
    { figure: 'tekunBasic', part: byHome },
    { figure: 'careTier', part: careTier },
  ],
}

/** Support for people in extreme difficulty 特困: no strength to work, no income, nobody to turn to. */
export const tekun = {
  id: 'tekun',
  layer: 1,
  unit: 'person',
  departments: ['civil-affairs'],
  accepts: 'township',
  confirms: 'county-civil-affairs',
  forMember: {
    all: [
      {
        rule: 'old-young-or-disabled',
        by: measures14,
        any: [
          { rule: 'from-60', ge: ['age', 60], by: rules43 },
          { rule: 'under-16', lt: ['age', 16], by: measures14 },
          { use: 'tekunDisability' },
        ],
      },
      { rule: 'own-income-below-standard', lt: ['personMonthlyIncome', 'dibaoStandard'], by: rules43 },
      { use: 'propertyOkDibao' },
      {
        rule: 'nobody-to-support',
        by: measures14,
        any: [
          { rule: 'no-supporter', eq: ['hasLegalSupporter', false], by: measures14 },
          { rule: 'supporter-unable', eq: ['supporterAble', false], by: measures14 },
        ],
      },
    ],
  },
  amount: { kind: 'monthly', source: law('minfa-2021-43'), member: basicAndCare },
  papers: [
    'id-card',
    'household-book',
    'commitment',
    'authorisation',
    'support-statement',
    'disability-certificate',
  ],
  process: {
    verification: 'family',
    visit: 'always',
    appraisal: 'optional',
    notice: { kind: 'review', days: 7, unit: 'day', never: 'minors', source: rules43 },
    selfCareAssessment: true,
  },
  deadlines: [
    { step: 'township-opinion', n: 15, unit: 'workday', source: rules43 },
    { step: 'public-notice', n: 7, unit: 'day', source: rules43 },
    {
      step: 'county-decision',
      n: 15,
      unit: 'workday',
      source: { document: 'minfa-2021-43', confidence: 'M?', note: 'county pages show 10' },
    },
    { step: 'refusal-notice', n: 3, unit: 'workday', source: rules43 },
    { step: 'ability-reassessment', n: 10, unit: 'workday', source: rules43 },
  ],
  sources: ['order-649', 'guofa-2016-14', 'minfa-2021-43'],
} satisfies Programme
