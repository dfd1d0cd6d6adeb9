import type { ParameterKey } from './parameters/shape.ts'
import type { ProgrammeId } from './programme-ids.ts'

/**
 * The figures of the place from which a programme's amount is worked out: what its policy page shows
 * beside the promise. A test holds it against what the amount rules really read.
 */
export const amountFigures: { readonly [K in ProgrammeId]?: readonly ParameterKey[] } = {
  dibao: ['dibaoStandard', 'singlePersonRatio'],
  tekun: ['tekunBasic', 'careTier'],
  temporary: ['tempMonths', 'tempTownshipCap', 'dibaoStandard'],
  medical: ['medicalThreshold', 'medicalRatio', 'medicalCap'],
  education: ['education'],
  'rural-housing': ['ruralHouse'],
  'disability-living': ['disabilityLiving'],
  'disability-care': ['disabilityCare'],
  orphan: ['orphan'],
  'unsupported-child': ['orphan'],
  elderly: ['elderly'],
  pension: ['pensionTier'],
}
