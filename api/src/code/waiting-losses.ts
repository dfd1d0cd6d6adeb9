import { and, asc, eq, gt, sql, type SQL, type SQLWrapper } from 'drizzle-orm'
import { allowedName } from '@yima/shared/identity/name-correction'
import { lossesSince, type CardLossView } from '@yima/shared/code/loss'
import { prefixOf } from '@yima/shared/region/code'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { noteLooks } from '../family/looks.ts'
import { nameOf } from '../family/people.ts'
import { historyOf } from '../family/record.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { ownedBy } from '../identity/own.ts'
import { identity } from '../identity/table.ts'
import { hatsFor, onDesks, requireWork } from '../work/reach.ts'
import { byRecord, findHolding, lastCard, traitsOf, type Held } from './namesake-cards.ts'
import { codeCard } from './table.ts'

type Officer = OfficerSession['officer']

/** More than an office decides in a day; the oldest come first. */
const most = 100

const owner = sql`standing_identity(${codeCard.identityId})`

/** Where somebody applied last; where `by` is at home if they never did, or named no place. */
const placeOf = (who: SQLWrapper, countyCode: SQLWrapper, by: SQLWrapper): SQL => sql`coalesce(
  nullif((SELECT application.region_code FROM application JOIN person ON person.id = application.person_id
           WHERE ${ownedBy(sql`${who}`)} ORDER BY application.submitted_at DESC LIMIT 1), ${countyCode} || '000000'),
  (SELECT o.region_code FROM officer o WHERE o.id = ${by}))`

/** What lies before this officer: of the own place, or of a colleague's who is away, no relative's. */
const onDesk = (officer: Officer, who: SQLWrapper, place: SQL): SQL =>
  onDesks(officer, hatsFor(officer, 'replace-card'), sql`${who}`, ({ regionCode }) => [
    sql`starts_with(${place}, ${prefixOf(regionCode)})`,
  ])

function waitingCards(tx: Transaction, { clock }: Deps, officer: Officer) {
  const here = onDesk(officer, owner, placeOf(owner, codeCard.countyCode, codeCard.issuedBy))
  return tx
    .select()
    .from(codeCard)
    .where(and(gt(codeCard.lostAt, lossesSince(clock.now())), eq(codeCard.id, lastCard(owner)), here))
    .orderBy(asc(codeCard.lostAt), asc(codeCard.id))
    .limit(most)
}

/** Records of who never had a card. */
function waitingRecords(tx: Transaction, { clock }: Deps, officer: Officer) {
  const { id, countyCode, provenBy, lostAt } = identity
  const here = onDesk(officer, id, placeOf(id, countyCode, provenBy))
  return tx
    .select()
    .from(identity)
    .where(and(gt(lostAt, lossesSince(clock.now())), sql`${lastCard(sql`${id}`)} IS NULL`, here))
    .orderBy(asc(lostAt), asc(id))
    .limit(most)
}

/** What waits and lies before this officer, the oldest first. */
async function waiting(tx: Transaction, deps: Deps, officer: Officer): Promise<Held[]> {
  const all: (Held | undefined)[] = []
  for (const row of await waitingCards(tx, deps, officer)) all.push(await findHolding(tx, deps, row))
  for (const row of await waitingRecords(tx, deps, officer)) all.push(await byRecord(tx, deps, row))
  const since = ({ lostAt }: Held): number => lostAt?.getTime() ?? 0
  return all
    .filter((held) => held !== undefined)
    .sort((one, other) => since(one) - since(other))
    .slice(0, most)
}

/** How the officer knew, as they said it last of this card. */
async function saidOf(tx: Transaction, deps: Deps, { id, whose }: Held) {
  const said = (await historyOf(tx, deps, whose.id))
    .filter(({ type, payload }) => type === 'card-loss-said' && payload['card'] === id)
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
    for (const held of await waiting(tx, deps, by)) {
      const { lostBy, lostAt } = held
      if (!lostBy || !lostAt) continue
      people.push(held.whose.id)
      const allowed = allowedName({ state: 'waiting', proposedBy: lostBy }, by.id)
      views.push({
        ...{ ...traitsOf(held), ...(await saidOf(tx, deps, held)), name: nameOf(deps, held.whose) },
        ...{ at: lostAt.toISOString(), allowed },
      })
    }
    await noteLooks(tx, deps, by, people, 'card')
    return views
  })
}
