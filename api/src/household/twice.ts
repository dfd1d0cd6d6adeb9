import { inArray, sql } from 'drizzle-orm'
import { undecidedStates } from '@yima/shared/claim/claim'
import { conflictsOf, refusedBy, type AidClearance, type AidConflict } from '@yima/shared/household/aid'
import type { AidWarning } from '@yima/shared/household/contract'
import { Problem } from '@yima/shared/problem'
import type { Held } from '../application/act.ts'
import type { StoredClaim } from '../claim/store.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { officer as officerTable } from '../region/table.ts'
import { claimsOfFamily, type FamilyClaim } from './claims.ts'
import { familyOf, type Family } from './family.ts'
import { holdPeople } from './people.ts'

type Officer = OfficerSession['officer']
type Of = Pick<Held, 'row' | 'content'>
type Executor = Pick<Transaction, 'execute' | 'select'>

export type FamilyAid = { family: Family; claims: FamilyClaim[] }

/** Everything that the household of a request asked for. */
export async function aidOfFamily(tx: Executor, deps: Deps, held: Of, hold = false): Promise<FamilyAid> {
  const { row, content } = held
  const family = await familyOf(tx, deps, { personId: row.personId, forWhom: row.forWhom, content })
  if (hold) await holdPeople(tx, family.people)
  const { people, applicant } = family
  return { family, claims: await claimsOfFamily(tx, deps, { people, applicant, present: row.id }) }
}

const clearancesOf = (content: Held['content']): readonly AidClearance[] => content.clearances ?? []

/**
 * What one claim of a request would double, today. What the same request only asks for besides is weighed where it is
 * decided: the first that is given stands in the way of the other.
 */
export function conflictsIn({ claims }: FamilyAid, held: Of, claimId: string, today: string): AidConflict[] {
  const mine = claims.find(({ aid }) => aid.id === claimId)
  if (!mine) return []
  const others = claims.map(({ aid }) => aid)
  const isBeside = (id: string): boolean =>
    claims.some(({ aid, application }) => aid.id === id && application.id === held.row.id)
  return conflictsOf(mine.aid, others, clearancesOf(held.content), today).filter(
    ({ standing, other }) => standing === 'given' || !isBeside(other),
  )
}

async function namesOf(tx: Executor, conflicts: readonly AidConflict[]): Promise<Map<string, string>> {
  const ids = [...new Set(conflicts.flatMap(({ cleared }) => cleared?.hands ?? []))]
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select({ id: officerTable.id, name: officerTable.name })
    .from(officerTable)
    .where(inArray(officerTable.id, ids))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

function warningOf(
  claim: string,
  { other, why, law, standing, cleared }: AidConflict,
  found: FamilyClaim,
  { unitId }: Pick<Officer, 'unitId'>,
  names: ReadonlyMap<string, string>,
): AidWarning {
  const { aid, application } = found
  return {
    claim,
    other,
    programme: aid.programme,
    since: aid.decidedOn,
    office: application.office,
    receiptNumber: application.unitId === unitId ? application.receiptNumber : null,
    why,
    law,
    standing,
    cleared: cleared && {
      on: cleared.on,
      who: cleared.hands.flatMap((id) => names.get(id) ?? []),
      basis: cleared.basis,
      reason: cleared.reason,
    },
  }
}

/** Conflicts of a claim in the words of the desk. The number of another office’s request stays with that office. */
export async function warningsOf(
  tx: Executor,
  { claims }: FamilyAid,
  claim: string,
  conflicts: readonly AidConflict[],
  reader: Pick<Officer, 'unitId'>,
): Promise<AidWarning[]> {
  const names = await namesOf(tx, conflicts)
  return conflicts.flatMap((conflict) => {
    const found = claims.find(({ aid }) => aid.id === conflict.other)
    return found ? [warningOf(claim, conflict, found, reader, names)] : []
  })
}

/** Whose aid these warnings tell of. */
export const toldOf = ({ claims }: FamilyAid, warnings: readonly AidWarning[]): string[] => [
  ...new Set(
    claims
      .filter(({ aid }) => warnings.some(({ other }) => other === aid.id))
      .map(({ application }) => application.about),
  ),
]

/** Notes that an officer was told which aid these people have; an hour’s looks are one. */
export async function noteAidSeen(
  db: Pick<Transaction, 'execute'>,
  { clock }: Pick<Deps, 'clock'>,
  officer: Pick<Officer, 'id'>,
  people: readonly string[],
): Promise<void> {
  if (people.length === 0) return
  const at = clock.now().toISOString()
  await db.execute(sql`
    INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, at)
    SELECT gen_random_uuid(), p.id, p.county_code, 'officer', ${officer.id}, 'handle', 'aid', ${at}
      FROM person p
     WHERE p.id = ANY (${sql.param([...people])}::uuid[]) AND NOT EXISTS (
       SELECT 1 FROM access_log g
        WHERE g.person_id = p.id AND g.reader_id = ${officer.id} AND g.what = 'aid'
          AND g.at > ${at}::timestamptz - interval '1 hour')`)
}

/** Aid that would be given twice, with whose it is: the look has to be noted although nothing else is written. */
class AidTwice extends Problem {
  readonly people: readonly string[]
  constructor(code: string, twice: readonly AidWarning[], people: readonly string[]) {
    super('not-allowed-now', [{ field: 'claim', code }], { allowed: [], twice })
    this.people = people
  }
}

/**
 * Throws `not-allowed-now` (`aid-twice`, `aid-second-person`) where this confirmation would give a family what it has,
 * naming the other claim. Everybody of the family is held: of two confirmations at once one sees the other.
 * @param hands whoever confirms, and in whose office
 */
export async function requireNotTwice(
  tx: Transaction,
  deps: Deps,
  held: Of,
  claimId: string,
  officer: Officer,
  hands: readonly string[],
): Promise<void> {
  const all = await aidOfFamily(tx, deps, held, true)
  const refused = conflictsIn(all, held, claimId, deps.clock.today()).flatMap((conflict) => {
    const code = refusedBy(conflict, hands)
    return code === undefined ? [] : [{ code, conflict }]
  })
  const [first] = refused
  if (!first) return
  const warnings = await warningsOf(
    tx,
    all,
    claimId,
    refused.map(({ conflict }) => conflict),
    officer,
  )
  throw new AidTwice(first.code, warnings, toldOf(all, warnings))
}

/** Runs what may be refused for aid that is there already, and notes the look that such a refusal is. */
export async function notingTwice<Done>(
  deps: Deps,
  officer: Officer,
  doIt: () => Promise<Done>,
): Promise<Done> {
  try {
    return await doIt()
  } catch (error) {
    if (error instanceof AidTwice) await noteAidSeen(deps.db, deps, officer, error.people)
    throw error
  }
}

/** What the claims of a request that are in hand would give twice, as its desk is warned; whose aid it tells of reads that. */
export async function twiceOf(
  deps: Deps,
  reader: Officer,
  held: Of,
  claims: readonly StoredClaim[],
): Promise<AidWarning[]> {
  const open = claims.filter(({ state }) => undecidedStates.includes(state.state))
  if (open.length === 0) return []
  const { db, clock } = deps
  const all = await aidOfFamily(db, deps, held)
  const warnings: AidWarning[] = []
  for (const { id } of open)
    warnings.push(...(await warningsOf(db, all, id, conflictsIn(all, held, id, clock.today()), reader)))
  // The owner of this request reads that it was looked at whole.
  const others = toldOf(all, warnings).filter((person) => person !== held.row.personId)
  await noteAidSeen(db, deps, reader, others)
  return warnings
}
