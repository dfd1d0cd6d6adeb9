import type { Acting } from '../http/context.ts'

/** What an application's trail keeps of an act in another's place: both names. */
export const bothNames = (acting: Acting | undefined): Record<string, unknown> =>
  acting ? { acting: { by: acting.by, forName: acting.forName, as: acting.as }, actor: acting.actor } : {}
