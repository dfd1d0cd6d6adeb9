import { and, eq, isNull, sql } from 'drizzle-orm'
import { parseIdNumber } from '@yima/shared/identity/id-number'
import { normaliseName } from '@yima/shared/identity/name'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { findIdentity, type Identity } from '../identity/own.ts'
import { identity } from '../identity/table.ts'
import { nameOf, regionOf } from './people.ts'
import { historyOf } from './record.ts'
import { identityTrait } from './table.ts'
import { guardianshipsOf } from './wards.ts'

/** The birthday that the number says, that a guardian said, or that an officer wrote down who proved the person. */
export async function birthDateOf(tx: Transaction, deps: Deps, who: Identity): Promise<string | null> {
  const { idIndex, idCipher } = who.record
  const parsed = idIndex && idCipher ? parseIdNumber(deps.vault.openField(idCipher)) : undefined
  if (parsed?.ok) return parsed.birthDate
  const wards = await guardianshipsOf(tx, deps, [who.id])
  const said = wards.find(({ row }) => row.wardId === who.id)?.state.birthDate
  const seen = (await historyOf(tx, deps, who.id)).filter(({ payload }) => 'birthDate' in payload).at(-1)
  return said ?? (seen ? String(seen.payload['birthDate']) : null)
}

const nameAndBirth = (name: string, birthDate: string): string => `${normaliseName(name)}\n${birthDate}`

/** Hashes by which double records are found; somebody without a name has none. */
export async function noteTraits(
  tx: Transaction,
  deps: Deps,
  who: Identity,
  birthDate: string,
): Promise<void> {
  const name = nameOf(deps, who)
  if (normaliseName(name) === '') return
  const said = nameAndBirth(name, birthDate)
  const rows = [
    { kind: 'name-birth' as const, said },
    { kind: 'name-birth-village' as const, said: `${said}\n${await regionOf(tx, deps, who)}` },
  ]
  await tx
    .insert(identityTrait)
    .values(
      rows.map(({ kind, said: value }) => ({
        identityId: who.id,
        kind,
        countyCode: who.countyCode,
        traitIndex: deps.vault.index(kind, value),
      })),
    )
    .onConflictDoUpdate({
      target: [identityTrait.identityId, identityTrait.kind],
      set: { traitIndex: sql`excluded.trait_index` },
    })
}

/** Everybody who was proven without papers under this name and birthday, by their ids. */
export async function namesakesOf(
  tx: Transaction,
  deps: Deps,
  name: string,
  birthDate: string,
): Promise<string[]> {
  const rows = await tx
    .select({ id: identity.id })
    .from(identityTrait)
    .innerJoin(identity, eq(identity.id, identityTrait.identityId))
    .where(
      and(
        eq(identityTrait.kind, 'name-birth'),
        eq(identityTrait.traitIndex, deps.vault.index('name-birth', nameAndBirth(name, birthDate))),
        eq(identityTrait.countyCode, deps.config.countyCode),
        eq(identity.numberKind, 'none'),
        eq(identity.level, 'proven'),
        isNull(identity.joinedTo),
        isNull(identity.closedAt),
      ),
    )
  return rows.map(({ id }) => id)
}

/**
 * Who was proven without papers under this name and birthday; undefined where there is nobody, and where there are two:
 * nobody is taken for a namesake.
 */
export async function findByBirth(
  tx: Transaction,
  deps: Deps,
  name: string,
  birthDate: string,
): Promise<Identity | undefined> {
  const [only, ...more] = await namesakesOf(tx, deps, name, birthDate)
  return only !== undefined && more.length === 0 ? findIdentity(tx, deps, only) : undefined
}
