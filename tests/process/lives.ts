import fc from 'fast-check'
import type { Actor, OfficerRole } from '@yima/shared/access/actor'
import { holidays } from '@yima/shared/calendar/holidays'
import { addDays } from '@yima/shared/calendar/working-days'
import { answerTerm } from '@yima/shared/claim/answer-term'
import { programmeIds, type ProgrammeId } from '@yima/shared/policy/programme-ids'
import { programmes } from '@yima/shared/policy/programmes/index'
import { foundSteps, processCommandNames, type ProcessCommand, type ProcessCommandName } from '@yima/shared/process/commands'
import { allowed } from '@yima/shared/process/commands'
import { evolve } from '@yima/shared/process/evolve'
import { dispatched } from '@yima/shared/process/dispatch'
import { planOf, type Circumstances } from '@yima/shared/process/plan'
import type { Finding, Meeting, Process, ProcessEvent } from '@yima/shared/process/process'
import { isLocal, type Officer } from '@yima/shared/process/seat'
import { nextSteps } from '@yima/shared/process/stage'
import { decide, isRefusal, raiseUnmanned } from '@yima/shared/process/workflow'

const village = '990101100201'
const town = '990101100000'
const county = '990101000000'

const placeOf: Record<OfficerRole, string> = {
  'village-worker': village, clerk: town, leader: town, 'county-officer': county, 'duty-officer': town,
  'department-officer': county, 'verification-officer': county, supervisor: county, administrator: county,
}

export const otherTown = '990101101000'

export const officer = (id: string, role: OfficerRole, region = placeOf[role], office?: string): Officer =>
  ({ kind: 'officer', id, role, region, ...(office === undefined ? {} : { office }) })
export const resident: Actor = { kind: 'resident', id: 'zhou' }
export const system: Actor = { kind: 'system' }

/** Somebody in every office, two where two are usual. */
export const fullStaff: readonly Officer[] = [
  officer('worker', 'village-worker'), officer('clerk', 'clerk'), officer('colleague', 'clerk'), officer('leader', 'leader'),
  officer('centre', 'verification-officer'), officer('county', 'county-officer'), officer('second', 'county-officer'),
  officer('chief', 'leader', county), officer('bureau', 'department-officer'), officer('office', 'department-officer'),
  officer('neighbour', 'clerk', otherTown), officer('school', 'department-officer', county, 'education'),
  officer('federation', 'department-officer', county, 'disabled-federation'),
]

export type Office = { staff: readonly Officer[]; excluded: readonly string[] }

export const begin = (programme: ProgrammeId, on: string, office: Office, known: Circumstances = {}): Lived => {
  const first = {
    type: 'process-began' as const, on, plan: planOf(programmes[programme], answerTerm(programme), known), handler: 'clerk', paperRequests: 0,
  }
  const began = [first, ...dispatched(first.plan, on)]
  const process = began.slice(1).reduce(evolve, evolve(undefined, first))
  const raised = raiseUnmanned(process, { ...office, today: on })
  return { programme, events: [...began, ...raised], process: raised.reduce(evolve, process), today: on }
}

export type Lived = { programme: ProgrammeId; events: readonly ProcessEvent[]; process: Process; today: string }

/** Gives one command; what is refused changes nothing. */
export function give(lived: Lived, command: ProcessCommand, actor: Actor, office: Office, today = lived.today): Lived {
  const answer = decide(lived.process, command, { actor, today, table: holidays, ...office })
  if (isRefusal(answer)) return { ...lived, today }
  return { ...lived, today, events: [...lived.events, ...answer], process: answer.reduce(evolve, lived.process) }
}

/** Every day that is over counted, as far as it hangs. */
export const countedAll = (lived: Lived, office: Office, today = lived.today): Lived =>
  give(lived, { type: 'judge-notice', upTo: addDays(today, -1), missed: [] }, system, office, today)

export type Move = { actor: number; command: number; choice: number; days: number; wild: boolean; eager: boolean; empty: boolean }

export const moves = fc.array(
  fc.record({
    actor: fc.nat(99), command: fc.nat(99), choice: fc.nat(99),
    days: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: 12 })),
    eager: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.constant(false)),
    wild: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
    empty: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
  }),
  { minLength: 12, maxLength: 45, size: 'max' },
)

const roles: readonly OfficerRole[] = [
  'village-worker', 'clerk', 'leader', 'county-officer', 'department-officer', 'verification-officer', 'supervisor',
]
export const offices: fc.Arbitrary<Office> = fc.oneof(
  fc.constant({ staff: fullStaff, excluded: [] }),
  fc.record({ staff: fc.constant(fullStaff), excluded: fc.subarray(fullStaff.map(({ id }) => id), { maxLength: 4 }) }),
  fc.record({
    staff: fc.array(fc.constantFrom(...roles), { maxLength: 7 }).map((some) => some.map((role, at) => officer(`${role}-${at}`, role))),
    excluded: fc.constant([]),
  }),
)
export const anyProgramme = fc.constantFrom(...programmeIds)

/** Where a claim may be sent, and who may be asked: also where that makes no sense. */
const desks = [otherTown, 'education', 'disabled-federation', 'medical-insurance', 'civil', town]

const pick = <T>(from: readonly T[], at: number): T | undefined => from[at % from.length]
const findings: readonly Finding[] = ['fits', 'differs', 'doubtful']

const meeting: Meeting = { minutes: 'minutes', level: 'village', votes: { for: 6, against: 1, abstained: 0 } }

