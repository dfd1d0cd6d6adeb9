import type { Deadline, DeadlineStep, OfficeId, Programme } from './programme.ts'

/** Where something is done: village, township, the county's civil affairs, any other department of it. */
export const levels = ['village', 'township', 'county', 'department'] as const
export type Level = (typeof levels)[number]

/** What is done with a claim, in this order; looking into it (verification, visit) may run side by side. */
export const stepNames = [
  'acceptance', 'verification', 'visit', 'appraisal', 'opinion', 'notice', 'review', 'confirmation',
] as const
export type StepName = (typeof stepNames)[number]

export type Step = {
  name: StepName
  by: readonly Level[]
  /** `afterwards`: help comes first, the step follows. */
  when: 'always' | 'if-doubtful' | 'if-needed' | 'afterwards'
  /** What this step takes at most, where the rules say so. */
  days?: Pick<Deadline, 'n' | 'unit' | 'source'>
}

/** Of those named, the last takes a claim in hand: whoever only receives it passes it on. */
const officeLevels: Record<OfficeId, readonly [Level, ...Level[]]> = {
  township: ['township'],
  'township-anywhere': ['township'],
  'township-of-emergency': ['township'],
  'township-or-insurance-desk': ['township', 'department'],
  'township-or-school': ['township', 'department'],
  'township-or-village': ['village', 'township'],
  'legal-aid-centre': ['township', 'department'],
  'rescue-station': ['department'],
  'handling-authority': ['department'],
  'county-civil-affairs': ['county'],
  'township-small-county-rest': ['township', 'county'],
  'county-medical-insurance': ['department'],
  'school-and-county': ['department'],
  'county-housing': ['department'],
  'county-labour': ['department'],
  'county-emergency': ['department'],
  'federation-then-civil-affairs': ['county'],
  'legal-aid-office': ['department'],
  'township-or-county': ['township', 'county'],
}

/** Which of a programme's own spans belong to a step; a notice brings its days itself. */
const spans: Record<Exclude<StepName, 'notice'>, readonly DeadlineStep[]> = {
  acceptance: ['response'],
  verification: [],
  visit: ['start-investigation', 'first-visit'],
  appraisal: [],
  opinion: ['township-opinion', 'township-review'],
  review: ['federation-review'],
  confirmation: ['county-decision', 'decision', 'recognition', 'term-recognition', 'yearly-batch'],
}

type Made = Step | undefined

/**
 * The way of a claim under a programme, from the programme's own data: what is done, in which order, at which
 * levels, within which days. What the public reads and what the desk is held to are both this list.
 */
export function stepsOf(programme: Programme): Step[] {
  const hand = officeLevels[programme.accepts].at(-1) ?? 'township'
  const made: Made[] = [
    step(programme, 'acceptance', officeLevels[programme.accepts]),
    verification(programme, hand),
    visit(programme, hand),
    appraisal(programme),
    // Whoever looked into it proposes and somebody else decides: nobody confirms what he investigated.
    step(programme, 'opinion', [hand]),
    notice(programme),
    review(programme),
    step(programme, 'confirmation', officeLevels[programme.confirms]),
  ]
  return made.filter((one) => one !== undefined)
}

function step(
  { deadlines }: Programme, name: Exclude<StepName, 'notice'>, by: readonly Level[], when: Step['when'] = 'always',
): Step {
  const days = deadlines.find((deadline) => spans[name].includes(deadline.step))
  return { name, by, when, ...(days ? { days } : {}) }
}

function verification(programme: Programme, hand: Level): Made {
  switch (programme.process.verification) {
    case 'family':
      return step(programme, 'verification', ['county'])
    case 'status':
    case 'damage':
      return step(programme, 'verification', [hand])
    case 'afterwards':
      return step(programme, 'verification', [hand], 'afterwards')
    case 'none':
      return undefined
    default:
      return programme.process.verification satisfies never
  }
}

function visit(programme: Programme, hand: Level): Made {
  switch (programme.process.visit) {
    case 'always':
      return step(programme, 'visit', [hand])
    case 'optional':
      return step(programme, 'visit', [hand], 'if-needed')
    case 'may-follow':
      return step(programme, 'visit', [hand], 'afterwards')
    case 'none':
      return undefined
    default:
      return programme.process.visit satisfies never
  }
}

/** The village meets, the township calls and leads it. */
const meeting: readonly Level[] = ['village', 'township']

function appraisal(programme: Programme): Made {
  switch (programme.process.appraisal) {
    case 'if-doubtful':
      return step(programme, 'appraisal', meeting, 'if-doubtful')
    case 'optional':
      return step(programme, 'appraisal', meeting, 'if-needed')
    case 'village':
      return step(programme, 'appraisal', meeting)
    case 'school':
      return step(programme, 'appraisal', ['department'])
    case 'none':
      return undefined
    default:
      return programme.process.appraisal satisfies never
  }
}

/** Two offices have a say: the federation looks at it first, and alone confirms nothing. */
const review = (programme: Programme): Made =>
  programme.confirms === 'federation-then-civil-affairs' ? step(programme, 'review', ['department']) : undefined

function notice({ process: { notice: rule } }: Programme): Made {
  if (rule.kind === 'none') return undefined
  const days = { n: rule.days, unit: rule.unit, source: rule.source }
  const by: readonly Level[] = rule.kind === 'school' ? ['department'] : ['village', 'township']
  return { name: 'notice', by, when: 'always', days }
}
