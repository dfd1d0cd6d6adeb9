import type { Programme } from '../programme.ts'
import { law } from '../source.ts'

const notice54 = law('guobanfa-2010-54')
const gone = ['dead', 'missing'] as const

/** Orphan allowance 孤儿基本生活保障. Never posted: a child's name stays off every board. */
export const orphan = {
  id: 'orphan',
  layer: 1,
  unit: 'child',
  departments: ['civil-affairs'],
  accepts: 'township',
  confirms: 'county-civil-affairs',
  forMember: {
    all: [
      { rule: 'under-18', lt: ['age', 18], by: notice54 },
      { rule: 'father-gone', oneOf: ['fatherStatus', gone], by: notice54 },
      { rule: 'mother-gone', oneOf: ['motherStatus', gone], by: notice54 },
    ],
  },
  amount: { kind: 'monthly', source: notice54, member: { figure: 'orphan', part: 'home' } },
  papers: ['child-and-guardian-ids', 'parents-death-papers'],
  process: {
    verification: 'status',
    visit: 'always',
    appraisal: 'none',
    notice: { kind: 'none', reason: 'child-privacy' },
  },
  deadlines: [
    { step: 'township-opinion', n: 15, unit: 'workday', source: law('guobanfa-2010-54', undefined, 'P') },
    { step: 'county-decision', n: 15, unit: 'workday', source: law('guobanfa-2010-54', undefined, 'P') },
  ],
  sources: ['guobanfa-2010-54', 'minfa-2010-161'],
} satisfies Programme
