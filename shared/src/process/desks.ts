import type { Actor } from '../access/actor.ts'
import type { HolidayTable } from '../calendar/holidays.ts'
import type { ProcessCommand, ProcessCommandName } from './commands.ts'
import { deskOf, maySendTo, takenBy } from './dispatch.ts'
import { mayAsk } from './joint.ts'
import { mostParties } from './limits.ts'
import type { Act, Process, ProcessEvent } from './process.ts'

type Of<Type extends ProcessCommandName> = Extract<ProcessCommand, { type: Type }>
type Between = Of<'transfer' | 'take-over' | 'give-back' | 'ask-views' | 'give-view' | 'waive-views'>

/** What goes on between desks, and more time from above: none of it is work on the claim itself. */
export const ofDesks: readonly ProcessCommandName[] =
  ['take-over', 'give-back', 'ask-views', 'give-view', 'waive-views', 'extend']

/** Why a claim is not sent there, not given back any more, or such offices are not asked. */
export function refusedDispatch(
  process: Process,
  command: Of<'transfer' | 'give-back' | 'ask-views' | 'raise-untaken'>,
  { today, table }: { today: string; table: HolidayTable },
): 'unknown-desk' | 'days-over' | 'too-many' | 'not-due' | undefined {
  const until = takenBy(process, table)
  const isOver = until !== null && today > until.date
  switch (command.type) {
    case 'transfer':
      return maySendTo(process, command.to) ? undefined : 'unknown-desk'
    case 'give-back':
      // Nothing adverse lapses on a provisional date.
      return isOver && until?.provisional === false ? 'days-over' : undefined
    case 'ask-views':
      if (command.of.length > mostParties) return 'too-many'
      return command.of.length > 0 && command.of.every((desk) => mayAsk(process, desk)) ? undefined : 'unknown-desk'
    case 'raise-untaken':
      return isOver ? undefined : 'not-due'
    default:
      return command satisfies never
  }
}

/** What follows where it is refused by nothing. */
export function dispatchEvents(command: Between, act: Act, actor: Actor): ProcessEvent[] {
  switch (command.type) {
    case 'transfer':
      return [{ ...act, type: 'claim-transferred', to: command.to }]
    case 'take-over':
      return [{ ...act, type: 'claim-taken-over' }]
    case 'give-back':
      return [{ ...act, type: 'claim-given-back' }]
    case 'ask-views':
      return [{ ...act, type: 'joint-asked', of: [...new Set(command.of)] }]
    case 'give-view': {
      const desk = actor.kind === 'officer' ? deskOf(actor) : undefined
      return desk === undefined ? [] : [{ ...act, type: 'joint-view-given', desk, agrees: command.agrees }]
    }
    case 'waive-views':
      return [{ ...act, type: 'joint-waived' }]
    default:
      return command satisfies never
  }
}