/** A command of this name, from what the claim could want to what nobody would ask. */
function make(name: ProcessCommandName, { process, today }: Lived, { choice, wild, empty }: Move, { staff }: Office): ProcessCommand {
  const said = { basis: '民发〔2021〕57号', reason: empty ? ' ' : '按规定' }
  const other = pick(staff, choice)?.id ?? 'nobody'
  const along = (wild ? undefined : pick(staff.filter(isLocal), choice)?.id) ?? other
  const wanted = foundSteps.filter((step) => nextSteps(process).includes(step))
  const step = (wild ? undefined : pick(wanted, choice)) ?? pick(foundSteps, choice) ?? 'visit'
  switch (name) {
    case 'record':
      return { ...said, type: name, step, found: pick(findings, choice) ?? 'fits', companions: empty ? [] : [along], ...(step === 'appraisal' && !wild ? { meeting } : {}), ...(step === 'verification' ? { report: `report ${choice % 3}` } : {}) }
    case 'renew':
      return { ...said, type: name, found: pick(findings, choice >> 2) ?? 'fits', report: `report ${choice % 3}` }
    case 'ask-reappraisal':
      return { ...said, type: name, by: choice % 2 === 0 ? 'family' : 'office' }
    case 'skip':
      return { ...said, type: name, step }
    case 'propose':
      return { ...said, type: name, opinion: choice % 4 === 0 ? 'refuse' : 'confirm' }
    case 'answer':
      return { ...said, type: name, again: pick([null, 'visit', 'verification', 'notice'] as const, choice) ?? null }
    case 'examined':
      return { ...said, type: name, again: pick([null, 'visit', 'verification', 'notice'] as const, choice) ?? null }
    case 'send-back':
      return { ...said, type: name, to: pick([...foundSteps, 'opinion'] as const, choice) ?? 'opinion' }
    case 'hand-over':
      return { ...said, type: name, to: other }
    case 'signing':
      return { type: name, to: pick(['complete', 'open', 'complete', 'refused', 'complete', 'withdrawn'] as const, choice) ?? 'open' }
    case 'transfer':
      return { ...said, type: name, to: pick(desks, choice) ?? otherTown }
    case 'ask-views':
      return { ...said, type: name, of: [pick(desks, choice) ?? otherTown, ...(wild ? [pick(desks, choice + 1) ?? otherTown] : [])] }
    case 'give-view':
      return { ...said, type: name, agrees: choice % 2 === 0 }
    case 'judge-notice': {
      const upTo = addDays(today, wild ? (choice % 5) - 2 : -1)
      const days = Array.from({ length: 40 }, (_, at) => addDays(process.notice?.from ?? today, at + 1))
      return { type: name, upTo, missed: days.filter((day, at) => day <= upTo && (choice >> at % 7) % 3 === 1) }
    }
    case 'file-board':
      return { type: name, by: [other], notice: 'n', photo: 'p', day: today }
    case 'withhold-notice':
      return { ...said, type: name, by: [other] }
    case 'settle-facts':
      return { type: name, by: [other] }
    case 'restart-notice':
      return { ...said, type: name, by: [other], since: addDays(today, -(choice % 9)) }
    case 'end-notice':
    case 'papers-in':
    case 'urge':
    case 'warn':
    case 'raise-overdue':
    case 'raise-untaken':
    case 'remind':
    case 'end-waiting':
    case 'end-objection':
    case 'keep-notice':
    case 'pay-back':
      return { type: name }
    case 'pay-first':
      return { type: name, fen: 10_000, town }
    default:
      return { ...said, type: name }
  }
}

const onward: readonly ProcessCommandName[] = ['record', 'skip', 'propose', 'post-notice', 'judge-notice', 'end-notice', 'papers-in', 'answer', 'examined', 'confirm', 'take-over', 'give-view']
type Chosen = [Actor, ProcessCommandName | undefined]

/** What brings the claim on, by anybody who may. */
function forward({ process }: Lived, move: Move, actors: readonly Actor[], { excluded }: Office): Chosen | undefined {
  const pairs = actors.flatMap((actor) =>
    allowed(process, actor, excluded).filter((name) => onward.includes(name)).map((name): Chosen => [actor, name]))
  return pick(pairs, move.actor * 7 + move.command)
}

/** Open nearly always, and bringing nothing on: given less often than all else, or few lives would come to an end. */
const rare: readonly ProcessCommandName[] = ['settle-facts', 'renew']

function anything({ process }: Lived, move: Move, actors: readonly Actor[], { excluded }: Office): Chosen {
  const actor = pick(actors, move.actor) ?? system
  const may = allowed(process, actor, excluded).filter((name) => move.choice % 5 === 0 || !rare.includes(name))
  return [actor, pick(move.wild ? processCommandNames : may, move.command)]
}

/** Lives through moves by anybody: mostly what the page would offer, sometimes what it never would. */
export function live(programme: ProgrammeId, office: Office, all: readonly Move[]): Lived[] {
  const actors: readonly Actor[] = [...office.staff, resident, system, officer('stranger', 'clerk', '990101200000')]
  let lived = begin(programme, '2026-03-02', office)
  const lives = [lived]
  for (const move of all) {
    const [actor, name] = (move.eager && !move.wild ? forward(lived, move, actors, office) : undefined) ?? anything(lived, move, actors, office)
    const hanging = move.eager && (name === 'judge-notice' || name === 'end-notice') ? 25 : 0
    const today = addDays(lived.today, Math.max(move.days, hanging))
    lived = name === undefined ? { ...lived, today } : give(lived, make(name, { ...lived, today }, move, office), actor, office, today)
    lives.push(lived)
  }
  return lives
}
