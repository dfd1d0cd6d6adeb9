import { v7 as uuidv7 } from 'uuid'
import { undecidedStates } from '@yima/shared/claim/claim'
import { checksMeans, departmentsFor } from '@yima/shared/consent/departments'
import { signingOf, type Signing } from '@yima/shared/process/signing'
import { isCurrent } from '@yima/shared/verification/current'
import type { Held } from '../application/act.ts'
import { insertRows } from '../db/insert.ts'
import type { Reader, Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { append } from '../trail/append.ts'
import { seal } from '../vault.ts'
import { findLive, type LivePerson } from './live.ts'
import { findVerification, freshQueries, rewrite, type Opened, type VerificationContent } from './store.ts'
import { query, verification } from './table.ts'

/** Why a check cannot begin: nothing to check, signatures missing, one under way, a report that still holds. */
export type StartRefusal = 'no-claim' | 'signatures-missing' | 'running' | 'still-current'

/** Open claims of this request that check the means of the whole family. */
const meansClaims = ({ claims }: Pick<Held, 'claims'>) =>
  claims.filter(
    ({ state }) =>
      state.process !== null && undecidedStates.includes(state.state) && checksMeans(state.programme),
  )

/** The departments that those claims need: whoever signed for more is not asked about elsewhere. */
const neededBy = (held: Pick<Held, 'claims'>) =>
  departmentsFor(meansClaims(held).map(({ state }) => state.programme))

/** How the signatures stand for the claims of this request that check means; undefined where none does. */
export function signingIn(held: Pick<Held, 'claims'>): Signing | undefined {
  const all = meansClaims(held).flatMap(({ state }) =>
    state.process === null ? [] : [signingOf(state.process)],
  )
  const worst = (['withdrawn', 'refused', 'open'] as const).find((one) => all.includes(one))
  return worst ?? all[0]
}

/** Whether a decision may rest on its report today. */
export const holdsToday = (
  { row, content }: Pick<Opened, 'row' | 'content'>,
  people: readonly Pick<LivePerson, 'consent'>[],
  today: string,
): boolean =>
  row.state === 'reported' &&
  row.madeOn !== null &&
  isCurrent(
    { madeOn: row.madeOn, consents: Object.keys(content.people) },
    people.map(({ consent }) => consent),
    today,
  )

/** Why nobody can begin a check now; undefined when it can be begun. */
export function whyNotStart(
  held: Pick<Held, 'claims'>,
  before: Opened | undefined,
  people: readonly LivePerson[],
  today: string,
): StartRefusal | undefined {
  const signing = signingIn(held)
  if (signing === undefined) return 'no-claim'
  // Claims accepted before adults signed one by one have nobody who may be asked about.
  if (signing !== 'complete' || people.length === 0) return 'signatures-missing'
  if (before?.row.state === 'running') return 'running'
  return before && holdsToday(before, people, today) ? 'still-current' : undefined
}

/** The check as it begins: whom it is about. */
const contentOf = (people: readonly LivePerson[]): VerificationContent => ({
  people: Object.fromEntries(
    people.map(({ consent, name, member, own }) => [consent, { name, member, own }]),
  ),
  items: null,
  contests: {},
  facts: [],
  apart: [],
})

/** Begins a check: one query for every person and department, once. The caller has asked `whyNotStart`. */
export async function begin(
  tx: Transaction,
  deps: Deps,
  held: Held,
  people: readonly LivePerson[],
  startedBy: string | null,
): Promise<string> {
  const before = await findVerification(tx, held.key, held.row.id)
  if (before?.row.state === 'reported') await rewrite(tx, before, before.content, { state: 'replaced' })
  const id = uuidv7()
  const { countyCode, personId } = held.row
  const needed = neededBy(held)
  const asked = people.filter(({ asks }) => asks.length > 0)
  const wanted = asked.flatMap(({ consent, asks, idNumber }) =>
    asks
      .filter((source) => needed.includes(source))
      .map((source) => ({
        consent,
        source,
        connected: idNumber !== null && deps.departments?.connected(source) === true,
      })),
  )
  const rows = freshQueries({ row: { id, countyCode } }, wanted, deps.clock.wall())
  const lastEvent = await append(
    tx,
    {
      stream: id,
      after: 0,
      at: deps.clock.now(),
      actor: { kind: startedBy === null ? 'system' : 'officer', id: startedBy },
      person: { id: personId, key: held.key },
      countyCode,
    },
    [
      {
        type: 'verification-started',
        payload: {
          application: held.row.id,
          queries: rows.map(({ id: one, source, consentId }) => ({ query: one, source, consent: consentId })),
        },
      },
    ],
  )
  await tx.insert(verification).values({
    id,
    countyCode,
    applicationId: held.row.id,
    personId,
    state: 'running',
    startedBy,
    startedAt: deps.clock.now(),
    reportId: null,
    madeOn: null,
    sealed: seal(held.key, contentOf(asked)),
    lastEvent,
  })
  await insertRows(tx, query, rows)
  await deps.jobs.send(tx, 'ask-departments', { id })
  return id
}

/** What there is of a check today, and who may be asked about. */
export async function standingFor(
  tx: Transaction,
  deps: Deps,
  held: Pick<Held, 'key' | 'row'>,
): Promise<{ opened: Opened | undefined; people: LivePerson[] }> {
  const people = await findLive(tx, deps, held.row.id)
  return { people, opened: await findVerification(tx as Reader, held.key, held.row.id) }
}
