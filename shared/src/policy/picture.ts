import { factSpec } from '../fact/dictionary.ts'
import type { FactKey, Facts, FactValue } from '../fact/dictionary.ts'
import { withSaid, type Said } from '../fact/said.ts'
import { decideAll, match, type MatchInput } from './match.ts'
import { programmeIds } from './programme-ids.ts'
import type { ProgrammeId } from './programme-ids.ts'
import type { FactRef, Likelihood, Verdict } from './verdict.ts'

export type PictureInput = MatchInput & {
  /** The verdicts of this household; worked out when left out. */
  verdicts?: readonly Verdict[]
  /** What the reader of words proposed. */
  proposed?: readonly ProgrammeId[]
  /** What the resident wants besides. */
  added?: readonly ProgrammeId[]
  /** What the resident asked about. */
  asked?: readonly ProgrammeId[]
}

/** One programme as people are shown it; it may cover several members. */
export type PictureRow = {
  programme: ProgrammeId
  likelihood: Likelihood
  /** The verdicts that make it so: those of the members (or the household) it may be for. */
  verdicts: readonly Verdict[]
  /** Yuan in all, when every verdict behind `likely` knows its amount. */
  amount?: number
}

const wantedOf = ({ proposed = [], added = [], asked = [] }: PictureInput): ReadonlySet<ProgrammeId> =>
  new Set([...proposed, ...added, ...asked])

/**
 * What a resident is shown, likely first. Likely: eligible on what was said (what was assumed stands
 * in `assumed`). Possible: proposed by the reader or the resident and not ruled out, a "no" that an
 * assumption may turn included. Probably not: proposed or asked about, and ruled out. Nothing else
 * is listed: nobody is shown a wall of refusals.
 */
export function picture(input: PictureInput): PictureRow[] {
  const verdicts = input.verdicts ?? match(input)
  const wanted = wantedOf(input)
  const rows = programmeIds.flatMap((programme) => {
    const own = verdicts.filter((verdict) => verdict.programme === programme)
    const row = rowOf(programme, own, wanted.has(programme), input)
    return row === undefined ? [] : [row]
  })
  return rows.sort((one, other) => order[one.likelihood] - order[other.likelihood])
}

/**
 * The programmes that `picture` shows as likely or possible, in its order. Reasons are worked out only where a
 * "no" of a programme that somebody wants may rest on an assumption: for most households nobody reads them.
 */
export function likelyOrPossible(input: PictureInput): ProgrammeId[] {
  const answers = new Map<ProgrammeId, Set<Verdict['verdict']>>()
  for (const { programme, verdict } of decideAll(input)) {
    const own = answers.get(programme)
    if (own) own.add(verdict)
    else answers.set(programme, new Set([verdict]))
  }
  const wanted = wantedOf(input)
  const among = (programme: ProgrammeId, answer: Verdict['verdict']) =>
    answers.get(programme)?.has(answer) === true
  const likely = programmeIds.filter((programme) => among(programme, 'eligible'))
  const others = programmeIds.filter((programme) => wanted.has(programme) && !among(programme, 'eligible'))
  if (others.every((programme) => among(programme, 'unknown'))) return [...likely, ...others]
  return opens(picture(input))
}

const order: Record<Likelihood, number> = { likely: 0, possible: 1, 'probably-not': 2 }

function rowOf(
  programme: ProgrammeId,
  own: readonly Verdict[],
  wanted: boolean,
  input: MatchInput,
): PictureRow | undefined {
  const eligible = own.filter(({ verdict }) => verdict === 'eligible')
  if (eligible.length > 0) return { programme, likelihood: 'likely', verdicts: eligible, ...sumOf(eligible) }
  if (!wanted) return undefined
  const open = own.filter((verdict) => verdict.verdict === 'unknown' || mayTurn(verdict, input))
  if (open.length > 0) return { programme, likelihood: 'possible', verdicts: open }
  // Somebody of the family of whom nothing was said may be the one it is for: unknown is never no.
  if (mayFitUnlisted(programme, input)) return { programme, likelihood: 'possible', verdicts: own }
  return { programme, likelihood: 'probably-not', verdicts: own }
}

const unlisted = 'unlisted'

/** Whether more people live together than were spoken of, and one of them, of whom nothing is known, may fit. */
function mayFitUnlisted(programme: ProgrammeId, input: MatchInput): boolean {
  const {
    household: { householdSize },
    members,
  } = input
  if (typeof householdSize !== 'number' || householdSize <= Math.max(1, members.length)) return false
  return decideAll({ ...input, members: [...members, { id: unlisted }] }).some(
    (decision) =>
      decision.programme === programme && decision.member === unlisted && decision.verdict !== 'ineligible',
  )
}

function sumOf(verdicts: readonly Verdict[]): { amount?: number } {
  const amounts = verdicts.flatMap(({ amount }) => (amount === undefined ? [] : [Math.round(amount * 100)]))
  const fen = amounts.reduce((sum, amount) => sum + amount, 0)
  return amounts.length === verdicts.length && fen > 0 ? { amount: fen / 100 } : {}
}

/** The programmes a submission opens claims for: likely, possible, and each the resident adds. */
export function opens(rows: readonly PictureRow[], added: readonly ProgrammeId[] = []): ProgrammeId[] {
  const shown = rows
    .filter(({ likelihood }) => likelihood !== 'probably-not')
    .map(({ programme }) => programme)
  return [...new Set([...shown, ...added])]
}

/**
 * Values that an assumed default may plausibly have instead. Money of a month carries a household
 * across more than one line (out of the edge, into dibao), so the way to the end is tried as well.
 */
export function plausibleInstead(fact: FactKey): readonly FactValue[] {
  const spec = factSpec(fact)
  if (spec.type === 'boolean') return spec.default === undefined ? [] : [!spec.default]
  if (spec.type !== 'number' || spec.range === undefined) return []
  const [from, to] = spec.range
  const steps = spec.unit === 'yuan-month' ? [0, 1, 2, 3, 4] : [0, 4]
  return steps.map((step) => from + ((to - from) * step) / 4).filter((value) => value !== spec.default)
}

/**
 * Whether a "no" rests on defaults that nobody stated and some plausible value of them would turn
 * it. Few defaults meet in one verdict, so every combination is tried.
 */
export function mayTurn(verdict: Verdict, input: MatchInput): boolean {
  if (verdict.verdict !== 'ineligible') return false
  return combinations(verdict.assumed).some((values) =>
    decideAll({ ...input, ...withSaid(input, values) }).some(
      (decision) =>
        decision.programme === verdict.programme &&
        decision.member === verdict.member &&
        decision.verdict !== 'ineligible',
    ),
  )
}

/** Each way in which some of the assumed facts lie at the other end of what is plausible. */
function combinations(refs: readonly FactRef[]): Said[][] {
  return refs
    .reduce<Said[][]>(
      (sets, { fact, member }) =>
        sets.flatMap((set) => [
          set,
          ...plausibleInstead(fact).map((value) => [...set, { member, sets: { [fact]: value } as Facts }]),
        ]),
      [[]],
    )
    .filter((set) => set.length > 0)
}
