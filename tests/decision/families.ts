import { dictionary, isHouseholdFact, type FactKey, type FactValue, type Household, type Member } from '@yima/shared/fact/dictionary'
import { settle, type HeldFact } from '@yima/shared/fact/held'
import { basisOf, compute, type Basis, type Computation } from '@yima/shared/decision/computation'
import { rulesOf } from '@yima/shared/decision/rules'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import { held } from '../fact/held.ts'

type Family = { household: Household; members: readonly Member[] }

/** A family as a visit found it, or as `more` says. */
export const seenFacts = ({ household, members }: Family, more: Partial<HeldFact> = {}): HeldFact[] =>
  [{ bag: household, member: null }, ...members.map(({ id, ...bag }) => ({ bag, member: id }))].flatMap(({ bag, member }) =>
    Object.entries(bag).map(([key, value]) =>
      held({ key: key as FactKey, member, value: value as FactValue, source: 'visit', from: 'clerk', ...more })))

/** The same with every default of the dictionary said out loud. */
export function withoutDefaults({ household, members }: Family): Family {
  const said = (isOf: (key: FactKey) => boolean) =>
    Object.fromEntries(Object.entries(dictionary).flatMap(([key, spec]) =>
      'default' in spec && isOf(key as FactKey) ? [[key, spec.default]] : []))
  return {
    household: { ...said(isHouseholdFact), ...household },
    members: members.map((member) => ({ ...said((key) => !isHouseholdFact(key)), ...member })),
  }
}

export const basis = (facts: readonly HeldFact[], programme: ProgrammeId, more: Partial<Parameters<typeof basisOf>[0]> = {}): Basis =>
  basisOf({
    settled: settle(facts, []), members: facts.flatMap(({ member }) => member ?? []), rules: rulesOf(programme), region: '990101100201', applied: '2026-03-02', today: '2026-04-20', ...more,
  })

export const decided = (facts: readonly HeldFact[], programme: ProgrammeId, members?: readonly string[]): Computation =>
  compute(basis(facts, programme, members ? { members } : {}))
