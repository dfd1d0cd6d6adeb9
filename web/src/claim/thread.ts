import type { ApplicationView, ClaimView, TimelineEntry } from '@yima/shared/claim/contract'
import type { ClaimStateName } from '@yima/shared/claim/claim'
import type { Programme } from '@yima/shared/policy/programme'
import type { ShapeName } from '../look/icons.ts'
import { knownState } from './state.ts'

/** One step of a claim's thread, before it is put into words. */
export type Step = {
  shape: ShapeName
  /** Catalogue `claim`: `claim.thread.<key>`. */
  key: string
  params?: Readonly<Record<string, number>>
  /** When it happened (ISO 8601). */
  at?: string
  /** By when it happens. */
  by?: { date: string; provisional: boolean }
  /** Which office, and who in it. */
  office?: string
  reason?: string
  /** Who did it in whose place. */
  acting?: { by: string; forName: string }
}

type Road = Pick<Programme, 'process' | 'amount'>
type Stage = 'answer' | 'papers' | 'visit' | 'verify' | 'notice' | 'decision' | 'payment'

/** Where in its road a claim stands; undefined when the road is at its end. */
function stageOf(state: ClaimStateName): Stage | undefined {
  switch (state) {
    case 'proposed':
      return 'answer'
    case 'supplement':
    case 'signing':
      return 'papers'
    case 'accepted':
    case 'investigating':
    case 'transferred':
      return 'visit'
    case 'verifying':
    case 'appraisal':
    case 'preliminary':
      return 'verify'
    case 'notice':
    case 'objected':
      return 'notice'
    case 'review':
      return 'decision'
    case 'confirmed':
    case 'paying':
    case 'emergencyPaid':
    case 'backfill':
      return 'payment'
    case 'notAccepted':
    case 'refused':
    case 'withdrawn':
    case 'active':
    case 'adjusted':
    case 'suspended':
    case 'gradualExit':
    case 'ended':
      return undefined
    default:
      return state satisfies never
  }
}

/** The road of a programme as its own data describes it; what it does not need is not in it. */
function roadOf({ process, amount }: Road, stage: Stage): Stage[] {
  const road: Stage[] = ['answer']
  if (stage === 'papers') road.push('papers')
  if (process.visit !== 'none') road.push('visit')
  if (process.verification !== 'none') road.push('verify')
  if (process.notice.kind !== 'none') road.push('notice')
  road.push('decision')
  if (amount.kind !== 'status' && amount.kind !== 'service') road.push('payment')
  return road
}

function ahead(
  stage: Stage, shape: ShapeName, application: ApplicationView, claim: ClaimView, road: Road,
): Step {
  const due = claim.due === null ? {} : { by: claim.due }
  switch (stage) {
    case 'answer':
      return { shape, key: 'answer', ...due }
    case 'papers':
      return { shape, key: claim.state === 'signing' ? 'signing' : 'papers' }
    case 'visit': {
      const key = road.process.visit === 'always' ? 'visit' : 'visit-if-needed'
      return { shape, key, by: application.visit }
    }
    case 'verify':
      return { shape, key: `verify.${road.process.verification}` }
    case 'notice': {
      const { notice } = road.process
      return notice.kind === 'none'
        ? { shape, key: 'decision' }
        : { shape, key: `notice.${notice.kind}.${notice.unit}`, params: { days: notice.days } }
    }
    case 'decision':
      return { shape, key: 'decision', ...(claim.state === 'proposed' ? {} : due) }
    case 'payment':
      return { shape, key: 'payment' }
    default:
      return stage satisfies never
  }
}

const told = new Set([
  'application-submitted', 'outreach-requested', 'agreement-recorded', 'claim-added', 'claim-accepted',
  'claim-accepted-by-silence', 'call-acknowledged', 'papers-asked', 'papers-asked-again', 'papers-sent', 'claim-dropped', 'claim-withdrawn',
  'appraisal-called', 'reappraisal-asked', 'claim-handed-over', 'claim-rechecked', 'claim-sent-back', 'claim-urged', 'time-extended', 'verification-fenced',
  'claim-dispatched', 'claim-transferred', 'claim-taken-over', 'claim-given-back', 'papers-waived', 'decision-heard',
])

function past({ at, type, by, reason, acting }: TimelineEntry): Step {
  const shape: ShapeName = type === 'claim-dropped' ? 'no' : type === 'claim-withdrawn' ? 'less' : 'done'
  return {
    shape, key: type, at, ...(by === null ? {} : { office: by }), ...(reason === undefined ? {} : { reason }),
    ...(acting === undefined ? {} : { acting }),
  }
}

const mineOf = ({ timeline }: ApplicationView, { programme: of }: ClaimView): TimelineEntry[] =>
  timeline.filter(({ type, programme }) => told.has(type) && (programme === undefined || programme === of))

/** What happened to one claim besides the steps of its way; what waits for the resident is told as that. */
export function pastOf(application: ApplicationView, claim: ClaimView): Step[] {
  const mine = mineOf(application, claim)
  const asked = claim.paused === 'supplement' ? mine.filter(({ type }) => type.startsWith('papers-asked')).pop() : undefined
  return mine.map((entry) => (entry === asked ? { ...past(entry), shape: 'turn' } : past(entry)))
}

/**
 * The thread of one claim: what happened, with dates and offices, and what lies ahead by the
 * programme's own process. The step that stands now is `now`, or `turn` when it waits for the resident.
 */
export function threadOf(application: ApplicationView, claim: ClaimView, road: Road): Step[] {
  const mine = mineOf(application, claim)
  const stage = stageOf(knownState(claim.state))
  const asked = stage === 'papers' ? mine.filter(({ type }) => type.startsWith('papers-asked')).pop() : undefined
  const before = mine.filter((entry) => entry !== asked).map(past)
  if (stage === undefined) return before
  const stages = roadOf(road, stage)
  const from = Math.max(0, stages.indexOf(stage))
  const steps = stages.slice(from).map((one, index) => {
    const shape = index > 0 ? 'todo' : one === 'papers' ? 'turn' : 'now'
    return ahead(one, shape, application, claim, road)
  })
  const [current] = steps
  if (current && asked) {
    const { at, by, reason } = asked
    Object.assign(current, { at, ...(by === null ? {} : { office: by }), ...(reason === undefined ? {} : { reason }) })
  }
  return [...before, ...steps]
}

/** The thread of a request that has no claims: somebody asked us to go and see a person. */
export function visitThread(application: ApplicationView): Step[] {
  const before = application.timeline
    .filter(({ type }) => told.has(type) || type.startsWith('application-'))
    .map(past)
  if (!['submitted', 'open'].includes(application.state)) return before
  const visit: Step = { shape: 'now', key: 'visit', by: application.visit }
  if (application.kind === 'application') return [...before, visit]
  return [...before, visit, { shape: 'todo', key: 'agree' }]
}
