import { factKeys, factSpec, isHouseholdFact } from '../fact/dictionary.ts'
import type { FactKey } from '../fact/dictionary.ts'
import { withSaid } from '../fact/said.ts'
import { askedUnder } from '../fact/together.ts'
import type { Need } from './engine.ts'
import { decideAll, match, needsOf, type MatchInput } from './match.ts'
import { mayTurn, plausibleInstead } from './picture.ts'
import { plausibleAnswers } from './plausible.ts'
import type { ProgrammeId } from './programme-ids.ts'
import type { FactRef, Verdict } from './verdict.ts'

export type QuestionInput = MatchInput & {
  /** The verdicts of this household; worked out when left out. */
  verdicts?: readonly Verdict[]
  /** Only these programmes matter; all of them when left out. */
  inPlay?: ReadonlySet<ProgrammeId>
  /** Asked and not known: not asked again. */
  skip?: readonly FactRef[]
}

type Row = { programme: ProgrammeId; verdict: Verdict['verdict'] }

/**
 * The one question whose answer settles most: for each fact that is still open, how many programmes
 * its plausible answers would settle on average, and how much it is needed. Questions that come
 * close to a person wait for the plainer ones; the person who asks comes before the others. While
 * some programme has no answer for anybody in the household, only such programmes are asked about;
 * then the other members'. Null when no answer can change a result that matters.
 */
export function nextQuestion(input: QuestionInput): FactRef | null {
  const verdicts = (input.verdicts ?? match(input)).filter(
    ({ programme }) => input.inPlay?.has(programme) ?? true,
  )
  const open = openProgrammes(verdicts)
  const asked = new Set(verdicts.map(({ programme }) => programme))
  const needs = [
    ...needsOf(input).filter(({ programme }) => asked.has(programme)),
    ...turningNeeds(verdicts, input),
  ]
  return (
    best(
      needs.filter(({ programme }) => open.has(programme)),
      input,
    ) ?? best(needs, input)
  )
}

/** Programmes that nobody in the household is known to qualify for, and somebody still may. */
function openProgrammes(rows: readonly Row[]): Set<ProgrammeId> {
  const open = new Set(rows.flatMap(({ programme, verdict }) => (verdict === 'unknown' ? [programme] : [])))
  for (const { programme, verdict } of rows) if (verdict === 'eligible') open.delete(programme)
  return open
}

/** A "no" that rests on assumptions needs them said, if saying them could turn it. */
const turningNeeds = (verdicts: readonly Verdict[], input: MatchInput): Need[] =>
  verdicts
    .filter((verdict) => mayTurn(verdict, input))
    .map(({ programme, assumed }) => ({
      programme,
      progress: 1,
      facts: assumed
        .filter(({ fact }) => plausibleInstead(fact).length > 0)
        .map((ref) => ({ ref, share: 1 })),
    }))

/** How much being needed weighs against settling at once. */
const needWeight = 0.5
/** What a programme weighs before anything of it is known. */
const untouched = 0.5
/** A private question must promise more than a plain one, a painful one far more. */
const patience = [1, 0.9, 0.5] as const
/** Whoever asks is asked first. */
const ofOthers = 0.8

type Weights = ReadonlyMap<ProgrammeId, number>

/** What has been begun is finished first: a programme weighs more the more of it is known to hold. */
function weightsOf(needs: readonly Need[]): Weights {
  const weights = new Map<ProgrammeId, number>()
  for (const { programme, progress } of needs) {
    weights.set(programme, Math.max(weights.get(programme) ?? 0, untouched + progress))
  }
  return weights
}

function best(needs: readonly Need[], input: QuestionInput): FactRef | null {
  const open = weightsOf(needs)
  const first = input.members[0]?.id
  const scored = questionsBehind(needs, open, input).map(({ ref, need }) => ({
    ref,
    score:
      (settles(ref, open, input) + needWeight * need) *
      patience[factSpec(ref.fact).sensitivity] *
      (ref.member === undefined || ref.member === first ? 1 : ofOthers),
  }))
  scored.sort((one, other) => other.score - one.score || rank(one.ref.fact) - rank(other.ref.fact))
  return scored[0]?.ref ?? null
}

const rank = (fact: FactKey): number => factKeys.indexOf(fact)
const refKey = ({ fact, member }: FactRef): string => (member === undefined ? fact : `${fact}/${member}`)

/** The questions behind missing facts, each with how much the programmes need it. */
function questionsBehind(
  needs: readonly Need[],
  open: Weights,
  { household, members, skip = [] }: QuestionInput,
) {
  const skipped = new Set(skip.map(refKey))
  const rows = new Map<ProgrammeId, number>()
  for (const { programme } of needs) rows.set(programme, (rows.get(programme) ?? 0) + 1)
  const found = new Map<string, { ref: FactRef; need: number }>()
  for (const { programme, facts } of needs) {
    for (const { ref, share } of facts) {
      const known = isHouseholdFact(ref.fact)
        ? household
        : (members.find(({ id }) => id === ref.member) ?? {})
      const question = { ...ref, fact: askedUnder(ref.fact, known) }
      if (skipped.has(refKey(ref)) || skipped.has(refKey(question))) continue
      const entry = found.get(refKey(question)) ?? { ref: question, need: 0 }
      entry.need += (share * (open.get(programme) ?? 0)) / (rows.get(programme) ?? 1)
      found.set(refKey(question), entry)
    }
  }
  return [...found.values()]
}

/** How many of the open programmes an answer settles, on average over the plausible answers. */
function settles(ref: FactRef, open: Weights, input: MatchInput): number {
  const member = input.members.find(({ id }) => id === ref.member)
  const answers = plausibleAnswers(ref.fact, input.parameters, input.household, member)
  const total = answers.reduce((sum, { weight }) => sum + weight, 0)
  return answers.reduce((sum, { sets, weight }) => {
    const decisions = decideAll({ ...input, ...withSaid(input, [{ sets, member: ref.member }]) })
    const left = openProgrammes(decisions.filter(({ programme }) => open.has(programme)))
    const gain = [...open].reduce((all, [programme, worth]) => (left.has(programme) ? all : all + worth), 0)
    return sum + (gain * weight) / total
  }, 0)
}
