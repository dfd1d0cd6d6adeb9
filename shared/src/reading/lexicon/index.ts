import type { Classes } from '../pattern.ts'
import type { Signals } from '../signal.ts'
import { accusingWords } from './accusing-words.ts'
import { danger } from './danger.ts'
import { family } from './family.ts'
import { home } from './home.ts'
import { illness } from './illness.ts'
import { matters } from './matters.ts'
import { misconduct } from './misconduct.ts'
import { needs } from './needs.ts'
import { people } from './people.ts'
import { work } from './work.ts'

/** Word classes that patterns may name. */
export const classes: Classes = { ...people, ...illness, ...matters }

/** Everything the reader can hear. */
export const signals: Signals = { ...needs, ...home, ...family, ...work, ...danger, ...misconduct, ...accusingWords }
