import type * as v from 'valibot'
import type { OfficerView } from '@yima/shared/identity/contract'
import type { keptScan, OccasionView } from '@yima/shared/window/contract'
import { answerTo, enqueue, findEntry, openOutbox, settle } from '../app/outbox.ts'
import { askToStay } from '../app/persistence.ts'
import { keep, recall } from '../app/store.ts'
import { moveFiling, newFiling, saveFiling, visitOf, type FilingVisit } from './filing.ts'

export type KeptScan = v.InferInput<typeof keptScan>

// What the server's clock was ahead of this phone's when it was last heard: without a network nobody else can say.
const aheadKey = 'work.ahead'
export const noteAhead = (ms: number): Promise<void> => keep(aheadKey, ms)
export const findAhead = async (): Promise<number> => (await recall<number>(aheadKey)) ?? 0

/**
 * Keeps a scan on this phone, to go as soon as there is a network, and begins what is written on it. `from`: what was
 * written on another visit goes over to this one.
 */
export async function keepScan(
  officer: OfficerView,
  scan: Omit<KeptScan, 'scannedAt'>,
  from: string | undefined,
): Promise<void> {
  const ahead = await findAhead()
  const entry = crypto.randomUUID()
  const visit: FilingVisit = { id: scan.id, ahead, scan: entry }
  // Before it is handed over: whatever moment the phone dies, a visit is known with its scan.
  if (from === undefined) await saveFiling(officer, newFiling(visit))
  else await moveFiling(officer, from, visit)
  void askToStay()
  await enqueue([
    {
      id: entry,
      kind: 'kept-scan',
      path: '/work/occasions',
      body: { ...scan, scannedAt: new Date(Date.now() + ahead).toISOString() } satisfies KeptScan,
      actor: `officer:${officer.id}`,
      label: { officer: officer.name },
    },
  ])
}

/** What is known of a visit once its scan was answered; the entry of a scan that has gone is named no more. */
export async function visitNow(visit: FilingVisit): Promise<FilingVisit> {
  const { scan, ...rest } = visit
  if (scan === undefined) return visit
  await openOutbox()
  const view = answerTo<OccasionView>(scan)
  if (view) {
    await settle(scan)
    return { ...visitOf(view), ahead: visit.ahead }
  }
  return findEntry(scan) ? visit : rest
}
