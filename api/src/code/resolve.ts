import { parseCode } from '@yima/shared/code/parse'
import type { Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { redeemCard, type CardRefused } from './card.ts'
import { redeemDevice } from './device.ts'
import { redeemSecret, type Redeem } from './redeem.ts'
import type { Asker } from './tries.ts'

/** Who stands at the window or door, and how far that goes. */
export type Resolved = {
  ok: true
  identityId: string
  by: 'code' | 'number' | 'device' | 'card'
  /** The code, device or card itself. */
  of: string
  /** The phone that showed it, which may be asked for more; null for a card. */
  sessionId: string | null
  /** `ask`: more than the minimum may be asked for. `minimum`: signed without a network, good for nothing more. */
  scope: 'ask' | 'minimum'
}

export type Looking = {
  /** What was scanned or typed. */
  text: string
  /** What the officer looks for; it stands in the owner's log. */
  purpose: string
  /** As `networkOf(c)` says. */
  network: string
  pin?: string | undefined
  faceToFace?: boolean | undefined
  /** When it was read, where that was before now: by an officer without a network. */
  scannedAt?: Date | undefined
}

/**
 * Who this code stands for: used up, and noted for its owner, in the transaction of the caller. A refusal is an
 * answer and **must be committed**: wrong tries are counted by it. Nothing is looked up for a role that may not.
 * @param redeem how a person's own code is used; by itself, unless said
 */
export async function resolveCode(
  tx: Transaction,
  deps: Deps,
  officer: Pick<OfficerSession['officer'], 'id'>,
  { text, purpose, network, pin, faceToFace, scannedAt }: Looking,
  redeem: Redeem = (redemption) => redeemSecret(tx, deps, redemption),
): Promise<Resolved | CardRefused> {
  const by: Asker = { kind: 'officer', id: officer.id, network }
  const parsed = parseCode(text)
  if ('county' in parsed && parsed.county !== deps.config.countyCode) return { ok: false, reason: 'foreign' }
  switch (parsed.kind) {
    case 'mine':
    case 'number': {
      const secret = parsed.kind === 'mine' ? { token: parsed.token } : { number: parsed.number }
      const found = await redeem({ secret, by, purpose })
      if (!found.ok) return found
      const how = parsed.kind === 'mine' ? 'code' : 'number'
      return {
        ok: true,
        identityId: found.identityId,
        by: how,
        of: found.id,
        sessionId: found.sessionId,
        scope: 'ask',
      }
    }
    case 'device': {
      const found = await redeemDevice(tx, deps, parsed, { by, purpose, scannedAt })
      if (!found.ok) return found
      const { identityId, deviceId, sessionId } = found
      return { ok: true, identityId, by: 'device', of: deviceId, sessionId, scope: 'minimum' }
    }
    case 'card':
    case 'card-number': {
      const secret = parsed.kind === 'card' ? { token: parsed.token } : { number: parsed.number }
      const found = await redeemCard(tx, deps, secret, { by, purpose, pin, faceToFace })
      if (!found.ok) return found
      return {
        ok: true,
        identityId: found.identityId,
        by: 'card',
        of: found.cardId,
        sessionId: null,
        scope: 'ask',
      }
    }
    case 'member':
    case 'member-number':
    case 'signing':
    case 'signing-number':
    case 'entitlement':
    case 'receipt':
    case 'place':
      return { ok: false, reason: 'other-code' }
    case 'none':
      return { ok: false, reason: parsed.reason }
    default:
      return parsed satisfies never
  }
}
