import type { ClaimState } from '@yima/shared/claim/claim'
import type { ProcessCommand } from '@yima/shared/process/commands'
import type { Process } from '@yima/shared/process/process'
import { nextSteps, stageOf, type Stage } from '@yima/shared/process/stage'
import { eligible } from '@yima/shared/process/workflow'
import { Change, hold, type Held } from '../application/act.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { staffFor, type Colleague } from '../work/staff.ts'

const said = { basis: '最低生活保障审核确认办法', reason: '按程序办理，情况属实' }

type Act = { command: ProcessCommand; by: Colleague }

function commandFor(step: ReturnType<typeof nextSteps>[number], companions: readonly string[]): ProcessCommand {
  switch (step) {
    case 'verification':
      return { ...said, type: 'record', step, found: 'fits', companions: [] }
    case 'visit':
      return { ...said, type: 'record', step, found: 'fits', companions }
    case 'appraisal':
      return { ...said, type: 'skip', step }
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
  const may = eligible(process, step, { staff, excluded: [] }).map(({ id }) => id)
  const who = staff.filter(({ id }) => may.includes(id))
  const by = who.find(({ role }) => role === 'verification-officer') ?? who[0]
  if (by === undefined) return undefined
  const along = staff.filter(({ id, office, region }) => id !== by.id && office === by.office && region === by.region)
  return { by, command: commandFor(step, along.slice(0, 1).map(({ id }) => id)) }
}

const stands = ({ process }: ClaimState, stages: readonly Stage[]): boolean =>
  process === null || stages.includes(stageOf(process))

/** One day's work on the claims of an application that have not come as far as this. */
function work(deps: Deps, held: Held, stages: readonly Stage[]): Change[] {
  const late = held.claims.filter(({ state }) => !stands(state, stages))
  return late.slice(0, 1).flatMap(({ id, state: { process, programme } }) => {
    const act = process && nextAct(process, staffFor(programme, held.staff))
    if (!act) return []
    const change = new Change(deps, held, act.by)
    change.process(id, act.command)
    return [change]
  })
}

/** Lets the offices go on with the claims of an application by one act, unless they stand where they should. */
export const goOnByOne = (deps: Deps, id: string, stages: readonly Stage[]): Promise<boolean> =>
  inTransaction(deps.db, async (tx) => {
    const [change] = work(deps, await hold(tx, deps, id), stages)
    await change?.save(tx)
    return change !== undefined
  })
