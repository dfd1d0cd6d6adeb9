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

/** Whether this officer's office was asked for its view, also where that came already. */
export const wasAsked = ({ joint }: Process, officer: Officer): boolean =>
  joint?.parties.some(({ desk }) => desk === deskOf(officer)) === true

/** Of another office than those of the programme: asked for a view, it does no step. */
export const isGuest = ({ plan, joint }: Process, { role, office }: Officer): boolean =>
  role === 'department-officer'
  && office !== undefined
  && (plan.offices ? !plan.offices.includes(office) : joint?.parties.some(({ desk }) => desk === office) === true)

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
