import { computed, onMounted, type ComputedRef } from 'vue'
import { stateFacts, type StatedHousehold } from '@yima/shared/application/facts'
import {
  isHouseholdFact,
  type FactKey,
  type Facts,
  type Household,
  type Member,
} from '@yima/shared/fact/dictionary'
import { parseIdNumber } from '@yima/shared/identity/id-number'
import { match, firstMember } from '@yima/shared/policy/match'
import { nextQuestion } from '@yima/shared/policy/next-question'
import { demoRegion, parametersFor } from '@yima/shared/policy/parameters/parameters-for'
import type { PolicyParameters } from '@yima/shared/policy/parameters/shape'
import { opens, picture, type PictureRow } from '@yima/shared/policy/picture'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import type { FactRef } from '@yima/shared/policy/verdict'
import type { Reading } from '@yima/shared/reading/reading'
import { today } from '../app/session.ts'
import type { Draft } from './draft.ts'
import { loadReader, read } from './reader.ts'

type Known = Pick<Draft, 'words' | 'household' | 'members' | 'added'> & {
  place?: Draft['place']
  applicant?: Draft['applicant']
  /** What is asked about without having been said; it is shown even where it is improbable. */
  asked?: readonly ProgrammeId[]
}

export type Answer = { rows: PictureRow[]; next: FactRef | null; opens: ProgrammeId[] }

export type Hearing = {
  reading: ComputedRef<Reading>
  stated: ComputedRef<StatedHousehold>
  household: ComputedRef<Household>
  parameters: ComputedRef<PolicyParameters>
  answer: ComputedRef<Answer>
  members: ComputedRef<Member[]>
  /** What is answered or corrected, of the household and of one member. */
  declare: (member: string | undefined, facts: Facts) => void
}

/** Asked and not known: not asked again. */
const skipped = ({ household, members }: Known): FactRef[] => [
  ...Object.entries(household).flatMap(([fact, value]) =>
    value === 'unknown' ? [{ fact: fact as FactKey }] : [],
  ),
  ...members.flatMap(({ id, ...facts }) =>
    Object.entries(facts).flatMap(([fact, value]) =>
      value === 'unknown' ? [{ fact: fact as FactKey, member: id }] : [],
    ),
  ),
]

/**
 * What is heard in the words and what follows from it, worked out on the phone by the code that the office
 * runs: reading, facts, programmes, the one next question. Nothing of it leaves the phone.
 */
export function useHearing(known: Known): Hearing {
  onMounted(() => void loadReader().catch(() => undefined))
  const reading = computed(() => read(known.words))
  const birth = computed(() => {
    const parsed = parseIdNumber(known.applicant?.idNumber ?? '')
    return parsed.ok && !known.applicant?.withoutId ? { birthDate: parsed.birthDate } : {}
  })
  const stated = computed(() =>
    stateFacts(
      reading.value,
      { household: known.household, members: known.members },
      { ...birth.value, today: today() },
    ),
  )
  const household = computed(() => stated.value.household as Household)
  const members = computed(() => stated.value.members as Member[])
  const parameters = computed(() => parametersFor(known.place?.code ?? demoRegion, today()))
  const answer = computed((): Answer => {
    const input = {
      household: household.value,
      members: members.value,
      parameters: parameters.value,
      date: today(),
    }
    const verdicts = match(input)
    const proposed = reading.value.programmes.map(({ programme }) => programme)
    const rows = picture({
      ...input,
      verdicts,
      proposed,
      added: known.added,
      ...(known.asked ? { asked: known.asked } : {}),
    })
    const inPlay = new Set(rows.map(({ programme }) => programme))
    const next = nextQuestion({
      ...input,
      verdicts,
      skip: skipped(known),
      ...(inPlay.size > 0 ? { inPlay } : {}),
    })
    return { rows, next, opens: opens(rows, known.added) }
  })

  function declare(id: string | undefined, facts: Facts): void {
    const entries = Object.entries(facts) as [FactKey, unknown][]
    const [ofAll, ofOne] = [true, false].map((all) =>
      Object.fromEntries(entries.filter(([key]) => isHouseholdFact(key) === all)),
    )
    Object.assign(known.household, ofAll)
    if (Object.keys(ofOne ?? {}).length === 0) return
    const member = known.members.find((one) => one.id === (id ?? firstMember))
    if (member) Object.assign(member, ofOne)
    else known.members.push({ id: id ?? firstMember, ...ofOne })
  }

  return { reading, stated, household, members, parameters, answer, declare }
}
