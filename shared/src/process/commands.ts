import { roleOf } from '../access/actor.ts'
import type { Actor, Role } from '../access/actor.ts'
import type { LaterStep } from './plan.ts'
import { deskOf, isSentTo, mayTakeOver, pendingAt } from './dispatch.ts'
import { isHanging } from './hanging.ts'
import { awaited, isAsked, isGuest } from './joint.ts'
import { mayCall, mayHoldAgain } from './appraisal.ts'
import { foundSteps, type ProcessCommand } from './command.ts'
import type { Process } from './process.ts'
import { mayAnswer, mayExamine, maySit, namesOf, type Officer } from './seat.ts'
import { isUncheckable } from './signing.ts'
import { findStep, isRecorded, reportOf } from './record.ts'
import { isRunning, missingBefore, nextSteps, openSteps } from './stage.ts'

export { againSteps, foundSteps } from './command.ts'
export type { AgainStep, FoundStep, ProcessCommand } from './command.ts'

export type ProcessCommandName = ProcessCommand['type']

const desk: readonly Role[] = ['clerk', 'leader', 'county-officer', 'department-officer']
const above: readonly Role[] = ['leader', 'county-officer']

/** Who is ever asked to do this; who sits where is the plan's (`seat.ts`), in which state is said below. */
const roles: Record<ProcessCommandName, readonly Role[]> = {
  record: [...desk, 'verification-officer', 'village-worker'],
  renew: [...desk, 'verification-officer'],
  skip: desk,
  'call-appraisal': ['clerk', 'leader', 'county-officer'],
  'ask-reappraisal': ['resident', ...desk],
  propose: desk,
  'post-notice': [...desk, 'village-worker'],
  'judge-notice': ['system'],
  'file-board': ['system'],
  'end-notice': ['system'],
  'withhold-notice': ['system'],
  'restart-notice': ['system'],
  'settle-facts': ['system'],
  'ask-papers': desk,
  'papers-in': ['resident', 'village-worker', ...desk],
  contest: ['resident', ...desk],
  // These follow from what happens to objections, which are looked into by others than the claim.
  object: ['system'],
  examined: desk,
  'end-objection': ['system'],
  'keep-notice': ['system'],
  answer: desk,
  'send-back': desk,
  confirm: desk,
  refuse: desk,
  'hand-over': desk,
  extend: above,
  transfer: desk,
  'take-over': desk,
  'give-back': desk,
  'ask-views': desk,
  'give-view': desk,
  'waive-views': above,
  'go-on': desk,
  // Both follow from what the household's adults do with their authorisations.
  signing: ['system'],
  fence: ['system'],
  'pay-first': ['system'],
  'pay-back': ['system'],
  // Its applicant once, or what a spot check found.
  recheck: ['resident', 'system'],
  urge: ['resident'],
  warn: ['system'],
  'raise-overdue': ['system'],
  'raise-untaken': ['system'],
  remind: ['system'],
  'end-waiting': ['system'],
}

export const processCommandNames = Object.keys(roles) as ProcessCommandName[]

export const isTaskOf = (command: ProcessCommandName, role: Role): boolean => roles[command].includes(role)

const isNext = (process: Process, step: LaterStep): boolean => nextSteps(process).includes(step)

