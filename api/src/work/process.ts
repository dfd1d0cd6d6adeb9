import { holidays } from '@yima/shared/calendar/holidays'
import type { ClaimState } from '@yima/shared/claim/claim'
import type { ProcessCommandName } from '@yima/shared/process/commands'
import { foundSteps } from '@yima/shared/process/commands'
import type { ProcessActView, ProcessOfficer, WorkProcess } from '@yima/shared/process/contract'
import type { Process } from '@yima/shared/process/process'
import { maySendTo } from '@yima/shared/process/dispatch'
import { mayAsk, wasAsked } from '@yima/shared/process/joint'
import { companionsFor } from '@yima/shared/process/seat'
import { findStep } from '@yima/shared/process/record'
import { turnOf } from '@yima/shared/process/turn'
import { viewOf, type OfficeOf } from '@yima/shared/process/view'
import { whyNot, whyNotStep, type Who } from '@yima/shared/process/workflow'
import { Problem } from '@yima/shared/problem'
import type { Held } from '../application/act.ts'
import type { OfficerActor } from './actor.ts'
import type { DeskOffice } from '../claim/offices.ts'
import { staffFor, type Colleague } from './staff.ts'

type Handlers = Pick<Held, 'staff' | 'excluded'> & { home: string }

/** Of other offices than those of the programme: whoever was asked for a view, for whom it is no secret. */
const asked = (process: Process, staff: readonly Colleague[]): Colleague[] =>
  staff.filter((one) => wasAsked(process, one))

/**
 * In which office an officer gives such a command to a claim: the first in which they may, else the own. Throws
 * `not-found` for another department than that of the programme, and for each before acceptance; of an office that was
 * asked, for all but its view.
 */
export function handlerIn(
  acting: OfficerActor,
  claim: ClaimState | undefined,
  { staff, excluded, home }: Handlers,
  command: ProcessCommandName,
): OfficerActor {
  const process = claim?.process ?? null
  const isActing = ({ id }: Colleague): boolean => id === acting.id
  const seats = claim && process ? staffFor(claim, staff, home).filter(isActing) : []
  const guests = process ? asked(process, staff).filter(isActing) : []
  const ways = command === 'give-view' ? [...seats, ...guests] : seats
  if (ways.length === 0 && (acting.role === 'department-officer' || guests.length > 0))
    throw new Problem('not-found')
  const may = process && ways.find((actor) => whyNot(process, command, { actor, excluded }) === undefined)
  return may ?? ways[0] ?? acting
}

const plainActs = [
  'call-appraisal',
  'ask-reappraisal',
  'propose',
  'post-notice',
  'contest',
  'answer',
  'send-back',
  'confirm',
  'refuse',
  'hand-over',
  'extend',
  'ask-papers',
  'go-on',
  'transfer',
  'take-over',
  'give-back',
  'ask-views',
  'give-view',
  'waive-views',
] as const

/** The least refused of an officer's offices: what one of them may do, the officer may. */
const leastRefused = (
  ways: readonly OfficerActor[],
  excluded: readonly string[],
  why: (who: Who) => string | undefined,
): string | null => {
  const refusals = ways.map((actor) => why({ actor, excluded }) ?? null)
  return refusals.includes(null) ? null : (refusals[0] ?? 'not-yours')
}

function actsOf(
  process: Process,
  ways: readonly OfficerActor[],
  excluded: readonly string[],
): ProcessActView[] {
  const steps = foundSteps.filter((step) => findStep(process, step) !== undefined)
  const ofSteps = (['record', 'skip'] as const).flatMap((type) =>
    steps.map((step) => ({
      type,
      step,
      refused: leastRefused(ways, excluded, (who) => whyNotStep(process, type, step, who)),
    })),
  )
  const others = plainActs.map((type) => ({
    type,
    step: null,
    refused: leastRefused(ways, excluded, (who) => whyNot(process, type, who)),
  }))
  return [...ofSteps, ...others]
}

const shown = ({ id, name, post }: Colleague): ProcessOfficer => ({ id, name, post })

