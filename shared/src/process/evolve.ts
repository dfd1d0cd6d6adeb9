import type { LaterStep } from './plan.ts'
import type { Act, Process, ProcessEvent, StepRecord } from './process.ts'
import { heldOf, needsMeeting } from './appraisal.ts'
import { signingOf } from './signing.ts'
import { giveBack, sendTo, takeOver } from './dispatch.ts'
import { askViews, decideWithout, giveView } from './joint.ts'
import { lastOf } from './pause.ts'
import { nextSteps, stepsAfter } from './stage.ts'

type Of<Type extends ProcessEvent['type']> = Extract<ProcessEvent, { type: Type }>

function began({ on, plan, handler, paperRequests, signing = 'not-needed', pauses = [] }: Of<'process-began'>): Process {
  return {
    plan, from: on, records: [], opinion: null, notice: null, paused: null, pauses, hands: [], raised: {}, late: false,
    warned: null, openSince: {}, extended: false, urged: false, paperRequests, handler, decision: null,
    signing,
  }
}

const withHands = (process: Process, { hands }: Act): readonly string[] => [...new Set([...process.hands, ...hands])]

/** A step is over: what went up for it comes down again. */
function recorded(process: Process, record: StepRecord): Process {
  const { [record.step]: _, ...raised } = process.raised
  const records = [...process.records, record]
  return { ...process, records, raised, hands: withHands(process, record) }
}

/** Comes it to the same, everything that rests on it stands; else that is done again. */
function renewed(process: Process, { type: _, ...event }: Of<'report-renewed'>): Process {
  const record: StepRecord = { ...event, step: 'verification', outcome: 'done' }
  const before = process.records.find(({ step }) => step === 'verification')
  if (before?.found !== event.found) return recorded(again(process, 'verification'), record)
  const records = process.records.map((one) => (one.step === 'verification' ? record : one))
  return { ...process, records, hands: withHands(process, event) }
}

/** From this step on everything is done again; what was decided stands, and only what followed it is void. */
function again(process: Process, step: LaterStep): Process {
  const { decision } = process
  const void_ = decision === null ? stepsAfter(step) : stepsAfter(step).filter((one) => decision.afterwards.includes(one))
  const { openSince } = process
  return {
    ...process,
    records: process.records.filter((record) => !void_.includes(record.step)),
    opinion: void_.includes('opinion') ? null : process.opinion,
    notice: decision === null || void_.includes('notice') ? null : process.notice,
    openSince: Object.fromEntries(Object.entries(openSince).filter(([name]) => !void_.includes(name as LaterStep))),
    ...(void_.includes('appraisal') ? uncalled(process) : {}),
  }
}

/** What is looked into anew may turn out clear: an appraisal of it is called anew, except one that is held once more. */
function uncalled({ appraisal }: Process): Partial<Process> {
  if (appraisal?.called === undefined || appraisal.again !== undefined) return {}
  const { called: _, ...rest } = appraisal
  return { appraisal: rest }
}

function heldAgain(process: Process, event: Of<'reappraisal-asked'>): Process {
  const held = heldOf(process)
  const stood = noticeBefore(process)
  const earlier = held?.meeting && { ...held.meeting, on: held.on, found: held.found ?? 'doubtful', hands: held.hands }
  const appraisal = { called: actOf(event), again: { on: event.on, by: event.by }, ...(earlier ? { earlier } : {}) }
  return { ...again(process, 'appraisal'), ...(stood === undefined ? {} : { stood }), appraisal }
}

function sentBack(process: Process, event: Of<'claim-sent-back'>): Process {
  const back = again(process, event.to)
  return event.to === 'appraisal' && needsMeeting(process) ? { ...back, appraisal: { ...back.appraisal, called: actOf(event) } } : back
}

/** Goes on from that day; an objection kept nobody waiting longer than it may, on whichever day that is seen. */
function running(process: Process, on: string): Process {
  const { paused } = process
  if (paused === null) return process
  return { ...process, paused: null, pauses: [...process.pauses, { reason: paused.reason, from: paused.since, to: lastOf(paused, on) }] }
}

