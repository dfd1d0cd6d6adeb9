import type { TrackingView } from '@yima/shared/claim/contract'

type Due = { date: string; provisional: boolean }
type Line = { state: string; due: Due | null; paused: string | null }

/** Whose turn it is and by when: `your-papers` before everything, then the visit or the first answer due. */
export function nextStep(
  row: { state: string; kind: string },
  visit: Due,
  claims: readonly Line[],
): TrackingView['next'] {
  if (row.state === 'withdrawn' || row.state === 'closed' || row.state === 'merged')
    return { key: row.state, due: null }
  if (claims.some(({ state, paused }) => state === 'supplement' || paused === 'supplement')) return { key: 'your-papers', due: null }
  if (row.kind === 'outreach' || row.state === 'submitted') return { key: 'visit', due: visit }
  const running = claims.flatMap((claim) => (claim.due ? [claim.due] : []))
  const first = running.reduce<Due | null>(
    (soonest, due) => (soonest === null || due.date < soonest.date ? due : soonest),
    null,
  )
  return first ? { key: 'answer', due: first } : { key: 'settled', due: null }
}