/** Whether the claim stands where this can be done at all, whoever asks. */
export function isOpenFor(process: Process, command: ProcessCommandName): boolean {
  const { decision, paused, notice, records, opinion } = process
  const running = decision === null && paused === null
  // What follows help that came first is done after the decision.
  const going = paused === null && isRunning(process)
  switch (command) {
    case 'record':
      return paused === null && foundSteps.some((step) => isNext(process, step))
    case 'renew':
      return decision === null && paused?.reason !== 'contested' && reportOf(process) !== undefined
    case 'skip':
      return going && foundSteps.some((step) => isNext(process, step))
    case 'call-appraisal':
      return running && isNext(process, 'appraisal') && mayCall(process)
    case 'ask-reappraisal':
      return running && mayHoldAgain(process)
    case 'propose':
      return running && isNext(process, 'opinion')
    case 'post-notice':
      return going && isNext(process, 'notice') && notice === null
    case 'judge-notice':
      return notice?.term !== undefined && isHanging(process)
    case 'file-board':
      return isHanging(process)
    // Whoever says so had a hand in it, whether or not anything hangs by then; and a refusal may be looked at once more.
    case 'withhold-notice':
    case 'settle-facts':
      return decision?.outcome !== 'confirmed'
    case 'restart-notice':
      return notice !== null && (decision === null || isHanging(process))
    case 'end-notice':
      return going && isNext(process, 'notice') && notice !== null
    case 'ask-papers':
      return (going && (opinion === null || decision !== null)) || mayOwe(process)
    case 'papers-in':
      return paused?.reason === 'supplement'
    case 'contest':
      return running && !pausedBefore(process, 'contested') && records.some(({ step }) => step === 'verification')
    case 'object':
      return running && notice !== null && !pausedBefore(process, 'objection') && !isUrgent(process)
    case 'examined':
      return decision === null && (paused === null || paused.reason === 'objection') && process.posters !== undefined
    case 'keep-notice':
      return running && process.stood !== undefined && notice === null && isNext(process, 'notice')
    case 'end-objection':
      return paused?.reason === 'objection' && paused.until !== undefined
    case 'answer':
      return paused?.reason === 'contested' || (paused?.reason === 'objection' && paused.until === undefined)
    case 'send-back':
      return running && opinion !== null
    case 'confirm':
      return running && opinion === 'confirm' && missingBefore(process, 'confirmation').length === 0
        && !isUncheckable(process) && awaited(process).length === 0
    case 'refuse':
      return running && opinion !== null && missingBefore(process, 'notice').length === 0 && !isHanging(process)
        && awaited(process).length === 0 && !openSteps(process).some(({ name }) => name === 'review')
    case 'hand-over':
      return isRunning(process)
    case 'extend':
      return decision === null && process.plan.extended !== null && !process.extended && process.paidFirst === undefined
    case 'signing':
      return decision === null && process.plan.means === true
    case 'fence':
      return decision === null && isRecorded(process, 'verification')
    case 'pay-first':
      return mayPayFirst(process)
    case 'pay-back':
      return process.paidFirst !== undefined
    case 'recheck':
      return decision?.outcome === 'refused' && process.rechecked !== true
    case 'transfer':
      return running && opinion === null && pendingAt(process) === undefined
    case 'take-over':
    case 'give-back':
    case 'raise-untaken':
      return running && pendingAt(process) !== undefined
    case 'ask-views':
      return running && awaited(process).length === 0 && (process.joint?.without ?? null) === null
    case 'give-view':
    case 'waive-views':
      return decision === null && awaited(process).length > 0
    case 'go-on':
      return paused?.reason === 'supplement'
    case 'remind':
      return paused?.reason === 'supplement' && paused.until !== undefined && paused.reminded !== true && paused.over !== true
    case 'end-waiting':
      return paused?.reason === 'supplement' && paused.until !== undefined && paused.over !== true
    case 'urge':
      return going && !process.urged
    case 'warn':
    case 'raise-overdue':
      return going
    default:
      return command satisfies never
  }
}

/** Help that comes before its notice waits for nobody's objection. */
const isUrgent = (process: Process): boolean => findStep(process, 'notice')?.when === 'afterwards'

/** Whether help may come before everything else: no papers that are awaited keep somebody hungry. */
export const mayPayFirst = (process: Process): boolean =>
  (process.plan.emergency ?? isUrgent(process)) && isRunning(process) && process.decision?.outcome !== 'refused'
  && process.paidFirst === undefined

