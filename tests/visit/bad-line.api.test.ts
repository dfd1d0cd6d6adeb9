import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { VisitPack, VisitReceived, VisitsSeen } from '@yima/shared/visit/contract'
import { createApp } from '@yima/api/app'
import { openDatabase, type OpenDatabase } from '@yima/api/db/connection'
import { newVisit, writesOf, type VisitDraft } from '../../web/src/visit/draft.ts'
import { found } from '../decision/found.ts'
import { json } from '../family/people.ts'
import { openOffice, type Device, type Office } from '../fixtures/office.ts'
import { runs } from '../fixtures/runs.ts'
import { OfficePhone, type Fault } from '../outbox/office-phone.ts'
import { idOf } from '../organisation/people.ts'
import { accept, asked, done, type Asked } from '../process/asked.ts'
import { packOf } from './homes.ts'

let office: Office
let he: Device
let officer: { id: string; name: string }
let companion: string
let hands: OpenDatabase
let photos: Blob[]
const totals = { runs: 0, killed: 0, lost: 0, twice: 0, torn: 0, stuck: 0 }

/** What only a picture of this width shows: photos stay with the item of which they were taken. */
async function photo(width: number): Promise<Blob> {
  const raw = { raw: { width, height: 12, channels: 3 as const } }
  const bytes = await sharp(randomBytes(width * 12 * 3), raw).png().toBuffer()
  return new Blob([new Uint8Array(bytes)], { type: 'image/png' })
}

beforeAll(async () => {
  office = await openOffice()
  he = await office.officerDevice('何文静')
  officer = { id: await idOf(office, '何文静'), name: '何文静' }
  companion = await idOf(office, '刘小勤')
  hands = openDatabase(office.url, { max: 1 })
  photos = await Promise.all(Array.from({ length: 11 }, (_, at) => photo(20 + at)))
})
afterAll(async () => {
  process.stdout.write(`visits on a bad line: ${JSON.stringify(totals)}\n`)
  await hands.close()
  await office.close()
})

/** Three people, so that there is much to look at. */
const family = {
  household: { householdSize: 3, hukouLocal: true, hukouClass: 'rural' as const, vehicleCount: 0, houseCount: 1, monthlyIncome: 200 },
  members: [
    { id: 'm1', severeIllness: false, hasDisabilityCert: false },
    { id: 'm2', age: 16, employment: 'student' as const },
    { id: 'm3', age: 70, workAbility: 'none' as const },
  ],
}

let born = 0
/** A home that waits for a visit, with its checklist as it was taken along. */
async function home(): Promise<{ claim: Asked; pack: VisitPack }> {
  born += 1
  const claim = await asked(office, `19${40 + (born % 50)}-0${1 + (born % 9)}-${10 + (born % 18)}`)
  await found(office, claim.id, family)
  await done(accept(he, claim))
  const pack = await packOf(he, claim.id)
  return { claim, pack: { ...pack, items: pack.items.slice(0, 20) } }
}

/** Twenty items with eight photos and three signatures, as they lie on the phone. */
function written(pack: VisitPack, seed: number): VisitDraft {
  const now = office.clock.now().getTime()
  const draft: VisitDraft = {
    ...newVisit(0),
    startedAt: new Date(now - 3_600_000).toISOString(),
    toldAt: new Date(now - 3_500_000).toISOString(),
    endedAt: new Date(now - 60_000).toISOString(),
    companions: [companion],
    summary: '家里情况和说的一样',
    person: { key: randomUUID(), picture: photos[8]! },
    investigator: { key: randomUUID(), picture: photos[9]! },
    along: { key: randomUUID(), picture: photos[10]! },
  }
  for (const { id } of pack.items) draft.answers[id] = { pick: 'unseen', note: `看了 ${id}` }
  photos.slice(0, 8).forEach((picture, at) => {
    const item = pack.items[(seed + Math.floor(at / 2) * 5) % pack.items.length]!.id
    draft.photos[item] = [...(draft.photos[item] ?? []), { key: randomUUID(), picture }]
  })
  return draft
}

/** The program that answers dies so many milliseconds into its work: what it had not written for good is gone, and a new one begins. */
function server(after: number): { app: Office['app']; kill: () => Promise<void> } {
  const so = {
    app: createApp(office.deps, new Map()),
    kill: async () => {
      totals.killed += 1
      await pause(after)
      await hands.pool.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()')
      so.app = createApp(office.deps, new Map())
    },
  }
  return so
}

