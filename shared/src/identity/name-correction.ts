import type { Refusal } from '../family/decider.ts'

/** Papers that show how somebody is really written. */
export const namePapers = ['id-card', 'household-register', 'police-letter', 'foreign-document'] as const
export type NamePaper = (typeof namePapers)[number]

/** A proven name that an officer, who saw the paper, says is written otherwise; `ended` when its person left first. `proposedBy`: an officer's id. */
type NameCorrection = { state: 'waiting' | 'confirmed' | 'refused' | 'ended'; proposedBy: string }

export const nameCommands = ['confirm', 'refuse'] as const
export type NameCommand = { type: 'confirm' } | { type: 'refuse'; reason: string }
export type NameRefusal = 'own-proposal' | 'not-waiting' | 'reason-needed'

/**
 * What this officer may do to it now. One officer alone changes nobody's name: a record would be another's by a stroke of
 * the pen. Whoever proposed it may only take it back.
 */
export function allowedName(
  { state, proposedBy }: NameCorrection,
  officer: string,
): (typeof nameCommands)[number][] {
  if (state !== 'waiting') return []
  return nameCommands.filter((command) => command === 'refuse' || officer !== proposedBy)
}

/** How it stands after a command, or why it is not taken and which would be. */
export function decideName(
  correction: NameCorrection,
  command: NameCommand,
  officer: string,
): { state: NameCorrection['state'] } | Refusal<NameRefusal, NameCommand['type']> {
  const allowed = allowedName(correction, officer)
  if (correction.state !== 'waiting') return { refused: 'not-waiting', allowed }
  if (!allowed.includes(command.type)) return { refused: 'own-proposal', allowed }
  if (command.type === 'confirm') return { state: 'confirmed' }
  return command.reason.trim().length < 2 ? { refused: 'reason-needed', allowed } : { state: 'refused' }
}
