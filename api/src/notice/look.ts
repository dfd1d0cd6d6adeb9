import { randomUUID } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import * as v from 'valibot'
import { posted, villageNotices, type NoticeKind } from '@yima/shared/notice/contract'
import { looking } from '@yima/shared/notice/days'
import type { Config } from '../config.ts'
import type { Deps } from '../http/context.ts'
import { textHashOf } from './follow.ts'
import { notice, noticeDay } from './table.ts'

/** A page of this installation as anybody reads it, by its path. */
export type ReadPage = (path: string) => Promise<Response>

const patience = 10_000

/** By this the own look is known to this process, and spends nothing of what others may ask. */
export const ownLook = { header: 'x-yima-look', word: randomUUID() }
const everywhere: Record<string, string> = { '0.0.0.0': '127.0.0.1', '::': '::1' }

/** Over the network, from the address on which this process listens: what fails there fails for everybody. */
export function ownPages({ host, port }: Pick<Config, 'host' | 'port'>): ReadPage {
  const address = everywhere[host] ?? host
  const base = `http://${address.includes(':') ? `[${address}]` : address}:${port}`
  return (path) => fetch(`${base}${path}`, {
    signal: AbortSignal.timeout(patience),
    redirect: 'error',
    headers: { [ownLook.header]: ownLook.word },
  })
}

type Hanging = { id: string; kind: NoticeKind; textHash: string }

/** All lines of one kind in a village, by id, as hashes of what they show. */
async function readBoard(read: ReadPage, village: string, kind: NoticeKind): Promise<Map<string, string>> {
  const lines = new Map<string, string>()
  let after: string | null = ''
  while (after !== null) {
    const answer = await read(`/api/notices/${village}?kind=${kind}${after === '' ? '' : `&after=${after}`}`)
    if (answer.status !== 200) throw new Error(`The page of a board answered ${answer.status}`)
    const page = v.parse(villageNotices, await answer.json())
    for (const line of page.items) lines.set(line.id, textHashOf(v.parse(v.object(posted.entries), line)))
    after = page.next
  }
  return lines
}

/** Of these lines of one kind in one village those that stand there, letter by letter; none where the page failed. */
async function rightOnes(deps: Pick<Deps, 'log'>, read: ReadPage, village: string, kind: NoticeKind, wanted: readonly Hanging[]) {
  try {
    const lines = await readBoard(read, village, kind)
    return wanted.filter(({ id, textHash }) => lines.get(id) === textHash)
  } catch (error) {
    deps.log.warn({ err: error }, 'the page of a board could not be read')
    return []
  }
}

async function lookAt(deps: Deps, read: ReadPage, village: string, hanging: readonly Hanging[], passed: boolean): Promise<void> {
  const day = deps.clock.today()
  const kinds = [...new Set(hanging.map(({ kind }) => kind))]
  const found = await Promise.all(
    kinds.map((kind) => rightOnes(deps, read, village, kind, hanging.filter((one) => one.kind === kind))),
  )
  const right = new Set(found.flat().map(({ id }) => id))
  const rows = hanging.map(({ id }) => ({
    ...{ noticeId: id, day, countyCode: village.slice(0, 6), probes: 1, rightCount: right.has(id) ? 1 : 0 },
    ...{ fileId: null, filedBy: null, filedAt: null, passed },
  }))
  await deps.db
    .insert(noticeDay)
    .values(rows)
    .onConflictDoUpdate({
      target: [noticeDay.noticeId, noticeDay.day],
      set: {
        probes: sql`${noticeDay.probes} + excluded.probes`,
        rightCount: sql`${noticeDay.rightCount} + excluded.right_count`,
        passed: sql`${noticeDay.passed} OR excluded.passed_over`,
      },
    })
}

/**
 * Looks once at the page of every village in which something hangs, and keeps of each line whether it was there and right.
 * @param passing the clock of a demonstration is about to go over the rest of this day
 */
export async function lookAtNotices(deps: Deps, passing = false): Promise<void> {
  const { db, config, readPage } = deps
  if (!readPage) return
  const rows = await db
    .select({ id: notice.id, kind: notice.kind, textHash: notice.textHash, village: notice.regionCode })
    .from(notice)
    .where(and(eq(notice.countyCode, config.countyCode), eq(notice.state, 'hanging')))
  const villages = [...new Set(rows.map(({ village }) => village))]
  for (const village of villages)
    await lookAt(deps, readPage, village, rows.filter((row) => row.village === village), passing)
}

/** The same every five minutes of the hours in which people read. */
export async function lookByDay(deps: Deps): Promise<void> {
  const hour = (deps.clock.now().getUTCHours() + 8) % 24
  if (hour >= looking.hours.from && hour < looking.hours.to) await lookAtNotices(deps)
}
