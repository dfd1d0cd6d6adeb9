/** Named derivations shared by several programmes; their conditions: circumstances.ts. */
export const circumstanceIds = [
  'propertyOkDibao',
  'propertyOkEdge',
  'tekunHousehold',
  'tekunPerson',
  'onDibao',
  'onEdge',
  'onRigid',
  'dibaoOrEdge',
  'assisted',
  'zeroEmployment',
  'tekunDisability',
  'severeDisability',
] as const

export type CircumstanceId = (typeof circumstanceIds)[number]
