import { deadline, type Deadline, type PauseSpan, type Term } from '../calendar/deadline.ts'
import type { HolidayTable } from '../calendar/holidays.ts'
import { addDays, isWorkday } from '../calendar/working-days.ts'
import { takenBy } from './dispatch.ts'
import { spansOf, type LaterStep } from './plan.ts'
import { warnings } from './process.ts'
import type { PauseReason, Process, Warning } from './process.ts'
import { lastOf } from './pause.ts'
import { levelAbove } from './seat.ts'
import { findStep } from './record.ts'
import { isRunning, nextSteps } from './stage.ts'

export type ClockReading = {
  /** The last day of the whole road; null while the clock stands still. */
  due: Deadline | null
  /** The last day of each step that is open and has days of its own. */
  steps: readonly { step: LaterStep; due: Deadline }[]
  /** How much of the time is used, in per cent, whole; 100 on the last day. */
  used: number
  warning: Warning | null
  /** Past the last day, also a provisional one: that it goes up and may be urged is adverse to nobody. */
  overdue: boolean
  paused: PauseReason | null
}

/** Where help came first, what follows it has days of its own, from the day of the help. */
function termOf({ plan, extended, decision, paidFirst }: Process): Term {
  if (decision !== null || paidFirst !== undefined) return spansOf(plan).backfill
  return extended && plan.extended !== null ? plan.extended : plan.whole
}

/** Papers are counted from the day of the money, and not anew from that of the decision; of a refusal that is looked at once more from then. */
const beginOf = ({ from, decision, paidFirst }: Process): string =>
  paidFirst === undefined ? (decision?.on ?? from) : paidFirst.on > from ? paidFirst.on : from

/** The pauses so far, the present one up to today. */
function pausesOf({ pauses, paused }: Process, today: string): readonly PauseSpan[] {
  return paused === null ? pauses : [...pauses, { from: paused.since, to: lastOf(paused, today) }]
}

const isPaused = (day: string, pauses: readonly PauseSpan[]): boolean =>
  pauses.some(({ from, to }) => from < day && day <= to)

/** Days that count after `from` up to and including `to`, in the unit of the term. */
function counted(from: string, to: string, term: Term, table: HolidayTable, pauses: readonly PauseSpan[]): number {
  let days = 0
  for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) {
    if (!isPaused(day, pauses) && (term.unit !== 'workday' || isWorkday(day, table))) days += 1
  }
  return days
}

function usedOf(from: string, today: string, due: string, term: Term, table: HolidayTable, pauses: readonly PauseSpan[]): number {
  const all = counted(from, due, term, table, pauses)
  return all === 0 ? 100 : Math.floor((100 * counted(from, today, term, table, pauses)) / all)
}

const warningAt = (used: number): Warning | null => [...warnings].reverse().find((part) => used >= part) ?? null

/** The last day of the whole road, whatever day it is; null while the clock stands still or nothing is left to do. */
export const dueOf = (process: Process, table: HolidayTable): Deadline | null =>
  process.paused !== null || !isRunning(process) ? null : deadline(beginOf(process), termOf(process), table, process.pauses)

/** By when papers are to follow money that came first, also once every step is done; null where none did. */
export const papersDueOf = (process: Process, table: HolidayTable): Deadline | null =>
  process.paidFirst === undefined ? null : deadline(beginOf(process), termOf(process), table, process.pauses)

/** The first day on which this part of the days up to `due` is used. */
function dayOfPart(process: Process, part: Warning, due: string, table: HolidayTable): string {
  const { pauses } = process
  const from = beginOf(process)
  const term = termOf(process)
  const all = counted(from, due, term, table, pauses)
  let day = from
  for (let used = 0; day < due && 100 * used < part * all;) {
    day = addDays(day, 1)
    used += counted(addDays(day, -1), day, term, table, pauses)
  }
  return day
}

/** So many days before the end of waiting for papers its applicant is reminded. */
const remindedBefore = 7

/** The day on which somebody whose papers are awaited is reminded, and the day after the last. */
export const daysOfPause = (until: string): { remind: string; over: string } =>
  ({ remind: addDays(until, -remindedBefore), over: addDays(until, 1) })

/** Whether the day has come to remind somebody of papers, or to wait for them no longer. */
export function isPauseDue({ paused }: Process, command: 'remind' | 'end-waiting', today: string): boolean {
  if (paused?.until === undefined) return false
  const { remind, over } = daysOfPause(paused.until)
  return today >= (command === 'remind' ? remind : over)
}

function lookAtPause({ reason, until, reminded, over }: NonNullable<Process['paused']>): string | null {
  if (until === undefined || over === true) return null
  if (reason === 'objection') return addDays(until, 1)
  return reminded === true ? daysOfPause(until).over : daysOfPause(until).remind
}

/**
 * The next day on which time alone brings something about: a notice ends, somebody is told, a step goes up. Null
 * while nothing does. A day that is past means that it was not done yet.
 */
export function nextLook(process: Process, table: HolidayTable): string | null {
  if (process.paused !== null) return lookAtPause(process.paused)
  const due = dueOf(process, table)
  if (due === null) return null
  const { notice, warned } = process
  const steps = nextSteps(process)
  const told = warnings.filter((part) => part > (warned ?? 0)).map((part) => dayOfPart(process, part, due.date, table))
  const over = steps.some((step) => levelAbove(process, step) !== undefined)
  const taken = over ? takenBy(process, table) : null
  const days = [
    ...told,
    ...(notice !== null && steps.includes('notice') ? [addDays(notice.to, 1)] : []),
    ...(over ? [addDays(due.date, 1)] : []),
    ...(taken ? [addDays(taken.date, 1)] : []),
  ]
  return days.sort()[0] ?? null
}

/**
 * The one clock of a claim, for the applicant, the desk and whoever supervises: the same days from the same
 * function. `today` is a business date.
 */
export function readClock(process: Process, today: string, table: HolidayTable): ClockReading {
  const paused = process.paused?.reason ?? null
  const term = termOf(process)
  const pauses = pausesOf(process, today)
  if (!isRunning(process)) return { due: null, steps: [], used: 0, warning: null, overdue: false, paused: null }
  const from = beginOf(process)
  const due = deadline(from, term, table, pauses)
  const used = usedOf(from, today, due.date, term, table, pauses)
  return {
    due: paused === null ? due : null,
    steps: paused === null ? stepsDue(process, table) : [],
    used,
    warning: warningAt(used),
    overdue: paused === null && today > due.date,
    paused,
  }
}

function stepsDue(process: Process, table: HolidayTable): { step: LaterStep; due: Deadline }[] {
  return nextSteps(process).flatMap((step) => {
    const term = findStep(process, step)?.term ?? null
    return term === null ? [] : [{ step, due: deadline(process.openSince[step] ?? process.from, term, table, process.pauses) }]
  })
}
