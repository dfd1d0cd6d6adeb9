import { sql } from 'drizzle-orm'
import type * as v from 'valibot'
import type { Action } from '@yima/shared/access/table'
import { Problem } from '@yima/shared/problem'
import { readLetter } from '@yima/shared/verification/answers'
import type { givingUp, letter, WorkVerification } from '@yima/shared/verification/contract'
import { isSettled } from '@yima/shared/verification/query'
import { Change, hold, type Held } from '../application/act.ts'
import { attachPictures, listed } from '../application/pictures.ts'
import { sentTo } from '../claim/departments.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { foldCopyist } from '../fact/held.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { noteDeskLook } from '../trail/desk-look.ts'
import type { OfficerActor } from '../work/actor.ts'
import { onDesk, requireMayOf, requireWork } from '../work/reach.ts'
import { conclude } from './conclude.ts'
import { findLive } from './live.ts'
import { begin, standingFor, whyNotStart } from './start.ts'
import {
  changeQueries,
  findVerification,
  holdVerification,
  queriesOf,
  standingOf,
  type KeptAnswer,
  type Opened,
  type QueryRow,
} from './store.ts'
import { workView } from './view.ts'

export type Officer = OfficerSession['officer']

const refused = (code: string) =>
  new Problem('not-allowed-now', [{ field: 'verification', code }], { allowed: [] })

async function onOwnDesk(tx: Pick<Transaction, 'execute'>, officer: Officer, id: string): Promise<void> {
  const { rowCount } = await tx.execute(
    sql`SELECT 1 FROM application a WHERE a.id = ${id} AND ${onDesk(officer)}`,
  )
  if (rowCount !== 1) throw new Problem('not-found')
}

const requireMayFor = (officer: Officer, action: Action, { row, claims, excluded }: Held): OfficerActor =>
  requireMayOf(officer, action, row.regionCode, sentTo(claims), excluded)

/** The check of means of one request as this desk sees it; the look is logged before it is answered. */
export function workVerification(deps: Deps, officer: Officer, id: string): Promise<WorkVerification> {
  requireWork(officer, 'see-verification')
  return inTransaction(deps.db, async (tx) => {
    await noteDeskLook(tx, deps, officer, { id, what: 'verification', within: onDesk(officer) })
    const held = await hold(tx, deps, id)
    const acting = requireMayFor(officer, 'see-verification', held)
    const name = deps.vault.openField(held.person.nameCipher)
    return workView(tx, deps, { acting, held, name, ...(await standingFor(tx, deps, held)) })
  })
}

export type DeskAct = { tx: Transaction; held: Held; acting: OfficerActor; change: Change }

/** One act of an officer on a check, in one transaction; answered by the check as it is afterwards. */
export async function actOnCheck(
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  action: Action,
  doIt: (act: DeskAct) => Promise<void>,
): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    await onOwnDesk(tx, officer, id)
    const held = await hold(tx, deps, id)
    const acting = requireMayFor(officer, action, held)
    const change = new Change(deps, held, acting)
    await doIt({ tx, held, acting, change })
    await change.save(tx)
    await remember(tx, once, deps.clock.now(), 200, { done: true })
  })
}

/** Begins to ask the departments about everybody who has signed. */
export const startCheck = (deps: Deps, once: Once, officer: Officer, id: string): Promise<void> =>
  actOnCheck(deps, once, officer, id, 'verify-means', async ({ tx, held, acting, change }) => {
    const { opened, people } = await standingFor(tx, deps, held)
    const code = whyNotStart(held, opened, people, deps.clock.today())
    if (code !== undefined) throw refused(code)
    await begin(tx, deps, held, people, acting.id)
    // By it the centre goes on seeing what it began.
    change.note({ type: 'verification-started', payload: {} })
  })

type OpenQuery = DeskAct & { opened: Opened; row: QueryRow }

/** One open query of the check that runs. Throws `not-found`, `not-allowed-now` once it is settled. */
async function actOnQuery(
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  queryId: string,
  doIt: (query: OpenQuery) => Promise<void>,
): Promise<void> {
  let running: string | undefined
  await actOnCheck(deps, once, officer, id, 'verify-means', async (act) => {
    const { tx, held } = act
    const people = await findLive(tx, deps, id)
    const found = await findVerification(tx, held.key, id)
    const opened = found && (await holdVerification(tx, deps, found.row.id))
    const row = opened && (await queriesOf(tx, opened.row.id)).find((one) => one.id === queryId)
    if (!opened || !row) throw new Problem('not-found')
    if (opened.row.state !== 'running' || isSettled(row)) throw refused('settled')
    const lives = people.some(
      ({ consent, sources }) => consent === row.consentId && sources.includes(row.source),
    )
    if (!lives) throw refused('signatures-missing')
    running = opened.row.id
    await doIt({ ...act, opened, row })
  })
  if (running !== undefined) await conclude(deps, running)
}

/** What a department wrote on paper, copied off: judged like an answer over the line. */
export const keepLetter = (
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  body: v.InferOutput<typeof letter>,
): Promise<void> =>
  actOnQuery(deps, once, officer, id, body.query, async ({ tx, held, opened, row, acting, change }) => {
    const read = readLetter(row.source, body, deps.clock.today())
    if (!read.ok) throw new Problem('invalid-input', [{ field: 'answer', code: `answer-${read.why}` }])
    const { paper, pictures = [] } = body
    await attachPictures(tx, once, listed('pictures', pictures), id, held.row.countyCode)
    const kept: KeptAnswer = {
      answer: read.answer,
      letter: { paper, by: acting.id, name: officer.name, pictures },
    }
    const to = { ...standingOf(row), state: 'answered' as const, nextAt: null, why: null }
    const by = { kind: 'officer', id: acting.id } as const
    await changeQueries(tx, deps, opened, [{ row, to, answer: { asOf: read.asOf, kept } }], by)
    foldCopyist(change)
  })

/** Nobody waits for this answer any longer; the report says that it is missing. */
export const giveUp = (
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  { query, reason }: v.InferOutput<typeof givingUp>,
): Promise<void> =>
  actOnQuery(deps, once, officer, id, query, async ({ tx, opened, row, acting, change }) => {
    const to = { ...standingOf(row), state: 'failed' as const, nextAt: null, why: 'given-up' as const }
    await changeQueries(tx, deps, opened, [{ row, to }], { kind: 'officer', id: acting.id })
    change.note({ type: 'query-given-up', payload: { source: row.source, reason } })
  })