/** Papers that follow money which came first are wanted also where every step is done: else they could never come. */
const mayOwe = ({ paidFirst, paused, decision }: Process): boolean =>
  paidFirst !== undefined && paused === null && decision?.outcome === 'confirmed'

/** One pause of each kind: whoever objects again is heard, but the clock goes on. */
const pausedBefore = ({ pauses }: Process, reason: 'contested' | 'objection'): boolean =>
  pauses.some((pause) => pause.reason === reason)

const anySeat = (process: Process, steps: readonly LaterStep[], officer: Officer): boolean =>
  steps.some((step) => isNext(process, step) && maySit(process, step, officer))

/** Whether it lies with this officer now: who stops its clock, and with it every deadline, has it in hand. */
const isAt = (process: Process, officer: Officer): boolean =>
  (process.handler !== null && namesOf(officer).includes(process.handler))
  || anySeat({ ...process, hands: [], settlers: [], assisted: [] }, nextSteps(process), officer)

/** Whether this officer sits where this command is given, and has not looked into what must be judged by another. */
export function sitsFor(process: Process, command: ProcessCommandName, officer: Officer): boolean {
  if (isGuest(process, officer)) return command === 'give-view' && isAsked(process, officer)
  switch (command) {
    case 'record':
    case 'skip':
      return anySeat(process, foundSteps, officer)
    case 'renew':
      return maySit(process, 'verification', officer)
    case 'call-appraisal':
    case 'ask-reappraisal':
      return isAt(process, officer) || maySit(process, 'opinion', officer) || deskOf(officer) === 'civil'
    case 'propose':
      return maySit(process, 'opinion', officer)
    case 'post-notice':
      return maySit(process, 'notice', officer)
    case 'answer':
      return mayAnswer(process, officer)
    case 'examined':
      return mayExamine(process, officer)
    case 'send-back':
    case 'confirm':
    case 'refuse':
      return maySit(process, 'confirmation', officer)
    case 'hand-over':
      return process.handler === officer.id || officer.role === 'leader' || officer.role === 'county-officer'
    case 'ask-papers':
    case 'contest':
      // The days in which it is taken over run on through a pause, in which nobody may take it over.
      return isAt(process, officer) && (pendingAt(process) === undefined || mayTakeOver(process, officer))
    case 'go-on':
      return isAt(process, officer)
    case 'ask-views':
      // Who thought it over asks no more: a decision would else be held up without end.
      return isAt(process, officer) && (process.opinion === null || deskOf(officer) === 'civil')
    case 'transfer':
      return maySit(process, 'opinion', officer)
    case 'take-over':
      return mayTakeOver(process, officer)
    case 'give-back':
      return isSentTo(process, officer)
    case 'give-view':
      return isAsked(process, officer)
    case 'waive-views':
      return deskOf(officer) === 'civil'
    case 'papers-in':
    case 'extend':
      return true
    case 'judge-notice':
    case 'file-board':
    case 'end-notice':
    case 'withhold-notice':
    case 'restart-notice':
    case 'settle-facts':
    case 'object':
    case 'end-objection':
    case 'keep-notice':
    case 'signing':
    case 'fence':
    case 'pay-first':
    case 'pay-back':
    case 'recheck':
    case 'urge':
    case 'warn':
    case 'raise-overdue':
    case 'raise-untaken':
    case 'remind':
    case 'end-waiting':
      return false
    default:
      return command satisfies never
  }
}

/**
 * The commands this actor may give now: the page shows them, the api refuses all others. Relatives stand in
 * `excluded` and may do nothing.
 */
export function allowed(process: Process, actor: Actor, excluded: readonly string[]): ProcessCommandName[] {
  if (actor.kind === 'officer' && excluded.includes(actor.id)) return []
  return processCommandNames.filter((command) =>
    isTaskOf(command, roleOf(actor))
    && isOpenFor(process, command)
    && (actor.kind !== 'officer' || sitsFor(process, command, actor)))
}

