import type { Programme } from '../programme.ts'
import { law, local } from '../source.ts'

const opinions8 = law('guofa-2014-8')

/** Pension contributions paid by the government 养老保险代缴. */
export const pension = {
  id: 'pension',
  layer: 2,
  unit: 'person',
  departments: ['labour'],
  accepts: 'township-or-village',
  confirms: 'county-labour',
  forMember: {
    all: [
      { rule: 'from-16', ge: ['age', 16], by: opinions8 },
      { rule: 'under-60', lt: ['age', 60], by: opinions8 },
      { rule: 'not-student', ne: ['employment', 'student'], by: opinions8 },
      {
        rule: 'pension-group',
        by: opinions8,
        any: [
          { rule: 'is-tekun-household', isA: 'tekunHousehold', by: opinions8 },
          { rule: 'on-dibao', isA: 'onDibao', by: opinions8 },
          { rule: 'monitored', has: ['currentStatus', ['monitored']], by: opinions8 },
          {
            all: [
              { rule: 'disability-cert', eq: ['hasDisabilityCert', true], by: opinions8 },
              { rule: 'level-2', le: ['disabilityLevel', 2], by: opinions8 },
            ],
          },
          {
            all: [
              { rule: 'edge-counts', flag: 'pensionIncludesEdge', by: local },
              { rule: 'on-edge', isA: 'onEdge', by: local },
            ],
          },
        ],
      },
    ],
  },
  amount: { kind: 'yearly', source: local, member: { figure: 'pensionTier' } },
  papers: ['id-card', 'pension-registration'],
  process: {
    verification: 'status',
    visit: 'none',
    appraisal: 'none',
    notice: { kind: 'none', reason: 'not-needed' },
  },
  deadlines: [{ step: 'yearly-batch', n: 12, unit: 'month', source: local }],
  sources: ['guofa-2014-8'],
} satisfies Programme
