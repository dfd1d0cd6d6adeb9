import type { Authorisation } from '../consent/authorisation.ts'
import type { ComputationView, DecisionDocument } from './contract.ts'
import type { DecisionGist } from './gist.ts'

/**
 * Why somebody reads a decision without what departments said. `prove-first`: the number was only typed; `not-sure`:
 * somebody may have signed in the place of another adult; `helper`: reads for somebody else.
 */
export const withheldWhys = ['prove-first', 'not-sure', 'helper'] as const
export type Withheld = (typeof withheldWhys)[number]

export type Eyes = { proven: boolean; helps: boolean }

/** Whether the same person's word was asked for anew, and is sure by now. */
function isSureSince(one: Authorisation, all: readonly Authorisation[]): boolean {
  const next = all.find(({ id }) => id === one.renewedBy)
  return next !== undefined && (next.certainty === 'seen' || isSureSince(next, all))
}

/**
 * Why figures of departments are kept from these eyes, by all that was ever signed until the day of the decision: a word
 * that was taken back or has run out since lay under it all the same.
 */
export function whyWithheld(
  all: readonly Authorisation[],
  on: string,
  { proven, helps }: Eyes,
): Withheld | null {
  if (helps) return 'helper'
  if (!proven && !all.some(({ role, certainty }) => role === 'applicant' && certainty === 'seen'))
    return 'prove-first'
  const unsure = all.some(
    (one) =>
      one.role !== 'applicant' &&
      one.certainty === 'claimed' &&
      one.signedOn !== null &&
      one.signedOn <= on &&
      !isSureSince(one, all),
  )
  return unsure ? 'not-sure' : null
}

type Told = { params: ComputationView['reasons'][number]['params'] }

/** A condition by its rule alone: the figure that it was held against is everybody's to know. */
const withoutValue = <T extends Told>({ params: { value: _, ...params }, ...rest }: T) => ({
  ...rest,
  params,
})

/** A written decision as such eyes read it: how it came out and why in words, and what may be done, stay. */
export function forEyes(document: DecisionDocument, withheld: Withheld | null): DecisionDocument {
  if (withheld === null) return document
  const { given, reasons, facts } = document.computation
  const computation = {
    ...document.computation,
    given: given.map((one) => ({ ...one, steps: [] })),
    reasons: reasons.map(withoutValue),
    facts: facts.filter(({ source }) => source !== 'department'),
  }
  return { ...document, computation, withheld }
}

/** The same of its one line. */
export const gistForEyes = (gist: DecisionGist, withheld: Withheld | null): DecisionGist =>
  withheld === null || gist.failed === null ? gist : { ...gist, failed: withoutValue(gist.failed) }
