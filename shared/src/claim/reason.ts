import * as v from 'valibot'
import { text } from '../border.ts'
import { reasonMax } from '../identity/text.ts'

/** A reason that somebody else will read. */
export const reason = v.pipe(text(reasonMax), v.minLength(2, 'reason-needed'))
