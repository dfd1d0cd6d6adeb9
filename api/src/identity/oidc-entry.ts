import { and, eq } from 'drizzle-orm'
import { parseIdNumber } from '@yima/shared/identity/id-number'
import { parseName } from '@yima/shared/identity/name'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, ResidentSession } from '../http/context.ts'
import { freshBytes } from '../random.ts'
import { officer } from '../region/table.ts'
import { OidcRefusal, type OidcRoad, type Told } from './oidc.ts'
import { findInvitation, useInvitation } from './invitation.ts'
import { numberIndex } from './number-index.ts'
import { prove } from './prove.ts'
import { openSession } from './session.ts'
import { spendChallenge } from './sealed-cookie.ts'
import { officerLogin } from './sign-in-table.ts'
import { identity } from './table.ts'
import { tellOpened } from './tell.ts'

/** Whom the browser brought back, on which road, and until when that road is open. */
export type Arrival = { told: Told; road: OidcRoad; until: Date }

const newToken = (): string => freshBytes(32).toString('base64url')

const spendState = (tx: Transaction, { road, until }: Arrival): Promise<void> =>
  spendChallenge(tx, `oidc ${road.state}`, until, { field: 'state', code: 'used' })

function personOf(claims: Told['claims'], claim: string | undefined) {
  const number = parseIdNumber(String(claims[claim ?? ''] ?? ''))
  const name = parseName(String(claims['name'] ?? ''))
  if (!number.ok || !name.ok) throw new OidcRefusal('no-number')
  return { number: { kind: 'id-number', value: number.value }, name: name.value, how: 'oidc' } as const
}

/**
 * What is signed in here by SMS and typed the number that is proven now: what was begun on this phone goes on
 * beside it. Somebody else's sign-in on a shared phone stays out of it.
 */
async function joinable(
  tx: Transaction,
  present: ResidentSession | undefined,
  index: Buffer | null,
): Promise<ResidentSession | undefined> {
  if (!present?.identityId) return undefined
  const [row] = await tx.select().from(identity).where(eq(identity.id, present.identityId))
  return row?.numberIndex && index?.equals(row.numberIndex) ? present : undefined
}

/** Signs a resident in whom the identity service has proven. The token of the session. Throws `OidcRefusal`. */
export async function residentByOidc(
  deps: Deps,
  arrival: Arrival,
  present: ResidentSession | undefined,
): Promise<string> {
  const proof = personOf(arrival.told.claims, deps.config.oidc.residents?.claim)
  return inTransaction(deps.db, async (tx) => {
    await spendState(tx, arrival)
    const same = await joinable(tx, present, numberIndex(deps, proof))
    // The two are not joined: whoever typed this number on a shared phone would be this person from then on.
    const identityId = await prove(tx, deps, proof)
    const holder = { pairIndex: same?.pairIndex ?? null, phone: same?.phone ?? null, identityId }
    const token = await openSession(tx, deps, newToken(), { kind: 'resident', ...holder })
    await tellOpened(tx, deps, token, present?.sessionId)
    return token
  })
}

const subjectIndex = ({ vault }: Deps, { issuer, subject }: Told): Buffer =>
  vault.index('oidc-subject', `${issuer}\n${subject}`)

async function findLinked(tx: Transaction, deps: Deps, told: Told): Promise<string | undefined> {
  const [row] = await tx
    .select({ id: officerLogin.officerId })
    .from(officerLogin)
    .innerJoin(officer, and(eq(officer.id, officerLogin.officerId), eq(officer.active, true)))
    .where(and(eq(officerLogin.issuer, told.issuer), eq(officerLogin.subjectIndex, subjectIndex(deps, told))))
  return row?.id
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The officer whom the service names itself, where the settings say by which claim. */
async function findNamed(tx: Transaction, { config }: Deps, { claims }: Told): Promise<string | undefined> {
  const claim = config.oidc.staff?.claim
  const id = claim === undefined ? undefined : String(claims[claim] ?? '').toLowerCase()
  if (id === undefined || !uuid.test(id)) return undefined
  const [row] = await tx
    .select({ id: officer.id })
    .from(officer)
    .where(and(eq(officer.id, id), eq(officer.active, true)))
  return row?.id
}

/** An invitation links the subject that came with it; a subject is one officer's, and nobody's second. */
async function link(tx: Transaction, deps: Deps, told: Told, token: string): Promise<string> {
  const invited = await findInvitation(tx, deps, token)
  if (!invited?.officerId) throw new OidcRefusal('link-used')
  await useInvitation(tx, deps, invited.id)
  const linked = await tx
    .insert(officerLogin)
    .values({
      issuer: told.issuer,
      subjectIndex: subjectIndex(deps, told),
      countyCode: deps.config.countyCode,
      officerId: invited.officerId,
      linkedAt: deps.clock.now(),
    })
    .onConflictDoNothing()
    .returning({ id: officerLogin.officerId })
  if (linked.length === 0 && (await findLinked(tx, deps, told)) !== invited.officerId)
    throw new OidcRefusal('not-linked')
  return invited.officerId
}

/** Signs an officer in whom an administrator has linked. The token of the session. Throws `OidcRefusal`. */
export async function officerByOidc(deps: Deps, arrival: Arrival): Promise<string> {
  const { told, road } = arrival
  return inTransaction(deps.db, async (tx) => {
    await spendState(tx, arrival)
    const officerId =
      road.invitation === undefined
        ? ((await findLinked(tx, deps, told)) ?? (await findNamed(tx, deps, told)))
        : await link(tx, deps, told, road.invitation)
    if (officerId === undefined) throw new OidcRefusal('not-linked')
    return openSession(tx, deps, newToken(), { kind: 'officer', officerId })
  })
}
