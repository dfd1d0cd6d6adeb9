import type { ProcessOfficer, ProcessStepView, ProcessView, WorkProcess } from '@yima/shared/process/contract'

// The way of 周素芬's dibao, accepted on 18 November 2026: verification and visit may begin.

type DeskStep = WorkProcess['steps'][number]

export const liuXiaoqin: ProcessOfficer = {
  id: '018f0000-0000-7000-8000-000000000002',
  name: '刘小勤',
  post: '社会救助经办',
}
const liangBo: ProcessOfficer = { id: '018f0000-0000-7000-8000-000000000003', name: '梁波', post: '核对中心' }

const step = (name: ProcessStepView['step'], part: Partial<ProcessStepView> = {}): ProcessStepView => ({
  step: name,
  by: ['township'],
  state: 'waits',
  on: null,
  due: null,
  raised: null,
  ...part,
})
const due = (date: string) => ({ date, provisional: false })

export const ownStep = (
  change: Partial<Record<ProcessStepView['step'], Partial<ProcessStepView>>> = {},
): ProcessStepView[] => [
  step('verification', { by: ['county'], state: 'now', ...change.verification }),
  step('visit', { state: 'now', due: due('2026-11-23'), ...change.visit }),
  step('appraisal', { by: ['village', 'township'], ...change.appraisal }),
  step('opinion', change.opinion),
  step('notice', { by: ['village', 'township'], ...change.notice }),
  step('confirmation', { by: ['county'], ...change.confirmation }),
]

const clock: ProcessView['clock'] = {
  due: due('2026-12-30'),
  used: 10,
  warning: null,
  overdue: false,
  paused: null,
  objection: null,
  extended: false,
}
export const clockOf = (part: Partial<ProcessView['clock']> = {}): ProcessView['clock'] => ({
  ...clock,
  ...part,
})

export const ownProcess = (part: Partial<ProcessView> = {}): ProcessView => ({
  steps: ownStep(),
  clock,
  notice: null,
  signing: 'not-needed',
  urge: 'later',
  sent: null,
  views: [],
  decision: null,
  ...part,
})

/** Who may do a step stands with it. */
export const deskSteps = (
  change: Partial<Record<ProcessStepView['step'], Partial<DeskStep>>> = {},
): DeskStep[] =>
  ownStep().map((one): DeskStep => ({
    ...one,
    record: null,
    who: one.step === 'verification' ? [liangBo] : [],
    ...change[one.step],
  }))

export const workProcess = (part: Partial<WorkProcess> = {}): WorkProcess => ({
  steps: deskSteps({ visit: { who: [liuXiaoqin] } }),
  clock,
  notice: null,
  signing: 'not-needed',
  urge: 'later',
  sent: null,
  views: [],
  decision: null,
  waits: 'office',
  answerers: [],
  handler: null,
  acts: [
    { type: 'record', step: 'visit', refused: null },
    { type: 'record', step: 'verification', refused: 'not-yours' },
    { type: 'propose', step: null, refused: 'not-allowed-now' },
    { type: 'ask-papers', step: null, refused: null },
    { type: 'hand-over', step: null, refused: null },
  ],
  joint: null,
  sendTo: [],
  ask: [],
  companions: [liuXiaoqin],
  colleagues: [liuXiaoqin, liangBo],
  ...part,
})
