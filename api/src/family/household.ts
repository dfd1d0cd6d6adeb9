import { and, asc, eq, inArray, isNull } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { decide, evolve, present } from '@yima/shared/family/household'
import type {
  HouseholdCommand,
  HouseholdContext,
  HouseholdEvent,
  HouseholdRefusalCode,
  HouseholdState,
} from '@yima/shared/family/household'
import type { KnownRelation } from '@yima/shared/family/relation'
import { Problem } from '@yima/shared/problem'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { notAllowedNow } from '../http/refusal.ts'
import type { Identity } from '../identity/own.ts'
import type { Reader } from './people.ts'
import { note, type Doer } from './record.ts'
import { household, householdMember } from './table.ts'
import { dependence, guardianshipsOf } from './wards.ts'

export type HeldHousehold = { row: typeof household.$inferSelect; state: HouseholdState }

const stateOf = (
  { headId, endedOn }: typeof household.$inferSelect,
  stays: (typeof householdMember.$inferSelect)[],
): HouseholdState => ({
  head: headId,
  endedOn,
  stays: stays.map(({ identityId, relation, joinedOn, leftOn }) => ({
    person: identityId,
    relation: relation as KnownRelation,
    joinedOn,
    leftOn,
  })),
})

/** A household as it stands, locked until the transaction ends. Throws `not-found`. */
export async function holdHousehold(tx: Reader, id: string): Promise<HeldHousehold> {
  const [row] = await tx.select().from(household).where(eq(household.id, id)).for('update')
  if (!row) throw new Problem('not-found')
  const stays = await tx
    .select()
    .from(householdMember)
    .where(eq(householdMember.householdId, id))
    .orderBy(asc(householdMember.number))
  return { row, state: stateOf(row, stays) }
}

/** To which household each of these people belongs now; who lives alone is not in it. */
export async function homesOf(db: Reader, people: readonly string[]): Promise<Map<string, string>> {
  if (people.length === 0) return new Map()
  const rows = await db
    .select({ person: householdMember.identityId, home: householdMember.householdId })
    .from(householdMember)
    .where(and(inArray(householdMember.identityId, [...people]), isNull(householdMember.leftOn)))
  return new Map(rows.map(({ person, home }) => [person, home]))
}

/** The household that somebody belongs to, locked; undefined for who is in none. */
export async function householdOf(tx: Reader, person: string): Promise<HeldHousehold | undefined> {
  const home = (await homesOf(tx, [person])).get(person)
  return home === undefined ? undefined : holdHousehold(tx, home)
}

/** What the decider needs to know about the people a command names. */
export async function contextFor(
  tx: Reader,
  deps: Deps,
  {
    actor,
    held,
    named,
    invited,
  }: {
    actor: string
    held: HeldHousehold | undefined
    named: readonly string[]
    invited: boolean
  },
): Promise<HouseholdContext> {
  const people = [...new Set([actor, ...named, ...present(held?.state).map((stay) => stay.person)])]
  const today = deps.clock.today()
  const [homes, all] = [await homesOf(tx, people), await guardianshipsOf(tx, deps, people)]
  return {
    actor: { kind: 'person', id: actor },
    today,
    ...dependence(all, actor, today),
    elsewhere: people.filter((one) => homes.has(one) && homes.get(one) !== held?.row.id),
    invited,
  }
}

const refusal = (code: HouseholdRefusalCode, allowed: readonly string[]): Problem =>
  notAllowedNow('household', `household-${code}`, allowed)

async function saveStays(
  tx: Transaction,
  { row, state }: HeldHousehold,
  after: HouseholdState,
): Promise<void> {
  for (const [at, stay] of after.stays.entries()) {
    const before = state.stays[at]
    const number = at + 1
    if (before === undefined)
      await tx.insert(householdMember).values({
        householdId: row.id,
        number,
        identityId: stay.person,
        countyCode: row.countyCode,
        relation: stay.relation,
        joinedOn: stay.joinedOn,
        leftOn: stay.leftOn,
      })
    else if (before.relation !== stay.relation || before.leftOn !== stay.leftOn)
      await tx
        .update(householdMember)
        .set({ relation: stay.relation, leftOn: stay.leftOn })
        .where(and(eq(householdMember.householdId, row.id), eq(householdMember.number, number)))
  }
}

const entriesOf = (events: readonly HouseholdEvent[], more: Record<string, unknown>) =>
  events.map(({ type, person, ...payload }) => ({
    about: person,
    type,
    payload: { person, ...payload, ...(type === 'member-joined' ? more : {}) },
  }))

/** Founds a household in the caller's transaction. Throws `not-allowed-now`. */
export async function found(
  tx: Transaction,
  deps: Deps,
  head: Identity,
  by: Doer,
  from: string | null = null,
): Promise<HeldHousehold> {
  const context = await contextFor(tx, deps, { actor: head.id, held: undefined, named: [], invited: false })
  const decided = decide(undefined, { type: 'found', head: head.id, from }, context)
  if ('refused' in decided) throw refusal(decided.refused, decided.allowed)
  const state = decided.reduce<HouseholdState | undefined>(evolve, undefined)
  if (!state) throw new Error('A household began with nothing')
  const id = uuidv7()
  const { countyCode } = head
  const lastEvent = await note(tx, deps, { stream: id, after: 0, countyCode, by }, entriesOf(decided, {}))
  const row = { id, countyCode, headId: head.id, lastEvent, createdAt: deps.clock.now(), endedOn: null }
  await tx.insert(household).values(row)
  await saveStays(tx, { row, state: { ...state, stays: [] } }, state)
  return { row, state }
}

/**
 * Gives a command to a household that is held, writes what follows and its trail. `more` is kept with who
 * joins: the signature. Throws `not-allowed-now` with what is allowed.
 */
export async function commandHousehold(
  tx: Transaction,
  deps: Deps,
  held: HeldHousehold,
  command: HouseholdCommand,
  { context, by, more = {} }: { context: HouseholdContext; by: Doer; more?: Record<string, unknown> },
): Promise<HeldHousehold> {
  const decided = decide(held.state, command, context)
  if ('refused' in decided) throw refusal(decided.refused, decided.allowed)
  const state = decided.reduce<HouseholdState>(evolve, held.state)
  const { id, countyCode } = held.row
  const place = { stream: id, after: held.row.lastEvent, countyCode, by }
  const lastEvent = await note(tx, deps, place, entriesOf(decided, more))
  await saveStays(tx, held, state)
  const changed = { headId: state.head, lastEvent, endedOn: state.endedOn }
  await tx.update(household).set(changed).where(eq(household.id, id))
  return { row: { ...held.row, ...changed }, state }
}
