import { holidays } from '@yima/shared/calendar/holidays'
import { addDays } from '@yima/shared/calendar/working-days'
import { evolve as evolveObjection, type Objection } from '@yima/shared/objection/objection'
import { afterAnswer, decide as decideObjection, filed, holdsUp, isRefusal as isRefused, type ObjectionCommand } from '@yima/shared/objection/workflow'
import type { Actor } from '@yima/shared/access/actor'
import type { ProcessCommand } from '@yima/shared/process/commands'
import { evolve } from '@yima/shared/process/evolve'
import type { Process } from '@yima/shared/process/process'
import { examiners } from '@yima/shared/process/seat'
import { passTime } from '@yima/shared/process/time'
import { decide, isRefusal } from '@yima/shared/process/workflow'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import { begin, fullStaff, give, system, type Office } from '../process/lives.ts'

export const here: Office = { staff: fullStaff.filter(({ id }) => id !== 'neighbour'), excluded: [] }
export const by = (id: string) => fullStaff.find((one) => one.id === id)!
export const said = { basis: '民发〔2021〕57号', reason: '按规定' }
export const terms = { admission: { n: 2, unit: 'workday' }, answer: { n: 20, unit: 'workday' } } as const

/** One claim and whatever anybody says against its notice. */
export type Street = { today: string; process: Process; objections: readonly Objection[] }

/** A claim whose notice hangs since that day; the clerk and a colleague visited, the clerk posted it. */
export function posted(on = '2026-03-10', programme: ProgrammeId = 'dibao'): Street {
  const strides: [ProcessCommand, Actor][] = [
    [{ ...said, type: 'record', step: 'verification', found: 'fits', companions: [] }, by('centre')],
    [{ ...said, type: 'record', step: 'visit', found: 'fits', companions: ['worker'] }, by('clerk')],
    [{ ...said, type: 'skip', step: 'appraisal' }, by('clerk')],
    [{ ...said, type: 'propose', opinion: 'confirm' }, by('clerk')],
    [{ ...said, type: 'post-notice' }, by('clerk')],
  ]
  const lived = strides.reduce((so, [command, actor]) => give(so, command, actor, here, on), begin(programme, '2026-03-02', here))
  if (lived.process.notice === null) throw new Error('not posted')
  return { today: on, process: lived.process, objections: [] }
}

const context = (street: Street) => ({ today: street.today, table: holidays, ...here })

/** Gives the claim a command; undefined where it is refused. */
export function command(street: Street, what: ProcessCommand, actor: Actor): Street | undefined {
  const events = decide(street.process, what, { actor, ...context(street) })
  return isRefusal(events) ? undefined : { ...street, process: events.reduce(evolve, street.process) }
}

const must = (street: Street | undefined): Street => {
  if (street === undefined) throw new Error('refused')
  return street
}

/** Somebody objects, while the notice hangs. */
export function object(street: Street, checkable = true): Street {
  const { notice } = street.process
  if (notice === null || street.today > notice.to) return street
  const event = filed(street.today, { checkable }, terms, holidays)
  return { ...street, objections: [...street.objections, evolveObjection(undefined, event)] }
}

/** What is done with one of them, with all that follows for the claim; as it was where that is refused. */
export function act(street: Street, at: number, what: ObjectionCommand, actor: Actor = by('colleague')): Street {
  const objection = street.objections[at]
  if (!objection) return street
  const events = decideObjection(objection, what, { today: street.today, process: street.process })
  if (isRefused(events)) return street
  const after = events.reduce<Objection>(evolveObjection, objection)
  const objections = street.objections.map((one, index) => (index === at ? after : one))
  const so = { ...street, objections }
  if (objection.effect === null && after.effect === 'pauses') return must(command(so, { ...said, type: 'object' }, system))
  if (what.type !== 'answer') return so
  const again = afterAnswer(street.process, what.again, objections)
  return again === undefined ? so : must(command(so, { ...said, type: 'examined', again }, actor))
}

/** A day passes, with all that it brings by itself. */
export function nextDay(street: Street, days = 1): Street {
  let so: Street = street
  for (let left = days; left > 0; left -= 1) {
    so = { ...so, today: addDays(so.today, 1) }
    so.objections.forEach((_, at) => { so = act(so, at, { type: 'pass-time' }) })
    // Everybody could read its notice on the day that is over.
    const judged = decide(so.process, { type: 'judge-notice', upTo: addDays(so.today, -1), missed: [] }, { ...context(so), actor: system })
    if (!isRefusal(judged)) so = { ...so, process: judged.reduce(evolve, so.process) }
    so = { ...so, process: passTime(so.process, context(so)).reduce(evolve, so.process) }
  }
  return so
}

/** Whether the county may confirm it today, as the api asks. */
export function confirmed(street: Street): Street | undefined {
  if (street.objections.some((one) => holdsUp(one, street.process, street.today))) return undefined
  return command(street, { ...said, type: 'confirm' }, by('county'))
}

export const lookers = ({ process }: Street, late = false) => examiners(process, here, late ? 'wide' : 'near').map(({ id }) => id)
