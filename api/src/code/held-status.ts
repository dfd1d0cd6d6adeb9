import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { businessDate } from '@yima/shared/calendar/deadline'
import type { ClaimStateName } from '@yima/shared/claim/claim'
import { entitlementStatuses, isStatus, type EntitlementStatus } from '@yima/shared/code/entitlement'
import { applicantMember } from '@yima/shared/application/facts'
import type { Authorisation } from '@yima/shared/consent/authorisation'
import { givenStates, givenUntil } from '@yima/shared/household/aid'
import { application } from '../application/table.ts'
import { claim } from '../claim/table.ts'
import { toStored } from '../consent/store.ts'
import { authorisation } from '../consent/table.ts'
import type { Transaction } from '../db/transaction.ts'
import type { StoredDecision } from '../decision/decide.ts'
import { decision } from '../decision/table.ts'
import type { Deps } from '../http/context.ts'
import { ownedBy, type Identity } from '../identity/own.ts'
import { identity, person } from '../identity/table.ts'
import { open } from '../vault.ts'
import { entitlement } from './table.ts'

/** A status that somebody holds today; `id` is that of the claim it was given by, or of the older register's row. */
export type HeldStatus = {
  id: string
  status: EntitlementStatus
  until: string | null
  source: 'decision' | 'demo'
}

/** A claim in one of these gives its status; while it is suspended nobody is told that it holds. */
export const holdingStates: readonly ClaimStateName[] = givenStates.filter((state) => state !== 'suspended')

/** Whoever signed is one of the family that was decided on, also once the word has run out or was taken back since. */
const listed = ['signed', 'expired', 'withdrawn'] as const

/** `word`: whose signature makes them one of it; none is needed of whoever applied. */
type Named = {
  applicationId: string
  member: string | null
  word: { stated: Authorisation; listedAt: Date } | null
}

/**
 * Whether somebody was of the family when it was decided on: listed before, and surely bound by a word of their own that
 * stood on that day. Who signs afterwards, for another claim of the same request, is given nothing by this one.
 */
function wasOfIt({ word }: Named, { at, on }: { at: Date; on: string }): boolean {
  if (word === null) return true
  const { signedOn, endedOn, until, certainty } = word.stated
  if (certainty !== 'seen' || signedOn === null || signedOn > on || word.listedAt >= at) return false
  return (endedOn === null || endedOn >= on) && (until === null || until >= on)
}

/** Who somebody is among the members of each request about them: their own, and those for which they signed. */
async function namedIn(tx: Transaction, deps: Pick<Deps, 'vault'>, own: Identity): Promise<Named[]> {
  const filed = await tx
    .select({ id: application.id })
    .from(application)
    .innerJoin(person, eq(person.id, application.personId))
    .where(and(ownedBy(own.id), eq(application.forWhom, 'self')))
  const asApplicant = filed.map(({ id }) => ({ applicationId: id, member: applicantMember, word: null }))
  const { idIndex } = own.record
  if (!idIndex) return asApplicant
  const signed = await tx
    .select({ row: authorisation, key: person.keyWrapped })
    .from(authorisation)
    .innerJoin(application, eq(application.id, authorisation.applicationId))
    .innerJoin(person, eq(person.id, application.personId))
    .where(and(eq(authorisation.numberIndex, idIndex), inArray(authorisation.state, [...listed])))
  return [
    ...asApplicant,
    ...signed.flatMap(({ row, key }) => {
      if (!key) return []
      const { state } = toStored(deps.vault.unwrap(key), row)
      const word = { stated: state, listedAt: row.createdAt }
      return { applicationId: row.applicationId, member: state.who.memberId, word }
    }),
  ]
}

/** Claims of these requests by which a status is given, with the decision that gave it last. */
const givenIn = (tx: Transaction, requests: readonly string[]) =>
  tx
    .select({
      ...{ id: claim.id, programme: claim.programme, applicationId: claim.applicationId },
      ...{ key: person.keyWrapped, sealed: decision.sealed, at: decision.at },
    })
    .from(claim)
    .innerJoin(application, eq(application.id, claim.applicationId))
    .innerJoin(person, eq(person.id, application.personId))
    .innerJoin(
      decision,
      sql`${decision.id} = (SELECT i.id FROM decision i WHERE i.claim_id = ${claim.id} AND i.outcome = 'confirmed'
                             ORDER BY i.at DESC, i.id DESC LIMIT 1)`,
    )
    .where(
      and(
        inArray(claim.applicationId, [...requests]),
        inArray(claim.programme, [...entitlementStatuses]),
        inArray(claim.state, [...holdingStates]),
      ),
    )

/**
 * Statuses by decision: of a household everybody whom it was decided on, of single members those whom the decision names.
 * Somebody who came into the family since holds none by it.
 */
async function decided(tx: Transaction, deps: Pick<Deps, 'vault'>, own: Identity): Promise<HeldStatus[]> {
  const named = await namedIn(tx, deps, own)
  if (named.length === 0) return []
  const rows = await givenIn(tx, [...new Set(named.map(({ applicationId }) => applicationId))])
  return rows.flatMap(({ id, programme, applicationId, key, sealed, at }) => {
    if (!key || !isStatus(programme)) return []
    const { computation, on } = open<StoredDecision>(deps.vault.unwrap(key), sealed)
    const theirs = named
      .filter((one) => one.applicationId === applicationId && wasOfIt(one, { at, on }))
      .map(({ member }) => member)
    if (theirs.length === 0) return []
    if (!computation.given.some(({ member }) => member === null || theirs.includes(member))) return []
    return { id, status: programme, until: givenUntil(programme, businessDate(at)), source: 'decision' }
  })
}

/** Statuses from before this place decided here. */
async function registered(tx: Transaction, identityId: string): Promise<HeldStatus[]> {
  const rows = await tx
    .select({ id: entitlement.id, status: entitlement.status, until: entitlement.untilOn })
    .from(entitlement)
    .innerJoin(identity, eq(identity.numberIndex, entitlement.numberIndex))
    .where(and(eq(identity.id, identityId), isNull(entitlement.endedAt)))
  return rows.flatMap(({ id, status, until }) =>
    isStatus(status) ? { id, status, until, source: 'demo' as const } : [],
  )
}

const lastsLonger = (one: HeldStatus, other: HeldStatus): boolean =>
  other.until !== null && (one.until === null || one.until > other.until)

/** Each status once: by a decision rather than by what was noted before, and the one that lasts longest. */
function eachOnce(all: readonly HeldStatus[]): HeldStatus[] {
  const best = new Map<EntitlementStatus, HeldStatus>()
  for (const one of all) {
    const other = best.get(one.status)
    if (!other || (one.source === other.source && lastsLonger(one, other))) best.set(one.status, one)
  }
  return [...best.values()].sort((one, other) => (one.status < other.status ? -1 : 1))
}

/** Statuses that somebody holds today; none while no document has proven who they are. */
export async function heldStatuses(
  tx: Transaction,
  deps: Deps,
  own: Identity | undefined,
): Promise<HeldStatus[]> {
  if (own?.level !== 'proven') return []
  const all = [...(await decided(tx, deps, own)), ...(await registered(tx, own.id))]
  const today = deps.clock.today()
  return eachOnce(all.filter(({ until }) => until === null || today <= until))
}
