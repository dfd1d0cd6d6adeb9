import type { Programme } from '../programme.ts'
import { law } from '../source.ts'

const opinions62 = law('minfa-2019-62')
const widened125 = law('minfa-2020-125')
/** Plights that keep a parent from bringing up a child; those of restraint from six months on. */
const absent = [
  'dead',
  'missing',
  'severe-disabled',
  'severe-ill',
  'imprisoned',
  'forced-rehab',
  'restrained',
  'lost-contact',
  'custody-revoked',
  'deported',
] as const

/** Allowance for children whom nobody in fact brings up 事实无人抚养儿童. Never posted. */
export const unsupportedChild = {
  id: 'unsupported-child',
  layer: 1,
  unit: 'child',
  departments: ['civil-affairs'],
  accepts: 'township',
  confirms: 'county-civil-affairs',
  forMember: {
    all: [
      { rule: 'under-18', lt: ['age', 18], by: opinions62 },
      { rule: 'father-absent', oneOf: ['fatherStatus', absent], by: widened125 },
      { rule: 'mother-absent', oneOf: ['motherStatus', absent], by: widened125 },
      { rule: 'not-orphan', notA: 'orphan', by: opinions62 },
    ],
  },
  amount: { kind: 'monthly', source: opinions62, member: { figure: 'orphan', part: 'home' } },
  papers: ['unsupported-child-application', 'id-card', 'relationship-proof'],
  process: {
    verification: 'status',
    visit: 'always',
    appraisal: 'none',
    notice: { kind: 'none', reason: 'child-privacy' },
  },
  deadlines: [
    { step: 'township-review', n: 15, unit: 'workday', source: { ...opinions62, note: '10 elsewhere' } },
    { step: 'county-decision', n: 15, unit: 'workday', source: { ...opinions62, note: '5 elsewhere' } },
    { step: 'paid-from', n: 1, unit: 'month', source: law('minfa-2019-62', undefined, 'P') },
  ],
  sources: ['minfa-2019-62', 'minfa-2020-125'],
} satisfies Programme
