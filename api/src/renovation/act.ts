import { eq } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { deviceSkewSeconds } from '@yima/shared/code/limits'
import type { InspectionBody, RenovationAct } from '@yima/shared/renovation/contract'
import { decide, type RenovationCommand } from '@yima/shared/renovation/decide'
import { evolve, type Renovation, type RenovationEvent } from '@yima/shared/renovation/renovation'
import { Problem } from '@yima/shared/problem'
import { Change, hold, type Held } from '../application/act.ts'
import { attachPictures } from '../application/pictures.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow, refusalOf } from '../http/refusal.ts'
import { tellApplicant } from '../notification/applicant.ts'
import { open, seal } from '../vault.ts'
import { requireWork } from '../work/reach.ts'
import { staffFor } from '../work/staff.ts'
import { requireActingAt, type RenovationAction } from './reach.ts'
import { columnsOf, type RenovationRow } from './store.ts'
import { instalment, renovation } from './table.ts'

type Officer = OfficerSession['officer']
type Named = { id: string; field: string }
type Of = { held: Held; row: RenovationRow; works: Renovation }

/** A worker may be weeks without a network; what comes later than that is not how it is any more. */
const arrivalDays = 30
const day = 86_400_000

/** The works on a house, held with the request that they belong to. Throws `not-found`. */
async function holdWorks(tx: Transaction, deps: Deps, id: string): Promise<Of> {
  const find = () => tx.select().from(renovation).where(eq(renovation.id, id))
  const [found] = await find()
  if (!found) throw new Problem('not-found')
  const held = await hold(tx, deps, found.applicationId)
  const [row] = await find()
  if (!row) throw new Problem('not-found')
  return { held, row, works: open<Renovation>(held.key, row.sealed) }
}

/** What was decided may have been taken back since: then nothing is built on it. */
function requireConfirmed({ held, row }: Of): void {
  const claim = held.claims.find(({ id }) => id === row.claimId)
  if (claim?.state.state !== 'confirmed') throw notAllowedNow('renovation', 'not-allowed-now')
}

/** What of a form can be mended where it stands; elsewhere it is the moment that does not fit. */
const mendable = {
  'renovation-grade': 'grade', 'renovation-way': 'way', 'renovation-area': 'area', 'renovation-money': 'cost', 'renovation-days': 'until',
  'renovation-spot': 'pictures', 'renovation-after': 'pictures', 'date-to-come': 'on',
} as const

/** The part that an accepted stage releases, with what proves it. The database refuses one that does not follow the last. */
async function release(tx: Transaction, deps: Deps, { row, works }: Of, event: RenovationEvent): Promise<void> {
  if (event.type !== 'renovation-accepted') return
  const { acceptance, part: { stage, share, fen } } = event
  await tx.insert(instalment).values({
    ...{ id: uuidv7(), countyCode: row.countyCode, renovationId: row.id, number: works.accepted.length + 1, stage, share, fen },
    ...{ onDay: deps.clock.today(), acceptanceId: acceptance.id, proposedBy: acceptance.by, confirmedBy: acceptance.second.by, at: deps.clock.now() },
  })
}

/** What its family is told by a message: that works are stopped or go on, and that a part was released. */
const told: readonly RenovationEvent['type'][] = ['renovation-stopped', 'renovation-resumed', 'renovation-accepted']

type Asked = { action: RenovationAction; id: string; command: (of: Of) => RenovationCommand; pictures: readonly Named[]; status: 200 | 201; answer: unknown }

/** One act on the works of a house, in one transaction. Throws `not-found` for other places and for relatives. */
async function act(deps: Deps, once: Once, officer: Officer, asked: Asked): Promise<void> {
  requireWork(officer, asked.action)
  await inTransaction(deps.db, async (tx) => {
    const of = await holdWorks(tx, deps, asked.id)
    const { held, row, works } = of
    const acting = await requireActingAt(tx, officer, asked.action, row.regionCode, held.excluded)
    requireConfirmed(of)
    const [today, now] = [deps.clock.today(), deps.clock.now()]
    const hand = { by: acting.id, for: acting.inPlaceOf, called: officer.name }
    const decided = decide(works, asked.command(of), { ...hand, region: row.regionCode, today, now: now.toISOString() })
    if ('refused' in decided) throw refusalOf(decided, 'renovation', mendable)
    await attachPictures(tx, once, asked.pictures, held.row.id, held.row.countyCode)
    const change = new Change(deps, held, acting)
    for (const event of decided) {
      const { type, ...payload } = event
      change.note({ type, payload: { claimId: row.claimId, renovation: row.id, ...payload } })
      await release(tx, deps, of, event)
    }
    const after = decided.reduce(evolve, works)
    await tx.update(renovation).set({ sealed: seal(held.key, after), ...columnsOf(after, row.regionCode) }).where(eq(renovation.id, row.id))
    if (decided.some(({ type }) => told.includes(type))) await tellApplicant(tx, deps, held, 'renovation-moved', row.claimId, acting.id)
    await change.save(tx)
    await remember(tx, once, now, asked.status, asked.answer)
  })
}

function picturesIn(said: RenovationAct): Named[] {
  if (said.type === 'plan') return [{ id: said.signed.picture, field: 'signed.picture' }]
  if (said.type !== 'survey' && said.type !== 'propose') return []
  return said.pictures.map(({ picture }, at) => ({ id: picture, field: `pictures.${at}.picture` }))
}

/** Survey, plan, stop, acceptance: what an office does. Throws `not-found`, `not-allowed-now`, `invalid-input`. */
export const actOnWorks = (deps: Deps, once: Once, officer: Officer, id: string, said: RenovationAct): Promise<void> =>
  act(deps, once, officer, {
    ...{ action: 'run-renovation', id, pictures: picturesIn(said), status: 200, answer: { done: true } },
    command: () => (said.type === 'propose' ? { ...said, id: uuidv7() } : said),
  })

function requireInTime({ at }: InspectionBody, now: number): void {
  const seen = Date.parse(at)
  if (seen > now + deviceSkewSeconds * 1000) throw new Problem('invalid-input', [{ field: 'at', code: 'date-to-come' }])
  if (now - seen > arrivalDays * day) throw new Problem('invalid-input', [{ field: 'at', code: 'date-too-old' }])
}

/** Who came along is of this place, and no relative. */
function requireColleague({ held, row }: Of, companion: string | undefined, self: string): void {
  const claim = held.claims.find(({ id }) => id === row.claimId)?.state
  const here = claim ? staffFor(claim, held.staff, row.regionCode) : []
  if (companion !== undefined && (companion === self || !here.some(({ id }) => id === companion)))
    throw notAllowedNow('companion', 'unknown-officer')
}

/** What somebody saw of the works; a phone without a network may hand it in later. Throws like `actOnWorks`. */
export async function inspectWorks(deps: Deps, once: Once, officer: Officer, id: string, said: InspectionBody): Promise<void> {
  requireInTime(said, deps.clock.now().getTime())
  await act(deps, once, officer, {
    ...{ action: 'inspect-renovation', id, status: 201, answer: { done: true } },
    pictures: said.pictures.map(({ picture }, at) => ({ id: picture, field: `pictures.${at}.picture` })),
    command: (of) => {
      requireColleague(of, said.companion, officer.id)
      return { type: 'inspect', ...said }
    },
  })
}
