import type { Alert } from './alert.ts'

type Due = { date: string; provisional: boolean }
type ClaimRow = { state: string; paused: boolean; dueOn: string | null; dueProvisional: boolean }
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

const isDue = (due: Due | null): due is Due => due !== null

/**
 * The one thing to do next with a request and its day: answer an unanswered call, make the visit
 * of an outreach, look at papers that came, look at proposed claims, wait for papers; otherwise the
 * visit that is owed.
 */
export function nextTask(
  { kind, visit, alert, papersUnseen }: Request,
  claims: readonly ClaimRow[],
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
  const open = claims.filter((claim) => claim.state !== 'notAccepted' && claim.state !== 'withdrawn')
  if (papersUnseen && open.some((claim) => !claim.paused))
    return {
      task: 'check-papers',
      due: earliest([dueOf('proposed'), dueOf('accepted')].filter(isDue)) ?? visit,
    }
  if (open.some((claim) => claim.state === 'proposed'))
    return { task: 'triage', due: earliest([dueOf('proposed') ?? visit, visit]) }
  if (open.length > 0 && open.every((claim) => claim.paused)) return { task: 'wait-papers', due: null }
  if (open.length === 0)
    return { task: claims.length === 0 ? 'visit' : 'nothing', due: claims.length === 0 ? visit : null }
  // In hand: what can be missed now is the answer. That the visit was made is noted in the visit's own record.
  return { task: 'visit', due: dueOf('accepted') ?? visit }
}
