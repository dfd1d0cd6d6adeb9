import { inArray } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { inTransaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { officer } from '../region/table.ts'
import { book } from '../reserve/fund.ts'
import { reserveProposal } from '../reserve/table.ts'

/** 稻香镇, 清泉镇, and what the county put into each at the beginning of the year. */
const funds = [
  { town: '990101100000', yuan: 50_000 },
  { town: '990101101000', yuan: 50_000 },
]

/** Two townships of the demonstration have money for emergencies, put in by two of the county; the others have none yet. */
export async function loadDemoReserves(deps: Deps): Promise<void> {
  const rows = await deps.db
    .select({ id: officer.id, name: officer.name })
    .from(officer)
    .where(inArray(officer.name, ['周立新', '彭卫国']))
  const idOf = (name: string): string | undefined => rows.find((row) => row.name === name)?.id
  const [one, other] = [idOf('周立新'), idOf('彭卫国')]
  if (one === undefined || other === undefined) return
  const at = deps.clock.now()
  await inTransaction(deps.db, async (tx) => {
    for (const { town, yuan } of funds) {
      const said = { kind: 'top-up' as const, fen: yuan * 100, state: 'confirmed' as const, reason: '年初拨款' }
      const hands = { proposedBy: one, proposedAt: at, settledBy: other, settledAt: at }
      const [proposal] = await tx
        .insert(reserveProposal)
        .values({ id: uuidv7(), countyCode: deps.config.countyCode, townCode: town, ...said, ...hands })
        .returning()
      if (proposal) await book(tx, deps, proposal, other)
    }
  })
}
