import type { Alert } from './alert.ts'

type Due = { date: string; provisional: boolean }
type ClaimRow = {
  state: string
  paused: boolean
  dueOn: string | null
  dueProvisional: boolean
  /** What may be done now, and where: `<level or department>:<step>`. */
  waits: readonly string[]
}
type Request = {
  kind: string
  state: string
  visit: Due
  alert: Alert | null
  /** Papers came and nobody of the staff has opened the request since. */
  papersUnseen: boolean
}

const earliest = (dues: readonly Due[]): Due | null =>
  dues.reduce<Due | null>(
    (soonest, due) => (soonest === null || due.date < soonest.date ? due : soonest),
    null,
  )

const dayOf = (claim: ClaimRow): Due[] =>
  claim.dueOn === null ? [] : [{ date: claim.dueOn, provisional: claim.dueProvisional }]

/** What each step is for whoever has it. */
const taskOf: Readonly<Record<string, string>> = {
  verification: 'verify',
  visit: 'visit',
  appraisal: 'appraise',
  opinion: 'propose',
  notice: 'post-notice',
  confirmation: 'decide',
  review: 'review',
  answer: 'answer',
  papers: 'papers',
  'take-over': 'take-over',
  view: 'view',
}

/** Whether what waits under this name (`<level or department>:<step>`) waits at the desk that asks. */
export type IsHere = (wait: string) => boolean

const byDue = (one: ClaimRow, other: ClaimRow): number =>
  (one.dueOn ?? '9999').localeCompare(other.dueOn ?? '9999')

/** Of the claims in hand, the step that waits at this desk and whose whole road ends first. */
function stepHere(
  claims: readonly ClaimRow[],
  isHere: IsHere,
): { task: string; due: Due | null } | undefined {
  for (const claim of [...claims].sort(byDue)) {
    const task = taskOf[claim.waits.find(isHere)?.split(':')[1] ?? '']
    if (task !== undefined) return { task, due: earliest(dayOf(claim)) }
  }
  return undefined
}

/** Nobody here has anything to do with what is in hand: a notice hangs, or another level has it. */
function waitsElsewhere(inHand: readonly ClaimRow[]): { task: string; due: Due | null } {
  const hangs = inHand.some((claim) => claim.state === 'notice' && claim.waits.length === 0)
  return { task: hangs ? 'wait-notice' : 'elsewhere', due: earliest(inHand.flatMap(dayOf)) }
}

/** States in which nothing waits for anybody any more. */
export const settled: readonly string[] = ['notAccepted', 'withdrawn', 'confirmed', 'refused']

/**
 * The one thing to do next with a request and its day: answer an unanswered call, make the visit
 * of an outreach, look at papers that came, look at proposed claims, do the step that waits here, wait for papers,
 * for a notice or for another level.
 */
export function nextTask(
  { kind, visit, alert, papersUnseen }: Request,
  claims: readonly ClaimRow[],
  isHere: IsHere,
): { task: string; due: Due | null } {
  const dueOf = (state: string): Due | null =>
    earliest(
      claims.flatMap((claim) =>
        claim.state === state && claim.dueOn
          ? [{ date: claim.dueOn, provisional: claim.dueProvisional }]
          : [],
      ),
    )
  if (alert && alert.acknowledgedAt === null) return { task: 'answer-call', due: visit }
  if (kind === 'outreach') return { task: 'visit', due: visit }
  const open = claims.filter((claim) => !settled.includes(claim.state))
  if (papersUnseen && open.some((claim) => !claim.paused))
    return { task: 'check-papers', due: earliest(open.flatMap(dayOf)) ?? visit }
  const step = stepHere(open, isHere)
  if (
    open.some((claim) => claim.state === 'proposed') &&
    (step === undefined || isHere('township:acceptance'))
  )
    return { task: 'triage', due: earliest([dueOf('proposed') ?? visit, visit]) }
  if (step) return step
  if (open.length > 0 && open.every((claim) => claim.state === 'supplement'))
    return { task: 'wait-papers', due: null }
  if (open.length > 0) return waitsElsewhere(open)
  return { task: claims.length === 0 ? 'visit' : 'nothing', due: claims.length === 0 ? visit : null }
}
