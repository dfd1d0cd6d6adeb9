/** Why a command has no effect, and which ones would have one now. */
export type Refusal<Code extends string, Name extends string> = { refused: Code; allowed: readonly Name[] }

/**
 * Makes the `decide` of a workflow from its three questions: why not, what happens, what else may be done. Every
 * refusal names what is allowed instead.
 */
export const deciderOf =
  <State, Command, Context, Event, Code extends string, Name extends string>(of: {
    refusalCode: (state: State | undefined, command: Command, context: Context) => Code | undefined
    happening: (state: State | undefined, command: Command, context: Context) => readonly Event[]
    allowed: (state: State | undefined, context: Context) => readonly Name[]
  }) =>
  (state: State | undefined, command: Command, context: Context): readonly Event[] | Refusal<Code, Name> => {
    const refused = of.refusalCode(state, command, context)
    return refused === undefined
      ? of.happening(state, command, context)
      : { refused, allowed: of.allowed(state, context) }
  }

/** What an event changes needs a beginning. Throws `RangeError` where there was none. */
export function begun<State>(state: State | undefined, type: string): State {
  if (state === undefined) throw new RangeError(`${type} before it began`)
  return state
}