function resumed(process: Process, event: Of<'clock-resumed'>): Process {
  if (process.paused === null) return process
  const goesOn = { ...running(process, event.on), hands: withHands(process, event) }
  return event.again === null ? goesOn : again(goesOn, event.again)
}

/**
 * Of what is looked into anew because of an objection, the visit is somebody else's than before. The check of means is the
 * machine's, and its centre has often one person.
 */
function examined(process: Process, event: Of<'objection-examined'>): Process {
  const examiners = [...new Set([...(process.examiners ?? []), ...event.hands])]
  const goesOn = { ...running(process, event.on), examiners }
  if (event.again === null) return goesOn
  const visitors = process.records.filter(({ step }) => step === 'visit' && stepsAfter(event.again ?? 'notice').includes(step))
  const anew = [...new Set([...(process.anew ?? []), ...visitors.flatMap(({ hands }) => hands)])]
  const before = noticeBefore(process)
  return { ...again({ ...goesOn, anew }, event.again), ...(event.again === 'notice' || before === undefined ? {} : { stood: before }) }
}

function noticeBefore({ notice, records, stood }: Process): Process['stood'] {
  return notice === null ? stood : { ...notice, ended: records.some(({ step }) => step === 'notice') }
}

/** What it shows did not change: it hangs on, or has hung its time. */
function kept({ stood, ...process }: Process, on: string): Process {
  if (stood === undefined) return process
  const { ended: hung, ...notice } = stood
  const hanging = { ...process, notice }
  return hung ? recorded(hanging, ended(on)) : hanging
}

const ended = (on: string): StepRecord =>
  ({ on, hands: [], basis: '', reason: '', step: 'notice', outcome: 'done', found: null })

function posted({ stood: _, ...process }: Process, { on, to, term, hands }: Of<'notice-posted' | 'notice-restarted'>): Process {
  const notice = { from: on, to, ...(term === undefined ? {} : { term }) }
  return { ...process, notice, posters: [...new Set([...(process.posters ?? []), ...hands])] }
}

function paused(process: Process, { why, on, until }: Of<'clock-paused'>): Process {
  return {
    ...process,
    paused: { reason: why, since: on, ...(until === undefined ? {} : { until }) },
    paperRequests: process.paperRequests + (why === 'supplement' ? 1 : 0),
  }
}

/** Days that were looked back on: how many did not count moves the end. */
const judged = (process: Process, { judgedTo, missed, to }: Of<'notice-judged'>): Process =>
  process.notice === null ? process : { ...process, notice: { ...process.notice, judgedTo, missed, to } }

const marked = (process: Process, mark: { reminded: true } | { over: true }): Process =>
  process.paused === null ? process : { ...process, paused: { ...process.paused, ...mark } }

/**
 * Who signed later, or no longer, changes what a check of means may rest on: what was found is void, and what was
 * thought of it. An exemption rested on no signature.
 */
function signed(process: Process, { to }: Of<'signing-changed'>): Process {
  const changed = { ...process, signing: to }
  const wasOpen = ['open', 'not-needed'].includes(signingOf(process))
  const isExempt = process.records.some(({ step, outcome }) => step === 'verification' && outcome === 'exempt')
  return isExempt || (wasOpen && to === 'complete') ? changed : again(changed, 'verification')
}

/** What was found is looked for anew; whatever was contested in it is void too, and its clock goes on. */
function fenced(process: Process, on: string): Process {
  return again(process.paused?.reason === 'contested' ? running(process, on) : process, 'verification')
}

/** Somebody else looks at a refusal once more, with all its time: who refused has had a hand in it. */
function rechecked(process: Process, on: string): Process {
  const hands = process.decision === null ? process.hands : withHands(process, process.decision)
  const anew = { ...process, hands, decision: null, rechecked: true, from: on, warned: null, urged: false, extended: false }
  return again({ ...anew, raised: {}, late: false, pauses: [] }, 'opinion')
}

