import { and, eq, isNull } from 'drizzle-orm'
import type { Concern } from '@yima/shared/complaint/routing'
import { relativesAmong, type DeclaredKin, type KinOfficer } from '@yima/shared/complaint/relatives'
import type { Deps } from '../http/context.ts'
import type { Reader } from '../organisation/load.ts'
import { relative } from '../organisation/table.ts'
import { officer } from '../region/table.ts'

const asText = (index: Buffer | null): string | null => index && index.toString('base64')

/** Every officer and every declared relative: by these it is found who is related to whom. */
export type Kin = { officers: readonly (KinOfficer & { unitId: string })[]; declared: readonly DeclaredKin[] }

async function declaredIn(db: Reader, { vault }: Pick<Deps, 'vault'>, countyCode: string): Promise<DeclaredKin[]> {
  const rows = await db.select().from(relative).where(and(eq(relative.countyCode, countyCode), isNull(relative.endedAt)))
  return rows.map(({ officerId, nameCipher, idIndex, phoneIndex }) => ({
    ...{ officerId, name: vault.openField(nameCipher), number: asText(idIndex) ?? '', phone: asText(phoneIndex) },
  }))
}

/** What stands in a county today of who is related to whom. */
export async function loadKin(db: Reader, { vault }: Pick<Deps, 'vault'>, countyCode: string): Promise<Kin> {
  const rows = await db.select({ id: officer.id, name: officer.name, unitId: officer.unitId, phone: officer.phoneCipher }).from(officer)
  const officers = rows.map(({ phone, ...one }) => ({ ...one, phone: phone && asText(vault.index('phone', vault.openField(phone))) }))
  return { officers, declared: await declaredIn(db, { vault }, countyCode) }
}

type Accused = Pick<Concern, 'accused' | 'accusedUnits'>

/**
 * Officers who are related to the officers whom a complaint accuses, by themselves or with their whole office: whatever was
 * declared on either side, and what the machine finds in it.
 */
export function relativesIn({ officers, declared }: Kin, { accused, accusedUnits }: Accused): string[] {
  const of = officers.filter(({ id, unitId }) => accused.includes(id) || accusedUnits.includes(unitId))
  return of.length === 0 ? [] : relativesAmong(new Set(of.map(({ id }) => id)), declared, officers)
}

/** The same of what stands in the database now. */
export const relativesOfAccused = async (db: Reader, deps: Pick<Deps, 'vault'>, countyCode: string, said: Accused): Promise<string[]> =>
  said.accused.length === 0 && said.accusedUnits.length === 0 ? [] : relativesIn(await loadKin(db, deps, countyCode), said)
