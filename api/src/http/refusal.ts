import { Problem } from '@yima/shared/problem'

/** What a decider answers where nothing follows from a command: why, by code, and what may be done instead. */
export type Refusal = { refused: string; allowed?: readonly string[] }

/** The state or the moment does not let it happen (409): what it is about, why by code, and what may be done instead. */
export const notAllowedNow = (about: string, code: string, allowed: readonly string[] = []): Problem =>
  new Problem('not-allowed-now', [{ field: about, code }], { allowed })

/**
 * A decider's refusal as it travels: what can be mended in the form is said at its field (422), by `mendable`; the rest is
 * no matter of what was typed (409). Codes stand under the name of their decider where `prefix` says so.
 */
export function refusalOf(
  { refused, allowed = [] }: Refusal,
  about: string,
  mendable: Readonly<Record<string, string>> = {},
  prefix = '',
): Problem {
  const code = `${prefix}${refused}`
  const field = mendable[refused]
  return field === undefined
    ? notAllowedNow(about, code, allowed)
    : new Problem('invalid-input', [{ field, code }])
}
