import { createHash, randomUUID } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import type { Submission } from '@yima/shared/application/contract'
import { holidays } from '@yima/shared/calendar/holidays'
import { addDays, nextWorkday } from '@yima/shared/calendar/working-days'
import type { PanelMember } from '@yima/shared/appraisal/panel'
import type { FactKey, FactValue } from '@yima/shared/fact/dictionary'
import type { RenovationAct } from '@yima/shared/renovation/contract'
import type { Picture } from '@yima/shared/renovation/renovation'
import { Change, hold } from '../application/act.ts'
import { submitting } from '../application/submit.ts'
import { recordAppraisal } from '../appraisal/record.ts'
import { passTimeOfClaims } from '../claim/sweep.ts'
import { inTransaction } from '../db/transaction.ts'
import { addFacts } from '../fact/held.ts'
import { keepPicture } from '../file/keep.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { idempotency } from '../http/table.ts'
import { judgeNotices } from '../notice/judge.ts'
import { actOnWorks, inspectWorks } from '../renovation/act.ts'
import { renovationFor } from '../renovation/show.ts'
import { renovation } from '../renovation/table.ts'
import { officer } from '../region/table.ts'
import { workADay } from './casework.ts'
import { drawn, type Drawn } from './house-pictures.ts'
import { demoIdNumber } from './id-number.ts'
import { clockAt } from './people.ts'

type Officer = OfficerSession['officer']

const device = createHash('sha256').update('demo-house').digest()
const onceOf = (name: string): Once => ({
  route: 'POST /api/demo', key: `demo-house-${name}`, deviceHash: device, bodyHash: createHash('sha256').update(name).digest(),
})
const first = onceOf('application')

const home: Submission = {
  forWhom: 'self',
  words: '我家是老土房，墙裂了好宽一条缝，一下雨屋里就漏，夜里不敢睡。',
  regionCode: '990101100201',
  photos: [],
  applicant: { identity: 'id-number', name: '汪素云', idNumber: demoIdNumber('1955-06-18', 300), phone: '19900011300' },
  answers: { household: {}, members: [] },
  added: ['rural-housing'],
  consent: { method: 'at-visit' },
}

/** What a visit saw of it, by which its rules are settled; all else is as usual there. */
const seen: Partial<Record<FactKey, FactValue>> = { houseGrade: 'D', ownsOnlyHouse: true, hukouClass: 'rural', householdSize: 2 }

/** Everything that happens to the house, each on a day that many days ago. */
class Story {
  readonly #deps: Deps
  #pictures = 0
  constructor(deps: Deps) {
    this.#deps = deps
  }

  on(daysAgo: number): Deps {
    return { ...this.#deps, clock: clockAt(this.#deps, daysAgo) }
  }

  async officer(name: string, daysAgo: number): Promise<Officer> {
    const [row] = await this.#deps.db.select().from(officer).where(eq(officer.name, name))
    if (!row) throw new Error('Nobody of that name in the demonstration')
    const { id, unitId, regionCode, post, role } = row
    return { id, unitId, regionCode, name, post, role: role as Officer['role'], today: this.on(daysAgo).clock.today() }
  }

  async picture(what: Drawn, daysAgo: number): Promise<string> {
    return (await keepPicture(this.on(daysAgo), onceOf(`picture-${(this.#pictures += 1)}`), await drawn(what))).id
  }

  async both(front: Drawn, inside: Drawn, daysAgo: number): Promise<Picture[]> {
    return [
      { spot: 'front', picture: await this.picture(front, daysAgo) },
      { spot: 'inside', picture: await this.picture(inside, daysAgo) },
    ]
  }
}

/** A clerk accepts it, and writes down what two people saw. */
const accept = (deps: Deps, by: Officer, id: string): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const change = new Change(deps, await hold(tx, deps, id), { kind: 'officer', id: by.id, region: by.regionCode, role: by.role }).openIfNew()
    for (const { id: claim, state } of change.held.claims) {
      if (state.programme === 'rural-housing') change.claim(claim, { type: 'accept' })
      else change.claim(claim, { type: 'drop', reason: '这次只办房子，别的以后再说。' })
    }
    const said = { source: 'visit' as const, from: by.id, asOf: deps.clock.today(), consent: null, basis: '入户调查表', reason: '当面看的' }
    await addFacts(tx, deps, change, Object.entries(seen).map(([key, value]) => ({ key: key as FactKey, member: null, value, ...said })))
    await change.save(tx)
  })

const neighbours = ['龚明贵', '龚世海', '鲁开秀', '汤兴发', '汤玉珍', '雷万友', '翁秀梅', '翁长喜', '石大成']

/** The village meets about it, by the same way as everybody’s. */
async function meet(story: Story, id: string, claim: string, daysAgo: number): Promise<void> {
  const deps = story.on(daysAgo)
  const panel = neighbours.map((name, at): PanelMember => ({ name, seat: at < 7 ? 'villager' : 'village', vote: 'for' }))
  const [one = '', other = ''] = neighbours
  const counters = [
    { name: one, signature: await story.picture('hand', daysAgo) },
    { name: other, signature: await story.picture('hand', daysAgo) },
  ]
  const told = {
    ...{ id: randomUUID(), heldAt: deps.clock.now().toISOString(), place: '村委会', how: 'hands' as const, panel, counters },
    ...{ votes: { for: neighbours.length, against: 0, abstained: 0 }, summary: '大家都说她家的土房住不得了', photos: [await story.picture('paper', daysAgo)] },
  }
  await recordAppraisal(deps, onceOf('minutes'), await story.officer('何文静', daysAgo), id, claim, told)
}

