import type { ProcessOfficer, WorkProcess } from '@yima/shared/process/contract'
import { dayText } from '../app/formats.ts'
import { t } from '../app/text.ts'
import type { ShapeName } from '../look/icons.ts'
import type { ThreadStep } from '../ui/YThread.vue'
import { countedText, movedText } from './notice-days.ts'

type DeskStep = WorkProcess['steps'][number]
/** A line of the thread with what stands below it. */
export type DeskLine = ThreadStep & { more: string[]; due?: NonNullable<DeskStep['due']> }

const day = (date: string): string => dayText(date, { weekday: false })
const list = (names: readonly string[]): string => names.join(t('process-desk.and'))

/** So many names are read; the others are counted. */
const shownNames = 3
function namesOf(officers: readonly ProcessOfficer[]): string {
  const names = officers.map(({ name }) => name)
  if (names.length <= shownNames) return list(names)
  return t('process-desk.more', { names: list(names.slice(0, shownNames)), count: names.length })
}

function resultOf({ step, state, record }: DeskStep, { decision }: WorkProcess): string | undefined {
  if (step === 'confirmation' && decision) return t(`process-desk.decision.${decision.outcome}`)
  if (state === 'not-needed' || state === 'exempt') return t(`process-desk.outcome.${state}`)
  if (record?.opinion) return t(`process-desk.opinion.${record.opinion}`)
  return record?.found ? t(`process-desk.found.${record.found}`) : undefined
}

const isOver = ({ state }: DeskStep): boolean =>
  state === 'done' || state === 'not-needed' || state === 'exempt'

function shapeOf(step: DeskStep, { decision, clock }: WorkProcess): ShapeName {
  if (step.step === 'confirmation' && decision?.outcome === 'refused') return 'no'
  if (isOver(step)) return step.state === 'done' && step.record?.found === 'doubtful' ? 'maybe' : 'done'
  if (step.state === 'waits' || step.state === 'afterwards') return 'todo'
  return clock.paused === null ? 'now' : 'pause'
}

function over({ on, record, step }: DeskStep, { decision }: WorkProcess): { text?: string; more: string[] } {
  const act = step === 'confirmation' && decision ? decision : record
  if (act === null) return { ...(on === null ? {} : { text: day(on) }), more: [] }
  const who = list(act.who)
  const date = on === null ? '' : day(on)
  const text = who === '' ? date : t('process-desk.when', { date, who })
  const basis = act.basis === '' ? [] : [t('process-desk.basis', { basis: act.basis })]
  return { ...(text === '' ? {} : { text }), more: [...(act.reason === '' ? [] : [act.reason]), ...basis] }
}

const levels = ({ by }: DeskStep): string =>
  by.map((level) => t(`process-desk.level.${level}`)).join(t('process-desk.or'))

/** Until when it hangs; how many of its days counted, and by how many its end moved, as the applicant reads it. */
function hanging(notice: NonNullable<WorkProcess['notice']>): { text: string; more: string[] } {
  const days = [countedText(notice), movedText(notice)].filter((words) => words !== undefined)
  return {
    text: t('process-desk.hanging', { date: day(notice.to) }),
    more: days.length === 0 ? [] : [days.join(t('work.reason.join'))],
  }
}

function now({ state, who, raised, due }: DeskStep, { notice }: WorkProcess): Partial<DeskLine> {
  const up = raised
    ? [t(`process-desk.raised.${raised.why}`, { level: t(`process-desk.level.${raised.to}`) })]
    : []
  if (state === 'running') {
    if (notice === null) return { more: up }
    const { text, more } = hanging(notice)
    return { text, more: [...more, ...up] }
  }
  const text = who.length === 0 ? t('process-desk.nobody') : t('process-desk.who', { names: namesOf(who) })
  return { text, more: up, ...(due === null ? {} : { due }) }
}

function lineOf(step: DeskStep, process: WorkProcess): DeskLine {
  const name = t(`process.step.${step.step}`)
  const result = resultOf(step, process)
  const title = result === undefined ? name : t('process-desk.line', { step: name, result })
  const line = { shape: shapeOf(step, process), title, key: step.step, more: [] }
  if (isOver(step)) return { ...line, ...over(step, process) }
  if (step.state === 'now' || step.state === 'running') return { ...line, ...now(step, process) }
  return { ...line, text: t('process-desk.level', { level: levels(step) }) }
}

/** The steps of a claim as the office reads them: what was done, by whom and on what ground; who may go on; what comes. */
export const deskLines = (process: WorkProcess): DeskLine[] =>
  process.steps.map((step) => lineOf(step, process))

/** What each office said that was asked, and that the county decides without the others. */
export function viewLines({ joint }: WorkProcess): { shape: ShapeName; text: string }[] {
  if (!joint) return []
  const said = joint.parties.map(({ office, agrees, reason, who }): { shape: ShapeName; text: string } => {
    if (agrees === null) return { shape: 'todo', text: t('process-desk.views.awaited', { office }) }
    return {
      shape: agrees ? 'done' : 'no',
      text: t(`process-desk.views.${agrees}`, { office, reason, who: list(who) }),
    }
  })
  const { without } = joint
  return without === null
    ? said
    : [...said, { shape: 'maybe', text: t('process-desk.views.without', { reason: without }) }]
}
