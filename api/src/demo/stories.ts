import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import lines from './stories.json' with { type: 'json' }

/** How far the office has got with a story when the demonstration begins. */
export type Progress =
  | 'new'
  | 'accepted'
  | 'visited'
  | 'posted'
  | 'decided'
  | 'papers-asked'
  | 'papers-sent'
  | 'dropped'
  | 'withdrawn'
  | 'silence'

/** One household of the demonstration: who speaks, born when, living where, what they say, days ago. */
export type Story = {
  name: string
  born: string
  village: string
  words: string
  daysAgo: number
  progress: Progress
  forWhom?: 'neighbour' | 'family'
  /** Asks by name for what the words alone do not open. */
  asks?: ProgrammeId[]
}

/**
 * Invented households of 青禾县; a name that stands there twice came once more. Some were decided long ago, so that supervisors have
 * something to look at again.
 */
export const stories = lines as Story[]

/** The first place of somebody in the list: their number and telephone come of it. */
export const placeOf = ({ name }: Pick<Story, 'name'>): number =>
  stories.findIndex((story) => story.name === name)
