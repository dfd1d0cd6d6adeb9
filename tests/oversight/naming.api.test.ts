import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openKeptRoute } from '@yima/api/complaint/desk-store'
import { complaint } from '@yima/api/complaint/table'
import { fileTold } from '@yima/api/demo/complaints'
import { loadDemoKeys } from '@yima/api/demo/keys'
import { city, county, village } from '../complaint/demo-county.ts'
import { days, openOffice, type Office } from '../fixtures/office.ts'
import { codeOf, idOf } from '../organisation/people.ts'
import { supervisorAt } from './at-desk.ts'

let office: Office
type Supervisor = Awaited<ReturnType<typeof supervisorAt>>
const desks = new Map<string, Supervisor>()
beforeAll(async () => {
  office = await openOffice()
  await loadDemoKeys(office.deps)
  for (const name of ['严明', '石坚', '鲁直', '路平', '纪云']) desks.set(name, await supervisorAt(office, name))
})
afterAll(() => office.close())

const at = (name: string): Supervisor => {
  const found = desks.get(name)
  if (!found) throw new Error('nobody')
  return found
}
const told = { place: village, category: 'bribe', accused: [], daysAgo: 0 } as const
const about = async (words: string, names: readonly string[], more: object = {}): Promise<string> =>
  fileTold(office.deps, { ...told, words, concern: { accused: await Promise.all(names.map((name) => idOf(office, name))), ...more } })

async function excludedOf(id: string): Promise<Set<string>> {
  const row = (await office.deps.db.select().from(complaint)).find((one) => one.id === id)
  if (!row) throw new Error('not filed')
  return new Set(openKeptRoute(office.deps.vault, row).excludedOfficers)
}

/** Says who it was, sealed for everybody who might have it next, as the page does. */
async function name(who: string, id: string, { accused = [], handlers = [] }: { accused?: string[]; handlers?: string[] }, without: (office: string) => boolean = () => false) {
  const { offices, next } = await at(who).look(id)
  const all = [...offices, ...(next ? [next] : [])].filter(({ office: one }) => !without(one.id)).flatMap(({ readers }) => readers)
  const keys = await at(who).keysFor(id, [...new Map(all.map((one) => [one.officerId, one])).values()])
  const ids = async (names: string[]) => Promise.all(names.map((one) => idOf(office, one)))
  return at(who).act(id, { type: 'name-accused', accused: await ids(accused), accusedUnits: [], handlers: await ids(handlers), keys }, '查到是谁了')
}

describe('whom it is about becomes known later', () => {
  it('keeps them out from then on, and everybody who follows from that, and stays where nobody of the office is among them', async () => {
    const id = await about('不知道是谁', [], { unknown: true })
    const before = await excludedOf(id)
    expect((await name('鲁直', id, { accused: ['何文静'], handlers: ['石坚'] })).status).toBe(200)
    const after = await excludedOf(id)
    expect([...before].every((one) => after.has(one))).toBe(true)
    for (const one of ['何文静', '贺成刚', '石坚']) expect(after).toContain(await idOf(office, one))
    expect((await at('鲁直').look(id)).concern.officers.map((one) => one.name)).toEqual(['何文静'])
    expect((await at('石坚').device.get(`/oversight/complaints/${id}`)).status).toBe(404)
  })

  it('leaves nobody alone with it who says that all colleagues had a hand in it: another office has it then', async () => {
    const id = await about('谁经手的都不清楚', [], { unknown: true })
    const before = await excludedOf(id)
    expect(before.has(await idOf(office, '路平'))).toBe(false)
    expect((await name('鲁直', id, { handlers: ['路平'] })).status).toBe(200)
    for (const one of ['鲁直', '路平']) expect((await at(one).device.get(`/oversight/complaints/${id}`)).status).toBe(404)
    expect((await at('严明').look(id)).office.id).toBe(`${county}:discipline`)
    expect(await at('严明').words(id)).toEqual(['谁经手的都不清楚', '查到是谁了'])
    expect((await excludedOf(id)).has(await idOf(office, '路平'))).toBe(true)
  })

  it('goes on by itself where the office that has it is excluded now: beside it, or above it where its head is meant', async () => {
    const beside = await about('是纪委的人', ['何文静'])
    const lacking = await name('严明', beside, { accused: ['石坚'] }, (one) => one === `${county}:oversight`)
    expect(await codeOf(lacking)).toEqual(['not-allowed-now', 'readers-changed'])
    expect((await name('严明', beside, { accused: ['石坚'] })).status).toBe(200)
    for (const one of ['严明', '石坚']) expect((await at(one).device.get(`/oversight/complaints/${beside}`)).status).toBe(404)
    expect((await at('鲁直').look(beside)).office.id).toBe(`${county}:oversight`)
    expect(await at('鲁直').words(beside)).toEqual(['是纪委的人', '查到是谁了'])
    const above = await about('是纪委的头', ['何文静'])
    expect((await name('石坚', above, { accused: ['严明'] })).status).toBe(200)
    expect((await at('石坚').device.get(`/oversight/complaints/${above}`)).status).toBe(404)
    expect((await at('纪云').look(above)).office.id).toBe(`${city}:discipline`)
    const stranger = await at('纪云').act(above, { type: 'name-accused', accused: [randomUUID()], accusedUnits: [], handlers: [], keys: [] }, '不认识')
    expect(await codeOf(stranger)).toEqual(['invalid-input', 'unknown-officer'])
  })
})