/** Each once, also where somebody sits in two offices. */
const each = (all: readonly Colleague[]): ProcessOfficer[] =>
  all.filter(({ id }, at) => all.findIndex((one) => one.id === id) === at).map(shown)

/** The way of a claim as its desk sees it: who did what on what ground, who may go on, what this officer may do. */
export function workProcess(
  process: Process,
  actor: OfficerActor,
  here: {
    staff: readonly Colleague[]
    /** Of another office, asked for their view. */
    guests: readonly Colleague[]
    excluded: readonly string[]
    names: ReadonlyMap<string, ProcessOfficer>
    today: string
    desks: readonly DeskOffice[]
    officeOf: OfficeOf
    /** Somebody objects to its notice, and nobody has said what becomes of that. */
    objected: boolean
  },
): WorkProcess {
  const { staff, guests, excluded, names, today, desks, officeOf, objected } = here
  const view = viewOf(process, today, holidays, officeOf)
  const turn = turnOf(process, { staff, excluded })
  const whoMay = (step: string) =>
    turn.waits === 'office'
      ? each(staff.filter((one) => turn.steps.some((open) => open.step === step && open.who.includes(one))))
      : []
  const nameOf = (id: string): string => names.get(id)?.name ?? ''
  const ways = [...staff, ...guests].filter(({ id }) => id === actor.id)
  const acts = actsOf(process, ways.length > 0 ? ways : [actor], excluded).map((act) =>
    objected && act.type === 'confirm' && act.refused === null ? { ...act, refused: 'objection-waits' } : act,
  )
  const inOffice =
    ways.find((way) => whyNot(process, 'record', { actor: way, excluded }) === undefined) ?? actor
  return {
    ...view,
    steps: view.steps.map((step) => {
      const record = process.records.find((one) => one.step === step.step)
      return {
        ...step,
        record: record
          ? {
              who: record.hands.map(nameOf),
              basis: record.basis,
              reason: record.reason,
              found: record.found,
              opinion: step.step === 'opinion' ? process.opinion : null,
            }
          : null,
        who: whoMay(step.step),
      }
    }),
    decision: view.decision && { ...view.decision, who: (process.decision?.hands ?? []).map(nameOf) },
    waits: turn.waits,
    answerers: whoMay('answer'),
    handler: process.handler === null ? null : (names.get(process.handler) ?? null),
    joint: jointOf(process, officeOf, nameOf),
    ...choicesOf(process, acts, desks),
    acts,
    companions: each(companionsFor(inOffice, staff, process.anew)),
    colleagues: each(staff),
  }
}

function jointOf(
  { joint }: Process,
  officeOf: OfficeOf,
  nameOf: (id: string) => string,
): WorkProcess['joint'] {
  if (joint === undefined) return null
  const parties = joint.parties.map(({ desk, view }) => ({
    office: officeOf(desk).name,
    agrees: view?.agrees ?? null,
    who: (view?.hands ?? []).map(nameOf),
    reason: view?.reason ?? '',
  }))
  return { parties, without: joint.without?.reason ?? null }
}

/** Where it may be sent and who may be asked, where this officer may do that. */
function choicesOf(
  process: Process,
  acts: readonly ProcessActView[],
  desks: readonly DeskOffice[],
): Pick<WorkProcess, 'sendTo' | 'ask'> {
  const may = (name: string): boolean => acts.some(({ type, refused }) => type === name && refused === null)
  const those = (fits: (desk: string) => boolean) =>
    desks.filter(({ id, home }) => !home && fits(id)).map(({ id }) => id)
  return {
    sendTo: may('transfer') ? those((desk) => maySendTo(process, desk)) : [],
    ask: may('ask-views') ? those((desk) => mayAsk(process, desk)) : [],
  }
}

/** Everybody whose name a process bears. */
export const namedIn = ({ records, decision, handler, joint }: Process): string[] => [
  ...(joint?.parties ?? []).flatMap(({ view }) => view?.hands ?? []),
  ...records.flatMap(({ hands }) => hands),
  ...(decision?.hands ?? []),
  ...(handler === null ? [] : [handler]),
]
