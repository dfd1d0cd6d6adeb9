import type { LaterStep } from './plan.ts'
import type { Act, Process, ProcessEvent, StepRecord } from './process.ts'
import { signingOf } from './signing.ts'
import { stepsAfter } from './stage.ts'

function began({ on, plan, handler, paperRequests, signing = 'not-needed' }: Extract<ProcessEvent, { type: 'process-began' }>): Process {
  return {
    plan, from: on, records: [], opinion: null, notice: null, paused: null, pauses: [], hands: [], raised: {}, late: false,
    warned: null, openSince: on, extended: false, urged: false, paperRequests, handler, decision: null,
    signing,
  }
}

const withHands = (process: Process, { hands }: Act): readonly string[] => [...new Set([...process.hands, ...hands])]

/** A step is over: whoever comes next begins today, and what went up for this step comes down again. */
function recorded(process: Process, record: StepRecord): Process {
  const { [record.step]: _, ...raised } = process.raised
  const records = [...process.records, record]
  return { ...process, records, raised, hands: withHands(process, record), openSince: record.on }
}

/** From this step on everything is done again. */
function again(process: Process, step: LaterStep, on: string): Process {
  const void_ = stepsAfter(step)
  return {
    ...process,
    records: process.records.filter((record) => !void_.includes(record.step)),
    opinion: void_.includes('opinion') ? null : process.opinion,
    notice: null,
    openSince: on,
  }
}

function resumed(process: Process, event: Extract<ProcessEvent, { type: 'clock-resumed' }>): Process {
  const { paused } = process
  if (paused === null) return process
  const pauses = [...process.pauses, { reason: paused.reason, from: paused.since, to: event.on }]
  const running = { ...process, paused: null, pauses, hands: withHands(process, event) }
  return event.again === null ? running : again(running, event.again, event.on)
}

/**
 * Who signed later, or no longer, changes what a check of means may rest on: what was found is void, and what was
 * thought of it. An exemption rested on no signature.
 */
function signed(process: Process, { to, on }: Extract<ProcessEvent, { type: 'signing-changed' }>): Process {
  const changed = { ...process, signing: to }
  const wasOpen = ['open', 'not-needed'].includes(signingOf(process))
  const isExempt = process.records.some(({ step, outcome }) => step === 'verification' && outcome === 'exempt')
  return isExempt || (wasOpen && to === 'complete') ? changed : again(changed, 'verification', on)
}

/** What was found is looked for anew; whatever was contested in it is void too, and its clock goes on. */
function fenced(process: Process, on: string): Process {
  const { paused, pauses } = process
  if (paused?.reason !== 'contested') return again(process, 'verification', on)
  const running = { ...process, paused: null, pauses: [...pauses, { reason: paused.reason, from: paused.since, to: on }] }
  return again(running, 'verification', on)
}

/** Somebody else looks at a refusal once more, with all its time: who refused has had a hand in it. */
function rechecked(process: Process, on: string): Process {
  const hands = process.decision === null ? process.hands : withHands(process, process.decision)
  const anew = { ...process, hands, decision: null, rechecked: true, from: on, warned: null, urged: false, extended: false }
  return again({ ...anew, raised: {}, late: false, pauses: [] }, 'opinion', on)
}

const actOf = ({ on, hands, basis, reason }: Act): Act => ({ on, hands, basis, reason })
const done = (event: Act, step: LaterStep): StepRecord => ({ ...actOf(event), step, outcome: 'done', found: null })

/** The process after an event. Never refuses: what happened has happened. */
export function evolve(process: Process | undefined, event: ProcessEvent): Process {
  if (event.type === 'process-began') return began(event)
  if (process === undefined) throw new RangeError(`${event.type} before the process began`)
  switch (event.type) {
    case 'step-recorded': {
      const { type: _, ...record } = event
      return recorded(process, record)
    }
    case 'opinion-given':
      return { ...recorded(process, done(event, 'opinion')), opinion: event.opinion }
    case 'notice-posted':
      return { ...process, notice: { from: event.on, to: event.to } }
    case 'notice-ended':
      return recorded(process, { on: event.on, hands: [], basis: '', reason: '', step: 'notice', outcome: 'done', found: null })
    case 'clock-paused':
      return {
        ...process,
        paused: { reason: event.why, since: event.on },
        paperRequests: process.paperRequests + (event.why === 'supplement' ? 1 : 0),
      }
    case 'clock-resumed':
      return resumed(process, event)
    case 'claim-sent-back':
      return again(process, event.to, event.on)
    case 'claim-confirmed':
      return { ...process, decision: { ...actOf(event), outcome: 'confirmed', afterwards: event.afterwards }, openSince: event.on }
    case 'claim-refused':
      return { ...process, decision: { ...actOf(event), outcome: 'refused', afterwards: [] } }
    case 'claim-handed-over':
      return { ...process, handler: event.to }
    case 'time-extended':
      return { ...process, extended: true, warned: null }
    case 'signing-changed':
      return signed(process, event)
    case 'verification-fenced':
      return fenced(process, event.on)
    case 'claim-rechecked':
      return rechecked(process, event.on)
    case 'claim-urged':
      return { ...process, urged: true }
    case 'step-raised':
      return {
        ...process,
        raised: { ...process.raised, [event.step]: { to: event.to, why: event.why } },
        late: process.late || event.why === 'overdue',
      }
    case 'clock-warned':
      return { ...process, warned: event.part }
    default:
      return event satisfies never
  }
}
