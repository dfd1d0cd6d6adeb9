import type { EntitlementCodeAnswer, OwnEntitlements } from '@yima/shared/code/contract'
import { isUnreached } from '../app/problem-error.ts'
import { readSeen } from '../app/last-seen.ts'
import { forget, keep, recall } from '../app/store.ts'
import { askEntitlementCode, getEntitlements } from './api.ts'

export type HeldStatus = OwnEntitlements['entitlements'][number]

/** What one may show, as it was seen last where there is no network; nothing where it was never asked. */
export const findStatuses = async (): Promise<readonly HeldStatus[]> =>
  readSeen('code.statuses', getEntitlements).then(
    ({ value }) => value.entitlements,
    () => [],
  )

const shelf = (id: string): string => `code.status.${id}`

/** A code of the day; `kept`: it was made here before, and stands as long as it says. */
export type StatusCode = EntitlementCodeAnswer & { kept: boolean }

/**
 * A code that says this one thing. Without a network it is the one that was made last on this phone while it still stands:
 * whoever checks it needs none either. Rejects where there is none such, and where the office refuses.
 */
export async function statusCode(id: string): Promise<StatusCode> {
  try {
    const made = await askEntitlementCode(id)
    await keep(shelf(id), made)
    return { ...made, kept: false }
  } catch (error) {
    const last = isUnreached(error) ? await recall<EntitlementCodeAnswer>(shelf(id)) : undefined
    if (!last || Date.parse(last.expiresAt) <= Date.now()) throw error
    return { ...last, kept: true }
  }
}

/** It was taken back: it is not shown again from here. */
export const forgetStatusCode = (id: string): Promise<void> => forget(shelf(id))
