import type { Actor } from '@yima/shared/access/actor'
import type { AgainStep } from '@yima/shared/process/commands'
import { examiners, type Reach } from '@yima/shared/process/seat'
import type { Process } from '@yima/shared/process/process'
import { Change, hold, type Held as HeldApplication } from '../application/act.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { tellExamined, tellObjected } from '../notification/applicant.ts'
import { staffFor, type Colleague } from '../work/staff.ts'
import type { Held } from './store.ts'

/**
 * What the claim’s own trail says of it: that, and never what. Its reason is the office’s, the same whoever objected and
 * whatever they wrote: the family reads it, and keeps it in its file.
 */
const said = { basis: '公示期间有人提了不同意见', reason: '由没有经手的人查清' }

/** The claim that an objection is about, held for a change. Throws `not-found`. */
export async function holdClaim(
  tx: Transaction,
  deps: Deps,
  { applicationId, claimId }: { applicationId: string; claimId: string },
): Promise<{ held: HeldApplication; process: Process }> {
  const held = await hold(tx, deps, applicationId)
  return { held, process: processIn(held, claimId) }
}

export function processIn({ claims }: Pick<HeldApplication, 'claims'>, claimId: string): Process {
  const process = claims.find(({ id }) => id === claimId)?.state.process
  if (!process) throw new Error('An objection to a claim that has no process')
  return process
}

/**
 * Who may look into an objection to this claim, each in the office in which they may.
 * @param writtenBy whoever wrote it down for somebody without a phone: another looks into it
 */
export function examinersOf(
  { claims, staff, excluded: related, row }: Pick<HeldApplication, 'claims' | 'staff' | 'excluded' | 'row'>,
  claimId: string,
  reach: Reach,
  writtenBy: string | null = null,
): Colleague[] {
  const excluded = writtenBy === null ? related : [...related, writtenBy]
  const state = claims.find(({ id }) => id === claimId)?.state
  if (!state?.process) return []
  return examiners(state.process, { staff: staffFor(state, staff, row.regionCode), excluded }, reach)
}

/** The claim waits for an objection, and its applicant hears that, and until when. */
export async function pauseFor(
  tx: Transaction,
  deps: Deps,
  application: HeldApplication,
  { row }: Held,
  actor: Actor,
): Promise<void> {
  const change = new Change(deps, application, actor)
  const { process } = change.follow(row.claimId, { ...said, type: 'object' })
  await change.save(tx)
  await tellObjected(tx, deps, application, row.claimId, process?.paused?.until ?? deps.clock.today())
}

/** What came of it: the claim goes on, or something of it is done anew. */
export async function goOn(
  tx: Transaction,
  deps: Deps,
  application: HeldApplication,
  { row }: Held,
  again: AgainStep | null,
  actor: Actor,
): Promise<void> {
  const wasPaused = processIn(application, row.claimId).paused !== null
  const change = new Change(deps, application, actor)
  change.process(row.claimId, { ...said, type: 'examined', again })
  await change.save(tx)
  // Of what never made it wait it hears only where something of it is done anew.
  if (wasPaused || again !== null) await tellExamined(tx, deps, application, row.claimId)
}
