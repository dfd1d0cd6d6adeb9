import type { FactRef } from '../policy/verdict.ts'
import type { Computation } from './computation.ts'

/** Lawful reasons to refuse that lie outside the rules of a programme. */
export const grounds = ['means-unverifiable', 'papers-missing', 'wrong-person'] as const
export type Ground = (typeof grounds)[number]

export type DecisionCommand =
  /** `named`: what is given, where the rules set no sum. */
  { type: 'confirm'; named?: string | undefined } | { type: 'refuse'; ground?: Ground | undefined }

/** What stands beside the facts. */
export type DecisionContext = {
  /** How it stands with the signatures of the adults. */
  signing: 'not-needed' | 'open' | 'complete' | 'refused' | 'withdrawn'
  /** Papers were asked for, waited for to the last day, and did not come. */
  papersOpen: boolean
}

export const decisionRefusalCodes = [
  'facts-missing',
  'facts-conflict',
  'facts-only-declared',
  'not-eligible',
  'is-eligible',
  'ground-unfounded',
  'given-unnamed',
] as const
export type DecisionRefusalCode = (typeof decisionRefusalCodes)[number]
export type DecisionRefusal = { refused: DecisionRefusalCode; facts: readonly FactRef[] }

/** Given, but by no sum of the rules: whoever decides names what it is. A status is itself what is given. */
export const needsName = ({ verdict, fen, kind }: Computation): boolean =>
  verdict === 'eligible' && fen === null && kind !== 'status'

const refOf = ({ key, member }: { key: FactRef['fact']; member: string | null }): FactRef =>
  member === null ? { fact: key } : { fact: key, member }

function unsettled({ conflicts, missing }: Computation): DecisionRefusal {
  return conflicts.length > 0
    ? { refused: 'facts-conflict', facts: conflicts.map(refOf) }
    : { refused: 'facts-missing', facts: missing }
}

function whyNotConfirm(computation: Computation, named: string | undefined): DecisionRefusal | undefined {
  switch (computation.verdict) {
    case 'unknown':
      return unsettled(computation)
    case 'ineligible':
      return { refused: 'not-eligible', facts: computation.restsOn.map(refOf) }
    case 'eligible':
      return needsName(computation) && !named?.trim() ? { refused: 'given-unnamed', facts: [] } : undefined
    default:
      return computation.verdict satisfies never
  }
}

function isFounded(ground: Ground, { signing, papersOpen }: DecisionContext): boolean {
  switch (ground) {
    case 'means-unverifiable':
      return signing === 'refused' || signing === 'withdrawn'
    case 'papers-missing':
      return papersOpen
    // What shows it is the paper that whoever decides names as the basis.
    case 'wrong-person':
      return true
    default:
      return ground satisfies never
  }
}

function whyNotRefuse(
  computation: Computation,
  ground: Ground | undefined,
  context: DecisionContext,
): DecisionRefusal | undefined {
  if (ground !== undefined)
    return isFounded(ground, context) ? undefined : { refused: 'ground-unfounded', facts: [] }
  switch (computation.verdict) {
    case 'unknown':
      return unsettled(computation)
    case 'eligible':
      return { refused: 'is-eligible', facts: computation.restsOn.map(refOf) }
    case 'ineligible': {
      const said = computation.restsOn.filter(({ verified }) => !verified)
      return said.length === 0 ? undefined : { refused: 'facts-only-declared', facts: said.map(refOf) }
    }
    default:
      return computation.verdict satisfies never
  }
}

/**
 * Why this may not be decided so; undefined where it may. Confirmed is only what the rules give on settled facts.
 * Refused is only by a condition that fails on verified facts, or on a lawful ground: what somebody said of the own
 * family refuses nobody, nor does what nobody knows.
 */
export const whyNotDecide = (
  computation: Computation,
  command: DecisionCommand,
  context: DecisionContext,
): DecisionRefusal | undefined =>
  command.type === 'confirm'
    ? whyNotConfirm(computation, command.named)
    : whyNotRefuse(computation, command.ground, context)
