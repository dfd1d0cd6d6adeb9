import { createHash } from 'node:crypto'
import { and, eq, like } from 'drizzle-orm'
import type { ObjectionBody } from '@yima/shared/objection/contract'
import { decide, isRefusal } from '@yima/shared/objection/workflow'
import { hold } from '../application/act.ts'
import { application } from '../application/table.ts'
import { claim } from '../claim/table.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Deps, Once } from '../http/context.ts'
import { idempotency } from '../http/table.ts'
import { examinersOf, pauseFor, processIn } from '../objection/claim.ts'
import { fileObjection } from '../objection/file.ts'
import { findNoticeOf } from '../objection/notice.ts'
import { change, holdObjection, objectionsOf } from '../objection/store.ts'

/** The township whose office is complete. */
const town = '990101100'

/** What neighbours say: the first is looked into, the second waits for somebody to look. */
const said: readonly Pick<ObjectionBody, 'wrongs' | 'words' | 'named'>[] = [
  { wrongs: ['property'], words: '他家前年买了一辆面包车，天天停在晒坝上。', named: null },
  { wrongs: ['income'], words: '他大儿子在镇上的厂里上班，一个月有四千多。', named: { name: '邻居', phone: '19900000903' } },
]

const onceOf = (at: number): Once => {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest()
  const key = `demo-objection-${at}`
  return { route: 'POST /api/notices/demo/objections', key, deviceHash: hash(key), bodyHash: hash(key) }
}

async function wasLoaded({ db }: Deps): Promise<boolean> {
  const rows = await db.select({ key: idempotency.key }).from(idempotency).where(like(idempotency.key, 'demo-objection-%')).limit(1)
  return rows.length > 0
}

/** Claims of the township whose notice hangs. */
async function hanging(deps: Deps): Promise<{ id: string; applicationId: string }[]> {
  const posted = await deps.db
    .select({ id: claim.id, applicationId: claim.applicationId })
    .from(claim)
    .innerJoin(application, eq(application.id, claim.applicationId))
    .where(and(eq(claim.state, 'notice'), like(application.regionCode, `${town}%`)))
    .orderBy(claim.id)
  return posted
}

/** Somebody of the township who had no hand in it admits the objection: the claim waits. */
const admitFirst = (deps: Deps, of: { id: string; applicationId: string }): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const held = await hold(tx, deps, of.applicationId)
    const [one] = await objectionsOf(tx, deps, [of.id])
    const [by] = examinersOf(held, of.id, 'near')
    if (!one || !by) return
    const objection = await holdObjection(tx, deps, one.row.id)
    const decided = decide(objection.state, { type: 'admit' }, { today: deps.clock.today(), process: processIn(held, of.id) })
    if (isRefusal(decided)) return
    const after = await change(tx, deps, objection, { kind: 'officer', id: by.id }, decided)
    if (after.state.effect === 'pauses') await pauseFor(tx, deps, held, after, by)
  })

/** Two objections to notices that hang, by the same way as everybody’s; once. One is looked into, the other waits for somebody. */
export async function loadDemoObjections(deps: Deps): Promise<void> {
  if (await wasLoaded(deps)) return
  const open = []
  for (const of of await hanging(deps)) {
    const notice = await inTransaction(deps.db, (tx) => findNoticeOf(tx, of.id))
    if (notice && notice.to !== null && deps.clock.today() <= notice.to) open.push({ of, notice })
  }
  for (const [at, words] of said.entries()) {
    const found = open[at] ?? open[0]
    if (!found) return
    await fileObjection(deps, onceOf(at), found.notice.id, { ...words, photos: [], lastFour: '1234' })
    if (at === 0) await admitFirst(deps, found.of)
  }
}
