import type { ProcessActView, WorkProcess } from '@yima/shared/process/contract'
import { t } from '../app/text.ts'

/** One act on an accepted claim, as its button stands there. */
export type DeskAct = Pick<ProcessActView, 'type' | 'step'>

/** Acts that bring a claim forward, in the order in which they come; the rest stands beside them. */
const forward: readonly ProcessActView['type'][] = ['take-over', 'give-view', 'answer', 'record', 'propose', 'post-notice', 'confirm']

/** Reasons that lie in the person, and an objection that waits: what is not their post or not yet its time is no button at all. */
const personal: readonly string[] = ['same-hands', 'excluded', 'objection-waits']

export const allowedActs = ({ acts }: WorkProcess): ProcessActView[] =>
  acts.filter(({ refused }) => refused === null)

/** What stands there in grey, with the sentence why not. */
export const greyedActs = ({ acts }: WorkProcess): (ProcessActView & { refused: string })[] =>
  acts.flatMap((act) =>
    act.refused !== null && personal.includes(act.refused) ? [{ ...act, refused: act.refused }] : [],
  )

/** The act that brings this claim forward by this officer's hand, if there is one. */
export const forwardAct = (process: WorkProcess): ProcessActView | undefined =>
  forward
    .map((type) => allowedActs(process).find((act) => act.type === type))
    .find((act) => act !== undefined)

/** An act as its button says it. */
export const actText = ({ type, step }: DeskAct): string => {
  if (type === 'ask-papers') return t('work.act.ask-papers')
  if ((type === 'record' || type === 'skip') && step !== null) return t(`process-desk.act.${type}.${step}`)
  return t(`process-desk.act.${type}`)
}

/** Tells two buttons of one claim apart. */
export const actKey = ({ type, step }: DeskAct): string => (step === null ? type : `${type}.${step}`)
