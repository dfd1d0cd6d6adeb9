import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { allowedName } from '@yima/shared/identity/name-correction'
import { lossesSince, type CardLossView } from '@yima/shared/code/loss'
import { prefixOf } from '@yima/shared/region/code'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { noteLooks } from '../family/looks.ts'
import { nameOf } from '../family/people.ts'
import { historyOf } from '../family/record.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { ownedBy } from '../identity/own.ts'
import { hatsFor, onDesks, requireWork } from '../work/reach.ts'
import { findHolding, lastCard, traitsOf, type Held } from './namesake-cards.ts'
import { codeCard } from './table.ts'

type Officer = OfficerSession['officer']

/** More than an office decides in a day; the oldest come first. */
const most = 100

const owner = sql`standing_identity(${codeCard.identityId})`

/** Where a card's owner applied last; where the card was given if they never did, or named no place. */
const place = sql`coalesce(
  nullif((SELECT application.region_code FROM application JOIN person ON person.id = application.person_id
           WHERE ${ownedBy(owner)} ORDER BY application.submitted_at DESC LIMIT 1), ${codeCard.countyCode} || '000000'),
  (SELECT o.region_code FROM officer o WHERE o.id = ${codeCard.issuedBy}))`

/** Cards that wait and lie before this officer: of the own place, or of a colleague's who is away, no relative's. */
function waitingCards(tx: Transaction, { clock }: Deps, officer: Officer) {
  const here = onDesks(officer, hatsFor(officer, 'replace-card'), owner, ({ regionCode }) => [
    sql`starts_with(${place}, ${prefixOf(regionCode)})`,
  ])
  return tx
    .select()
    .from(codeCard)
    .where(and(gt(codeCard.lostAt, lossesSince(clock.now())), eq(codeCard.id, lastCard(owner)), here))
    .orderBy(asc(codeCard.lostAt), asc(codeCard.id))
    .limit(most)
}

/** How the officer knew, as they said it last of this card. */
async function saidOf(tx: Transaction, deps: Deps, { row, whose }: Held) {
  const said = (await historyOf(tx, deps, whose.id))
    .filter(({ type, payload }) => type === 'card-loss-said' && payload['card'] === row.id)
    .at(-1)
  const word = (name: string): string => String(said?.payload[name] ?? '')
  return { reason: word('reason'), witness: word('witness'), by: word('by') }
}

/** Lost cards of one's places that wait for a second officer; the look is noted. Throws `forbidden`. */
export function listLosses(deps: Deps, by: Officer): Promise<CardLossView[]> {
  requireWork(by, 'replace-card')
  return inTransaction(deps.db, async (tx) => {
    const views: CardLossView[] = []
    const people: string[] = []
    for (const row of await waitingCards(tx, deps, by)) {
      const held = await findHolding(tx, deps, row)
      if (!held || !row.lostBy || !row.lostAt) continue
      people.push(held.whose.id)
      const allowed = allowedName({ state: 'waiting', proposedBy: row.lostBy }, by.id)
      views.push({
        ...{ ...traitsOf(held), ...(await saidOf(tx, deps, held)), name: nameOf(deps, held.whose) },
        ...{ at: row.lostAt.toISOString(), allowed },
      })
    }
    await noteLooks(tx, deps, by, people, 'card')
    return views
  })
}
