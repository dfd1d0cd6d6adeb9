import { eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import type { WardClaim } from '@yima/shared/family/contract'
import { decide, evolve } from '@yima/shared/family/guardianship'
import type {
  GuardianshipCommand,
  GuardianshipContext,
  GuardianshipState,
} from '@yima/shared/family/guardianship'
import { parseIdNumber } from '@yima/shared/identity/id-number'
import { Problem } from '@yima/shared/problem'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, Once, ResidentSession } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { refusalOf } from '../http/refusal.ts'
import { findIdentity, insertRecord, type Identity } from '../identity/own.ts'
import { numberColumns } from '../identity/prove.ts'
import { identity } from '../identity/table.ts'
import { seal } from '../vault.ts'
import { asOneself, inPlaceOf } from './doer.ts'
import { named, ownHousehold, change } from './household-acts.ts'
import { commandHousehold, contextFor } from './household.ts'
import { regionOf } from './people.ts'
import { note, type Doer } from './record.ts'
import { guardianship } from './table.ts'
import { holdGuardianship, type StoredGuardianship } from './wards.ts'

/** Where on the page it can be mended; elsewhere it is the moment that does not fit. */
const mendable: Readonly<Record<string, string>> = {
  'of-age': 'birthDate',
  'birth-date-needed': 'birthDate',
  'reason-needed': 'reason',
  'wrong-basis': 'basis',
}

function decided(
  state: GuardianshipState | undefined,
  command: GuardianshipCommand,
  context: GuardianshipContext,
) {
  const answer = decide(state, command, context)
  if (!('refused' in answer)) return answer
  throw refusalOf(answer, 'guardianship', mendable, 'guardianship-')
}

type New = Extract<WardClaim, { who: 'new' }>

/** The birthday that the papers say beats the one that was typed. */
const birthDateOf = (body: WardClaim): string | null => {
  if (body.who === 'member' || body.number.kind !== 'id-number') return body.birthDate
  const parsed = parseIdNumber(body.number.value)
  return parsed.ok ? parsed.birthDate : body.birthDate
}

/** Writes somebody down who has no phone: claimed, and joined to nobody, whatever number was typed. */
async function writeDown(
  tx: Transaction,
  deps: Deps,
  { name, number }: New,
  countyCode: string,
): Promise<Identity> {
  const { vault, clock } = deps
  const kept = numberColumns(deps, { number })
  const { record } = await insertRecord(tx, deps, {
    countyCode,
    // Nobody's phone: a pair that no phone can make.
    pairIndex: vault.index('no-pair', crypto.randomUUID()),
    level: 'claimed',
    nameCipher: vault.sealField(name),
    ...kept.ofPerson,
  })
  await tx.insert(identity).values({
    id: record.id,
    countyCode,
    level: 'claimed',
    ...kept.ofIdentity,
    createdAt: clock.now(),
  })
  const made = await findIdentity(tx, deps, record.id)
  if (!made) throw new Error('A row that was inserted is missing')
  return made
}

/** Somebody of one's own household. Throws `not-found` for anybody else. */
async function memberOf(tx: Transaction, deps: Deps, who: Identity, person: string): Promise<Identity> {
  const home = await ownHousehold(tx, deps, who)
  const inside = home.state.stays.some((stay) => stay.leftOn === null && stay.person === person)
  const found = inside ? await findIdentity(tx, deps, person) : undefined
  if (!found) throw new Problem('not-found')
  return found
}

async function insertGuardianship(
  tx: Transaction,
  deps: Deps,
  who: Identity,
  ward: Identity,
  body: WardClaim,
) {
  const today = deps.clock.today()
  const events = decided(
    undefined,
    {
      type: 'claim',
      guardian: who.id,
      ward: ward.id,
      kind: body.kind,
      birthDate: birthDateOf(body),
      written: body.who === 'new',
    },
    { actor: { kind: 'person', id: who.id }, today },
  )
  const state = events.reduce<GuardianshipState | undefined>(evolve, undefined)
  const id = uuidv7()
  const { countyCode } = who
  const entries = events.map(({ type, ...payload }) => ({ about: ward.id, type, payload }))
  const by = inPlaceOf(deps, who, ward)
  const lastEvent = await note(tx, deps, { stream: id, after: 0, countyCode, by }, entries)
  await tx.insert(guardianship).values({
    id,
    countyCode,
    guardianId: who.id,
    wardId: ward.id,
    regionCode: await regionOf(tx, deps, who),
    state: 'claimed',
    sealed: seal(ward.key, state),
    lastEvent,
    createdAt: deps.clock.now(),
  })
  return id
}

/**
 * Somebody says that they are the guardian of a child or of an adult who cannot act alone; who is new is
 * written down and belongs to the household. Throws `invalid-input`, `not-found`, `not-allowed-now`.
 */
export function claimWard(
  deps: Deps,
  once: Once,
  resident: ResidentSession,
  body: WardClaim,
): Promise<{ id: string }> {
  return inTransaction(deps.db, async (tx) => {
    const who = await named(tx, deps, resident, body.who === 'new' ? body.guardianName : undefined)
    const ward =
      body.who === 'new'
        ? await writeDown(tx, deps, body, who.countyCode)
        : await memberOf(tx, deps, who, body.person)
    const id = await insertGuardianship(tx, deps, who, ward, body)
    if (body.who === 'new') {
      const home = await ownHousehold(tx, deps, who)
      const context = await contextFor(tx, deps, {
        actor: who.id,
        held: home,
        named: [ward.id],
        invited: false,
      })
      const command = { type: 'join', person: ward.id, relation: body.relation, from: null } as const
      await commandHousehold(tx, deps, home, command, { context, by: inPlaceOf(deps, who, ward) })
    }
    await remember(tx, once, deps.clock.now(), 201, { id })
    return { id }
  })
}

/** Gives a command to a guardianship that is held and writes what follows. */
export async function commandGuardianship(
  tx: Transaction,
  deps: Deps,
  { row, key, state: before }: StoredGuardianship,
  command: GuardianshipCommand,
  { actor, by }: { actor: GuardianshipContext['actor']; by: Doer },
): Promise<void> {
  const events = decided(before, command, { actor, today: deps.clock.today() })
  const state = events.reduce<GuardianshipState>(evolve, before)
  const entries = events.map(({ type, ...payload }) => ({ about: row.wardId, type, payload }))
  const { id: stream, lastEvent: after, countyCode } = row
  const lastEvent = await note(tx, deps, { stream, after, countyCode, by }, entries)
  const standing = state.ended ? 'ended' : state.confirmed ? 'confirmed' : 'claimed'
  await tx
    .update(guardianship)
    .set({ state: standing, sealed: seal(key, state), lastEvent })
    .where(eq(guardianship.id, row.id))
}

/** Ends a guardianship: the guardian, or a ward who can. Throws `not-found` for anybody else. */
export const endGuardianship = (deps: Deps, once: Once, resident: ResidentSession, id: string) =>
  change(deps, once, resident, async (tx, who) => {
    const held = await holdGuardianship(tx, deps, id)
    if (!held || ![held.row.guardianId, held.row.wardId].includes(who.id)) throw new Problem('not-found')
    const actor = { kind: 'person', id: who.id } as const
    await commandGuardianship(tx, deps, held, { type: 'revoke' }, { actor, by: asOneself(deps, who) })
  })
