import fc from 'fast-check'
import type { FactKey } from '@yima/shared/fact/dictionary'
import { factSources, type HeldFact } from '@yima/shared/fact/held'

/** A fact as somebody said it; by default what the applicant stated of the household on one day. */
export function held(fact: Partial<HeldFact> & Pick<HeldFact, 'key' | 'value'>): HeldFact {
  const one = {
    member: null, source: 'declared' as const, from: 'applicant', asOf: '2026-03-02', at: '2026-03-02T01:00:00Z',
    consent: null, fenced: false, ...fact,
  }
  return { id: [one.source, one.from, one.member, one.key, one.value, one.asOf].join('/'), ...one }
}

const places: readonly { key: FactKey; member: string | null }[] = [
  { key: 'vehicleCount', member: null }, { key: 'householdSize', member: null },
  { key: 'age', member: 'm1' }, { key: 'age', member: 'm2' },
]

/** A few facts that meet often: same place, other voice or other value. */
export const anyHeldFacts: fc.Arbitrary<HeldFact[]> = fc.uniqueArray(
  fc.record({
    place: fc.constantFrom(...places), source: fc.constantFrom(...factSources), fenced: fc.boolean(),
    from: fc.constantFrom('one', 'other'), value: fc.constantFrom(1, 2, 'unknown' as const),
    asOf: fc.constantFrom('2026-03-02', '2026-03-05'),
  }).map(({ place, ...rest }) => held({ ...place, ...rest, consent: rest.fenced ? 'c1' : null })),
  { selector: ({ id }) => id, maxLength: 14 },
)