/** Of days that are past nobody can ask the page itself: everybody could read it. */
const posted = (deps: Deps, id: string): Promise<unknown> =>
  deps.db.execute(sql`
    INSERT INTO notice_day (notice_id, day, county_code, probes, right_count)
    SELECT n.id, d::date, n.county_code, 144, 144 FROM notice n
     CROSS JOIN generate_series(n.from_on::timestamp, ${deps.clock.today()}::timestamp - interval '1 day', '1 day') d
     WHERE n.application_id = ${id} ON CONFLICT DO NOTHING`)

/** From the door to the decision: one act a day, a meeting of the village among them, and a notice that hangs its days. */
async function untilConfirmed(story: Story, id: string, claim: string): Promise<string | undefined> {
  const { db } = story.on(0)
  for (let daysAgo = 77; daysAgo > 58; daysAgo -= 1) {
    const deps = story.on(daysAgo)
    await posted(deps, id)
    await judgeNotices(deps)
    await passTimeOfClaims(deps)
    const { rows } = await db.execute<{ meets: boolean }>(sql`SELECT 'township:appraisal' = ANY (waits) OR 'village:appraisal' = ANY (waits) AS meets FROM claim WHERE id = ${claim}`)
    if (rows[0]?.meets) await meet(story, id, claim, daysAgo)
    else await workADay(deps, id, ['confirmed'])
    const [row] = await db.select({ id: renovation.id }).from(renovation).where(eq(renovation.claimId, claim))
    if (row) return row.id
  }
  return undefined
}

/** From the decision to the walls: surveyed, planned, looked at every half month, the foundation accepted by two. */
async function build(story: Story, house: string): Promise<void> {
  const act = async (name: string, daysAgo: number, said: RenovationAct): Promise<void> =>
    actOnWorks(story.on(daysAgo), onceOf(`${said.type}-${daysAgo}`), await story.officer(name, daysAgo), house, said)
  const look = async (name: string, daysAgo: number, words: string, pictures: Picture[], found: 'good' | 'slow' = 'good'): Promise<void> => {
    const deps = story.on(daysAgo)
    const seen = { id: randomUUID(), at: deps.clock.now().toISOString(), found, words, pictures }
    await inspectWorks(deps, onceOf(`look-${daysAgo}`), await story.officer(name, daysAgo), house, seen)
  }
  const dayOf = (daysAgo: number): string => story.on(daysAgo).clock.today()
  await act('韩冰', 56, {
    ...{ type: 'survey', from: 'housing', on: dayOf(56), graders: ['韩冰', '县房屋鉴定站'], grade: 'D', words: '土墙开裂贯通，屋架歪斜，局部塌落' },
    ...{ parts: [{ part: 'walls', state: 'dangerous' }, { part: 'frame', state: 'dangerous' }, { part: 'roof', state: 'damaged' }], pictures: await story.both('before', 'inside-before', 56) },
  })
  await act('何文静', 54, {
    ...{ type: 'plan', way: 'rebuild', builtBy: 'contract', builder: '成师傅建筑队', persons: 2, area: 60, cost: 40_000, own: 4000, loan: 8000 },
    ...{ from: nextWorkday(dayOf(52), holidays), until: addDays(dayOf(0), 40), signed: { how: 'signed', picture: await story.picture('hand', 54) } },
  })
  await look('罗永福', 38, '地基挖好了，石头够数', await story.both('foundation', 'inside-before', 38))
  await act('何文静', 31, { type: 'propose', words: '地基到位，尺寸和图纸一致', pictures: [{ spot: 'front', picture: await story.picture('foundation', 31) }] })
  const { proposed } = await renovationFor(story.on(30), await story.officer('谭志远', 30), house)
  await act('谭志远', 30, { type: 'accept', acceptance: proposed?.id ?? '' })
  await look('罗永福', 24, '墙砌到窗台了', await story.both('walls', 'inside-walls', 24))
  await look('何文静', 10, '等砖等了几天，墙还差一段', await story.both('walls', 'inside-walls', 10), 'slow')
}

/** One house under way, by the same way as everybody’s; once. */
export async function loadDemoHouse(deps: Deps): Promise<void> {
  const [before] = await deps.db.select({ key: idempotency.key }).from(idempotency).where(eq(idempotency.key, first.key))
  if (before) return
  const story = new Story(deps)
  const { id, claims } = await submitting(story.on(80))(first, home, 'zh-CN')
  const claim = claims.find(({ programme }) => programme === 'rural-housing')?.id
  if (claim === undefined) return
  await accept(story.on(78), await story.officer('何文静', 78), id)
  const house = await untilConfirmed(story, id, claim)
  if (house !== undefined) await build(story, house)
}
