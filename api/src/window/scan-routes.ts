import { and, desc, eq, gt, isNull } from 'drizzle-orm'
import { Hono } from 'hono'
import * as v from 'valibot'
import {
  goingView,
  keptScan,
  occasionView,
  scan,
  scanned,
  type GoingView,
  type Scanned,
} from '@yima/shared/window/contract'
import type { Redeem } from '../code/redeem.ts'
import { redeemingTogether } from '../code/redeem-together.ts'
import { resolveCode } from '../code/resolve.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { jsonBody } from '../http/body.ts'
import type { Deps, Env, OfficerSession, Once } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { budget, networkOf } from '../http/network.ts'
import { once, remember } from '../http/once.ts'
import { problemAnswer } from '../http/problem.ts'
import { getOfficer } from '../identity/session.ts'
import { allOf, together } from '../together.ts'
import { openKept, scanRefused, type KeptAnswer } from './kept.ts'
import { openOccasion } from './occasion.ts'
import { showOccasion, viewFor } from './show.ts'
import { viewOf } from './staff.ts'
import { standingsIn, type FindStanding } from './standing.ts'
import { occasion } from './table.ts'

type Officer = OfficerSession['officer']
type Read = v.InferOutput<typeof scan> & { network: string }

/** What those who share a transaction ask together. */
type Company = { redeem: Redeem; findStanding: FindStanding }

const companyIn = (tx: Transaction, deps: Deps): Company => ({
  redeem: redeemingTogether(tx, deps),
  findStanding: standingsIn(tx, deps),
})

type Scan = { made: Once; officer: Officer; read: Read }

/** Who stands there, as the officer sees them; or why the code opens nothing, which is kept as the answer, too. */
async function recognise(
  tx: Transaction,
  deps: Deps,
  { redeem, findStanding }: Company,
  { made, officer, read }: Scan,
): Promise<Scanned> {
  const { purpose, words, id, ...looking } = read
  const keep = (answer: object) => remember(tx, made, deps.clock.now(), 200, answer)
  const found = await resolveCode(tx, deps, officer, { ...looking, purpose }, redeem)
  if (!found.ok) {
    const { reason, ...rest } = found
    const refused = { ...rest, refused: reason }
    await keep(refused) // counted once however often the same try arrives
    return refused
  }
  const { row, standing, written } = await openOccasion(
    tx,
    deps,
    officer,
    found,
    { purpose, words, id },
    findStanding,
  )
  const [occasion] = await allOf([
    viewFor(tx, deps, officer, row, standing),
    written,
    keep({ occasionId: row.id }),
  ])
  return { ok: true, occasion }
}

const recogniseAll = (deps: Deps, scans: readonly Scan[]): Promise<Scanned[]> =>
  inTransaction(deps.db, (tx) => {
    const company = companyIn(tx, deps)
    return allOf(scans.map((scan) => recognise(tx, deps, company, scan)))
  })

/**
 * Scans of one moment share a transaction, as applications do, and what they look up one statement: what costs most is
 * then paid once, and the more the more of them there are. One such transaction at a time, so that none waits for
 * another's counters; a PIN takes long to check, and nobody else waits for that.
 */
function recognising(deps: Deps): (scan: Scan) => Promise<Scanned> {
  const company = together((scans: readonly Scan[]) => recogniseAll(deps, scans), { most: 50, atOnce: 1 })
  const alone = async (scan: Scan) => (await recogniseAll(deps, [scan]))[0] as Scanned
  return (scan) => (scan.read.pin === undefined ? company(scan) : alone(scan))
}

async function going({ db, clock }: Deps, officer: Officer): Promise<GoingView[]> {
  const mine = and(
    eq(occasion.officerId, officer.id),
    isNull(occasion.closedAt),
    gt(occasion.endsAt, clock.wall()),
  )
  const rows = await db.select().from(occasion).where(mine).orderBy(desc(occasion.openedAt)).limit(10)
  return rows.map(({ id, purpose, given, endsAt }) => ({ id, purpose, given, endsAt: endsAt.toISOString() }))
}

/** Codes that officers read: at once, or kept until there was a network again. */
export function scanRoutes(deps: Deps) {
  const spend = budget(300, deps.config)
  const look = recognising(deps)
  const scanAgain = once(deps.db, {
    again: async (c, { answer }) => {
      const { occasionId, ...refused } = answer as { occasionId?: string }
      return c.json(
        occasionId ? { ok: true, occasion: await viewOf(deps, c, occasionId) } : (refused as never),
      )
    },
  })
  const keptAgain = once(deps.db, {
    again: async (c, { answer }) => {
      const before = answer as KeptAnswer
      if ('refused' in before) return problemAnswer(scanRefused(before.refused), c)
      return c.json(await viewOf(deps, c, before.occasionId))
    },
  })
  return new Hono<Env>()
    .post(
      '/work/scans',
      describe({ tag: 'window', summary: 'Recognise somebody by a code', answer: scanned, write: true }),
      scanAgain,
      jsonBody(scan),
      async (c) => {
        await spend(c)
        const officer = getOfficer(c)
        const read = { ...c.req.valid('json'), network: networkOf(c) }
        return c.json(await look({ made: c.get('once'), officer, read }))
      },
    )
    .post(
      '/work/occasions',
      describe({
        tag: 'window',
        summary: 'Recognise somebody by a code that was read where there was no network',
        answer: occasionView,
        write: true,
      }),
      keptAgain,
      jsonBody(keptScan),
      async (c) => {
        await spend(c)
        const officer = getOfficer(c)
        const read = { ...c.req.valid('json'), network: networkOf(c) }
        return c.json(await showOccasion(deps, officer, await openKept(deps, c.get('once'), officer, read)))
      },
    )
    .get(
      '/work/occasions',
      describe({
        tag: 'window',
        summary: 'Occasions that still go on, newest first',
        // `given` too: a page that waits for a change asks here, where nobody is looked at.
        answer: v.object({ occasions: v.array(goingView) }),
      }),
      async (c) => c.json({ occasions: await going(deps, getOfficer(c)) }),
    )
}
