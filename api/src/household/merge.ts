import { sql } from 'drizzle-orm'
import { businessDate } from '@yima/shared/calendar/deadline'
import { whyNotMerge, type Merging } from '@yima/shared/household/same-need'
import { Problem } from '@yima/shared/problem'
import { Change, hold, type Held } from '../application/act.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { onDesk, requireMay } from '../work/reach.ts'
import { knownBy } from './people.ts'
import { getRequest, type Request } from './request.ts'

type Officer = OfficerSession['officer']

const refused = (code: string): Problem =>
  new Problem('not-allowed-now', [{ field: 'application', code }], { allowed: [] })

/** A request as the rule about merging sees it. */
export const mergingOf = ({ row, claims }: Pick<Held, 'row' | 'claims'>): Merging => ({
  kind: row.kind,
  state: row.state,
  submittedOn: businessDate(row.submittedAt),
  programmes: claims.map(({ state }) => state.programme),
  claims: claims.map(({ state }) => state.state),
})

/** A request that this officer may close. Throws `not-found` off the desk and for whoever may not. */
async function getMine(tx: Transaction, deps: Deps, officer: Officer, id: string): Promise<Request> {
  const request = await getRequest(tx, deps, officer, id)
  requireMay(officer, 'close-application', request.row.regionCode)
  return request
}

/** Both requests, held in one order so that nobody waits for whom they hold up. One of another desk is nobody’s. */
async function holdBoth(
  tx: Transaction,
  deps: Deps,
  officer: Officer,
  ids: readonly [string, string],
): Promise<Held[]> {
  const { rowCount } = await tx.execute(
    sql`SELECT 1 FROM application a WHERE a.id = ANY (${sql.param([...ids])}::uuid[]) AND ${onDesk(officer)}`,
  )
  if (rowCount !== 2) throw refused('not-same-person')
  const held: Held[] = []
  for (const id of [...ids].sort()) held.push(await hold(tx, deps, id))
  return held
}

/** A change of one of them by this officer. Throws `not-found` where it is not theirs to close. */
const changeOf = (deps: Deps, officer: Officer, held: Held): Change =>
  new Change(deps, held, requireMay(officer, 'close-application', held.row.regionCode, held.excluded))

/** For whom a request is, where somebody else handed it in: what one asked for oneself is never one with it. */
const aboutOf = ({ row }: Held): string | null =>
  row.forWhom === 'self' ? null : (row.aboutIndex?.toString('hex') ?? row.id)

/** Beyond doubt of one person: a number that two phones typed shows neither of them what the other asked. */
async function requireSamePerson(tx: Transaction, one: Held, other: Held): Promise<void> {
  const [known] = await knownBy(tx, [one.row.personId])
  if (aboutOf(one) !== aboutOf(other)) throw refused('asked-by-another')
  if (!known?.own.includes(other.row.personId)) throw refused('not-same-person')
}

const find = (all: readonly Held[], id: string): Held => {
  const held = all.find(({ row }) => row.id === id)
  if (!held) throw new Problem('not-found')
  return held
}

/**
 * Lets one request go on in another of the same person: what was only proposed goes over, with the reason that the
 * applicant reads. Nothing is merged by itself, and nothing that was taken in hand.
 */
export async function mergeInto(
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  said: { into: string; reason: string },
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await getMine(tx, deps, officer, id)
    if (id === said.into) throw refused('not-allowed-now')
    const both = await holdBoth(tx, deps, officer, [id, said.into])
    const [from, into] = [find(both, id), find(both, said.into)]
    await requireSamePerson(tx, from, into)
    const why = whyNotMerge(mergingOf(from), mergingOf(into))
    if (why) throw refused(why)
    const opened = await takeOver(tx, changeOf(deps, officer, into).openIfNew(), from, said.reason)
    await giveOver(tx, deps, changeOf(deps, officer, from).openIfNew(), { ...said, opened })
    await remember(tx, once, deps.clock.now(), 200, { done: true })
  })
}

/** The request that goes on gets every programme that it had not; which ones, for who may take it back. */
async function takeOver(tx: Transaction, change: Change, from: Held, reason: string): Promise<string[]> {
  const has = change.held.claims.map(({ state }) => state.programme)
  const opened = from.claims
    .filter(({ state }) => state.state === 'proposed' && !has.includes(state.programme))
    .map(({ state: { programme } }) => change.claim(undefined, { type: 'add', programme, reason }))
  await change.save(tx)
  return opened
}

async function giveOver(
  tx: Transaction,
  deps: Deps,
  change: Change,
  { into, reason, opened }: { into: string; reason: string; opened: string[] },
): Promise<void> {
  const { held } = change
  const dropped = held.claims.filter(({ state }) => state.state === 'proposed').map(({ id }) => id)
  for (const claim of dropped) change.claim(claim, { type: 'drop', reason })
  change.application({ type: 'merge', into, reason })
  const merged = { into, reason, on: deps.clock.today(), dropped, opened }
  await change.rewrite({ ...held.content, merged }).save(tx)
}

/** Takes a merging back: it is a request of its own again, and what went over with it begins anew. */
export async function unmerge(
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  reason: string,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const into = await intoOf(tx, deps, officer, id)
    const both = await holdBoth(tx, deps, officer, [id, into])
    const [from, target] = [find(both, id), find(both, into)]
    const { merged, ...content } = from.content
    if (!merged) throw refused('not-allowed-now')
    const change = changeOf(deps, officer, from).application({ type: 'unmerge', reason })
    for (const { id: claim, state } of from.claims)
      if (merged.dropped.includes(claim) && state.state === 'notAccepted')
        change.claim(claim, { type: 'add', programme: state.programme, reason })
    await change.rewrite(content).save(tx)
    const back = changeOf(deps, officer, target)
    for (const { id: claim, state } of target.claims)
      if (merged.opened.includes(claim) && state.state === 'proposed')
        back.claim(claim, { type: 'drop', reason })
    await back.save(tx)
    await remember(tx, once, deps.clock.now(), 200, { done: true })
  })
}

/** Where a request of this desk went. Throws `not-found` off the desk, `not-allowed-now` for one that went nowhere. */
async function intoOf(tx: Transaction, deps: Deps, officer: Officer, id: string): Promise<string> {
  const { content } = await getMine(tx, deps, officer, id)
  if (!content.merged) throw refused('not-allowed-now')
  return content.merged.into
}
