import type { LaterStep } from './plan.ts'
import type { Act, Process, ProcessEvent, StepRecord } from './process.ts'
import { stepsAfter } from './stage.ts'

function began({ on, plan, handler, paperRequests }: Extract<ProcessEvent, { type: 'process-began' }>): Process {
  return {
    plan, from: on, records: [], opinion: null, notice: null, paused: null, pauses: [], hands: [], raised: {}, late: false,
    warned: null, openSince: on, extended: false, urged: false, paperRequests, handler, decision: null,
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
