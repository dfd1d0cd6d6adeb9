import type { PauseSpan, Term } from '../calendar/deadline.ts'
import type { Level } from '../policy/steps.ts'
import type { LaterStep, Plan } from './plan.ts'
import type { Signing } from './signing.ts'

/** What looking into it showed. `doubtful` makes an appraisal due where the rules have one for doubt. */
export type Finding = 'fits' | 'differs' | 'doubtful'
export type Opinion = 'confirm' | 'refuse'

/** Who did something, on what ground, and why: no act stands without all three. */
export type Act = {
  on: string
  /** Officers whose hands were in it: who acted, whose office it was, who came along. */
  hands: readonly string[]
  /** The rule or paper it rests on. */
  basis: string
  reason: string
}

/** What a meeting of residents said, as its minutes count it; who sat there stands in the minutes. */
export type Meeting = { minutes: string; level: 'village' | 'township'; votes: { for: number; against: number; abstained: number } }

/** Beside the record of the present one: who called it and why, and that it is held once more. */
export type Appraisal = {
  called?: Act
  /** Asked for once, by the family or an office; what was held before stays to be read. */
  again?: { on: string; by: 'family' | 'office' }
  earlier?: Meeting & { on: string; found: Finding; hands: readonly string[] }
}

export type StepRecord = Act & {
  step: LaterStep
  /** `not-needed`: the rules leave it to need or doubt; `exempt`: a lawful exemption. */
  outcome: 'done' | 'not-needed' | 'exempt'
  found: Finding | null
  /** The report of a check of means that it rests on. */
  report?: string | null
  /** Of an appraisal by residents. */
  meeting?: Meeting
}

/** Why the clock may lawfully stand still; a notice is no reason. */
export const pauseReasons = ['supplement', 'contested', 'objection'] as const
export type PauseReason = (typeof pauseReasons)[number]

export type Notice = {
  from: string
  to: string
  /** How many days have to count; absent in notices posted before days were counted, which end on their last day. */
  term?: Term
  /** Days up to this one were judged, and these of them did not count. */
  judgedTo?: string
  missed?: readonly string[]
}

export type Decision = Act & { outcome: 'confirmed' | 'refused'; afterwards: readonly LaterStep[] }

/** Why a step goes up: nobody at its level may do it, it is late, or whoever was sent the claim did not take it over. */
export type RaiseReason = 'nobody' | 'overdue' | 'not-taken'

/** Parts of its time, in per cent, at which whoever has it is told: under way, soon due, on its last day. */
export const warnings = [50, 80, 100] as const
export type Warning = (typeof warnings)[number]

/** An office of the county by its kind, or a township by its code: where a claim may be sent, or whose view is asked. */
export type Desk = string

/** Where a claim was sent. */
export type Sent = {
  /** Null is the township that it came to. */
  to: Desk | null
  from: Desk | null
  since: string
  /** By whoever answers for it now; until then it can be given back. */
  taken: boolean
}

/** One office that was asked for its view (会商), and what it said. */
export type Party = { desk: Desk; view: (Act & { agrees: boolean }) | null }

/** A decision that waits for the views of others, or bears the reason why it did not. */
export type Joint = { since: string; parties: readonly Party[]; without: Act | null }

/** Help in an emergency: on which day, how much, and from the fund of which township. */
export type PaidFirst = { on: string; fen: number; town: Desk }

/** The way of one accepted claim. Plain data, changed by events alone. */
export type Process = {
  plan: Plan
  /** Business date of acceptance. */
  from: string
  records: readonly StepRecord[]
  opinion: Opinion | null
  /** Who ever posted its notice: none of them looks into an objection to it. Absent in what was posted before. */
  posters?: readonly string[]
  /** Who looked into objections to its notice, and into nothing else: may look into another one, and decides nothing. */
  examiners?: readonly string[]
  /** Who wrote for its applicant, or lent them a phone. Known from that, read beside the row and never written into it. */
  assisted?: readonly string[]
  /** Who wrote down, or chose between, what its rules read, and looked into nothing else: decides nothing of it. */
  settlers?: readonly string[]
  /** Who looked into what an objection has made void: somebody else does that step anew. */
  anew?: readonly string[]
  /** The notice that hung before an objection sent the claim back: it stands unless what it showed changes. */
  stood?: Notice & { ended: boolean }
  /** From when to when the present notice hangs, its last day included, as things stand. */
  notice: Notice | null
  paused: {
    reason: PauseReason
    since: string
    /** Until when papers, or the answer to an objection, are waited for; of papers what became of that. Absent in what was paused before. */
    until?: string
    reminded?: boolean
    over?: boolean
  } | null
  pauses: readonly (PauseSpan & { reason: PauseReason })[]
  /** Everybody who looked into it, for ever: sending back takes no hand out. */
  hands: readonly string[]
  /** Steps that went up, how far, and why. */
  raised: Readonly<Partial<Record<LaterStep, { to: Level; why: RaiseReason }>>>
  /** Went up because it was late, at any time: its applicant knows. */
  late: boolean
  /** The last part of its time at which somebody was told. */
  warned: Warning | null
  /** Since when each step that is open now is open. */
  openSince: Readonly<Partial<Record<LaterStep, string>>>
  extended: boolean
  urged: boolean
  /** How often papers were asked for: once is the rule, more counts against the handler. */
  paperRequests: number
  /** The first receiver, until handed over. */
  handler: string | null
  decision: Decision | null
  /** Absent in claims accepted before adults signed one by one. */
  signing?: Signing
  /** A refusal was looked at once more (复核): once is what there is. */
  rechecked?: boolean
  /** Absent where it lies as its plan says. */
  sent?: Sent
  joint?: Joint
  /** What a township handed over from its reserve fund before anything else: what follows has days of its own from then. */
  paidFirst?: PaidFirst
  appraisal?: Appraisal
}

