import { eq, sql } from 'drizzle-orm'
import type { Context, MiddlewareHandler } from 'hono'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { Problem } from '@yima/shared/problem'
import { composed } from '../db/composed.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, Env, OfficerSession, Once, ResidentSession } from '../http/context.ts'
import { noteEnded } from '../live/changed.ts'
import { deputyFor } from '../organisation/desks.ts'
import { officer } from '../region/table.ts'
import { together } from '../together.ts'
import { sha256 } from '../vault.ts'
import { isLocked, noteActivity, noteUse } from './idle.ts'
import { standsFor } from './pair.ts'
import { identity, identityPair, session } from './table.ts'

const lifetime = { resident: 7 * 86_400, officer: 12 * 3_600 } as const
/** Of a session that was ended from elsewhere its browser hears that it was, however late it comes back: what lies there has to go. */
export const rememberedFor = 400 * 86_400
const cookieName = { resident: '__Host-yima', officer: '__Host-yima-staff' } as const
type Kind = keyof typeof lifetime

/**
 * A secret handed to a device: its session, or the proof of its phone. It follows from the write
 * that asked for it, so that a repeated write whose answer was lost gets the same one instead of
 * being refused, and nothing that opens a door is kept.
 */
export const tokenFor = (
  vault: Deps['vault'],
  once: Once,
  purpose: 'session' | 'phone-proof' = 'session',
): string =>
  vault
    .index(
      purpose,
      `${once.route}\n${once.key}\n${once.deviceHash.toString('hex')}\n${once.bodyHash.toString('hex')}`,
    )
    .toString('base64url')

type Holder =
  | { kind: 'resident'; pairIndex: Buffer | null; identityId?: string; phone: string | null }
  | { kind: 'officer'; officerId: string }

/**
 * Opens a session in the caller's transaction; the token is stored hashed, the caller sets the cookie.
 * @param from the write that asked for it, or a token drawn for a sign-in that is no write
 */
export async function openSession(
  tx: Transaction,
  { vault, clock }: Pick<Deps, 'vault' | 'clock'>,
  from: Once | string,
  holder: Holder,
): Promise<string> {
  const token = typeof from === 'string' ? from : tokenFor(vault, from)
  const now = clock.wall()
  const resident = holder.kind === 'resident'
  const phone = resident ? holder.phone : null
  await tx
    .insert(session)
    .values({
      tokenHash: sha256(token),
      kind: holder.kind,
      pairIndex: resident ? holder.pairIndex : null,
      identityId: resident ? (holder.identityId ?? null) : null,
      officerId: resident ? null : holder.officerId,
      phoneCipher: phone === null ? null : vault.sealField(phone),
      createdAt: now,
      seenAt: now,
      expiresAt: new Date(now.getTime() + lifetime[holder.kind] * 1000),
    })
    .onConflictDoNothing()
  return token
}

/** Hands the token to the browser: readable by nobody's script, sent to nobody else. */
export function setSessionCookie(c: Context<Env>, kind: Kind, token: string): void {
  setCookie(c, cookieName[kind], token, {
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
    // The server says how long it is good; browsers keep nothing for longer than this.
    maxAge: rememberedFor,
  })
}

/** Ends the session this browser came with: somebody signs in, anew or in the place of another. */
export async function endPresentSession(
  c: Context<Env>,
  { db }: Pick<Deps, 'db'>,
  kind: Kind,
): Promise<void> {
  const hash = findSessionHash(c, kind)
  if (!hash) return
  await inTransaction(db, async (tx) => {
    const gone = await tx
      .delete(session)
      .where(eq(session.tokenHash, hash))
      .returning({ hash: session.tokenHash })
    await noteEnded(
      tx,
      gone.map((one) => one.hash),
    )
  })
}

/** Ends a session on the server and on the device. */
export async function closeSession(c: Context<Env>, deps: Pick<Deps, 'db'>, kind: Kind): Promise<void> {
  await endPresentSession(c, deps, kind)
  deleteCookie(c, cookieName[kind], { path: '/', secure: true })
}

/** What is stored of the session this browser holds; undefined when it holds none. Says nothing of its being valid. */
export function findSessionHash(c: Context<Env>, kind: Kind): Buffer | undefined {
  const token = getCookie(c, cookieName[kind])
  return token ? sha256(token) : undefined
}

const sessionsByTokens = composed((db) =>
  db
    .select({ session, officer, identity, deputyFor: deputyFor(sql`officer.id`, sql.placeholder('today')) })
    .from(session)
    .leftJoin(officer, eq(officer.id, session.officerId))
    .leftJoin(identityPair, eq(identityPair.pairIndex, session.pairIndex))
    .leftJoin(identity, eq(identity.id, sql`coalesce(${session.identityId}, ${identityPair.identityId})`))
    .where(sql`${session.tokenHash} = ANY(${sql.placeholder('tokenHashes')})`)
    .prepare('sessions by tokens'),
)

type Asked = { tokenHash: Buffer; today: string }
type Found = Awaited<ReturnType<ReturnType<typeof sessionsByTokens>['execute']>>[number]

/** Every request of somebody signed in asks this first; those of one moment ask together. */
const sessionByToken = composed((db) =>
  together(
    async (asked: readonly Asked[]): Promise<(Found | undefined)[]> => {
      const tokenHashes = asked.map(({ tokenHash }) => tokenHash)
      const rows = await sessionsByTokens(db).execute({ tokenHashes, today: asked[0]?.today ?? '' })
      return asked.map(({ tokenHash }) => rows.find((row) => row.session.tokenHash.equals(tokenHash)))
    },
    { most: 50, atOnce: 2 },
  ),
)

