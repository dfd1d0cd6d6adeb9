import { grade, income, medical, owned, owns, savings } from './report-means.ts'
import { aid, deaths, ofEach, registers, spouse } from './report-people.ts'
import type { ReportInput, ReportItem } from './report-item.ts'

/**
 * The report: what the answers of departments say of every rule, conclusions first. Pure: the same words and the same
 * limits give the same report. Whatever is missing stays missing; no answer is never a no.
 */
export function report(input: ReportInput): ReportItem[] {
  const items = [
    ...income(input),
    ...savings(input),
    owned(input, 'vehicles', { rule: 'vehicles', fact: 'vehicleCount', limit: 0 }, ({ cars }) => cars),
    owned(input, 'property', { rule: 'homes', fact: 'houseCount', limit: 1 }, ({ homes }) => homes),
    owns(
      input,
      'property',
      { rule: 'commercial', fact: 'hasCommercialProperty' },
      ({ commercial }) => commercial,
    ),
    owns(input, 'market', { rule: 'companies', fact: 'hasEnterprise' }, ({ running }) => running),
    ...registers(input),
    spouse(input),
    ...deaths(input),
    ...ofEach(input, 'disabled-federation', {
      rule: 'disability',
      fact: 'hasDisabilityCert',
      of: ({ certificate }) => certificate,
      tells: ({ certificate }) => certificate,
    }),
    ...ofEach(input, 'education', {
      rule: 'schooling',
      fact: 'studentStage',
      of: ({ stage }) => stage,
      tells: ({ enrolled }) => enrolled,
    }),
    medical(input),
    grade(input),
    ...aid(input),
  ]
  // A department that nobody had to ask has nothing to say here.
  return items.filter(({ rests }) => rests.length > 0)
}
