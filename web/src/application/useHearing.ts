import { computed, onMounted, watch, type ComputedRef } from 'vue'
import type { StatedHousehold } from '@yima/shared/application/facts'
import type { Answers } from '@yima/shared/fact/answers'
import type { FactKey, Facts, Household, Member } from '@yima/shared/fact/dictionary'
import type { PolicyParameters } from '@yima/shared/policy/parameters/shape'
import type { PictureRow } from '@yima/shared/policy/picture'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import type { FactRef } from '@yima/shared/policy/verdict'
import type { Reading } from '@yima/shared/reading/reading'
import { whenIdle } from '../app/later.ts'
import type { Draft } from './draft.ts'
import type { Heard } from './heard.ts'
import { loadReader, read, thinking } from './reader.ts'

export type Known = Pick<Draft, 'words' | 'household' | 'members' | 'added'> & {
  place?: Draft['place']
  applicant?: Draft['applicant']
  /** What is asked about without having been said; it is shown even where it is improbable. */
  asked?: readonly ProgrammeId[]
}

export type Situation = {
  stated: StatedHousehold
  household: Household
  members: Member[]
  parameters: PolicyParameters
}
export type Answer = { rows: PictureRow[]; next: FactRef | null; opens: ProgrammeId[] }

export type Hearing = {
  reading: ComputedRef<Reading>
  household: ComputedRef<Household>
  members: ComputedRef<Member[]>
  /** Each thing that was understood, once. */
  heard: ComputedRef<Heard[]>
  /** Nothing is proposed and nothing asked until the rules are there (`loadReader`). */
  answer: ComputedRef<Answer>
  /** What can be answered about a fact, as things stand or as they stood with less said. */
  choices: (about: FactRef, said?: Pick<Known, 'household' | 'members'>) => Answers | undefined
  /** What is answered or corrected, of the household and of one member. */
  declare: (member: string | undefined, facts: Facts) => void
}

const noAnswer: Answer = { rows: [], next: null, opens: [] }

/**
 * What is heard in the words and what follows from it, worked out on the phone by the code that the office
 * runs: reading, facts, programmes, the one next question. Nothing of it leaves the phone.
 */
export function useHearing(known: Known): Hearing {
  const fetchSoon = (): Promise<void> => loadReader().catch(() => undefined)
  onMounted(() => whenIdle(fetchSoon))
  watch(() => known.words !== '', fetchSoon) // whoever writes needs it at once
  const reading = computed(() => read(known.words))
  const situation = computed(() => thinking.value?.situationOf(known, reading.value))
  const household = computed(() => situation.value?.household ?? known.household)
  const members = computed(() => situation.value?.members ?? known.members)
  const heard = computed(() =>
    situation.value ? (thinking.value?.heardFrom(reading.value, situation.value.stated) ?? []) : [],
  )
  const answer = computed(() =>
    situation.value
      ? (thinking.value?.answerTo(known, reading.value, situation.value) ?? noAnswer)
      : noAnswer,
  )

  function choices(
    { fact, member }: FactRef,
    said?: Pick<Known, 'household' | 'members'>,
  ): Answers | undefined {
    const mind = thinking.value
    const then = said ? mind?.situationOf({ ...known, ...said }, reading.value) : situation.value
    const whose = then?.members.find(({ id }) => id === member)
    return then && mind?.choicesFor(fact, then.parameters, then.household, whose)
  }

  function declare(id: string | undefined, facts: Facts): void {
    const mind = thinking.value
    if (!mind) return // nothing was shown that could be answered
    const entries = Object.entries(facts) as [FactKey, unknown][]
    const [ofAll, ofOne] = [true, false].map((all) =>
      Object.fromEntries(entries.filter(([key]) => mind.isHouseholdFact(key) === all)),
    )
    Object.assign(known.household, ofAll)
    if (Object.keys(ofOne ?? {}).length === 0) return
    const member = known.members.find((one) => one.id === (id ?? mind.firstMember))
    if (member) Object.assign(member, ofOne)
    else known.members.push({ id: id ?? mind.firstMember, ...ofOne })
  }

  return { reading, household, members, heard, answer, choices, declare }
}
