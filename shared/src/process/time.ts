import { evolve } from './evolve.ts'
import type { Process, ProcessEvent } from './process.ts'
import { decide, isRefusal, raiseUnmanned, type ProcessContext } from './workflow.ts'

/**
 * Everything that time alone brings about by today, in its order: what stood still goes on, a notice ends, whoever has it is told
 * how much time is used, what is late or has nobody goes up. Nothing where nothing is due, and nothing is left for today after it.
 */
export function passTime(process: Process, context: Omit<ProcessContext, 'actor'>): readonly ProcessEvent[] {
  let events: readonly ProcessEvent[] = []
  for (const type of ['remind', 'end-waiting', 'end-objection', 'end-notice', 'warn', 'raise-untaken', 'raise-overdue'] as const) {
    const answer = decide(events.reduce(evolve, process), { type }, { ...context, actor: { kind: 'system' } })
    if (!isRefusal(answer)) events = [...events, ...answer]
  }
  return [...events, ...raiseUnmanned(events.reduce(evolve, process), context)]
}
