import type { AmountRule } from '../amount.ts'
import type { Programme } from '../programme.ts'
import { local } from '../source.ts'

const byAge: AmountRule = {
  figure: 'elderly',
  part: {
    fact: 'age',
    from: [
      [80, '80-89'],
      [90, '90-99'],
      [100, '100+'],
    ],
  },
}

/** Old-age allowance 高龄津贴: for everybody of an age, asked of nobody twice. */
export const elderly = {
  id: 'elderly',
  layer: 0,
  unit: 'person',
  departments: ['civil-affairs'],
  accepts: 'township-or-village',
  confirms: 'county-civil-affairs',
  forMember: {
    all: [
      { rule: 'hukou-local', eq: ['hukouLocal', true], by: local },
      { rule: 'old-enough', ge: ['age', 'elderlyAge'], by: local },
    ],
  },
  amount: { kind: 'monthly', source: local, member: byAge },
  papers: ['id-card', 'bank-card'],
  process: {
    verification: 'status',
    visit: 'none',
    appraisal: 'none',
    notice: { kind: 'none', reason: 'not-needed' },
  },
  deadlines: [{ step: 'decision', n: 15, unit: 'workday', source: local }],
  sources: ['local'],
} satisfies Programme