const actOf = ({ on, hands, basis, reason }: Act): Act => ({ on, hands, basis, reason })
const done = (event: Act, step: LaterStep): StepRecord => ({ ...actOf(event), step, outcome: 'done', found: null })

/** A step is open from the day on which nothing stands before it any more, whatever else goes on. */
function opened(process: Process, on: string): Process {
  const since = nextSteps(process).map((step) => [step, process.openSince[step] ?? on] as const)
  return { ...process, openSince: Object.fromEntries(since) }
}

/** The process after an event. Never refuses: what happened has happened. */
export function evolve(process: Process | undefined, event: ProcessEvent): Process {
  if (event.type === 'process-began') return opened(began(event), event.on)
  if (process === undefined) throw new RangeError(`${event.type} before the process began`)
  return opened(after(process, event), event.on)
}

function after(process: Process, event: Exclude<ProcessEvent, Of<'process-began'>>): Process {
  switch (event.type) {
    case 'step-recorded': {
      const { type: _, ...record } = event
      return recorded(process, record)
    }
    case 'report-renewed':
      return renewed(process, event)
    case 'appraisal-called':
      return { ...process, appraisal: { ...process.appraisal, called: actOf(event) } }
    case 'reappraisal-asked':
      return heldAgain(process, event)
    case 'opinion-given':
      return { ...recorded(process, done(event, 'opinion')), opinion: event.opinion }
    case 'notice-posted':
      return posted(process, event)
    case 'notice-judged':
      return judged(process, event)
    case 'board-filed':
      return { ...process, hands: withHands(process, event) }
    case 'notice-withheld':
      return { ...process, hands: withHands(process, event) }
    case 'facts-settled':
      return { ...process, settlers: [...new Set([...(process.settlers ?? []), ...event.hands])] }
    case 'notice-restarted':
      return posted(again(process, 'notice'), event)
    case 'notice-ended':
      return recorded(process, ended(event.on))
    case 'clock-paused':
      return paused(process, event)
    case 'clock-resumed':
      return resumed(process, event)
    case 'objection-examined':
      return examined(process, event)
    case 'notice-kept':
      return kept(process, event.on)
    case 'objection-overdue':
      return running(process, event.on)
    case 'claim-sent-back':
      return sentBack(process, event)
    case 'claim-confirmed':
      return { ...process, decision: { ...actOf(event), outcome: 'confirmed', afterwards: event.afterwards }, ...(process.paidFirst ? {} : { warned: null, urged: false }) }
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
    case 'paid-first': {
      const { on, fen, town } = event
      return { ...process, paidFirst: { on, fen, town }, warned: null, urged: false }
    }
    case 'paid-back': {
      const { paidFirst: _, ...rest } = process
      return { ...rest, warned: null }
    }
    case 'claim-urged':
      return { ...process, urged: true }
    case 'step-raised':
      return {
        ...process,
        raised: { ...process.raised, [event.step]: { to: event.to, why: event.why } },
        late: process.late || event.why === 'overdue',
      }
    case 'claim-dispatched':
    case 'claim-transferred':
      return sendTo(process, event.to, event.on)
    case 'claim-taken-over':
      return takeOver(process, event)
    case 'claim-given-back':
      return giveBack(process, event.on)
    case 'joint-asked':
      return askViews(process, event.of, event.on)
    case 'joint-view-given':
      return { ...giveView(process, event.desk, event.agrees, actOf(event)), hands: withHands(process, event) }
    case 'joint-waived':
      return decideWithout(process, actOf(event))
    case 'papers-waived':
      return running(process, event.on)
    case 'papers-reminded':
      return marked(process, { reminded: true })
    case 'papers-overdue':
      return marked(process, { over: true })
    case 'clock-warned':
      return { ...process, warned: event.part }
    default:
      return event satisfies never
  }
}
