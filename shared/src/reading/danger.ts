import type { Danger } from './reading.ts'

/** A telephone number of help: `labelKey` names whose it is. */
export type HelpLine = { number: '110' | '119' | '120' | '12338' | '12345' | '12356'; labelKey: string }

const line = (number: HelpLine['number']): HelpLine => ({ number, labelKey: `danger.line.${number}` })

const police = line('110')
const fireBrigade = line('119')
const ambulance = line('120')
const women = line('12338')
const government = line('12345')
const mind = line('12356')

/** Which numbers answer which danger, the one to call first in front. */
export const helpLines: Readonly<Record<Danger, readonly HelpLine[]>> = {
  suicide: [mind, ambulance, police],
  violence: [police, women],
  child: [police, ambulance, government],
  illness: [ambulance, government],
  fire: [fireBrigade, ambulance],
  accident: [ambulance, police],
  disaster: [fireBrigade, police, government],
  missing: [police, government],
  hardship: [government],
  food: [government],
  shelter: [government, police],
}

/** Catalogue key of the sentence for a danger (catalogue `reading`). */
export const dangerKey = (danger: Danger): string => `danger.${danger}`

/** The numbers for all dangers heard, each once, the most pressing first. */
export function linesFor(dangers: readonly Danger[]): HelpLine[] {
  const all = dangers.flatMap((danger) => helpLines[danger])
  return all.filter((one, i) => all.findIndex((other) => other.number === one.number) === i)
}
