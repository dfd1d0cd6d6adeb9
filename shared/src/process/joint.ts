import { findTownOf } from '../region/code.ts'
import { deskOf } from './dispatch.ts'
import type { Act, Desk, Process } from './process.ts'
import { findStep } from './record.ts'
import type { Officer } from './seat.ts'

/** Whose view is still awaited; nobody's where the county decided without. */
export const awaited = ({ joint }: Process): Desk[] =>
  joint === undefined || joint.without !== null ? [] : joint.parties.flatMap(({ desk, view }) => (view === null ? [desk] : []))

/** Whether this officer speaks for an office whose view is awaited. */
export const isAsked = (process: Process, officer: Officer): boolean => {
  const desk = deskOf(officer)
  return desk !== undefined && awaited(process).includes(desk)
}

const isParty = ({ joint }: Process, of: Desk | undefined): boolean => joint?.parties.some(({ desk }) => desk === of) === true

/** Whether this officer's office was asked for its view, also where that came already. */
export const wasAsked = (process: Process, officer: Officer): boolean => isParty(process, deskOf(officer))

/** Of another office than those of the programme, or of a township in which it does not lie: asked for a view, it does no step. */
export function isGuest(process: Process, { role, office, region }: Officer): boolean {
  const { plan, sent } = process
  const town = findTownOf(region)
  if (town !== undefined) return town !== sent?.to && isParty(process, town)
  if (role !== 'department-officer' || office === undefined) return false
  return plan.offices ? !plan.offices.includes(office) : isParty(process, office)
}

/** Whether an office may be asked: none that has the claim in hand, or decides on it. */
export function mayAsk(process: Process, desk: Desk): boolean {
  const { plan, sent } = process
  const decidesHere = desk === 'civil' && findStep(process, 'confirmation')?.by.includes('county') === true
  return desk !== sent?.to && !decidesHere && plan.offices?.includes(desk) !== true
}

/** Views that were asked before stay: they are asked for once more only by being named again. */
export function askViews(process: Process, of: readonly Desk[], since: string): Process {
  const before = process.joint?.parties.filter(({ desk }) => !of.includes(desk)) ?? []
  return { ...process, joint: { since, parties: [...before, ...of.map((desk) => ({ desk, view: null }))], without: null } }
}

export function giveView(process: Process, desk: Desk, agrees: boolean, act: Act): Process {
  const { joint } = process
  if (joint === undefined) return process
  const parties = joint.parties.map((party) => (party.desk === desk ? { desk, view: { ...act, agrees } } : party))
  return { ...process, joint: { ...joint, parties } }
}

export const decideWithout = (process: Process, without: Act): Process =>
  process.joint === undefined ? process : { ...process, joint: { ...process.joint, without } }
