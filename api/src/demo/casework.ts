import { and, eq, inArray } from 'drizzle-orm'
import { undecidedStates } from '@yima/shared/claim/claim'
import { needsName, whyNotDecide } from '@yima/shared/decision/decide'
import { isCalled, needsMeeting } from '@yima/shared/process/appraisal'
import type { ProcessCommand } from '@yima/shared/process/commands'
import type { LaterStep } from '@yima/shared/process/plan'
import type { Process } from '@yima/shared/process/process'
import { companionsFor } from '@yima/shared/process/seat'
import { findStep } from '@yima/shared/process/record'
import { nextSteps, stageOf, type Stage } from '@yima/shared/process/stage'
import { eligible } from '@yima/shared/process/workflow'
import { Change, hold } from '../application/act.ts'
import { claim } from '../claim/table.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { decideOn } from '../decision/decide.ts'
import { contextOf, judge } from '../decision/judge.ts'
import type { Deps } from '../http/context.ts'
import { staffFor, type Colleague } from '../work/staff.ts'
import { recordFindings } from './findings.ts'

const said = { basis: '青禾县社会救助办理规程', reason: '按程序办理，情况属实' }

type Act = { command: ProcessCommand; by: Colleague }

function commandFor(process: Process, step: LaterStep, companions: readonly string[]): ProcessCommand {
  switch (step) {
    case 'verification':
    case 'review':
      return { ...said, type: 'record', step, found: 'fits', companions: [] }
    case 'visit':
      return { ...said, type: 'record', step, found: 'fits', companions }
    case 'appraisal':
      return findStep(process, step)?.when === 'always'
        ? { ...said, type: 'record', step, found: 'fits', companions: [] }
        : { ...said, type: 'skip', step }
    case 'opinion':
      return { ...said, type: 'propose', opinion: 'confirm' }
    case 'notice':
      return { ...said, type: 'post-notice' }
    case 'confirmation':
      return { ...said, type: 'confirm' }
    default:
      return step satisfies never
  }
}

/** What somebody of these would do next with such a claim, where everything fits; the centre checks where it may. */
function nextAct(process: Process, staff: readonly Colleague[]): Act | undefined {
  const [step] = nextSteps(process)
  if (step === undefined || (step === 'notice' && process.notice !== null)) return undefined
  // Residents meet in a hall, and nobody invents their minutes: such a claim waits for them.
  if (step === 'appraisal' && needsMeeting(process) && isCalled(process)) return undefined
  const may = eligible(process, step, { staff, excluded: [] }).map(({ id }) => id)
  const who = staff.filter(({ id }) => may.includes(id))
  const by = who.find(({ role }) => role === 'verification-officer') ?? who[0]
  if (by === undefined) return undefined
  const others = companionsFor(by, staff)
  const along = others.find(({ office, region }) => office === by.office && region === by.region) ?? others[0]
  return { by, command: commandFor(process, step, along ? [along.id] : []) }
}

/** A claim has come to its notice only once that hangs. */
function hasCome(process: Process, stages: readonly Stage[]): boolean {
  const stage = stageOf(process)
  return stages.includes(stage) && (stage !== 'notice' || process.notice !== null)
}

/**
 * An opinion and a decision follow what the facts come to: whoever writes the opinion has written down what the visit
 * showed. Undefined where nobody may decide on what is known.
 */
async function asFound(
  tx: Transaction,
  deps: Deps,
  change: Change,
  claimId: string,
  { command, by }: Act,
): Promise<ProcessCommand | undefined> {
  const state = change.held.claims.find(({ id }) => id === claimId)?.state
  if (!state || (command.type !== 'propose' && command.type !== 'confirm')) return command
  if (command.type === 'propose') await recordFindings(tx, deps, change, state.programme, by.id)
  const { computation, seen } = await judge(tx, deps, change.held, state)
  const opinion = computation.verdict === 'ineligible' ? 'refuse' : 'confirm'
  if (command.type === 'propose') return { ...command, opinion }
  const type = state.process?.opinion ?? 'confirm'
  const decided = { ...said, type, seen, ...(needsName(computation) ? { named: '按规定给予帮助' } : {}) }
  if (whyNotDecide(computation, decided, contextOf(state)) !== undefined) return undefined
  await decideOn(tx, deps, change, claimId, decided)
  return { ...said, type }
}

/** One act on a claim, unless it has come as far as this. */
const workOn = (deps: Deps, id: string, claimId: string, stages: readonly Stage[]): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const held = await hold(tx, deps, id)
    const { state } = held.claims.find((claim) => claim.id === claimId) ?? {}
    if (!state?.process || hasCome(state.process, stages)) return
    const act = nextAct(state.process, staffFor(state, held.staff, held.row.regionCode))
    if (!act) return
    const change = new Change(deps, held, act.by)
    const command = await asFound(tx, deps, change, claimId, act)
    if (!command) return
    change.process(claimId, command)
    await change.save(tx)
  })

/**
 * Lets the offices go on with the claims of an application, by one act each, as far as this.
 * @returns whether any of them was still undecided
 */
export async function workADay(deps: Deps, id: string, stages: readonly Stage[]): Promise<boolean> {
  const undecided = and(eq(claim.applicationId, id), inArray(claim.state, [...undecidedStates]))
  const rows = await deps.db.select({ id: claim.id }).from(claim).where(undecided)
  for (const { id: claimId } of rows) await workOn(deps, id, claimId, stages)
  return rows.length > 0
}
