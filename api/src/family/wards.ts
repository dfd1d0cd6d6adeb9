import { and, eq, inArray, ne, or } from 'drizzle-orm'
import { mayAct, type GuardianshipState } from '@yima/shared/family/guardianship'
import type { Deps } from '../http/context.ts'
import { person } from '../identity/table.ts'
import { open } from '../vault.ts'
import type { Reader } from './people.ts'
import { guardianship } from './table.ts'

export type StoredGuardianship = {
  row: typeof guardianship.$inferSelect
  key: Buffer
  state: GuardianshipState
}

type Row = { row: typeof guardianship.$inferSelect; keyWrapped: Buffer | null }

/** Opens rows with the wards' keys. What is in the columns is so, whatever the ids were when it was sealed. */
const opened = ({ vault }: Pick<Deps, 'vault'>, rows: readonly Row[]): StoredGuardianship[] =>
  rows.flatMap(({ row, keyWrapped }) => {
    if (!keyWrapped) return []
    const key = vault.unwrap(keyWrapped)
    const state = { ...open<GuardianshipState>(key, row.sealed), guardian: row.guardianId, ward: row.wardId }
    return [{ row, key, state }]
  })

const rows = (db: Reader) =>
  db
    .select({ row: guardianship, keyWrapped: person.keyWrapped })
    .from(guardianship)
    .innerJoin(person, eq(person.id, guardianship.wardId))

/** Guardianships, not ended, of or over any of these people; whether they hold today is the state's to say. */
export async function guardianshipsOf(
  db: Reader,
  deps: Pick<Deps, 'vault'>,
  people: readonly string[],
): Promise<StoredGuardianship[]> {
  if (people.length === 0) return []
  const found = await rows(db)
    .where(
      and(
        ne(guardianship.state, 'ended'),
        or(inArray(guardianship.guardianId, [...people]), inArray(guardianship.wardId, [...people])),
      ),
    )
    .orderBy(guardianship.createdAt, guardianship.id)
  return opened(deps, found)
}

/** One guardianship, locked until the transaction ends. */
export async function holdGuardianship(
  db: Reader,
  deps: Pick<Deps, 'vault'>,
  id: string,
): Promise<StoredGuardianship | undefined> {
  const found = await rows(db).where(eq(guardianship.id, id)).for('update', { of: guardianship })
  return opened(deps, found)[0]
}

/** Claimed ones of a county that wait for an officer, oldest first. */
export async function claimedGuardianships(
  db: Reader,
  deps: Pick<Deps, 'vault'>,
  countyCode: string,
): Promise<StoredGuardianship[]> {
  const found = await rows(db)
    .where(and(eq(guardianship.countyCode, countyCode), eq(guardianship.state, 'claimed')))
    .orderBy(guardianship.createdAt, guardianship.id)
    .limit(200)
  return opened(deps, found)
}

/**
 * Who has a guardian today, and whose guardian `actor` is, among these people. Of who is only claimed nobody is
 * the guardian yet: a son could put his mother out of her house by a word.
 */
export function dependence(
  all: readonly StoredGuardianship[],
  actor: string,
  today: string,
): { dependants: string[]; wards: string[] } {
  const now = all.filter(({ state }) => mayAct(state, today))
  return {
    dependants: [...new Set(now.map(({ state }) => state.ward))],
    wards: now.filter(({ state }) => state.guardian === actor).map(({ state }) => state.ward),
  }
}
