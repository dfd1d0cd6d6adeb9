import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { undecidedStates } from '@yima/shared/claim/claim'
import type { HeldFact } from '@yima/shared/fact/held'
import { parametersFor } from '@yima/shared/policy/parameters/parameters-for'
import { programmes } from '@yima/shared/policy/programmes/index'
import { Problem } from '@yima/shared/problem'
import { factsOfHousehold, factsOfPerson, type FoundFact } from '@yima/shared/verification/facts'
import { isSettled } from '@yima/shared/verification/query'
import { report } from '@yima/shared/verification/report'
import type { Line, Limits, ReportInput, Word } from '@yima/shared/verification/report-item'
import { Change, hold, type Held } from '../application/act.ts'
import { entitlement } from '../code/table.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { addFacts, factsOf } from '../fact/held.ts'
import type { Deps } from '../http/context.ts'
import { numberIndex } from '../identity/number-index.ts'
import { open } from '../vault.ts'
import { findLive, type LivePerson } from './live.ts'
import {
  holdVerification,
  noteIn,
  queriesOf,
  rewrite,
  type KeptAnswer,
  type Opened,
  type QueryRow,
} from './store.ts'
import { verification } from './table.ts'
import { fenceThese, voidVerification } from './void.ts'

/** Lines of income and savings that the open claims of this request are held against. */
function linesOf({ claims }: Held): Line[] {
  const open = claims
    .filter(({ state }) => undecidedStates.includes(state.state))
    .map(({ state }) => state.programme)
  const means = open.filter((id) => programmes[id].process.verification === 'family')
  const lines = means.map((id): Line => (id === 'dibao' || id === 'tekun' ? 'dibao' : 'edge'))
  return lines.length === 0 ? ['dibao'] : [...new Set(lines)].sort()
}

function limitsOf(held: Held, today: string): Limits[] {
  const { dibaoStandard, edgeMultiplier, assetMonthsDibao, assetMonthsEdge } = parametersFor(
    held.row.regionCode,
    today,
  )
  const times = (factor: number) => ({
    urban: dibaoStandard.urban * factor,
    rural: dibaoStandard.rural * factor,
  })
  return linesOf(held).map((line) => ({
    line,
    income: times(line === 'dibao' ? 1 : edgeMultiplier),
    savings: times(line === 'dibao' ? assetMonthsDibao : assetMonthsEdge),
  }))
}

/** Aid that each of these people holds by our own records. */
async function aidOf(
  tx: Transaction,
  deps: Deps,
  people: readonly LivePerson[],
  today: string,
): Promise<ReportInput['aid']> {
  const numbered = people.flatMap(({ consent, idNumber }) => {
    const index =
      idNumber === null ? null : numberIndex(deps, { number: { kind: 'id-number', value: idNumber } })
    return index === null ? [] : [{ consent, index }]
  })
  if (numbered.length === 0) return []
  const indexes = numbered.map(({ index }) => index)
  const rows = await tx
    .select({ index: entitlement.numberIndex, status: entitlement.status })
    .from(entitlement)
    .where(
      and(
        inArray(entitlement.numberIndex, indexes),
        isNull(entitlement.endedAt),
        sql`(${entitlement.untilOn} IS NULL OR ${entitlement.untilOn} >= ${today})`,
      ),
    )
  return numbered.map(({ consent, index }) => ({
    person: consent,
    statuses: [...new Set(rows.filter((row) => row.index.equals(index)).map(({ status }) => status))].sort(),
  }))
}

/** What a department said, as the report reads it. */
const wordOf =
  ({ key, content }: Opened) =>
  ({ source, consentId, state, asOf, sealed }: QueryRow): Word =>
    ({
      source,
      person: consentId,
      member: content.people[consentId]?.member ?? null,
      state,
      asOf,
      answer: sealed === null ? null : open<KeptAnswer>(key, sealed).answer,
    }) as Word

async function inputOf(
  tx: Transaction,
  deps: Deps,
  { held, opened, queries, people }: Place,
): Promise<ReportInput> {
  const today = deps.clock.today()
  return {
    words: queries.map(wordOf(opened)),
    declared: { household: held.content.household, members: held.content.members },
    limits: limitsOf(held, today),
    // Whoever signed anew meanwhile still is one person.
    aid: await aidOf(
      tx,
      deps,
      people.filter(({ consent }) => opened.content.people[consent] !== undefined),
      today,
    ),
    today,
  }
}

