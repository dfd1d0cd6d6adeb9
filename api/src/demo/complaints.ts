import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { holidays } from '@yima/shared/calendar/holidays'
import { addDays } from '@yima/shared/calendar/working-days'
import { kindOf, type ComplaintCategory } from '@yima/shared/complaint/category'
import { daysOf } from '@yima/shared/complaint/deadlines'
import type { RouteOffice } from '@yima/shared/complaint/keys'
import type { Concern } from '@yima/shared/complaint/routing'
import type { SealedIdentity, SealedReport } from '@yima/shared/complaint/sealed'
import { beginChain } from '../complaint/day-root.ts'
import { openRoute } from '../complaint/routing-of.ts'
import { behindContents, complaint, complaintKey, complaintMessage } from '../complaint/table.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { officer } from '../region/table.ts'
import { freshPair, markedAs, sealBytes, sealValue } from './sealing.ts'

export type Told = {
  place: string
  concern: Partial<Concern>
  category: ComplaintCategory
  words: string
  accused: readonly SealedReport['accused'][number][]
  named?: { name: string; phone: string }
  daysAgo: number
}

type KeyRow = Omit<typeof complaintKey.$inferInsert, 'complaintId' | 'countyCode'>

const recipientsOf = ({ readers }: RouteOffice): string[] => readers.map(({ recipient }) => recipient)

/** The secret of a report for each reader, for those above, and for any two of three offices. */
async function keysFor(identity: string, opened: Awaited<ReturnType<typeof openRoute>>['opened']): Promise<KeyRow[]> {
  const bytes = new TextEncoder().encode(identity)
  const readers = [...opened.readers, ...(opened.above?.readers ?? []), ...opened.higher.flatMap((one) => one.readers)]
  const own = readers.map(async ({ officerId, recipient }): Promise<KeyRow> => ({
    ...{ opens: 'contents', reader: officerId, file: await sealBytes([recipient], bytes) },
  }))
  const pairs = opened.recovery.flatMap((first, at) => opened.recovery.slice(at + 1).map((second) => [first, second] as const))
  const recovery = pairs.map(async ([first, second]): Promise<KeyRow> => ({
    ...{ opens: 'contents', reader: `recovery:${first.office.id}+${second.office.id}` },
    file: await sealBytes(recipientsOf(second), await sealBytes(recipientsOf(first), bytes)),
  }))
  return Promise.all([...own, ...recovery])
}

/** Files what somebody of the demonstration told, sealed as a phone seals it. Nobody has its receipt. */
export async function fileTold(deps: Deps, { place, concern, category, words, accused, named, daysAgo }: Told): Promise<string> {
  const countyCode = deps.config.countyCode
  const nobody = { accused: [], accusedUnits: [], recipient: false, provider: false, unknown: false, handlers: [], relatives: [] }
  const whole: Concern = { place, ...nobody, before: { officers: [], units: [] }, ...concern }
  const { route, receives, opened } = await openRoute(deps, deps.db, countyCode, whole)
  const [pair, behind, id] = [await freshPair(), await freshPair(), randomUUID()]
  const report: SealedReport = { version: 1, type: 'report', category, words, place: '', accused: [...accused], files: [], about: null, reporter: (await freshPair()).recipient }
  const told = await sealValue(pair.recipient, markedAs(pair.identity, { id, by: 'reporter', at: 1 }, report))
  const sealed = [{ by: 'reporter' as const, sealed: told }]
  const identity: SealedIdentity | undefined = named && { version: 1, type: 'identity', ...named }
  const name = identity ? [{ by: 'identity' as const, sealed: await sealValue(behind.recipient, markedAs(pair.identity, { id, by: 'identity', at: 1 }, identity)) }] : []
  const ofName = { opens: 'identity' as const, reader: behindContents, file: await sealBytes([pair.recipient], new TextEncoder().encode(behind.identity)) }
  const keys = [...(await keysFor(pair.identity, opened)), ...(named ? [ofName] : [])]
  const filedOn = addDays(deps.clock.today(), -daysAgo)
  const kind = kindOf(category)
  const { acceptBy, finishBy } = daysOf(category, filedOn, holidays)
  const { excludedOfficers, excludedUnits } = route
  await inTransaction(deps.db, async (tx) => {
    await tx.insert(complaint).values({
      ...{ id, countyCode, filedOn, kind, category, named: named !== undefined, receivingUnit: receives, recipient: pair.recipient },
      ...{ handleMac: randomBytes(32), proofDigest: createHash('sha256').update(randomBytes(32)).digest() },
      sealedRoute: deps.vault.sealField(JSON.stringify({ concern: whole, excludedOfficers, excludedUnits })),
      ...{ state: 'filed', acceptBy: acceptBy.date, finishBy: finishBy.date, version: 1 },
    })
    await tx.insert(complaintKey).values(keys.map((one) => ({ ...one, complaintId: id, countyCode })))
    await tx.insert(complaintMessage).values([...sealed, ...name].map((one, at) => ({ ...one, complaintId: id, countyCode, number: at + 1, day: filedOn })))
    await beginChain(tx, { id, countyCode }, { unit: receives, day: filedOn, sealed: told })
  })
  return id
}

/** Villages of 稻香镇 and 清泉镇. */
const [stone, clear] = ['990101100001', '990101101001']

/** Two complaints lie on desks from the first start: one about a clerk, past the township, and one about a delay. */
export async function loadDemoComplaints(deps: Deps): Promise<void> {
  const [there] = await deps.db.select({ id: complaint.id }).from(complaint).limit(1)
  if (there) return
  const [clerk] = await deps.db.select({ id: officer.id }).from(officer).where(eq(officer.name, '向春梅'))
  if (!clerk) return
  await fileTold(deps, {
    place: stone ?? '',
    concern: { accused: [clerk.id] },
    category: 'bribe',
    words: '去窗口办低保，向春梅说材料不齐，叫我拿两条烟去，说拿了就好办。我没拿，到现在还说材料不齐。',
    accused: [{ officer: clerk.id, words: '稻香镇窗口的向春梅' }],
    daysAgo: 13,
  })
  await fileTold(deps, {
    place: clear ?? '',
    concern: { unknown: true },
    category: 'delay',
    words: '我妈的临时救助交上去两个月了，问了三次都说在办，没人说哪天有结果。',
    accused: [],
    named: { name: '冉秀兰', phone: '19900000911' },
    daysAgo: 5,
  })
}
