import { deviceSkewSeconds, isNear } from '../code/limits.ts'
import type { ParsedCode } from '../code/parse.ts'
import type { CodeRefusal } from '../code/refusal.ts'
import { arrivalHours } from './filing.ts'

/** Whether a code read where there is no network can be kept, and how its owner is made sure of. */
export type Keepable =
  | { keeps: true; way: 'device' | 'card' }
  /** `needs-network`: it changes every half minute and only the server knows it. */
  | { keeps: false; why: 'needs-network' | CodeRefusal }

/**
 * What an officer's phone alone can say of a code. A code that a phone signed is old after five minutes, here as at
 * the server: a screenshot of yesterday is nobody. A card has no time; its PIN nobody can check here, so the officer
 * looks at the person. `now` in seconds.
 */
export function judgeOffline(parsed: ParsedCode, now: number): Keepable {
  switch (parsed.kind) {
    case 'device':
      if (parsed.scope !== 'w') return { keeps: false, why: 'forged' }
      return isNear(parsed.at, now) ? { keeps: true, way: 'device' } : { keeps: false, why: 'skewed' }
    case 'card':
    case 'card-number':
      return { keeps: true, way: 'card' }
    case 'mine':
    case 'number':
      return { keeps: false, why: 'needs-network' }
    case 'member':
    case 'member-number':
    case 'signing':
    case 'signing-number':
    case 'entitlement':
    case 'receipt':
    case 'place':
      return { keeps: false, why: 'other-code' }
    case 'none':
      return { keeps: false, why: parsed.reason }
    default:
      return parsed satisfies never
  }
}

/** Whether a scan that was kept at `scannedAt` is still taken `now`; both in milliseconds. */
export function isTaken(scannedAt: number, now: number): boolean {
  const skew = deviceSkewSeconds * 1000
  return scannedAt <= now + skew && now - scannedAt <= arrivalHours * 3_600_000
}
