import type { ProcessAct } from '@yima/shared/process/contract'

/** What was typed and chosen for one act, so far; '' is not chosen. */
export type ActDraft = {
  found: string
  companions: string[]
  opinion: string
  /** A step or an officer. */
  to: string
  again: string
  /** An office. */
  desk: string
  desks: string[]
  agrees: string
  /** Who asks for a second appraisal. */
  by: string
  basis: string
  reason: string
  /** What is given, where the rules set no sum; the lawful ground of a refusal, where it is none of the rules. */
  named: string
  ground: string
}
export const emptyDraft: ActDraft = {
  found: '',
  companions: [],
  opinion: '',
  to: '',
  again: '',
  desk: '',
  desks: [],
  agrees: '',
  by: '',
  basis: '',
  reason: '',
  named: '',
  ground: '',
}

/** What was typed for an act, back from its body. */
export function draftOfAct(body: ProcessAct): ActDraft {
  const { basis, reason } = body
  switch (body.type) {
    case 'record':
      return { ...emptyDraft, basis, reason, found: body.found, companions: [...body.companions] }
    case 'propose':
      return { ...emptyDraft, basis, reason, opinion: body.opinion }
    case 'confirm':
      return { ...emptyDraft, basis, reason, named: body.named ?? '' }
    case 'refuse':
      return { ...emptyDraft, basis, reason, ground: body.ground ?? '' }
    case 'answer':
      return { ...emptyDraft, basis, reason, again: body.again ?? 'none' }
    case 'transfer':
      return { ...emptyDraft, basis, reason, desk: body.to }
    case 'ask-views':
      return { ...emptyDraft, basis, reason, desks: [...body.of] }
    case 'ask-reappraisal':
      return { ...emptyDraft, basis, reason, by: body.by }
    case 'give-view':
      return { ...emptyDraft, basis, reason, agrees: String(body.agrees) }
    case 'send-back':
    case 'hand-over':
      return { ...emptyDraft, basis, reason, to: body.to }
    default:
      return { ...emptyDraft, basis, reason }
  }
}
