import type { CircumstanceId } from './circumstance-ids.ts'
import type { Condition } from './condition.ts'
import { law, local } from './source.ts'

const measures = (article: string) => law('order-649', article)
const disabled = { rule: 'disability-cert', eq: ['hasDisabilityCert', true], by: local } as const
const ofMind = { rule: 'disability-of-mind', oneOf: ['disabilityType', ['intellectual', 'mental']] } as const
const tekunRule = law('minfa-2021-43', undefined, 'P')
const aloneRule = law('minfa-2021-57', undefined, 'P')

/** What a family may own. The savings differ by programme, the rest does not. */
const possessions = [
  { rule: 'no-vehicle', eq: ['vehicleCount', 0], by: measures('9') },
  { rule: 'one-home', le: ['houseCount', 1], by: measures('9') },
  { rule: 'no-commercial-property', eq: ['hasCommercialProperty', false], by: measures('9') },
  { rule: 'no-enterprise', eq: ['hasEnterprise', false], by: measures('9') },
] as const satisfies readonly Condition[]

/**
 * Named derivations that several programmes share, each with its own reasons, so that detail can be
 * added in one place without touching a programme.
 */
export const circumstances: Readonly<Record<CircumstanceId, Condition>> = {
  propertyOkDibao: {
    rule: 'property',
    by: measures('9'),
    all: [
      { rule: 'savings', le: ['financialAssetsPerCapita', 'assetLineDibao'], by: measures('9') },
      ...possessions,
    ],
  },
  propertyOkEdge: {
    rule: 'property',
    by: law('minfa-2021-57'),
    all: [
      { rule: 'savings', le: ['financialAssetsPerCapita', 'assetLineEdge'], by: law('minfa-2021-57') },
      ...possessions,
    ],
  },

  /**
   * The household is one person in extreme difficulty. People who live together as a family support
   * each other by law, so the question whether somebody stands alone excludes nobody's family.
   */
  tekunHousehold: {
    all: [
      { rule: 'lives-alone', eq: ['householdSize', 1], by: measures('14') },
      {
        any: [
          { rule: 'status-tekun', has: ['currentStatus', ['tekun']], by: measures('14') },
          {
            rule: 'member-tekun',
            by: measures('14'),
            someMember: { rule: 'is-tekun', isA: 'tekun', by: measures('14') },
          },
        ],
      },
    ],
  },
  tekunPerson: {
    any: [
      { rule: 'is-tekun', isA: 'tekun', by: measures('14') },
      { rule: 'is-tekun-household', isA: 'tekunHousehold', by: measures('14') },
    ],
  },

  onDibao: {
    any: [
      { rule: 'status-dibao', has: ['currentStatus', ['dibao']], by: measures('9') },
      { rule: 'is-dibao', isA: 'dibao', by: measures('9') },
    ],
  },
  onEdge: {
    any: [
      { rule: 'status-edge', has: ['currentStatus', ['dibao-edge']], by: law('guobanfa-2023-39') },
      { rule: 'is-edge', isA: 'dibao-edge', by: law('guobanfa-2023-39') },
    ],
  },
  onRigid: {
    any: [
      { rule: 'status-rigid', has: ['currentStatus', ['rigid-expenditure']], by: law('minfa-2024-57') },
      { rule: 'is-rigid', isA: 'rigid-expenditure', by: law('minfa-2024-57') },
    ],
  },
  dibaoOrEdge: {
    rule: 'dibao-or-edge',
    by: law('guofa-2015-52'),
    any: [
      { use: 'onDibao' },
      { all: [{ rule: 'edge-counts', flag: 'disabilityLivingIncludesEdge', by: local }, { use: 'onEdge' }] },
    ],
  },

  /** The household is, or would be found to be, one of the four kinds that open other programmes. */
  assisted: {
    rule: 'assisted',
    by: law('guobanfa-2023-39'),
    any: [
      {
        rule: 'status-assisted',
        by: law('guobanfa-2023-39'),
        has: ['currentStatus', ['dibao', 'tekun', 'dibao-edge', 'rigid-expenditure']],
      },
      { rule: 'is-tekun-household', isA: 'tekunHousehold', by: measures('14') },
      { rule: 'is-dibao', isA: 'dibao', by: measures('9') },
      { rule: 'is-edge', isA: 'dibao-edge', by: law('guobanfa-2023-39') },
      { rule: 'is-rigid', isA: 'rigid-expenditure', by: law('minfa-2024-57') },
    ],
  },

  /**
   * Nobody of working age has work. Asked only of families that take in less than one minimum wage:
   * above it somebody earns, and members need not be gone through one by one.
   */
  zeroEmployment: {
    rule: 'zero-employment',
    by: measures('43'),
    all: [
      { rule: 'below-minimum-wage', lt: ['monthlyIncome', 'minWage'], by: local },
      {
        rule: 'nobody-works',
        by: measures('43'),
        everyMember: {
          any: [
            { rule: 'under-16', lt: ['age', 16], by: measures('43') },
            { rule: 'from-60', ge: ['age', 60], by: measures('43') },
            {
              rule: 'not-working',
              by: measures('43'),
              oneOf: ['employment', ['unemployed', 'student', 'retired', 'none']],
            },
          ],
        },
      },
    ],
  },

  tekunDisability: {
    rule: 'tekun-disability',
    by: tekunRule,
    all: [
      disabled,
      {
        any: [
          {
            all: [
              { ...ofMind, by: tekunRule },
              { rule: 'level-3', le: ['disabilityLevel', 3], by: tekunRule },
            ],
          },
          {
            all: [
              { rule: 'disability-physical', eq: ['disabilityType', 'physical'], by: tekunRule },
              { rule: 'level-2', le: ['disabilityLevel', 2], by: tekunRule },
            ],
          },
          {
            all: [
              { rule: 'disability-visual', eq: ['disabilityType', 'visual'], by: tekunRule },
              { rule: 'level-1', le: ['disabilityLevel', 1], by: tekunRule },
            ],
          },
        ],
      },
    ],
  },
  /** Level 1 or 2 of any kind, or level 3 of mind: who may get dibao alone. */
  severeDisability: {
    rule: 'severe-disability',
    by: aloneRule,
    all: [
      disabled,
      {
        any: [
          { rule: 'level-2', le: ['disabilityLevel', 2], by: aloneRule },
          {
            all: [
              { ...ofMind, by: aloneRule },
              { rule: 'level-3', le: ['disabilityLevel', 3], by: aloneRule },
            ],
          },
        ],
      },
    ],
  },
}