type Place = { held: Held; opened: Opened; queries: readonly QueryRow[]; people: readonly LivePerson[] }

const isSame = ({ person, ...found }: FoundFact, held: HeldFact): boolean =>
  person === held.consent &&
  (['key', 'member', 'from', 'asOf'] as const).every((part) => found[part] === held[part]) &&
  JSON.stringify(found.value) === JSON.stringify(held.value)

/**
 * What departments answered takes the place of what an earlier round of this check wrote: a word that was set right, or of
 * which nothing is left to write, decides nothing any more. What is as it was stays, with what was chosen between it and
 * others.
 */
async function replaceFacts(
  tx: Transaction,
  deps: Deps,
  change: Change,
  { content }: Opened,
  input: ReportInput,
): Promise<Record<'apart' | 'facts', string[]>> {
  const written = new Set([...content.facts, ...(content.apart ?? [])])
  const earlier =
    written.size === 0
      ? []
      : (await factsOf(tx, deps, change.held)).filter(({ id, fenced }) => written.has(id) && !fenced)
  const put = async (found: readonly FoundFact[]): Promise<string[]> => {
    const kept = earlier.filter((held) => found.some((one) => isSame(one, held)))
    const fresh = found.filter((one) => !kept.some((held) => isSame(one, held)))
    const said = fresh.map(({ person: consent, ...fact }) => ({ ...fact, consent, source: 'department' as const }))
    return [...kept.map(({ id }) => id), ...(await addFacts(tx, deps, change, said))]
  }
  const apart = await put(input.words.flatMap(factsOfPerson))
  const facts = await put(factsOfHousehold(input))
  const stands = new Set([...apart, ...facts])
  await fenceThese(
    tx,
    deps,
    change,
    earlier.flatMap(({ id }) => (stands.has(id) ? [] : [id])),
  )
  return { apart, facts }
}

/** The report, and with it what departments answered as facts of the application, in one transaction. */
async function makeReport(tx: Transaction, deps: Deps, place: Place): Promise<void> {
  const { held, opened } = place
  const input = await inputOf(tx, deps, place)
  const change = new Change(deps, held, { kind: 'system' })
  const { apart, facts } = await replaceFacts(tx, deps, change, opened, input)
  const items = report(input)
  const reportId = uuidv7()
  // What the office answered stands; a department that was asked anew is asked of the family anew.
  const contests = Object.fromEntries(
    Object.entries(opened.content.contests).filter(([, { handled }]) => handled?.how !== 'ask-again'),
  )
  await rewrite(
    tx,
    opened,
    { ...opened.content, items, contests, facts, apart },
    {
      state: 'reported',
      reportId,
      madeOn: deps.clock.today(),
    },
  )
  await noteIn(tx, deps, opened, [{ type: 'verification-reported', payload: { report: reportId, items } }])
  await change.save(tx)
}

/** Everything locked that a report rests on, in the order of the house: request, consents, verification. */
async function holdAll(tx: Transaction, deps: Deps, id: string): Promise<Place | undefined> {
  const [row] = await tx
    .select({ applicationId: verification.applicationId })
    .from(verification)
    .where(and(eq(verification.id, id), eq(verification.state, 'running')))
  if (!row) return undefined
  const held = await hold(tx, deps, row.applicationId).catch((error: unknown) => {
    // Whoever was erased needs no report.
    if (error instanceof Problem) return undefined
    throw error
  })
  if (!held) return undefined
  const people = await findLive(tx, deps, row.applicationId)
  const opened = await holdVerification(tx, deps, id)
  return opened?.row.state === 'running'
    ? { held, opened, people, queries: await queriesOf(tx, id) }
    : undefined
}

/**
 * Makes the report once the last answer is in; before, and a second time, it does nothing. Where a consent ended
 * meanwhile the whole check is void: a report with a hole in it must not look like one without.
 */
export const conclude = (deps: Deps, id: string): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const place = await holdAll(tx, deps, id)
    if (!place || !place.queries.every(isSettled)) return
    const { opened, queries, people } = place
    const lives = queries.every(
      ({ state, consentId, source }) =>
        state !== 'stopped' &&
        people.some(({ consent, sources }) => consent === consentId && sources.includes(source)),
    )
    await (lives ? makeReport(tx, deps, place) : voidVerification(tx, deps, opened, 'consent'))
  })
