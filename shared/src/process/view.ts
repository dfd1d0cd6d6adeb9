import type { HolidayTable } from '../calendar/holidays.ts'
import { readClock, type ClockReading } from './clock.ts'
import { isOpenFor } from './commands.ts'
import type { ClockView, ProcessStepView, ProcessView } from './contract.ts'
import { isTown } from './dispatch.ts'
import { noticeView } from './judging.ts'
import type { PlannedStep } from './plan.ts'
import type { Desk, Process } from './process.ts'
import { heldOf, mayHoldAgain } from './appraisal.ts'
import { levelsFor } from './seat.ts'
import { signingOf, waitsForSignatures } from './signing.ts'
import { nextSteps } from './stage.ts'

function stateOf(process: Process, { name, when }: PlannedStep): ProcessStepView['state'] {
  const record = process.records.find(({ step }) => step === name)
  if (record) return record.outcome
  const { decision, notice } = process
  if (decision !== null && name === 'confirmation') return 'done'
  // Who is refused is not posted, and nothing follows.
  if (decision?.outcome === 'refused' || (name === 'notice' && process.opinion === 'refuse')) return 'not-needed'
  if (name === 'verification' && waitsForSignatures(process)) return 'waits'
  if (nextSteps(process).includes(name)) return name === 'notice' && notice !== null ? 'running' : 'now'
  return when === 'afterwards' ? 'afterwards' : 'waits'
}

function dayOf({ records, decision }: Process, { name }: PlannedStep): string | null {
  if (name === 'confirmation') return decision?.on ?? null
  return records.find(({ step }) => step === name)?.on ?? null
}

const stepView = (process: Process, { steps }: ClockReading) => (step: PlannedStep): ProcessStepView => ({
  step: step.name,
  by: levelsFor(process, step.name),
  state: stateOf(process, step),
  on: dayOf(process, step),
  due: steps.find((one) => one.step === step.name)?.due ?? null,
  raised: process.raised[step.name] ?? null,
})

function clockView({ extended, paused }: Process, { steps: _, ...reading }: ClockReading): ClockView {
  const objection = paused?.reason === 'objection' ? { since: paused.since, until: paused.until ?? null } : null
  return { ...reading, objection, extended }
}

function urgeOf(process: Process, { overdue }: ClockReading): ProcessView['urge'] {
  if (process.urged) return 'used'
  return overdue && isOpenFor(process, 'urge') ? 'possible' : 'later'
}

/** What an office of the county, or a township, is called and how it is reached, by its desk. */
export type OfficeOf = (desk: Desk) => { name: string; phone: string | null }

const unnamed: OfficeOf = (desk) => ({ name: desk, phone: null })

function sentView({ sent }: Process, officeOf: OfficeOf): ProcessView['sent'] {
  if (sent === undefined || sent.to === null) return null
  const { to, since, taken } = sent
  return { office: officeOf(to), since, taken, ...(isTown(to) ? { town: true } : {}) }
}

/** Whose view was asked for, while it is waited for: nobody's once the county decides without, or has decided. */
function viewsOf({ joint, decision }: Process, officeOf: OfficeOf): ProcessView['views'] {
  if (joint === undefined || joint.without !== null || decision !== null) return []
  return joint.parties.map(({ desk, view }) => ({ office: officeOf(desk).name, came: view !== null }))
}

function paidView({ paidFirst }: Process, officeOf: OfficeOf): Pick<ProcessView, 'paidFirst'> {
  if (paidFirst === undefined) return {}
  const { on, fen, town } = paidFirst
  return { paidFirst: { on, fen, office: officeOf(town).name } }
}

/** That residents met about it, when, what the count was, and whether a second meeting may still be asked for. */
function appraisalView(process: Process): ProcessView['appraisal'] {
  const { appraisal } = process
  const held = heldOf(process)
  const earlier = appraisal?.earlier
  const meetings = [
    ...(earlier ? [{ on: earlier.on, level: earlier.level, votes: earlier.votes, found: earlier.found }] : []),
    ...(held?.meeting ? [{ on: held.on, level: held.meeting.level, votes: held.meeting.votes, found: held.found ?? 'doubtful' as const }] : []),
  ]
  const called = appraisal?.called?.on ?? null
  if (called === null && meetings.length === 0) return null
  // What is decided, or on its way for another reason, waits for no second meeting.
  const later = process.paused !== null && process.decision === null && mayHoldAgain(process)
  const second = isOpenFor(process, 'ask-reappraisal') ? 'possible' : appraisal?.again ? 'asked' : later ? 'later' : null
  return { called, meetings, second }
}

/** What applicant and desk alike see of the way of a claim on this day. `today` is a business date. */
export function viewOf(process: Process, today: string, table: HolidayTable, officeOf: OfficeOf = unnamed): ProcessView {
  const reading = readClock(process, today, table)
  const { decision, plan } = process
  return {
    steps: plan.steps.map(stepView(process, reading)),
    clock: clockView(process, reading),
    notice: noticeView(process, today, table),
    signing: signingOf(process),
    urge: urgeOf(process, reading),
    sent: sentView(process, officeOf),
    ...paidView(process, officeOf),
    views: viewsOf(process, officeOf),
    appraisal: appraisalView(process),
    decision: decision && { outcome: decision.outcome, on: decision.on, basis: decision.basis, reason: decision.reason },
  }
}