/** What happened. `on` is a business date. */
export type ProcessEvent =
  | {
    type: 'process-began'; on: string; plan: Plan; handler: string | null; paperRequests: number; signing?: Signing
    /** Of what was accepted before claims had a process. */
    pauses?: readonly (PauseSpan & { reason: PauseReason })[]
  }
  | { type: 'claim-dispatched'; on: string; to: Desk }
  | (Act & { type: 'claim-transferred'; to: Desk })
  | (Act & { type: 'claim-taken-over' })
  | (Act & { type: 'claim-given-back' })
  | (Act & { type: 'joint-asked'; of: readonly Desk[] })
  | (Act & { type: 'joint-view-given'; desk: Desk; agrees: boolean })
  | (Act & { type: 'joint-waived' })
  | (Act & { type: 'papers-waived' })
  | { type: 'papers-reminded'; on: string }
  | { type: 'papers-overdue'; on: string }
  | (StepRecord & { type: 'step-recorded' })
  /** Another report in the place of one that grew too old; what this one comes to. */
  | (Act & { type: 'report-renewed'; found: Finding; report: string })
  | (Act & { type: 'appraisal-called' })
  | (Act & { type: 'reappraisal-asked'; by: 'family' | 'office' })
  | (Act & { type: 'opinion-given'; opinion: Opinion })
  | (Act & { type: 'notice-posted'; to: string; term?: Term })
  /** Of the days up to `judgedTo` these did not count, all in all; so the last day is `to`. */
  | { type: 'notice-judged'; on: string; judgedTo: string; missed: readonly string[]; to: string }
  /** Whoever filed the photo of a day made that day count. */
  | (Act & { type: 'board-filed'; notice: string; photo: string; day: string })
  | { type: 'notice-ended'; on: string }
  /** What its rules read was settled by these officers: none of them decides it. */
  | { type: 'facts-settled'; on: string; hands: readonly string[] }
  /** Nobody reads it any more; whoever said so decides nothing of it. */
  | (Act & { type: 'notice-withheld' })
  /** Everybody reads it again, and its days begin anew. */
  | (Act & { type: 'notice-restarted'; to: string; term?: Term })
  | (Act & { type: 'clock-paused'; why: PauseReason; until?: string })
  | (Act & { type: 'clock-resumed'; again: LaterStep | null })
  /** What came of an objection, with its pause or, where it had none, beside everything else. */
  | (Act & { type: 'objection-examined'; again: LaterStep | null })
  /** Nobody answered in its days: the claim goes on. */
  | { type: 'objection-overdue'; on: string }
  | { type: 'notice-kept'; on: string }
  | (Act & { type: 'claim-sent-back'; to: LaterStep })
  | (Act & { type: 'claim-confirmed'; afterwards: readonly LaterStep[] })
  | (Act & { type: 'claim-refused' })
  | (Act & { type: 'claim-handed-over'; to: string })
  | (Act & { type: 'time-extended' })
  | { type: 'signing-changed'; on: string; to: Signing }
  /** What was found in the household's means may no longer be used. */
  | { type: 'verification-fenced'; on: string; basis: string; reason: string }
  | { type: 'claim-rechecked'; on: string; reason: string }
  | (PaidFirst & { type: 'paid-first' })
  /** The money came back into the fund. */
  | { type: 'paid-back'; on: string }
  | { type: 'claim-urged'; on: string }
  | { type: 'clock-warned'; on: string; part: Warning }
  | { type: 'step-raised'; on: string; step: LaterStep; to: Level; why: RaiseReason }
