import { h, type FunctionalComponent } from 'vue'
import type { ClaimView } from '@yima/shared/claim/contract'
import { later } from '../app/later.ts'

const load = () => import('./DecidedLine.vue')
const Granted = later(load, ['decision'])
/** The conditions of all programmes come only where one of them failed. */
const Refused = later(load, ['decision', 'policy'])

/** Whether a claim stands decided, and how is known here. */
export const isDecided = ({ decided, process }: ClaimView): boolean =>
  decided !== undefined && (process?.decision ?? null) !== null

/** What was decided on a claim, in one line; nothing where that is not known here. */
export const DecidedText: FunctionalComponent<{ claim: ClaimView }> = ({ claim: { decided, process } }) => {
  const decision = process?.decision
  return decided && decision ? h(decided.failed ? Refused : Granted, { decided, decision }) : undefined
}
DecidedText.props = ['claim']
