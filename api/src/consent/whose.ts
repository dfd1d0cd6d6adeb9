import type { AuthorisationRole } from '@yima/shared/consent/authorisation'
import { stands } from '@yima/shared/family/guardianship'
import type { Transaction } from '../db/transaction.ts'
import { nameOf } from '../family/people.ts'
import { guardianshipsOf } from '../family/wards.ts'
import type { Deps, ResidentSession } from '../http/context.ts'
import { findIdentity, type Identity } from '../identity/own.ts'

/** Numbers under which somebody finds what is theirs to say, and the name that stands under it as a guardian’s. */
export type Hands = { own: Buffer | null; wards: readonly Buffer[]; name: string }

const nobody: Hands = { own: null, wards: [], name: '' }

/** Wards of whom an officer confirmed that this is their guardian: a word alone opens nobody’s consent. */
async function wardsOf(tx: Transaction, deps: Deps, { id }: Identity): Promise<Buffer[]> {
  const today = deps.clock.today()
  const all = await guardianshipsOf(tx, deps, [id])
  const wards = all
    .filter(({ state }) => state.guardian === id && state.confirmed !== null && stands(state, today))
    .map(({ state }) => state.ward)
  const found: Buffer[] = []
  for (const ward of wards) {
    const index = (await findIdentity(tx, deps, ward))?.record.idIndex
    if (index) found.push(index)
  }
  return found
}

/** What a session has a hand in; whoever only typed a number has nobody’s. */
export async function handsOf(
  tx: Transaction,
  deps: Deps,
  resident: Pick<ResidentSession, 'level' | 'identityId'> | undefined,
): Promise<Hands> {
  if (resident?.level !== 'proven' || !resident.identityId) return nobody
  const own = await findIdentity(tx, deps, resident.identityId)
  if (!own) return nobody
  return { own: own.record.idIndex, wards: await wardsOf(tx, deps, own), name: nameOf(deps, own) }
}

type About = { role: AuthorisationRole; index: Buffer | null }

/** Whether it is theirs to say: the own word, or as the guardian that of a ward; never the ward’s own. */
export const mayAnswer = ({ own, wards }: Hands, { role, index }: About): boolean => {
  if (index === null) return false
  return role === 'guardian-for' ? wards.some((ward) => ward.equals(index)) : own?.equals(index) === true
}
