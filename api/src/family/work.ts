import type { GuardianshipTasks } from '@yima/shared/family/contract'
import { stands } from '@yima/shared/family/guardianship'
import { inTransaction } from '../db/transaction.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { namesOf } from './people.ts'
import { noteLooks } from './looks.ts'
import { mayInPlace, requireRole } from './reach.ts'
import { claimedGuardianships } from './wards.ts'

type Officer = OfficerSession['officer']

/** Guardianships of one's place that wait for an officer; the look is noted. Throws `forbidden`. */
export function guardianshipTasks(deps: Deps, officer: Officer): Promise<GuardianshipTasks> {
  requireRole(officer, 'confirm-guardianship')
  return inTransaction(deps.db, async (tx) => {
    const today = deps.clock.today()
    const waiting = (await claimedGuardianships(tx, deps, officer.regionCode.slice(0, 6))).filter(
      ({ row, state }) => stands(state, today) && mayInPlace(officer, 'confirm-guardianship', row.regionCode),
    )
    const people = waiting.flatMap(({ row }) => [row.guardianId, row.wardId])
    const names = await namesOf(tx, deps, people)
    await noteLooks(tx, deps, officer, people, 'guardianship')
    return {
      tasks: waiting.map(({ row, state }) => ({
        id: row.id,
        guardian: names.get(row.guardianId) ?? '',
        ward: names.get(row.wardId) ?? '',
        kind: state.kind,
        birthDate: state.birthDate,
        at: row.createdAt.toISOString(),
      })),
    }
  })
}
