import { byHome, type AmountRule } from '../amount.ts'
import type { Programme } from '../programme.ts'
import { law } from '../source.ts'

const measures9 = law('order-649', '9')
const notice57 = law('minfa-2021-57', undefined, 'P')
const alone57 = law('minfa-2021-57', undefined, 'P')
const alone83 = law('minfa-2022-83')

const standard = {
  figure: 'dibaoStandard',
  part: byHome,
} satisfies AmountRule

/** The gap: standard for everybody in the household, less the income that counts. */
const topUp: AmountRule = { less: [{ times: standard, count: 'householdSize' }, { counted: 'income' }] }

const alone: AmountRule = { share: standard, ratio: { figure: 'singlePersonRatio' } }

/** Minimum living allowance 低保: tops a household's income up to the local standard. */
export const dibao = {
  id: 'dibao',
  layer: 1,
  unit: 'household',
  departments: ['civil-affairs'],
  accepts: 'township',
  confirms: 'county-civil-affairs',
  forHousehold: {
    all: [
      { rule: 'hukou-local', eq: ['hukouLocal', true], by: law('order-649', '11') },
      { rule: 'income-below-standard', lt: ['perCapitaMonthlyIncome', 'dibaoStandard'], by: measures9 },
      { use: 'propertyOkDibao' },
      { rule: 'not-tekun-household', notA: 'tekunHousehold', by: law('order-649', '14') },
    ],
  },
  // Single-person route 单人户: a member of an edge household, or an adult who can never earn.
  forMember: {
    any: [
      {
        rule: 'alone-in-edge-household',
        by: alone57,
        all: [
          { rule: 'not-dibao', notA: 'dibao', by: alone57 },
          { rule: 'edge-household', by: alone57, any: [{ use: 'onEdge' }] },
          {
            any: [
              { use: 'severeDisability' },
              { rule: 'severe-illness', eq: ['severeIllness', true], by: alone57 },
            ],
          },
        ],
      },
      {
        rule: 'alone-as-disabled-adult',
        by: alone83,
        all: [
          { rule: 'hukou-local', eq: ['hukouLocal', true], by: law('order-649', '11') },
          { rule: 'not-dibao', notA: 'dibao', by: alone83 },
          { rule: 'adult', ge: ['age', 18], by: alone83 },
          { rule: 'out-of-work', oneOf: ['employment', ['unemployed', 'none']], by: alone83 },
          { use: 'severeDisability' },
          { rule: 'own-income-below-standard', lt: ['personMonthlyIncome', 'dibaoStandard'], by: alone83 },
          { use: 'propertyOkDibao' },
        ],
      },
    ],
  },
  amount: { kind: 'monthly', source: law('order-649', '12'), household: topUp, member: alone },
  papers: [
    'id-card',
    'household-book',
    'commitment',
    'authorisation',
    'means-proof',
    'disability-or-diagnosis',
  ],
  process: {
    verification: 'family',
    visit: 'always',
    appraisal: 'if-doubtful',
    notice: { kind: 'review', days: 7, unit: 'day', then: 'long-term', source: notice57 },
    relativeFiling: true,
  },
  deadlines: [
    { step: 'start-investigation', n: 3, unit: 'workday', source: law('minfa-2021-57') },
    { step: 'public-notice', n: 7, unit: 'day', source: notice57 },
    {
      step: 'county-decision',
      n: 10,
      unit: 'workday',
      source: { document: 'minfa-2021-57', confidence: 'M?' },
    },
    { step: 'whole-process', n: 30, unit: 'workday', source: notice57 },
    { step: 'whole-process-extended', n: 45, unit: 'workday', source: notice57 },
    { step: 'refusal-notice', n: 3, unit: 'workday', source: { ...notice57, note: 'read on a city page' } },
  ],
  review: { stable: 12, unstable: 6, source: notice57 },
  sources: ['order-649', 'minfa-2021-57', 'minfa-2022-83'],
} satisfies Programme
