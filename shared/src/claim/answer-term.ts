import type { Term } from '../calendar/deadline.ts'
import type { DeadlineStep } from '../policy/programme.ts'
import type { ProgrammeId } from '../policy/programme-ids.ts'
import { programmes } from '../policy/programmes/index.ts'

/** Steps that together make the whole road when a programme states no single span for it. */
const partial: readonly DeadlineStep[] = [
  'township-opinion', 'township-review', 'federation-review', 'county-decision', 'decision', 'recognition', 'response',
  'term-recognition', 'yearly-batch', 'emergency-food',
]

/** Where a programme's rules set no span at all: the general span of assistance, by local rule. */
const general: Term = { n: 30, unit: 'workday' }

/**
 * By when a claim of this programme is answered, from its own deadlines: the whole process, or
 * its steps one after the other (all in the same unit), or 30 workdays.
 */
export function answerTerm(programme: ProgrammeId): Term {
  const { deadlines } = programmes[programme]
  const whole = deadlines.find((deadline) => deadline.step === 'whole-process')
  if (whole) return { n: whole.n, unit: whole.unit }
  const steps = deadlines.filter((deadline) => partial.includes(deadline.step))
  const [first] = steps
  if (!first || steps.some((step) => step.unit !== first.unit)) return general
  return { n: steps.reduce((sum, step) => sum + step.n, 0), unit: first.unit }
}
