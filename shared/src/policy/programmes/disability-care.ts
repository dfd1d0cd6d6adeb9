import type { AmountRule } from '../amount.ts'
import type { Programme } from '../programme.ts'
import { law, local } from '../source.ts'

const opinions52 = law('guofa-2015-52')

const byLevel: AmountRule = {
  figure: 'disabilityCare',
  part: { fact: 'disabilityLevel', is: { 1: '1', 2: '2', 3: '3' } },
}

/** Care subsidy for severely disabled people 重度残疾人护理补贴; may be drawn beside the living one. */
export const disabilityCare = {
  id: 'disability-care',
  layer: 2,
  unit: 'person',
  departments: ['civil-affairs', 'disabled-federation'],
  accepts: 'township-anywhere',
  confirms: 'federation-then-civil-affairs',
  forMember: {
    all: [
      { rule: 'disability-cert', eq: ['hasDisabilityCert', true], by: opinions52 },
      {
        rule: 'care-level',
        by: opinions52,
        any: [
          { rule: 'level-2', le: ['disabilityLevel', 2], by: opinions52 },
          {
            all: [
              { rule: 'level-3-counts', flag: 'careIncludes3', by: local },
              {
                rule: 'disability-of-mind',
                oneOf: ['disabilityType', ['intellectual', 'mental']],
                by: local,
              },
              { rule: 'level-3', le: ['disabilityLevel', 3], by: local },
            ],
          },
        ],
      },
      { rule: 'not-tekun', notA: 'tekunPerson', by: opinions52 },
    ],
  },
  amount: { kind: 'monthly', source: opinions52, member: byLevel },
  papers: ['id-card', 'disability-certificate', 'bank-card'],
  process: {
    verification: 'status',
    visit: 'none',
    appraisal: 'none',
    notice: { kind: 'review', days: 7, unit: 'day', source: local },
  },
  deadlines: [
    {
      step: 'township-review',
      n: 7,
      unit: 'workday',
      source: { confidence: 'P', note: 'a provincial page' },
    },
    { step: 'federation-review', n: 10, unit: 'workday', source: { confidence: 'P', note: '7 elsewhere' } },
  ],
  sources: ['guofa-2015-52'],
} satisfies Programme
