import { createHash, randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import type { Actor } from '@yima/shared/access/actor'
import type { Submission } from '@yima/shared/application/contract'
import type { Stage } from '@yima/shared/process/stage'
import { addDays } from '@yima/shared/calendar/working-days'
import { Change, hold, withPaperIds } from '../application/act.ts'
import { submitting } from '../application/submit.ts'
import type { Clock } from '../clock.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Deps, Once } from '../http/context.ts'
import { application } from '../application/table.ts'
import { officer } from '../region/table.ts'
import { sha256 } from '../vault.ts'
import { workADay } from './casework.ts'
import { demoIdNumber } from './id-number.ts'
import { placeOf, stories, type Story } from './stories.ts'

/** A clock that stands at three in the afternoon of some days ago. */
export function clockAt(deps: Pick<Deps, 'clock'>, daysAgo: number): Clock {
  const today = addDays(deps.clock.today(), -daysAgo)
  const now = daysAgo === 0 ? deps.clock.now() : new Date(`${today}T15:00:00+08:00`)
  return { now: () => now, today: () => today, wall: () => deps.clock.wall() }
}

const onceOf = (at: number): Once => {
  const key = `demo-${createHash('sha256').update(String(at)).digest('hex').slice(0, 32)}`
  return {
    route: 'POST /api/applications',
    key,
    deviceHash: sha256(`demo-device-${at}`),
    bodyHash: sha256(randomUUID()),
  }
}

function submissionOf(story: Story): Submission {
  const at = placeOf(story)
  const common = {
    words: story.words,
    regionCode: story.village,
    photos: [],
    applicant: {
      identity: 'id-number' as const,
      name: story.name,
      idNumber: demoIdNumber(story.born, at),
      phone: `1990001${String(1000 + at)}`,
    },
  }
  if (story.forWhom) return { ...common, forWhom: story.forWhom, beneficiary: {} }
  return {
    ...common,
    forWhom: 'self',
    answers: { household: {}, members: [] },
    added: story.asks ?? [],
    consent: { method: 'at-visit' },
  }
}

type Step = (change: Change, claimIds: string[]) => void

const papers = [
  { paper: 'other', words: '收入情况说明' },
  { paper: 'other', words: '户口簿' },
]

/** What the office did with a story, as commands to its claims. */
const steps: Record<'accepted' | 'papers-asked' | 'dropped', Step> = {
  accepted: (change, ids) => ids.forEach((id) => change.openIfNew().claim(id, { type: 'accept' })),
  'papers-asked': (change, ids) => {
    for (const id of ids.slice(0, 1))
      change.openIfNew().claim(id, { type: 'ask-papers', papers: withPaperIds(papers) })
    for (const id of ids.slice(1)) change.openIfNew().claim(id, { type: 'accept' })
  },
  dropped: (change, ids) =>
    ids.forEach((id) =>
      change
        .openIfNew()
        .claim(id, { type: 'drop', reason: '和家里的情况对不上，已当面说明。以后有变化可以再来。' }),
    ),
}

/** What the office did first with a story, where that is not to accept it. */
const firstOf: Partial<Record<Story['progress'], keyof typeof steps>> = {
  'papers-asked': 'papers-asked',
  'papers-sent': 'papers-asked',
  dropped: 'dropped',
}

/** How far the offices went on afterwards, by one act a day. */
const reached: Partial<Record<Story['progress'], readonly Stage[]>> = {
  visited: ['appraisal', 'preliminary', 'notice', 'review', 'confirmed'],
  posted: ['notice', 'review', 'confirmed'],
  decided: ['confirmed'],
}

async function change(deps: Deps, id: string, actor: Actor, step: Step): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const held = await hold(tx, deps, id)
    const made = new Change(deps, held, actor)
    step(
      made,
      held.claims.filter((claim) => claim.state.state !== 'withdrawn').map((claim) => claim.id),
    )
    await made.save(tx)
  })
}

async function officerFor({ db }: Deps, id: string): Promise<Actor | undefined> {
  const [row] = await db
    .select({ id: officer.id, region: officer.regionCode, role: officer.role })
    .from(application)
    .innerJoin(officer, eq(officer.unitId, application.unitId))
    .where(eq(application.id, id))
    .orderBy(officer.id)
    .limit(1)
  return row ? { kind: 'officer', id: row.id, region: row.region, role: row.role as 'clerk' } : undefined
}

async function goOn(deps: Deps, story: Story, id: string): Promise<void> {
  const { progress } = story
  if (progress === 'new') return
  if (progress === 'withdrawn')
    return change(deps, id, { kind: 'resident', id }, (made, ids) => {
      made.application({ type: 'withdraw', reason: '家里的事已经解决了' })
      for (const claim of ids) made.claim(claim, { type: 'withdraw' })
    })
  const later = (days: number) => ({ ...deps, clock: clockAt(deps, Math.max(0, story.daysAgo - days)) })
  if (progress === 'silence') return
  const actor = await officerFor(deps, id)
  if (!actor) return
  await change(later(1), id, actor, steps[firstOf[progress] ?? 'accepted'])
  const stages = reached[progress]
  for (let day = 2; stages && day <= story.daysAgo; day += 1) if (!(await workADay(later(day), id, stages))) break
  if (progress === 'papers-sent') {
    await change(later(2), id, { kind: 'resident', id }, (made) => {
      for (const claim of made.held.claims.filter((held) => held.state.papers.length > 0)) {
        made.claim(claim.id, { type: 'send-papers', papers: claim.state.papers.map((paper) => paper.id) })
      }
    })
  }
}

/** Lets the households of the stories apply, by the same way as everybody, on days counted back from today. */
export async function loadDemoPeople(deps: Deps): Promise<void> {
  const { rows } = await deps.db.execute<{ key: string }>(
    sql`SELECT key FROM idempotency WHERE key LIKE 'demo-%'`,
  )
  const loaded = new Set(rows.map((row) => row.key))
  for (const [at, story] of stories.entries()) {
    if (loaded.has(onceOf(at).key)) continue
    const then = { ...deps, clock: clockAt(deps, story.daysAgo) }
    const answer = await submitting(then)(onceOf(at), submissionOf(story), 'zh-CN')
    await goOn(deps, story, answer.id)
  }
}
