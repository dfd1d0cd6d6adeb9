import { fen, numberOf, type AmountRule } from '../amount.ts'
import type { Programme } from '../programme.ts'
import { local } from '../source.ts'

const byAge: AmountRule = (known, { elderly }) => {
  const age = numberOf(known, 'age')
  if (age === undefined || age < 80) return undefined
  return fen(age < 90 ? elderly['80-89'] : age < 100 ? elderly['90-99'] : elderly['100+'])
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