it('keeps out of what is sent on, or goes up, whoever stands in for the accused since, and lets them in no more', async () => {
  const [sent, up] = [await about('要转走的', ['何文静']), await about('要上去的', ['何文静'])]
  const [clerk, beside, above] = [await idOf(office, '何文静'), await idOf(office, '路平'), await idOf(office, '戴清')]
  const standIn = (deputy: string): Promise<unknown> =>
    office.pool.query(
      `INSERT INTO absence (id, officer_id, from_on, to_on, deputy_id) VALUES (gen_random_uuid(), $1, '2020-01-01', '2099-01-01', $2)`,
      [clerk, deputy],
    )
  expect((await excludedOf(sent)).has(beside)).toBe(false)
  await standIn(beside)
  const to = (await at('严明').look(sent)).offices.find(({ office: one }) => one.id === `${county}:oversight`)
  expect(to?.readers).toHaveLength(1)
  const keys = await at('严明').keysFor(sent, to?.readers ?? [])
  expect((await at('严明').act(sent, { type: 'transfer', to: `${county}:oversight`, keys }, '归你们')).status).toBe(200)
  await office.pool.query('UPDATE absence SET ended = true WHERE deputy_id = $1', [beside])
  expect((await excludedOf(sent)).has(beside)).toBe(true)

  await standIn(above)
  office.clock.goOn(days(40))
  await office.watch()
  expect((await excludedOf(up)).has(above)).toBe(true)
  expect((await at('纪云').look(up)).office.id).toBe(`${city}:discipline`)
  expect((await (await supervisorAt(office, '戴清')).inbox()).map((one) => one.id)).not.toContain(up)
  // Nobody of that office opens it either: it goes on, level by level, to whoever can.
  office.clock.goOn(days(40))
  await office.watch()
  expect((await (await supervisorAt(office, '郑省')).words(up))).toEqual(['要上去的'])
})

it('ends what was granted at one office once another has it', async () => {
  const id = await fileTold(office.deps, { ...told, words: '实名', named: { name: '冉秀兰', phone: '19900000911' }, concern: { unknown: true } })
  await at('鲁直').act(id, { type: 'ask-second', what: 'identity', category: null }, '要核实')
  const [ask] = (await at('路平').look(id)).asks
  expect((await at('路平').act(id, { type: 'answer-second', id: ask?.id ?? '', grant: true }, '同意')).status).toBe(200)
  expect((await at('鲁直').look(id)).identityKey).not.toBe(null)
  const to = (await at('鲁直').look(id)).offices.find(({ office: one }) => one.id === `${county}:discipline`)
  const keys = await at('鲁直').keysFor(id, to?.readers ?? [])
  expect((await at('鲁直').act(id, { type: 'transfer', to: `${county}:discipline`, keys }, '归你们')).status).toBe(200)
  const now = await at('严明').look(id)
  expect([now.identityKey, now.messages.some(({ by }) => by === 'identity'), now.asks.map(({ state }) => state)]).toEqual([null, false, ['ended']])
})
