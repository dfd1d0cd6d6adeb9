import { inArray, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { applicantMember } from '@yima/shared/application/facts'
import { settle, type HeldFact } from '@yima/shared/fact/held'
import type { AidLine, HouseholdFactLine, HouseholdView } from '@yima/shared/household/contract'
import { mayBeSameNeed, whyNotMerge, type Merging } from '@yima/shared/household/same-need'
import type { Because } from '@yima/shared/policy/verdict'
import { match } from '@yima/shared/policy/match'
import { parametersFor } from '@yima/shared/policy/parameters/parameters-for'
import { placed } from '../claim/departments.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { choicesOf, factsOf } from '../fact/held.ts'
import { namesOf } from '../family/people.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { identity } from '../identity/table.ts'
import { officer as officerTable } from '../region/table.ts'
import { findActing, requireWork, sightOf, type Sight } from '../work/reach.ts'
import { amountOf } from './amount.ts'
import type { FamilyClaim } from './claims.ts'
import { mergingOf } from './merge.ts'
import type { Known } from './people.ts'
import { getRequest, type Request } from './request.ts'
import { aidOfFamily, conflictsIn, warningsOf, type FamilyAid } from './twice.ts'

type Officer = OfficerSession['officer']

/** Notes, for everybody of whom something is shown, what it was. */
async function noteLooks(
  tx: Transaction,
  { clock }: Deps,
  reader: Officer,
  shown: ReadonlyMap<string, readonly string[]>,
): Promise<void> {
  for (const [personId, facts] of shown)
    await tx.execute(sql`
      INSERT INTO access_log (id, person_id, county_code, reader_kind, reader_id, purpose, what, facts, at)
      SELECT ${uuidv7()}, p.id, p.county_code, 'officer', ${reader.id}, 'handle', 'household',
             ${sql.param([...facts])}::text[], ${clock.now().toISOString()}
        FROM person p WHERE p.id = ${personId}`)
}

async function membersOf(
  tx: Transaction,
  deps: Deps,
  { family }: FamilyAid,
): Promise<HouseholdView['members']> {
  const { stays, people } = family
  if (stays.length === 0) return []
  const ids = stays.map(({ person }) => person)
  const names = await namesOf(tx, deps, ids)
  const rows = await tx
    .select({ id: identity.id, level: identity.level })
    .from(identity)
    .where(inArray(identity.id, ids))
  return stays.map(({ person, relation, since }) => ({
    name: names.get(person) ?? '',
    relation,
    since,
    proven: rows.find(({ id }) => id === person)?.level === 'proven',
    asked: people[0]?.own.includes(person) === true,
  }))
}

const factNames = (because: Because): string[] => [
  ...(because.fact === undefined ? [] : [because.fact]),
  ...[...(because.all ?? []), ...(because.any ?? [])].flatMap(factNames),
]

/** Which facts the programmes of these claims ask about. */
function factsAsked(
  { content, row }: Request,
  claims: readonly FamilyClaim[],
  today: string,
): ReadonlySet<string> {
  const { household, members } = content
  const verdicts = match({ household, members, parameters: parametersFor(row.regionCode, today) })
  const own = verdicts.filter(({ programme }) => claims.some(({ aid }) => aid.programme === programme))
  return new Set(
    own.flatMap(({ because, missing }) => [...factNames(because), ...missing.map(({ fact }) => fact)]),
  )
}

const lineOf = (fact: HeldFact, who: ReadonlyMap<string, string>): HouseholdFactLine => ({
  fact: fact.key,
  member: fact.member,
  value: fact.fenced ? null : fact.value,
  source: fact.source,
  from: fact.source === 'declared' || fact.source === 'read' ? null : (who.get(fact.from) ?? fact.from),
  asOf: fact.asOf,
  consent: fact.consent,
  fenced: fact.fenced,
})

const uuid = /^[0-9a-f]{8}-[0-9a-f-]{27}$/

/** Names of officers who saw something; a department is named by its id, in the catalogue. */
async function officersIn(tx: Transaction, facts: readonly HeldFact[]): Promise<Map<string, string>> {
  const ids = [...new Set(facts.filter(({ from }) => uuid.test(from)).map(({ from }) => from))]
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select({ id: officerTable.id, name: officerTable.name })
    .from(officerTable)
    .where(inArray(officerTable.id, ids))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

async function factLines(
  tx: Transaction,
  deps: Deps,
  request: Request,
  asked: ReadonlySet<string> | undefined,
) {
  const all = await factsOf(tx, deps, request)
  const facts = asked === undefined ? all : all.filter(({ key }) => asked.has(key))
  const { conflicts } = settle(facts, await choicesOf(tx, request))
  const who = await officersIn(tx, facts)
  return {
    facts: facts.map((fact) => lineOf(fact, who)),
    conflicts: conflicts.map(({ key, member }) => ({ fact: key, member })),
  }
}

/** Claims that this officer is shown: a department those of its own programmes. */
const shownOf = (sight: Sight, claims: readonly FamilyClaim[]): FamilyClaim[] =>
  claims.filter(({ aid, state }) =>
    sight.whole ||
    sight.shows(placed({ programme: aid.programme, state: aid.state, process: state?.process ?? null })))

const isTheirs = (people: readonly Known[], record: string): boolean =>
  people.some(({ own }) => own.includes(record))

async function aidLines(
  tx: Transaction,
  deps: Deps,
  { family, claims }: FamilyAid,
  { unitId }: Officer,
  { row: { id: present, forWhom }, content }: Request,
): Promise<AidLine[]> {
  // Of whom somebody spoke for, the name that they said.
  const spokenFor = forWhom === 'self' ? undefined : content.beneficiary?.name
  const names = await namesOf(
    tx,
    deps,
    claims.map(({ application }) => application.about),
  )
  return claims.map(({ aid, given, openedOn, application }): AidLine => {
    const { id, receiptNumber, office, about } = application
    const here = id === present
    return {
      id: aid.id,
      application: id,
      receiptNumber: here || application.unitId === unitId ? receiptNumber : null,
      office,
      name:
        here && spokenFor
          ? spokenFor
          : here || isTheirs(family.people, about)
            ? (names.get(about) ?? '')
            : null,
      programme: aid.programme,
      state: aid.state,
      openedOn,
      decidedOn: aid.decidedOn,
      ...amountOf({ given }),
      here,
    }
  })
}

/** Other requests of the same person of about the same time for the same: shown, never merged by itself. */
function sameNeedOf(
  { family, claims }: FamilyAid,
  request: Request,
  reader: Officer,
): HouseholdView['sameNeed'] {
  const mine = mergingOf(request)
  const [first] = family.people
  const others = new Map<string, { merging: Merging; of: FamilyClaim['application'] }>()
  for (const { aid, application: of } of claims) {
    if (of.id === request.row.id || aid.applicant !== family.applicant) continue
    const before = others.get(of.id)?.merging
    others.set(of.id, {
      of,
      merging: {
        kind: 'application',
        state: of.state,
        submittedOn: of.submittedOn,
        programmes: [...(before?.programmes ?? []), aid.programme],
        claims: [...(before?.claims ?? []), aid.state],
      },
    })
  }
  return [...others.values()]
    .filter(({ merging }) => mayBeSameNeed(mine, merging))
    .map(({ merging, of }) => ({
      id: of.id,
      receiptNumber: of.unitId === reader.unitId ? of.receiptNumber : null,
      office: of.office,
      submittedOn: of.submittedOn,
      programmes: [...merging.programmes],
      refused: of.spokenFor
        ? 'asked-by-another'
        : refusedMerge(mine, merging, first?.own.includes(of.personId) === true, reachable(reader, of)),
    }))
}

const reachable = (reader: Officer, { regionCode }: FamilyClaim['application']): boolean =>
  findActing(reader, 'close-application', regionCode) !== undefined

const refusedMerge = (mine: Merging, other: Merging, same: boolean, reach: boolean): string | null =>
  same ? (reach ? (whyNotMerge(mine, other) ?? null) : 'not-yours') : 'not-same-person'

async function mergedOf(tx: Transaction, { content, row }: Request): Promise<HouseholdView['merged']> {
  if (!content.merged || row.state !== 'merged') return null
  const { into, on, reason } = content.merged
  const { rows } = await tx.execute<{ receipt_number: string; unit_id: string }>(
    sql`SELECT receipt_number, unit_id FROM application WHERE id = ${into}`,
  )
  return {
    into,
    receiptNumber: rows[0]?.unit_id === row.unitId ? (rows[0]?.receipt_number ?? null) : null,
    on,
    reason,
  }
}

/** Who is shown with what, by record: one look each, over all records that are theirs. */
function looksOf({ row }: Request, { family, claims }: FamilyAid, members: boolean): Map<string, string[]> {
  const looks = new Map<string, Set<string>>()
  const recordOf = (person: string): string => {
    const known = family.people.find(({ own }) => own.includes(person))
    return known === undefined
      ? person
      : known === family.people[0] && row.forWhom === 'self'
        ? row.personId
        : known.root
  }
  const add = (person: string, fact: string) => {
    const record = recordOf(person)
    looks.set(record, (looks.get(record) ?? new Set()).add(fact))
  }
  for (const fact of ['name', 'facts', 'aid']) add(row.personId, fact)
  if (members) for (const { person } of family.stays) add(person, 'name')
  for (const { application } of claims) add(application.about, 'aid')
  return new Map([...looks].map(([person, facts]) => [person, [...facts].sort()]))
}

/**
 * The household that a request is about, for whoever has that request on the desk. Everybody of whom something is shown
 * reads who looked and at what. Throws `not-found` off the desk, `erased` where its person took everything back.
 */
export async function householdView(deps: Deps, reader: Officer, id: string): Promise<HouseholdView> {
  requireWork(reader, 'see-application')
  const sightFor = await sightOf(deps.db, reader)
  return inTransaction(deps.db, async (tx) => {
    const request = await getRequest(tx, deps, reader, id)
    const sight = sightFor(request.row.regionCode)
    const today = deps.clock.today()
    const found = await aidOfFamily(tx, deps, request)
    const all = { ...found, claims: shownOf(sight, found.claims) }
    const own = all.claims.filter(({ application }) => application.id === id)
    const asked = sight.whole ? undefined : factsAsked(request, own, today)
    const warnings = await Promise.all(
      own.map(({ aid }) => warningsOf(tx, found, aid.id, conflictsIn(found, request, aid.id, today), reader)),
    )
    const view: HouseholdView = {
      id,
      receiptNumber: request.row.receiptNumber,
      name: request.content.beneficiary?.name ?? deps.vault.openField(request.person.nameCipher),
      state: request.row.state,
      whole: sight.whole,
      members: sight.whole ? await membersOf(tx, deps, found) : [],
      named: namedIn(request, sight),
      ...(await factLines(tx, deps, request, asked)),
      aid: await aidLines(tx, deps, all, reader, request),
      warnings: warnings.flat(),
      sameNeed: sight.whole ? sameNeedOf(found, request, reader) : [],
      merged: await mergedOf(tx, request),
    }
    const named = { ...found, claims: found.claims.filter(({ aid }) => isNamed(view, aid.id)) }
    await noteLooks(tx, deps, reader, looksOf(request, named, sight.whole))
    return view
  })
}

const isNamed = ({ aid, warnings }: HouseholdView, id: string): boolean =>
  aid.some((line) => line.id === id) || warnings.some(({ other }) => other === id)

/** Members whom the request names besides whoever asked: what is said of them stands among the facts. */
const namedIn = ({ content }: Request, { whole }: Sight): HouseholdView['named'] =>
  whole
    ? content.members
        .filter(({ id }) => id !== applicantMember)
        .map(({ id, ...facts }) => ({ id, facts: Object.keys(facts).length }))
    : []
