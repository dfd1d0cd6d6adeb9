import { deadline, type Deadline } from '../calendar/deadline.ts'
import type { HolidayTable } from '../calendar/holidays.ts'
import type { Level } from '../policy/steps.ts'
import { findTownOf, isRegionCode } from '../region/code.ts'
import { spansOf, type LaterStep, type Plan } from './plan.ts'
import type { Act, Desk, Process, ProcessEvent, Sent } from './process.ts'
import { findStep } from './record.ts'
import type { Officer } from './seat.ts'

export const isTown = (desk: Desk | null): desk is Desk => desk !== null && isRegionCode(desk)

/** The level that looks into it, by the plan: whoever proposes. */
const handOf = ({ steps }: Plan): Level | undefined => steps.find(({ name }) => name === 'opinion')?.by[0]

/** Steps of others than whoever has the claim in hand: they stay where they are, wherever it is sent. */
const ofOthers: readonly LaterStep[] = ['review', 'confirmation']

/** The levels at which a step is done where the claim lies now, before anything of it went up. */
export function levelsWhereSent(process: Process, step: LaterStep): readonly Level[] {
  const planned = findStep(process, step)?.by ?? []
  const { sent, plan } = process
  const hand = handOf(plan)
  if (sent === undefined || ofOthers.includes(step)) return planned
  const there: Level = sent.to === null || isTown(sent.to) ? 'township' : 'department'
  return [...new Set(planned.map((level) => (level === hand ? there : level)))]
}

/** Of townships, only the one in which a claim lies has anything to do with it. */
export function isThere({ sent }: Process, officer: Officer): boolean {
  const town = findTownOf(officer.region)
  if (sent === undefined || town === undefined) return true
  return sent.to === null ? town !== sent.from : !isTown(sent.to) || town === sent.to
}

/** Which desk an officer speaks for. */
export function deskOf({ role, region, office }: Officer): Desk | undefined {
  switch (role) {
    case 'department-officer':
      return office
    case 'clerk':
      return findTownOf(region)
    case 'leader':
      return findTownOf(region) ?? 'civil'
    case 'county-officer':
      return 'civil'
    case 'village-worker':
    case 'verification-officer':
    case 'duty-officer':
    case 'supervisor':
    case 'administrator':
      return undefined
    default:
      return role satisfies never
  }
}

/** Where it was sent and nobody has taken it over. */
export const pendingAt = ({ sent }: Process): Desk | undefined =>
  sent === undefined || sent.taken || sent.to === null ? undefined : sent.to

/**
 * Something of it went up to the county, for whatever reason: then the county may take it over. Else it would do the steps
 * while the claim is still said to wait for a desk that has nobody, or did nothing in time.
 */
const wentUp = ({ raised }: Process): boolean => Object.values(raised).some(({ to }) => to === 'county')

/** Whether it was sent to this officer's desk, which has not taken it over yet. Of departments an unnamed one is the programme's. */
export function isSentTo(process: Process, officer: Officer): boolean {
  const desk = pendingAt(process)
  if (desk === undefined) return false
  return officer.role === 'department-officer' && officer.office === undefined ? !isTown(desk) : deskOf(officer) === desk
}

export const mayTakeOver = (process: Process, officer: Officer): boolean =>
  isSentTo(process, officer) || (pendingAt(process) !== undefined && wentUp(process) && deskOf(officer) === 'civil')

/** The last day on which it is taken over or given back; null where nothing of the kind waits. */
export function takenBy(process: Process, table: HolidayTable): Deadline | null {
  const { sent, plan } = process
  return sent === undefined || sent.taken ? null : deadline(sent.since, spansOf(plan).takeOver, table)
}

/** Where a claim may be sent from here: another township, or an office of its programme. */
export function maySendTo(process: Process, to: Desk): boolean {
  if (to === process.sent?.to) return false
  const liesAt = levelsWhereSent(process, 'opinion')
  if (isTown(to)) return liesAt.includes('township')
  const { plan } = process
  return handOf(plan) === 'department' && !liesAt.includes('department') && plan.offices?.includes(to) === true
}

/** What is accepted by a township and looked into by a department goes there by itself (转办). */
export function dispatched(plan: Plan, on: string): ProcessEvent[] {
  const [office] = plan.offices ?? []
  return handOf(plan) === 'department' && office !== undefined ? [{ type: 'claim-dispatched', on, to: office }] : []
}

/** Whoever does something with what was sent to them has taken it over, on the same ground. */
export const takingOver = (process: Process, officer: Officer, act: Act): ProcessEvent[] =>
  mayTakeOver(process, officer) ? [{ ...act, type: 'claim-taken-over' }] : []

const moved = (process: Process, sent: Sent): Process => ({ ...process, sent, raised: {} })

/** From where it lies now to another desk. */
export const sendTo = (process: Process, to: Desk, since: string): Process =>
  moved(process, { to, from: process.sent?.to ?? null, since, taken: false })

/** Back to where it came from, which has it without being asked. */
export const giveBack = (process: Process, since: string): Process =>
  moved(process, { to: process.sent?.from ?? null, from: process.sent?.to ?? null, since, taken: true })

export const takeOver = (process: Process, { hands }: Act): Process => ({
  ...process,
  ...(process.sent ? { sent: { ...process.sent, taken: true } } : {}),
  handler: hands[0] ?? process.handler,
})