async function findSession(
  { db, clock }: Pick<Deps, 'db' | 'clock'>,
  kind: Kind,
  tokenHash: Buffer | undefined,
) {
  if (!tokenHash) return undefined
  const row = await sessionByToken(db)({ tokenHash, today: clock.today() })
  if (!row || row.session.kind !== kind || row.session.expiresAt <= clock.wall()) return undefined
  return row.session.revokedAt === null ? row : undefined
}

/** Whether the session that this browser holds was ended from another device: what lies here has to go. */
export async function isRevoked(c: Context<Env>, { db }: Pick<Deps, 'db'>, kind: Kind): Promise<boolean> {
  const hash = findSessionHash(c, kind)
  if (!hash) return false
  const [row] = await db.select({ at: session.revokedAt }).from(session).where(eq(session.tokenHash, hash))
  return row !== undefined && row.at !== null
}

/** The resident whose living session the cookie names; notes that it was used. */
export async function findResident(c: Context<Env>, deps: Deps): Promise<ResidentSession | undefined> {
  const row = await findSession(deps, 'resident', findSessionHash(c, 'resident'))
  if (!row) return undefined
  await noteUse(c, deps, row.session)
  const { id, pairIndex, phoneCipher } = row.session
  return {
    kind: 'resident',
    sessionId: id,
    pairIndex,
    identityId: row.identity?.id ?? null,
    level: row.identity?.level ?? 'claimed',
    phone: phoneCipher ? deps.vault.openField(phoneCipher) : null,
  }
}

/**
 * Hands a resident's token to the browser, unless somebody is signed in there: on a shared phone a request that was
 * waiting for one of them must not sign the other out. Says whether whom `pair` names is signed in there now.
 */
export async function signInUnlessAnother(
  c: Context<Env>,
  deps: Deps,
  pair: Buffer,
  token: string,
): Promise<boolean> {
  const present = await findResident(c, deps)
  if (present) return present.pairIndex?.equals(pair) === true
  if (!(await findSession(deps, 'resident', sha256(token)))) return false
  setSessionCookie(c, 'resident', token)
  return true
}

/** The officer whose living session the cookie names, while in office, with everybody for whom they act today; notes that it was used. */
export async function findOfficer(c: Context<Env>, deps: Deps): Promise<OfficerSession | undefined> {
  const row = await findSession(deps, 'officer', findSessionHash(c, 'officer'))
  if (!row?.officer?.active) return undefined
  await noteUse(c, deps, row.session)
  const { id, unitId, regionCode, name, post, role } = row.officer
  return {
    kind: 'officer',
    sessionId: row.session.id,
    locked: isLocked(deps, row.session),
    seenAt: row.session.seenAt,
    officer: {
      id,
      unitId,
      regionCode,
      name,
      post,
      role,
      today: deps.clock.today(),
      deputyFor: row.deputyFor,
    },
  }
}

/**
 * What a device may keep of a resident's session to tell one person on a shared phone from the next. It
 * stays when a phone's claim becomes an identity, or is proven: what waits there must still go out.
 */
export const residentMark = (
  { vault }: Pick<Deps, 'vault'>,
  resident: Pick<ResidentSession, 'pairIndex' | 'identityId'>,
): string => vault.index('session-mark', standsFor(resident)).toString('base64url').slice(0, 22)

/** A write that waited on a shared phone goes under the sign-in it was made under, or not at all. */
function refuseOfAnother(c: Context<Env>, actor: string): void {
  const made = c.req.header('x-actor')
  if (made !== undefined && made !== actor) throw new Problem('sign-in-needed')
}

/** Refuses whoever has no resident session, and an address typed into the bar; afterwards `c.get('resident')` is set. */
export const residentOnly =
  (deps: Deps): MiddlewareHandler<Env> =>
  async (c, next) => {
    const resident = await findResident(c, deps)
    if (!resident) throw new Problem('sign-in-needed')
    // On a phone that somebody left: no page of ours was asked whether it is locked.
    if (c.req.header('sec-fetch-mode') === 'navigate') throw new Problem('forbidden')
    refuseOfAnother(c, `resident:${residentMark(deps, resident)}`)
    c.set('resident', resident)
    await next()
  }

/** Refuses whoever has no officer session, or a locked one; afterwards `c.get('officer')` is set. */
export const officerOnly =
  (deps: Deps): MiddlewareHandler<Env> =>
  async (c, next) => {
    const found = await findOfficer(c, deps)
    if (!found) throw new Problem('sign-in-needed')
    refuseOfAnother(c, `officer:${found.officer.id}`)
    if (found.locked) throw new Problem('locked')
    if (c.req.method !== 'GET') await noteActivity(deps, found)
    c.set('officer', found)
    await next()
  }

export const getResident = (c: Context<Env>): ResidentSession => {
  const resident = c.get('resident')
  if (!resident) throw new Problem('sign-in-needed')
  return resident
}

/** The officer's session itself: which of several devices asks. */
export const getOfficerSession = (c: Context<Env>): OfficerSession => {
  const found = c.get('officer')
  if (!found) throw new Problem('sign-in-needed')
  return found
}

export const getOfficer = (c: Context<Env>): OfficerSession['officer'] => {
  const found = c.get('officer')
  if (!found) throw new Problem('sign-in-needed')
  return found.officer
}
