import type { AmountRule, PartRule } from '../amount.ts'
import type { Programme } from '../programme.ts'
import { law, local } from '../source.ts'

const measures28 = law('order-649', '28')
const opinions42 = law('guobanfa-2021-42')

/** The best kind that is certain; what is still open can only raise the amount. */
const kind: PartRule = {
  firstOf: [
    ['tekunHousehold', 'tekun'],
    ['orphan', 'orphan'],
    ['onDibao', 'dibao'],
    ['onEdge', 'dibao-edge'],
    ['onRigid', 'ill-poor'],
  ],
}

/** A share of what the patient paid within the rules above the threshold, up to the yearly cap. */
const shareOfBill: AmountRule = {
  most: { figure: 'medicalCap' },
  of: {
    share: {
      less: [{ money: 'policySelfPaid12m' }, { figure: 'medicalThreshold', part: kind }],
      floor: true,
    },
    ratio: { figure: 'medicalRatio', part: kind },
  },
}

/** Medical assistance 医疗救助: for insured people whom the bill would ruin. */
export const medical = {
  id: 'medical',
  layer: 2,
  unit: 'person',
  departments: ['medical-insurance'],
  accepts: 'township-or-insurance-desk',
  confirms: 'county-medical-insurance',
  forMember: {
    all: [
      { rule: 'insured', eq: ['medicallyInsured', true], by: opinions42 },
      {
        rule: 'medical-kind',
        by: measures28,
        any: [
          {
            all: [
              { rule: 'is-tekun-household', isA: 'tekunHousehold', by: measures28 },
              { rule: 'self-paid', gt: ['policySelfPaid12m', 'medicalThresholdTekun'], by: opinions42 },
            ],
          },
          {
            all: [
              { rule: 'is-orphan', isA: 'orphan', by: opinions42 },
              { rule: 'self-paid', gt: ['policySelfPaid12m', 'medicalThresholdOrphan'], by: opinions42 },
            ],
          },
          {
            all: [
              { rule: 'on-dibao', isA: 'onDibao', by: measures28 },
              { rule: 'self-paid', gt: ['policySelfPaid12m', 'medicalThresholdDibao'], by: opinions42 },
            ],
          },
          {
            all: [
              { rule: 'on-edge', isA: 'onEdge', by: opinions42 },
              { rule: 'self-paid', gt: ['policySelfPaid12m', 'medicalThresholdEdge'], by: opinions42 },
            ],
          },
          {
            all: [
              { rule: 'on-rigid', isA: 'onRigid', by: opinions42 },
              { rule: 'self-paid', gt: ['policySelfPaid12m', 'medicalThresholdIllPoor'], by: opinions42 },
            ],
          },
        ],
      },
    ],
  },
  amount: { kind: 'per-bill', source: opinions42, member: shareOfBill },
  papers: ['id-card', 'insurance-card', 'hospital-bill', 'diagnosis'],
  process: {
    verification: 'status',
    visit: 'optional',
    appraisal: 'none',
    notice: { kind: 'review', days: 7, unit: 'day', only: 'by-application', source: local },
  },
  deadlines: [
    { step: 'decision', n: 30, unit: 'workday', source: local },
    {
      step: 'direct-settlement',
      n: 0,
      unit: 'day',
      source: { confidence: 'S1', note: 'settled at the counter' },
    },
  ],
  sources: ['order-649', 'guobanfa-2021-42'],
} satisfies Programme
