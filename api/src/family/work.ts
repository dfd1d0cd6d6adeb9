import type * as v from 'valibot'
import { basesFor, stands } from '@yima/shared/family/guardianship'
import type {
  FamilyWork,
  guardianshipConfirmation,
  guardianshipRefusal,
  GuardianshipTasks,
} from '@yima/shared/family/work-contract'
import { Problem } from '@yima/shared/problem'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { findActing, requireWork } from '../work/reach.ts'
import { waitingCorrections } from './corrections.ts'
import { asOfficer } from './doer.ts'
import { undecidedPairs } from './duplicate.ts'
import { noteLooks } from './looks.ts'
import { namesOf } from './people.ts'
import { findActingFor, requireActingFor } from './reach.ts'
import { tellDecided } from './tell.ts'
import { commandGuardianship } from './ward-acts.ts'
import { claimedGuardianships, holdGuardianship, type StoredGuardianship } from './wards.ts'

type Officer = OfficerSession['officer']

const aboutOf = ({ row }: StoredGuardianship) => ({
  region: row.regionCode,
  people: [row.guardianId, row.wardId],
})

/** Those that wait and may be decided by this officer: of the own place, or of a colleague's who is away, no relative's. */
async function waitingFor(tx: Transaction, deps: Deps, officer: Officer): Promise<StoredGuardianship[]> {
  const today = deps.clock.today()
  const mine: StoredGuardianship[] = []
  for (const held of await claimedGuardianships(tx, deps, officer.regionCode.slice(0, 6))) {
    if (!stands(held.state, today)) continue
    if (await findActingFor(tx, officer, 'confirm-guardianship', aboutOf(held))) mine.push(held)
  }
  return mine
}

/** Guardianships of one's place that wait for an officer; the look is noted. Throws `forbidden`. */
export function guardianshipTasks(deps: Deps, officer: Officer): Promise<GuardianshipTasks> {
  requireWork(officer, 'confirm-guardianship')
  return inTransaction(deps.db, async (tx) => {
    const waiting = await waitingFor(tx, deps, officer)
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
        written: state.written,
        bases: [...basesFor(state.kind)],
        at: row.createdAt.toISOString(),
      })),
    }
  })
}

/** How much waits in families of one's place, and nobody's name. Throws `forbidden` for who has no such work. */
export function familyWork(deps: Deps, officer: Officer): Promise<FamilyWork> {
  requireWork(officer, 'confirm-guardianship')
  const looks = findActing(officer, 'see-duplicates', `${deps.config.countyCode}000000`) !== undefined
  return inTransaction(deps.db, async (tx) => ({
    guardianships: (await waitingFor(tx, deps, officer)).length,
    names: (await waitingCorrections(tx, officer)).length,
    duplicates: looks ? (await undecidedPairs(tx, officer)).length : null,
  }))
}

type Decision = v.InferOutput<typeof guardianshipConfirmation> | v.InferOutput<typeof guardianshipRefusal>

/**
 * An officer of the place confirms a guardianship on a basis, or ends it with a reason; both learn of it. Throws
 * `forbidden`, `not-found` elsewhere and for a relative, `invalid-input`, `not-allowed-now`.
 */
export function decideGuardianship(
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  body: Decision,
): Promise<void> {
  requireWork(officer, 'confirm-guardianship')
  return inTransaction(deps.db, async (tx) => {
    const held = await holdGuardianship(tx, deps, id)
    if (!held) throw new Problem('not-found')
    const acting = await requireActingFor(tx, officer, 'confirm-guardianship', aboutOf(held))
    const command =
      'basis' in body
        ? ({ type: 'confirm', basis: body.basis } as const)
        : ({ type: 'refuse', reason: body.reason } as const)
    const actor = { kind: 'officer', id: officer.id } as const
    await commandGuardianship(tx, deps, held, command, { actor, by: asOfficer(officer, acting) })
    await tellDecided(tx, deps, held, { by: officer.id, reason: 'reason' in body ? body.reason : undefined })
    await remember(tx, once, deps.clock.now(), 200, { done: true })
  })
}
