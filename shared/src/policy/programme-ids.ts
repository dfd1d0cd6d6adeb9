/** The 21 programmes Yima knows, floor tier first. Glossary: shared/README.md. */
export const programmeIds = [
  'dibao',
  'tekun',
  'dibao-edge',
  'rigid-expenditure',
  'temporary',
  'medical',
  'education',
  'housing',
  'rural-housing',
  'employment',
  'disaster',
  'disability-living',
  'disability-care',
  'orphan',
  'unsupported-child',
  'elderly',
  'legal-aid',
  'homeless',
  'pension',
  'judicial',
  'care-service',
] as const

export type ProgrammeId = (typeof programmeIds)[number]
