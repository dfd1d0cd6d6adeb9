import { v7 as uuidv7 } from 'uuid'
import { entitlementStatuses } from '@yima/shared/code/entitlement'
import { addDays } from '@yima/shared/calendar/working-days'
import { entitlement } from '../code/table.ts'
import type { Deps } from '../http/context.ts'
import { demoIdNumber } from './id-number.ts'
import { placeOf, stories } from './stories.ts'

/** Every so manieth household holds a status already. */
const every = 5

/** Which invented people hold a status already, and which. */
export const demoStatuses = stories.flatMap(({ name, born }, at) =>
  at % every === 0 && placeOf({ name }) === at
    ? [
        {
          ...{ name, idNumber: demoIdNumber(born, at) },
          status: entitlementStatuses[(at / every) % entitlementStatuses.length] ?? 'dibao',
        },
      ]
    : [],
)

/** Statuses of some invented people, until decisions give them. Loading twice changes nothing. */
export async function loadDemoEntitlements({ db, vault, clock, config }: Deps): Promise<void> {
  const until = addDays(clock.today(), 180)
  const rows = demoStatuses.map(({ idNumber, status }) => ({
    ...{
      id: uuidv7(),
      countyCode: config.countyCode,
      untilOn: until,
      source: 'demo' as const,
      endedAt: null,
    },
    ...{ numberIndex: vault.index('id-number', idNumber), status },
  }))
  await db.insert(entitlement).values(rows).onConflictDoNothing()
}
