import { evolve as evolveProcess } from '../process/evolve.ts'
import type { ProcessEvent } from '../process/process.ts'
import { stageOf } from '../process/stage.ts'
import type { ClaimEvent, ClaimState } from './claim.ts'

type Opening = Extract<ClaimEvent, { type: 'claim-opened' | 'claim-added' }>

/** A claim begins, or begins again: then its papers and their one request stay known. */
function opened(claim: ClaimState | undefined, event: Opening): ClaimState {
  return {
    programme: event.programme,
    origin: event.origin,
    state: 'proposed',
    handler: claim?.handler ?? null,
    clock: { from: event.on, term: event.term, pauses: [] },
    paused: null,
    papers: claim?.papers ?? [],
    papersAsked: claim?.papersAsked === true,
    ...(claim?.furtherRequests === undefined ? {} : { furtherRequests: claim.furtherRequests }),
    process: null,
    reason: event.type === 'claim-added' ? event.reason : null,
  }
}

type Asking = Extract<ClaimEvent, { type: 'papers-asked' | 'papers-asked-again' }>

/**
 * What came stays; what was asked for in a round that the applicant left does not come back by itself. From
 * acceptance on the process says that the clock stands still.
 */
function papersAsked(claim: ClaimState, event: Asking): ClaimState {
  const then = claim.state === 'accepted' ? 'accepted' : 'proposed'
  return {
    ...claim,
    ...(claim.process === null
      ? { state: 'supplement' as const, paused: { reason: 'supplement' as const, since: event.on, then } as const }
      : {}),
    handler: claim.handler ?? event.handler,
    papers: [
      ...claim.papers.filter(({ sentOn }) => sentOn !== null),
      ...event.papers.map((paper) => ({ ...paper, sentOn: null })),
    ],
    papersAsked: true,
    ...(event.type === 'papers-asked-again' ? { furtherRequests: (claim.furtherRequests ?? 0) + 1 } : {}),
  }
}

function papersSent(claim: ClaimState, event: Extract<ClaimEvent, { type: 'papers-sent' }>): ClaimState {
  const papers = claim.papers.map((paper) =>
    event.papers.includes(paper.id) ? { ...paper, sentOn: event.on } : paper)
  const { paused, clock } = claim
  if (!event.complete || paused === null) return { ...claim, papers }
  const pauses = [...(clock?.pauses ?? []), { from: paused.since, to: event.on }]
  return { ...claim, papers, state: paused.then, paused: null, clock: clock && { ...clock, pauses } }
}

/** Without the papers that did not come: they are asked for no longer. */
const goesOn = ({ papers }: ClaimState): Pick<ClaimState, 'papers' | 'paused'> =>
  ({ papers: papers.filter(({ sentOn }) => sentOn !== null), paused: null })

/** From acceptance on: the claim is where its process is, and has no clock but that one. */
function onItsWay(claim: ClaimState, event: ProcessEvent): ClaimState {
  const process = evolveProcess(claim.process ?? undefined, event)
  const reason = event.type === 'claim-refused' ? event.reason : claim.reason
  const { papers } = event.type === 'papers-waived' ? goesOn(claim) : claim
  return { ...claim, papers, process, state: stageOf(process), handler: process.handler, clock: null, paused: null, reason }
}

/** What changes nothing for whoever acts on the claim. */
const passing: readonly ClaimEvent['type'][] = ['clock-warned', 'claim-urged', 'papers-reminded', 'notice-judged', 'board-filed', 'facts-settled']

/** The claim after an event. Never refuses: what happened has happened. */
export function evolve(claim: ClaimState | undefined, event: ClaimEvent): ClaimState {
  const version = (claim?.version ?? 0) + (passing.includes(event.type) ? 0 : 1)
  return { ...after(claim, event), version }
}

function after(claim: ClaimState | undefined, event: ClaimEvent): ClaimState {
  if (event.type === 'claim-opened' || event.type === 'claim-added') return opened(claim, event)
  if (claim === undefined) throw new RangeError(`${event.type} before the claim began`)
  switch (event.type) {
    case 'claim-accepted':
    case 'claim-accepted-by-silence':
      return {
        ...claim,
        state: 'accepted',
        handler: claim.handler ?? event.handler,
        ...goesOn(claim),
        clock: { from: event.on, term: event.term, pauses: [] },
      }
    case 'papers-asked':
    case 'papers-asked-again':
      return papersAsked(claim, event)
    case 'papers-sent':
      return papersSent(claim, event)
    case 'claim-dropped':
      return { ...claim, state: 'notAccepted', clock: null, paused: null, reason: event.reason }
    case 'claim-withdrawn':
      return { ...claim, state: 'withdrawn', clock: null, paused: null, process: null, reason: event.reason }
    default:
      return onItsWay(claim, event)
  }
}