const widthOf = async (id: string): Promise<number | undefined> => {
  const answer = await he.get(`/work/files/${id}`)
  return answer.ok ? (await sharp(Buffer.from(await answer.arrayBuffer())).metadata()).width : undefined
}

/** Whether the office has all of it: every item with its note and its own photos, and both hands. */
async function isWhole({ claim, draft, pack }: { claim: Asked; draft: VisitDraft; pack: VisitPack }): Promise<boolean> {
  const shown = await json<VisitsSeen>(he.get(`/work/applications/${claim.id}/visits`))
  const visit = shown.visits.find(({ id }) => id === draft.id)
  if (!visit || (await widthOf(visit.person.picture ?? '')) !== 28 || (await widthOf(visit.investigator)) !== 29 || (await widthOf(visit.along ?? '')) !== 30) return false
  const widths = new Map<string, number>()
  for (const { photos: ids } of shown.items) for (const id of ids) widths.set(id, (await widthOf(id)) ?? 0)
  return pack.items.every(({ id }) => {
    const item = shown.items.find((one) => one.item === id)
    const mine = item?.words.find((word) => word.visit === draft.id)
    const sent = (draft.photos[id] ?? []).map(({ picture }) => 20 + photos.indexOf(picture)).sort()
    const there = (item?.photos ?? []).map((one) => widths.get(one)).sort()
    return mine?.note === `看了 ${id}` && JSON.stringify(there) === JSON.stringify(sent)
  })
}

const rowsOf = async (table: 'visit' | 'file', { id }: Asked): Promise<number> =>
  (await hands.pool.query(`SELECT 1 FROM ${table} WHERE application_id = $1`, [id])).rowCount ?? 0

const fault = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Fault>('none') },
  { weight: 3, arbitrary: fc.constantFrom<Fault>('request-lost', 'answer-lost', 'proxy', 'guard') },
  { weight: 2, arbitrary: fc.constant<Fault>('server-killed') },
)
/** Of the visit itself, behind its pictures: mostly what leaves the phone without knowing whether it was taken. */
const fatal = fc.oneof({ weight: 1, arbitrary: fault }, { weight: 1, arbitrary: fc.constantFrom<Fault>('answer-lost', 'server-killed') })

describe('a visit of twenty items with eight photos, written without a network', () => {
  it('is whole at the office, once, whichever of browser, server and network dies on the way', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, { maxLength: 24 }),
        fc.array(fatal, { minLength: 1, maxLength: 4 }),
        fc.uniqueArray(fc.integer({ min: 2, max: 90 }), { maxLength: 4 }),
        fc.nat(19),
        async (faults, last, deaths, seed) => {
          const { claim, pack } = await home()
          expect(pack.items).toHaveLength(20)
          const draft = written(pack, seed)
          const there = server(seed)
          const way = { headers: { cookie: he.cookies() }, kill: there.kill, at: { path: /\/visits$/, faults: [...last] } }
          const phone = new OfficePhone(there, faults, deaths, way)
          const key = randomUUID()
          const entries = writesOf(pack, draft, key, officer)
          // Whoever finds that nothing was handed over presses again: the draft is theirs as it was.
          for (let turn = 0; turn < 6 && !phone.disk.entries.has(key); turn += 1) await phone.work((app) => app.enqueue(entries))
          for (let turn = 0; turn < 60 && phone.disk.find(key)?.answer === undefined; turn += 1) await phone.work((app) => app.sendNow())
          const answer = phone.disk.find(key)?.answer as VisitReceived | undefined
          const kept = { visits: await rowsOf('visit', claim), files: await rowsOf('file', claim) }
          const whole = await isWhole({ claim, draft, pack })
          totals.runs += 1
          if (answer?.id !== draft.id) totals.stuck += 1
          if (kept.visits === 0) totals.lost += 1
          if (kept.visits > 1 || kept.files > 11) totals.twice += 1
          if (!whole || kept.files < 11) totals.torn += 1
          expect({ id: answer?.id, ...kept, whole }).toEqual({ id: draft.id, visits: 1, files: 11, whole: true })
        },
      ),
      { numRuns: runs(4) },
    )
  })
})
