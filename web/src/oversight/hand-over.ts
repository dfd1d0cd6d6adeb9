import type { OfficerView } from '@yima/shared/identity/contract'
import { isUnreached, ProblemError } from '../app/problem-error.ts'
import { KeyRefused } from '../complaint/key-refused.ts'
import { actOn, getComplaint, getInbox } from './api.ts'
import { openComplaint, sealForOffice } from './opening.ts'
import { ownIdentities } from './own-key.ts'

/** How it went: handed over, not opened by the key of this device, and refused, by the office or because a key was not true. */
export type HandedOver = { given: number; unopened: number; refused: number }

/** Every complaint that this device opens, for colleagues who cannot read it yet. What does not open is passed over and counted. */
export async function handOverAll(officer: OfficerView, demo: boolean): Promise<HandedOver> {
  const identities = await ownIdentities(officer.id, demo)
  const went: HandedOver = { given: 0, unopened: 0, refused: 0 }
  for (const { id } of (await getInbox()).items) went[await handOver(identities, id)] += 1
  return went
}

async function handOver(identities: readonly string[], id: string): Promise<keyof HandedOver> {
  const complaint = await getComplaint(id)
  const { colleagues, version, allowed } = complaint
  const opened = await openComplaint(identities, complaint).catch(() => undefined)
  if (!opened) return 'unopened'
  if (!colleagues || !allowed.includes('share')) return 'given'
  try {
    await actOn(id, { type: 'share', version, keys: await sealForOffice(opened.secret, colleagues) })
    return 'given'
  } catch (error) {
    if (error instanceof KeyRefused || (error instanceof ProblemError && !isUnreached(error))) return 'refused'
    throw error
  }
}
