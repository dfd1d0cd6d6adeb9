import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import sharp from 'sharp'
import { openDatabase } from '@yima/api/db/connection'
import type { VisitOrders, VisitPack, VisitReceived, VisitsSeen } from '@yima/shared/visit/contract'
import { fillIn } from '../../web/src/app/outbox-order.ts'
import { newVisit, writesOf, type VisitDraft } from '../../web/src/visit/draft.ts'
import { signInClerk } from './account.ts'
import { deadline, inTime } from './patience.ts'
import { send } from './phones.ts'

const who = '何文静'
const photosEach = 8

export type Visitors = {
  /** Visits that were acknowledged, each with its request and the items it answered. */
  told: Map<string, { application: string; items: string[] }>
  /** Answers that no storm excuses. */
  wrong: string[]
  cookie: string
  /** No new visit; resolves when every one that was begun is acknowledged. */
  finish(): Promise<void>
}

async function ask<Answer>(url: string, path: string, cookie: string): Promise<Answer> {
  const answer = await fetch(`${url}/api${path}`, { headers: { cookie } })
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
  return (await answer.json()) as Answer
}

/** Homes that wait for a visit, with all that was taken along before the storm. */
async function packsOf(url: string, cookie: string): Promise<VisitPack[]> {
  const { orders } = await ask<VisitOrders>(url, '/work/visits', cookie)
  const homes = orders.filter(({ first }) => first === undefined).slice(0, 6)
  const packs = await Promise.all(homes.map(({ id }) => ask<VisitPack>(url, `/work/applications/${id}/visit-pack`, cookie)))
  return packs.filter(({ companions }) => companions.length > 0)
}

const picture = async (): Promise<Blob> => {
  const raw = { raw: { width: 12, height: 9, channels: 3 as const } }
  return new Blob([new Uint8Array(await sharp(randomBytes(12 * 9 * 3), raw).png().toBuffer())], { type: 'image/png' })
}

/** What was written at that home: every item, eight photos, both hands. */
async function written(pack: VisitPack): Promise<VisitDraft> {
  const ink = async () => ({ key: randomUUID(), picture: await picture() })
  const at = (before: number): string => new Date(Date.parse(pack.now) - before).toISOString()
  const draft: VisitDraft = {
    ...newVisit(0), startedAt: at(3_600_000), toldAt: at(3_500_000), endedAt: at(60_000), companions: [pack.companions[0]!.id],
    summary: '家里情况和说的一样', person: await ink(), investigator: await ink(),
  }
  for (const { id } of pack.items) draft.answers[id] = { pick: 'unseen' }
  for (let one = 0; one < photosEach; one += 1) {
    const item = pack.items[one % pack.items.length]!.id
    draft.photos[item] = [...(draft.photos[item] ?? []), await ink()]
  }
  return draft
}

/** So many phones that hand in one visit after the other, each until it is acknowledged, whatever happens to the server. */
export async function startVisitors(count: number, url: () => string): Promise<Visitors> {
  const cookie = await signInClerk(url(), who)
  const packs = await packsOf(url(), cookie)
  if (packs.length === 0) throw new Error('No home waits for a visit')
  const visitors: Visitors = { told: new Map(), wrong: [], cookie, finish: () => Promise.resolve() }
  let [next, finishing] = [0, false]
  async function handIn(pack: VisitPack): Promise<void> {
    const draft = await written(pack)
    const [device, key] = [randomBytes(32).toString('base64url'), randomUUID()]
    const writes = writesOf(pack, draft, key, { id: '', name: who })
    const answers = new Map<string, unknown>()
    for (const { id, path, blob, body } of writes) {
      const hold = deadline('A visit')
      for (let answer: unknown; answer === undefined; await pause(50)) {
        hold()
        const sent = blob
          ? { type: blob.type, body: new Uint8Array(await blob.arrayBuffer()) }
          : { type: 'application/json', body: JSON.stringify(fillIn(body, answers)) }
        answer = await send<VisitReceived>(url(), { ...sent, path, key: id, device, cookie }, visitors.wrong)
        if (answer === undefined && visitors.wrong.length > 0) return
        answers.set(id, answer)
      }
    }
    visitors.told.set(draft.id, { application: pack.application.id, items: pack.items.map(({ id }) => id) })
  }
  async function phone(): Promise<void> {
    while (!finishing && visitors.wrong.length === 0) await handIn(packs[(next += 1) % packs.length]!)
  }
  const all = Promise.all(Array.from({ length: count }, phone))
  visitors.finish = async () => {
    finishing = true
    await inTime('The end of every visit that was begun', all)
  }
  return visitors
}

/** Holds what visitors were told against what the office has: each visit once, with every item and every picture. */
export async function balanceVisits({ told, cookie }: Visitors, url: string, databaseUrl: string) {
  const { pool, close } = openDatabase(databaseUrl)
  try {
    const { rows } = await pool.query<{ id: string }>('SELECT id FROM visit WHERE id = ANY($1)', [[...told.keys()]])
    const seen = new Map<string, VisitsSeen>()
    let [torn, photos] = [0, 0]
    for (const [id, { application, items }] of told) {
      const shown = seen.get(application) ?? (await ask<VisitsSeen>(url, `/work/applications/${application}/visits`, cookie))
      if (!seen.has(application)) photos += shown.items.reduce((sum, item) => sum + item.photos.length, 0)
      seen.set(application, shown)
      const answered = shown.items.filter(({ words }) => words.some((word) => word.visit === id)).length
      if (answered !== items.length || !shown.visits.some((one) => one.id === id)) torn += 1
    }
    const { rows: all } = await pool.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM visit WHERE application_id = ANY($1)', [[...seen.keys()]])
    return {
      acknowledged: told.size, lost: told.size - rows.length, torn: torn + (photos === told.size * photosEach ? 0 : 1),
      twice: (all[0]?.count ?? 0) - told.size,
    }
  } finally {
    await close()
  }
}
