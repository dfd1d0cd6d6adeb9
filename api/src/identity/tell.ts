import { and, asc, eq, isNotNull, ne, sql } from 'drizzle-orm'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import type { Addressee } from '../notification/addressee.ts'
import { notify } from '../notification/notify.ts'
import { officer, unit } from '../region/table.ts'
import { sha256 } from '../vault.ts'
import { alive, sessionsOfResident } from './devices.ts'
import { findIdentity, lastSaid, type Identity } from './own.ts'
import { identity, identityPair, person, session } from './table.ts'

/**
 * Whom a warning to somebody goes to: their record, or, where it knows no telephone, the phone that was joined with
 * them first; it is the least likely to be the one that the warning is about. `but` names that one.
 */
async function warned(tx: Transaction, { record }: Identity, but?: string): Promise<Addressee> {
  if (record.phoneCipher) return record
  const [first] = await tx
    .select({ person })
    .from(person)
    .innerJoin(identity, eq(identity.id, person.id))
    .where(
      and(
        sql`${person.id} IN (SELECT joined_identities(${record.id}))`,
        isNotNull(person.phoneCipher),
        isNotNull(person.keyWrapped),
        eq(person.phoneConfirmed, true),
        ...(but === undefined ? [] : [ne(person.id, but)]),
      ),
    )
    .orderBy(asc(identity.joinedAt), person.id)
    .limit(1)
  return first?.person ?? record
}

async function officeOfOfficer(tx: Transaction, officerId: string): Promise<string> {
  const [row] = await tx
    .select({ name: unit.name })
    .from(officer)
    .innerJoin(unit, eq(unit.id, officer.unitId))
    .where(eq(officer.id, officerId))
  return row?.name ?? ''
}

export type FromWindow = {
  whose: Identity
  template:
    'card-ended' | 'card-given' | 'card-unlocked' | 'phone-joined' | 'records-joined' | 'records-parted'
  /** The officer who did it, and those who proposed it to them or made it possible. */
  by: string
  doneWith?: readonly string[] | undefined
  /** The event, by its ids. */
  about: string
  /** The phone that it is about, by its record: nothing is sent there. */
  but?: string
}

/** Tells somebody what an officer did in their name at a window, where it could have been done without them. */
export async function tellFromWindow(
  tx: Transaction,
  deps: Deps,
  { whose, template, but, ...done }: FromWindow,
): Promise<void> {
  await notify(tx, deps, {
    person: await warned(tx, whose, but),
    template,
    params: { office: await officeOfOfficer(tx, done.by), at: deps.clock.now().toISOString() },
    ...done,
  })
}

/**
 * Somebody is signed in with `token` from now on. Where they were on another device already they are told; the session
 * `present` in whose place it is, in the same browser, is no other device.
 */
export async function tellOpened(
  tx: Transaction,
  deps: Deps,
  token: string,
  present: string | undefined,
): Promise<void> {
  const [opened] = await tx
    .select({ session, pair: identityPair })
    .from(session)
    .leftJoin(identityPair, eq(identityPair.pairIndex, session.pairIndex))
    .where(eq(session.tokenHash, sha256(token)))
  if (!opened) return
  const { id, pairIndex } = opened.session
  const identityId = opened.session.identityId ?? opened.pair?.identityId ?? null
  const theirs = alive(deps, sessionsOfResident({ pairIndex, identityId }))
  const [other] = await tx
    .select({ id: session.id })
    .from(session)
    .where(and(theirs, ne(session.id, id), ...(present === undefined ? [] : [ne(session.id, present)])))
    .limit(1)
  if (!other) return
  const whose = identityId ? await findIdentity(tx, deps, identityId) : undefined
  const whom = whose ? await warned(tx, whose) : pairIndex && (await lastSaid(tx, pairIndex))
  if (!whom) return // Nothing of theirs is here yet that somebody else could see.
  await notify(tx, deps, {
    person: whom,
    template: 'session-opened',
    params: { at: deps.clock.now().toISOString() },
    about: id,
  })
}
