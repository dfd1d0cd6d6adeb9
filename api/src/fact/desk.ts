import { inArray } from 'drizzle-orm'
import type { FactWord, ChooseFact, RecordFacts, WorkFacts } from '@yima/shared/fact/contract'
import type { FactKey, FactValue } from '@yima/shared/fact/dictionary'
import { settle, type HeldFact } from '@yima/shared/fact/held'
import { undecidedStates } from '@yima/shared/claim/claim'
import { factsIn, rulesOf } from '@yima/shared/decision/rules'
import { Problem } from '@yima/shared/problem'
import { handlersOf, type Held } from '../application/act.ts'
import { placed, sentTo } from '../claim/departments.ts'
import type { StoredClaim } from '../claim/store.ts'
import { judge, type Of } from '../decision/judge.ts'
import { openedFor, shownClaims } from '../decision/work.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { officer } from '../region/table.ts'
import { changeFamilyAtDesk } from '../work/acts.ts'
import { findActingOf, sightOf, type Sight } from '../work/reach.ts'
import { staffFor } from '../work/staff.ts'
import { addChoice, addFacts, choicesOf, factsOf } from './held.ts'

type Officer = OfficerSession['officer']

const plain = (value: HeldFact['value']): FactWord['value'] =>
  typeof value === 'object' ? [...value] : value

/** Officers by name; a department answers under its own id. */
async function namesOf(db: Deps['db'], facts: readonly HeldFact[]): Promise<ReadonlyMap<string, string>> {
  const ids = [
    ...new Set(
      facts.flatMap(({ source, from }) => (source === 'visit' || source === 'document' ? from : [])),
    ),
  ]
  if (ids.length === 0) return new Map()
  const rows = await db
    .select({ id: officer.id, name: officer.name })
    .from(officer)
    .where(inArray(officer.id, ids))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

const wordOf =
  (names: ReadonlyMap<string, string>) =>
  ({ id, value, source, from, asOf }: HeldFact): FactWord => ({
    id,
    value: plain(value),
    source,
    by: source === 'department' ? from : (names.get(from) ?? null),
    asOf,
  })

/** Whoever is shown one programme alone is shown what that programme asks for. */
export function keysFor(claims: readonly StoredClaim[], whole: boolean): (key: FactKey) => boolean {
  if (whole) return () => true
  const keys = new Set(claims.flatMap(({ state }) => [...factsIn(rulesOf(state.programme))]))
  return (key) => keys.has(key)
}

type Lying = Pick<Held, 'row' | 'staff'> & { sight: Sight; claims: readonly StoredClaim[] }

/** Of the claims that are shown, those that this officer handles: who was only asked for a view handles none. */
const handledBy = ({ id }: Officer, { row, staff, sight, claims }: Lying): StoredClaim[] =>
  claims.filter(
    ({ state }) =>
      sight.shows(placed(state)) && staffFor(state, staff, row.regionCode).some((one) => one.id === id),
  )

/** Throws `not-found` for what none of an officer's own claims asks: a decision of others would rest on it. */
export function requireOwn(by: Officer, of: Lying, keys: readonly FactKey[]): void {
  if (!keys.every(keysFor(handledBy(by, of), of.sight.whole))) throw new Problem('not-found')
}

/** Whether an officer writes anything of this family. */
async function mayWrite(
  deps: Deps,
  by: Officer,
  held: Of & { sight: Sight },
  claims: readonly StoredClaim[],
): Promise<boolean> {
  if (findActingOf(by, 'settle-facts', held.row.regionCode, sentTo(claims)) === undefined) return false
  if (held.sight.whole) return true
  const { staff } = await handlersOf(deps.db, deps, held.row, held.content)
  return handledBy(by, { ...held, staff, claims }).length > 0
}

/** What is held of the family of a request: what is still needed, what differs, and all else. The look is noted. */
export async function workFacts(deps: Deps, reader: Officer, id: string): Promise<WorkFacts> {
  const held = await openedFor(deps, reader, id, 'facts')
  const { db } = deps
  const [facts, choices, claims] = await Promise.all([
    factsOf(db, deps, held),
    choicesOf(db, held),
    shownClaims(deps, held),
  ])
  const running = claims.filter(({ state }) => undecidedStates.includes(state.state))
  const judged = await Promise.all(
    running.map(async ({ id: claimId, state }) => ({
      claimId,
      state,
      ...(await judge(db, deps, held, state)),
    })),
  )
  const isShown = keysFor(claims, held.sight.whole)
  const settled = settle(
    facts.filter(({ key }) => isShown(key)),
    choices,
  )
  const word = wordOf(await namesOf(db, facts))
  return {
    applicationId: id,
    receiptNumber: held.row.receiptNumber,
    members: settled.members.map((member) => member.id),
    programmes: judged.map(({ claimId, state, computation: { verdict, missing, restsOn } }) => ({
      claimId,
      programme: state.programme,
      verdict,
      missing: [...missing],
      unverified:
        verdict === 'ineligible'
          ? restsOn
              .filter(({ verified }) => !verified)
              .map(({ key: fact, member }) => ({ fact, ...(member === null ? {} : { member }) }))
          : [],
    })),
    conflicts: settled.conflicts.map(({ key, member, facts: words }) => ({
      key,
      member,
      words: words.map(word),
    })),
    settled: settled.of.map(({ key, member, value, facts: words, choice }) => ({
      key,
      member,
      value: plain(value),
      words: words.map(word),
      chosen: choice?.reason ?? null,
    })),
    may: await mayWrite(deps, reader, held, claims),
  }
}

/** Writes down what an officer saw at a visit or on a paper. */
export async function recordAtDesk(
  deps: Deps,
  once: Once,
  by: Officer,
  id: string,
  { facts, basis, reason, source, asOf }: RecordFacts,
): Promise<WorkFacts> {
  if (asOf > deps.clock.today()) throw new Problem('invalid-input', [{ field: 'asOf', code: 'date-to-come' }])
  const sightFor = await sightOf(deps.db, by)
  await changeFamilyAtDesk(deps, once, by, id, 'settle-facts', async (tx, change) => {
    const { held } = change
    const keys = facts.map(({ key }) => key)
    requireOwn(by, { ...held, sight: sightFor(held.row.regionCode) }, keys)
    const said = { source, from: by.id, asOf, consent: null, basis, reason }
    const seen = facts.map(({ value, ...fact }) => ({ ...fact, value: value as FactValue, ...said }))
    await addFacts(tx, deps, change.openIfNew(), seen)
  })
  return workFacts(deps, by, id)
}

/** Decides which of several values holds. Throws `changed-meanwhile` where others stand there by now. */
export async function chooseAtDesk(
  deps: Deps,
  once: Once,
  by: Officer,
  id: string,
  { key, member, holds, over, reason }: ChooseFact,
): Promise<WorkFacts> {
  const sightFor = await sightOf(deps.db, by)
  await changeFamilyAtDesk(deps, once, by, id, 'settle-facts', async (tx, change) => {
    const { held } = change
    requireOwn(by, { ...held, sight: sightFor(held.row.regionCode) }, [key])
    const [facts, choices] = [await factsOf(tx, deps, held), await choicesOf(tx, held)]
    const open = settle(facts, choices).conflicts.find((one) => one.key === key && one.member === member)
    const ids = open?.facts.map((fact) => fact.id) ?? []
    if (ids.length !== over.length || !over.every((one) => ids.includes(one)) || !ids.includes(holds))
      throw new Problem('changed-meanwhile')
    await addChoice(tx, deps, change.openIfNew(), { key, member, holds, over, reason, by: by.id })
  })
  return workFacts(deps, by, id)
}
