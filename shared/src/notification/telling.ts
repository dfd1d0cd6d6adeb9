/**
 * How an officer stands to what is to be told in person. `own`: it happened by this officer's hand; `alone`: nobody else
 * who could tell it is there today; `leads`: the office has nobody above this officer.
 */
export type Standing = { own: boolean; alone: boolean; leads: boolean }

/**
 * Who says that a person knows: whoever did something in their name could otherwise keep it from them. Where nobody else
 * is there, whoever leads the office tells it all the same, so that the person does not wait, and says why.
 */
export function whoTells({ own, alone, leads }: Standing): 'anybody' | 'another' | 'with-reason' {
  if (!own) return 'anybody'
  return alone && leads ? 'with-reason' : 'another'
}

/** Why this officer may not say it, by code; undefined when it is right. */
export function refuseTelling(
  standing: Standing,
  reason: string | undefined,
): 'own-act' | 'reason-needed' | undefined {
  const who = whoTells(standing)
  if (who === 'another') return 'own-act'
  return who === 'with-reason' && !reason?.trim() ? 'reason-needed' : undefined
}
