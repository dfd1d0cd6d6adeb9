import { programmeIds, type ProgrammeId } from './programme-ids.ts'
import { programmes } from './programmes/index.ts'
import { stepsOf, type Level, type Step } from './steps.ts'

/** One line of a level's list: a programme, and what is done for it there. */
export type Item = { programme: ProgrammeId; steps: readonly Step[] }

/** What a level handles (事项清单): every programme of which it has a step, read from the programmes themselves. */
export const itemsAt = (level: Level): Item[] =>
  programmeIds
    .map((programme) => ({ programme, steps: stepsOf(programmes[programme]).filter(({ by }) => by.includes(level)) }))
    .filter(({ steps }) => steps.length > 0)
