import { eq, inArray } from 'drizzle-orm'
import { Change, hold } from '../application/act.ts'
import { application } from '../application/table.ts'
import { beginConsents } from '../consent/begin.ts'
import { Consents } from '../consent/consents.ts'
import { centreOf, hashOf, applicantOf, versionFor } from '../consent/wording.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { person } from '../identity/table.ts'
import { officer } from '../region/table.ts'
import { askDepartments } from '../verification/ask.ts'
import { begin, standingFor, whyNotStart } from '../verification/start.ts'
import { holdVerification, noteIn, rewrite } from '../verification/store.ts'
import { staffFor } from '../work/staff.ts'
import { demoIdNumber } from './id-number.ts'
import { stories } from './stories.ts'

/** Families whose check shows in the demonstration: one done, one under way, one contested (see simulator/people.ts). */
const shown = { 尚国强: 'done', 赵德顺: 'under-way', 阮玉凤: 'contested' } as const
type Shown = (typeof shown)[keyof typeof shown]

const basis = '社会救助暂行办法第五十八条'

async function applicationOf(deps: Deps, name: string): Promise<string | undefined> {
  const at = stories.findIndex((story) => story.name === name)
  const born = stories[at]?.born
  if (born === undefined) return undefined
  const index = deps.vault.index('id-number', demoIdNumber(born, at))
  const [row] = await deps.db
    .select({ id: application.id })
    .from(application)
    .innerJoin(person, eq(person.id, application.personId))
    .where(eq(person.idIndex, index))
  return row?.id
}

/** Who the adults are of whom a story only tells: as invented as everybody. */
const relatives = [
  { name: '贺长贵', idNumber: demoIdNumber('1968-04-09', 200) },
  { name: '贺晓兰', idNumber: demoIdNumber('1996-11-23', 201) },
]

/** Everybody signs at the window, before an officer. */
async function signHere(tx: Transaction, deps: Deps, change: Change): Promise<void> {
  await beginConsents(tx, deps, change)
  const consents = await Consents.hold(tx, deps, change)
  const today = deps.clock.today()
  const centre = await centreOf(tx, change.held.row.countyCode)
  const { name: applicant } = applicantOf(deps, change.held)
  const nameless = consents.all.filter(({ who, role }) => who.name === '' && role === 'adult')
  for (const [at, { id, who }] of nameless.entries()) {
    const relative = relatives[at]
    if (!relative) continue
    const named = { ...who, name: relative.name, numberKnown: true }
    consents.command({ type: 'name', id, who: named }, 'officer', { idNumber: relative.idNumber })
  }
  for (const one of consents.all.filter(({ state, role }) => state === 'asked' && role !== 'guardian-for')) {
    const version = versionFor(one, today)
    const hash = hashOf(version, one, { centre, applicant })
    const how = {
      method: 'at-window',
      certainty: 'seen',
      signer: null,
      witness: '',
      numberKnown: true,
    } as const
    consents.command({ ...how, type: 'sign', id: one.id, version, hash }, 'officer')
  }
  await consents.save()
}

/** Signs and begins to ask, once: what was begun before a start was cut off stays as it is. */
const startFor = (deps: Deps, id: string, centre: string): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const held = await hold(tx, deps, id)
    const { opened } = await standingFor(tx, deps, held)
    if (opened) return
    const change = new Change(deps, held, { kind: 'system' })
    await signHere(tx, deps, change)
    await change.save(tx)
    const signed = await hold(tx, deps, id)
    const { people } = await standingFor(tx, deps, signed)
    if (whyNotStart(signed, undefined, people, deps.clock.today()) !== undefined) return
    await begin(tx, deps, signed, people, centre)
  })

/** The centre records what the report comes to; a family that does not agree says so. */
const goOn = (deps: Deps, id: string, how: Shown): Promise<void> =>
  inTransaction(deps.db, async (tx) => {
    const held = await hold(tx, deps, id)
    const { opened } = await standingFor(tx, deps, held)
    const reportId = opened?.row.reportId
    if (!opened || !reportId || Object.keys(opened.content.contests).length > 0) return
    for (const { id: claim, state } of held.claims) {
      const by = staffFor(state, held.staff, held.row.regionCode).find(({ role }) => role === 'verification-officer')
      if (!by || state.process?.plan.means !== true) continue
      const found = how === 'done' ? 'fits' : 'differs'
      const change = new Change(deps, await hold(tx, deps, id), by)
      const said = { basis, reason: '按核对报告记录', companions: [], report: reportId }
      change.process(claim, { ...said, type: 'record', step: 'verification', found })
      await change.save(tx)
    }
    if (how === 'contested') await contest(tx, deps, id, opened.row.id)
  })

async function contest(tx: Transaction, deps: Deps, id: string, verificationId: string): Promise<void> {
  const held = await hold(tx, deps, id)
  const opened = await holdVerification(tx, deps, verificationId)
  if (!opened) return
  const words = '那辆面包车去年就卖了，一直没去过户。'
  const said = {
    answer: 'wrong',
    words,
    pictures: [],
    at: deps.clock.now().toISOString(),
    handled: null,
  } as const
  await rewrite(tx, opened, { ...opened.content, contests: { vehicles: said } })
  const family = { kind: 'resident', id: held.person.id } as const
  await noteIn(tx, deps, opened, [{ type: 'item-answered', payload: { item: 'vehicles', ...said } }], family)
  const change = new Change(deps, held, family)
  for (const { id: claim, state } of held.claims)
    if (state.process?.plan.means === true) change.process(claim, { type: 'contest', basis, reason: words })
  await change.save(tx)
}

/** Three checks of means, by the same way as everybody’s; none where no department is connected. */
export async function loadDemoChecks(deps: Deps): Promise<void> {
  if (!deps.departments) return
  const [centre] = await deps.db
    .select({ id: officer.id })
    .from(officer)
    .where(inArray(officer.role, ['verification-officer']))
    .limit(1)
  const families = await Promise.all(
    Object.entries(shown).map(async ([name, how]) => ({ id: await applicationOf(deps, name), how })),
  )
  for (const { id } of families) if (id && centre) await startFor(deps, id, centre.id)
  await askDepartments(deps)
  for (const { id, how } of families) if (id && how !== 'under-way') await goOn(deps, id, how)
}
