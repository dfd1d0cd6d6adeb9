import type { FactKey, FactValue } from '../fact/dictionary.ts'
import type { Process, Finding } from '../process/process.ts'
import type { ProcessCommand } from '../process/commands.ts'
import { isRecorded } from '../process/record.ts'
import { nextSteps } from '../process/stage.ts'
import { refusedVisit, whyNotStep, type ProcessContext, type ProcessRefusalCode } from '../process/workflow.ts'
import { readItem } from './item.ts'
import { careOf, waysAtHome, type CareAct } from './ways.ts'

type Answer = { item: string; value: FactValue | null; note?: string | undefined }

/** What a visit says of one fact: seen or told there, or read on a paper. */
export type VisitFact = { key: FactKey; member: string | null; value: FactValue; source: 'visit' | 'document'; acts?: CareAct[] }

/** The facts that a visit brings; what could not be seen brings none, and how a family lives is no fact of any rule. */
export function factsOfVisit(answers: readonly Answer[]): VisitFact[] {
  return answers.flatMap(({ item, value }): VisitFact[] => {
    const about = readItem(item)
    if (about === undefined || value === null) return []
    if (about.kind === 'fact') {
      const source = waysAtHome.get(about.key) === 'paper' ? 'document' : 'visit'
      return [{ key: about.key, member: about.member, value, source }]
    }
    if (about.kind !== 'care') return []
    const { failures, because } = careOf(value as readonly CareAct[])
    return [{ key: 'selfCareFailures', member: about.member, value: failures, source: 'visit', acts: because }]
  })
}

/** A claim of the request, as far as it was accepted. */
export type VisitedClaim = { id: string; process: Process | null }
type Said = { companions: readonly string[]; findings: readonly { claimId: string; found: Finding }[]; basis: string; reason: string }

/** What follows from a visit: the step of each claim that waits for one; or why it is not taken. */
export type VisitDecision =
  | { refused: ProcessRefusalCode }
  | { records: { claimId: string; command: Extract<ProcessCommand, { type: 'record' }> }[] }

/**
 * Whether what was seen at a home belongs to a claim: it waits for a visit, also for one that follows help, or somebody was there
 * before. What may be handed in may be taken along again: a phone may have lost its papers, and not what was written on it.
 */
export const takesVisit = ({ process }: Pick<VisitedClaim, 'process'>): boolean =>
  process !== null && (nextSteps(process).includes('visit') || isRecorded(process, 'visit'))

/**
 * One visit serves every claim that waits for it. One that another phone has recorded already is kept beside it and
 * changes no step; a visit that no claim of the request asks for is not taken.
 * @param contextOf who acts on that claim, in which office; undefined where it is not theirs
 */
export function decideVisit(
  claims: readonly VisitedClaim[], said: Said, contextOf: (claimId: string) => ProcessContext | undefined,
): VisitDecision {
  const asked = claims.filter(takesVisit)
  const contexts = asked.flatMap(({ id, process }) => {
    const context = contextOf(id)
    return context && process ? [{ id, process, context }] : []
  })
  const [first] = contexts
  if (first === undefined) return { refused: 'not-allowed-now' }
  if (first.context.actor.kind === 'officer' && first.context.excluded.includes(first.context.actor.id)) return { refused: 'excluded' }
  const earlier = contexts.flatMap(({ process }) => process.anew ?? [])
  const refused = refusedVisit(said.companions, first.context, earlier)
  if (refused !== undefined) return { refused }
  const { companions, basis, reason } = said
  const records = contexts
    .filter(({ process, context }) => whyNotStep(process, 'record', 'visit', context) === undefined)
    .map(({ id: claimId }) => {
      const found = said.findings.find((one) => one.claimId === claimId)?.found ?? 'doubtful'
      return { claimId, command: { type: 'record' as const, step: 'visit' as const, found, companions, basis, reason } }
    })
  return { records }
}
