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
}

/** Sixty invented households of 青禾县. */
export const stories = lines as Story[]
