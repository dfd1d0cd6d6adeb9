import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { and, eq, sql } from 'drizzle-orm'
import { Problem } from '@yima/shared/problem'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { freshBytes } from '../random.ts'
import { officer, region, unit } from '../region/table.ts'
import { insertInvitation, invitationAddress } from './invitation.ts'

/** Any number that no other part locks. */
const lock = 990_110

async function hasAdministrator(db: Pick<Transaction, 'select'>): Promise<boolean> {
  const [row] = await db
    .select({ id: officer.id })
    .from(officer)
    .where(and(eq(officer.role, 'administrator'), eq(officer.active, true)))
    .limit(1)
  return row !== undefined
}

/**
 * A one-time link for whoever starts a server on which nobody may let others in yet: it ends after a day, when
 * it is used, or when the next start makes another. Undefined where there is an administrator.
 */
export const inviteFirst = (deps: Deps): Promise<string | undefined> =>
  inTransaction(deps.db, async (tx) => {
    await tx.execute(sql`SELECT pg_advisory_xact_lock(${lock})`)
    if (await hasAdministrator(tx)) return undefined
    const token = freshBytes(32).toString('base64url')
    await insertInvitation(tx, deps, { token, officerId: null, madeBy: null })
    return invitationAddress(deps.config.publicUrl, token, 'first')
  })

/**
 * What to tell whoever starts a server without an administrator. A link opens a door, and logs are read by many:
 * where they are kept it goes into a file that only this user can read.
 */
export async function tellFirst(deps: Deps, inLogs: boolean): Promise<string[]> {
  const link = await inviteFirst(deps)
  if (link === undefined) return []
  if (!inLogs) return ['Nobody administers this server yet. Open once, within a day:', link]
  const file = join(deps.config.dataDir, 'first-administrator')
  await mkdir(deps.config.dataDir, { recursive: true })
  await writeFile(file, `${link}\n`, { mode: 0o600 })
  return [`Nobody administers this server yet: the one-time link stands in ${file}`]
}

const countyPlace = ({ config }: Pick<Deps, 'config'>): string => `${config.countyCode}000000`

/** The name of the county served; undefined on a server that knows no places yet. */
export async function findCounty(
  db: Pick<Transaction, 'select'>,
  deps: Pick<Deps, 'config'>,
): Promise<string | undefined> {
  const [row] = await db
    .select()
    .from(region)
    .where(eq(region.code, countyPlace(deps)))
  return row?.name
}

/** The county and its office of civil affairs, where an empty server has neither; more comes by `/admin`. */
async function insertCounty(tx: Transaction, deps: Deps, name: string | undefined): Promise<string> {
  const code = countyPlace(deps)
  const known = await findCounty(tx, deps)
  if (known === undefined && name === undefined)
    throw new Problem('invalid-input', [{ field: 'county', code: 'empty' }])
  const county = known ?? name ?? ''
  const place = { code, name: county, level: 'county' as const, parent: null }
  await tx
    .insert(region)
    .values({ ...place, validFrom: deps.clock.today(), validTo: null })
    .onConflictDoNothing()
  const id = `${code}:civil`
  await tx
    .insert(unit)
    .values({
      id,
      regionCode: code,
      name: `${county}民政局`,
      shortName: '民政局',
      kind: 'civil',
      phone: null,
    })
    .onConflictDoNothing()
  return id
}

/**
 * Makes the first administrator in the caller's transaction. Every later one is appointed in `/admin`, by its
 * rules. Throws `not-found` when somebody was faster.
 */
export async function insertFirst(
  tx: Transaction,
  deps: Deps,
  { id, name, county }: { id: string; name: string | undefined; county: string | undefined },
): Promise<void> {
  await tx.execute(sql`SELECT pg_advisory_xact_lock(${lock})`)
  if (await hasAdministrator(tx)) throw new Problem('not-found', [{ field: 'token', code: 'link-used' }])
  if (name === undefined) throw new Problem('invalid-input', [{ field: 'name', code: 'name-empty' }])
  const unitId = await insertCounty(tx, deps, county)
  const person = { id, unitId, regionCode: countyPlace(deps), name }
  await tx.insert(officer).values({ ...person, post: '系统管理员', role: 'administrator', active: true })
}
