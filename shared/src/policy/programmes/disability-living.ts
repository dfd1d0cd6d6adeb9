import type { Programme } from '../programme.ts'
import { law, local } from '../source.ts'

const opinions52 = law('guofa-2015-52')

/** Living subsidy for disabled people in hardship 困难残疾人生活补贴. */
export const disabilityLiving = {
  id: 'disability-living',
  layer: 2,
  unit: 'person',
  departments: ['civil-affairs', 'disabled-federation'],
  accepts: 'township-anywhere',
  confirms: 'federation-then-civil-affairs',
  forMember: {
    all: [
      { rule: 'disability-cert', eq: ['hasDisabilityCert', true], by: opinions52 },
      { use: 'dibaoOrEdge' },
      { rule: 'not-tekun', notA: 'tekunPerson', by: opinions52 },
      { rule: 'not-orphan', notA: 'orphan', by: opinions52 },
    ],
  },
  amount: { kind: 'monthly', source: opinions52, member: { figure: 'disabilityLiving' } },
  papers: ['id-card', 'disability-certificate', 'bank-card'],
  process: {
    verification: 'status',
    visit: 'none',
    appraisal: 'none',
    notice: {
      kind: 'review',
      days: 7,
      unit: 'day',
      source: { ...local, note: 'newer practice posts nothing' },
    },
  },
  deadlines: [
    {
      step: 'township-review',
      n: 7,
      unit: 'workday',
      source: { confidence: 'P', note: 'a provincial page' },
    },
    { step: 'federation-review', n: 10, unit: 'workday', source: { confidence: 'P', note: '7 elsewhere' } },
    { step: 'paid-from', n: 0, unit: 'month', source: { document: 'guofa-2015-52', confidence: 'M?' } },
  ],
  sources: ['guofa-2015-52'],
} satisfies Programme
