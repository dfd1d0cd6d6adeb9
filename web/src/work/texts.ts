import type { TimelineEntry } from '@yima/shared/claim/contract'
import type { FactView, WorkApplication, WorkItem } from '@yima/shared/work/contract'
import { findText, t, type TextKey } from '../app/text.ts'
import { factText, valueText } from './facts.ts'
import type { Step } from './next-step.ts'

/** A programme's name as paper uses it. */
export const programmeText = (programme: string): string =>
  findText(`policy.programme.${programme}.name`) ?? programme

const tasks = [
  'answer-call',
  'visit',
  'triage',
  'wait-papers',
  'check-papers',
  'nothing',
  'verify',
  'appraise',
  'propose',
  'post-notice',
  'wait-notice',
  'decide',
  'answer',
  'elsewhere',
] as const
type Task = (typeof tasks)[number]
const isTask = (task: string): task is Task => (tasks as readonly string[]).includes(task)

const knownTask = ({ task }: WorkItem): Task => (isTask(task) ? task : 'nothing')

/** What is to be done, with the programme it is about: `低保 看申请`, `低保等 3 项 看申请`. */
export function taskText(item: WorkItem): string {
  const task = t(`work.task.${knownTask(item)}`)
  const [first] = item.programmes
  if (first === undefined) return task
  const programme = programmeText(first)
  const count = item.programmes.length
  return count === 1
    ? t('work.item.one', { programme, task })
    : t('work.item.several', { programme, count, task })
}

/** Why it stands in the list, in a few words. */
export function reasonText(item: WorkItem): string {
  const task = knownTask(item)
  if (item.kind === 'outreach' && task === 'visit') return t('work.reason.outreach')
  if (item.urgent && task === 'triage') return t('work.reason.urgent')
  const reason = t(`work.reason.${task}`)
  return item.raised ? t('work.reason.raised', { reason }) : reason
}

/** The sentence for a refused field's reason code, or a general one. */
export const fieldText = (code: string): string =>
  findText(`problem.field.${code}`) ?? t('work.problem.field')

/** Key under which a value that arrives at run time may have a text. */
export const textOr = (key: string, otherwise: TextKey): string => findText(key) ?? t(otherwise)

type Phrase = WorkApplication['phrases'][number]

/** What a phrase was taken for: `没饭吃`, `低保`, `每月收入：1,140 元`. */
export function phraseText(
  { kind, key, text }: Pick<Phrase, 'kind' | 'key' | 'text'>,
  facts: readonly FactView[],
): string {
  switch (kind) {
    case 'danger':
      return textOr(`work.danger.${key}`, 'work.danger.other')
    case 'complaint':
      return textOr(`reading.complaint.${key}`, 'work.words.kind.complaint')
    case 'programme':
      return programmeText(key)
    default: {
      const heard = facts.find((fact) => fact.source === 'read' && fact.fact === key && fact.phrase === text)
      return heard ? t('work.words.value', { fact: factText(key), value: valueText(heard) }) : factText(key)
    }
  }
}

/** One line of the thread, as staff read it. */
export function eventText({ type, programme, step }: TimelineEntry): string {
  const named = {
    programme: programme ? programmeText(programme) : '',
    step: findText(`process.step.${step}`) ?? '',
  }
  return findText(`claim.work.event.${type}`, named) ?? t('work.thread.other')
}

/** What is to be done next, as the page's heading. */
export function stepText(step: Step): string {
  if (!('programme' in step)) return t(`work.step.${step.kind}`, { count: step.count })
  return t('process.task.of', {
    programme: programmeText(step.programme),
    step: t(`process.task.${step.kind}`),
  })
}

/** The state of a claim as staff read it. */
export const claimStateText = (state: string): string => findText(`claim.work.${state}`) ?? state

/** What may be done now, for the sentence after a refusal. */
export const commandsText = (commands: readonly string[]): string =>
  commands
    .map((command) => findText(`claim.command.${command}`) ?? findText(`process-desk.act.${command}`))
    .filter((text) => text !== undefined)
    .join(t('work.join'))

/** A paper by its catalogue name, or in the words of who asked for it. */
export const paperText = ({ paper, words }: { paper: string; words?: string | undefined }): string =>
  words ?? findText(`policy.paper.${paper}`) ?? paper

/** A refused box of the agreement: a witness is named, the others have the shared sentences. */
export function agreementFieldText(field: string, code: string): string {
  if (field === 'witness') return t('work.agree.witness.needed')
  return fieldText(code)
}
