import type { ProcessStepView, ProcessView } from '@yima/shared/process/contract'
import type { Programme } from '@yima/shared/policy/programme'
import { dayText } from '../app/formats.ts'
import { findText, t } from '../app/text.ts'
import type { ShapeName } from '../look/icons.ts'
import type { ThreadStep } from '../ui/YThread.vue'
import { countedText, movedText } from './notice-days.ts'

type Road = Pick<Programme, 'process' | 'amount'>
type Around = {
  process: ProcessView
  road: Road
  /** The office that has the request in hand. */ office: string
}

const day = (date: string): string => dayText(date, { weekday: false })

const isOver = ({ state }: ProcessStepView): boolean => ['done', 'not-needed', 'exempt'].includes(state)
const isNow = ({ state }: ProcessStepView): boolean => state === 'now' || state === 'running'

/** The shape before a step: amber is only what waits for the reader, so what stands still has the bars. */
function shapeOf(step: ProcessStepView, { process }: Around): ShapeName {
  if (isOver(step))
    return step.step === 'confirmation' && process.decision?.outcome === 'refused' ? 'no' : 'done'
  if (!isNow(step)) return 'todo'
  return process.clock.paused === null ? 'now' : 'pause'
}

/** Of which words a step is told: those for its kind of checking, or its own. */
function nameOf({ step }: ProcessStepView, { road }: Around): string {
  if (step === 'verification') return `verification.${road.process.verification}`
  return step
}

/** A notice that is to come says where it hangs and for how long, as the rules have it. */
function noticeAhead({ road }: Around): string | undefined {
  const { notice } = road.process
  if (notice.kind === 'none') return undefined
  return findText(`claim.thread.notice.${notice.kind}.${notice.unit}`, { days: notice.days })
}

function titleOf(step: ProcessStepView, around: Around): string {
  const { decision } = around.process
  if (step.step === 'confirmation' && decision) return t(`process.own.confirmation.${decision.outcome}`)
  if (step.state === 'running') return t('process.own.notice.hanging')
  if (step.step === 'notice' && !isOver(step) && !isNow(step))
    return noticeAhead(around) ?? t('process.own.notice.todo')
  if (step.state === 'not-needed' || step.state === 'exempt')
    return findText(`process.own.${step.step}.${step.state}`) ?? t('process.own.verification.exempt')
  const when = isOver(step) ? 'done' : isNow(step) ? 'now' : 'todo'
  return findText(`process.own.${nameOf(step, around)}.${when}`) ?? step.step
}

/** Who has it in hand: the office itself at its own level, a level above by its name. */
function officeOf({ by, raised }: ProcessStepView, { office }: Around): string {
  if (raised !== null) return t(`process.level.${raised.to}`)
  return by
    .map((level) => (level === 'township' ? office : t(`process.level.${level}`)))
    .join(t('process.own.or'))
}

function inHand(step: ProcessStepView, around: Around): string {
  const office = officeOf(step, around)
  const { due, raised } = step
  const now =
    due === null
      ? t('process.own.at', { office })
      : t(due.provisional ? 'process.own.by.expected' : 'process.own.by', { office, date: day(due.date) })
  if (raised === null) return now
  const up = t(`process.own.raised.${raised.why}`, { level: t(`process.level.${raised.to}`) })
  return t('process.own.then', { first: up, then: now })
}

/** Until when it hangs, and how many of its days counted. */
function hangingText({ notice }: ProcessView): string | undefined {
  if (notice === null) return undefined
  const date = day(notice.to)
  const days = countedText(notice)
  return days === undefined ? t('process.own.notice.until', { date }) : t('process.own.notice.days', { date, days })
}

function textOf(step: ProcessStepView, around: Around): string | undefined {
  const { decision, clock } = around.process
  if (step.step === 'confirmation' && decision)
    return t('claim.thread.because', { when: day(decision.on), reason: decision.reason })
  if (isOver(step)) return step.on === null ? undefined : day(step.on)
  if (step.state === 'running') return hangingText(around.process)
  return step.state === 'now' && clock.paused === null ? inHand(step, around) : undefined
}

/** A line of the thread with the day it belongs to, where that is over, and what stands below it. */
export type Dated = ThreadStep & { on?: string; more?: string }

/** The steps of an accepted claim in the words of a neighbour: what is over, what goes on and where, what comes. */
export function processLines(process: ProcessView, road: Road, office: string): Dated[] {
  // A view kept by an earlier version says nothing of where it is.
  const around = { process, road, office: process.sent?.town === true ? process.sent.office.name : office }
  const lines = process.steps.map((step): Dated => {
    const text = textOf(step, around)
    const more = step.state === 'running' && process.notice ? movedText(process.notice) : undefined
    return {
      shape: shapeOf(step, around),
      title: titleOf(step, around),
      key: step.step,
      ...(text === undefined ? {} : { text }),
      ...(more === undefined ? {} : { more }),
      ...(isOver(step) && step.on !== null ? { on: step.on } : {}),
    }
  })
  const paid = road.amount.kind !== 'status' && road.amount.kind !== 'service'
  const refused = process.decision?.outcome === 'refused'
  return paid && !refused
    ? [...lines, { shape: 'todo', title: t('process.own.payment'), key: 'payment' }]
    : lines
}

/** What happened besides the steps, and the steps that are over, by their days; then what goes on and what comes. */
export function interleaved(past: readonly Dated[], lines: readonly Dated[]): Dated[] {
  const over = lines.filter(({ on }) => on !== undefined)
  const rest = lines.filter(({ on }) => on === undefined)
  // At one day what the office noted stands first: a claim is accepted before anything is done with it.
  const behind = [...past, ...over].sort((one, other) =>
    (one.on ?? '') < (other.on ?? '') ? -1 : (one.on ?? '') > (other.on ?? '') ? 1 : 0,
  )
  return [...behind, ...rest]
}

/** Where it is and since when, where that is not the office it came to; and whose view is awaited. */
export function sentText({ sent, views }: Partial<Pick<ProcessView, 'sent' | 'views'>>): string[] {
  const words = sent && { date: day(sent.since), office: sent.office.name }
  const awaited = (views ?? []).filter(({ came }) => !came).map(({ office }) => office)
  return [
    ...(words ? [t(sent.taken ? 'process.own.sent.taken' : 'process.own.sent', words)] : []),
    ...(awaited.length > 0 ? [t('process.own.views', { office: awaited.join(t('process.own.and')) })] : []),
  ]
}
