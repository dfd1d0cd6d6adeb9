/**
 * Three-valued truth (Kleene's strong logic of indeterminacy, 1938).
 * `unknown` means "nobody has said yet"; it is never a no.
 */
export type Truth = 'yes' | 'no' | 'unknown'

/** `unknown` stays unknown; everything else is decided. */
export const truth = (value: boolean | undefined): Truth =>
  value === undefined ? 'unknown' : value ? 'yes' : 'no'

/** No as soon as one part is no, yes only when every part is yes. */
export function and(parts: readonly Truth[]): Truth {
  let sum: Truth = 'yes'
  for (const part of parts) {
    if (part === 'no') return 'no'
    if (part === 'unknown') sum = 'unknown'
  }
  return sum
}

/** Yes as soon as one part is yes, no only when every part is no. */
export function or(parts: readonly Truth[]): Truth {
  let sum: Truth = 'no'
  for (const part of parts) {
    if (part === 'yes') return 'yes'
    if (part === 'unknown') sum = 'unknown'
  }
  return sum
}

export const not = (part: Truth): Truth =>
  part === 'unknown' ? 'unknown' : part === 'yes' ? 'no' : 'yes'
