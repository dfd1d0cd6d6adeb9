import { beforeEach, describe, expect, it } from 'vitest'
import type { DuplicateView, FamilyWork } from '@yima/shared/family/work-contract'
import { inTransaction } from '@yima/api/db/transaction'
import { prove } from '@yima/api/identity/prove'
import type { IssuedCard } from '@yima/shared/code/contract'
import { look, officerId } from '../code/people.ts'
import { idNumberOf } from '../fixtures/office.ts'
import { smsAbout } from '../notification/people.ts'
import { json, openVillage, type Somebody } from './people.ts'

const { office, who } = await openVillage()
const county = await office.officerDevice('冯雪')

let born = 1930
const words = ['屋顶漏雨，没钱修。', '没有收入，揭不开锅。'] as const
const reason = '户口簿上是同一个人'

/** One name and birthday under two numbers: perhaps one person with a wrong number, perhaps two people. */
async function alike(name: string): Promise<[Somebody, Somebody]> {
  born += 1
  const one = await who.somebody(name, `${born}-05-05`, words[0])
  const other = await who.somebody(name, `${born}-05-05`, words[1], idNumberOf(`${born}-05-05`, '104'))
  return [one, other]
}

/** Their records in the order of the list, once the office has noted who became known. */
async function known(people: readonly Somebody[]): Promise<string[]> {
  const ids: string[] = []
  for (const one of people) ids.push(await who.idOf(one))
  await office.watch()
  return ids.sort()
}
const list = () => json<{ pairs: DuplicateView[] }>(county.get('/work/duplicates'))
const pairOf = async (name: string) => (await list()).pairs.filter(({ one }) => one.name === name)
const decide = (people: readonly string[], verdict: string, more: object = {}, by = county) =>
  by.post('/work/duplicates/decision', { one: people[0], other: people[1], verdict, reason, ...more })

async function provenAtWindow({ idNumber, name }: Somebody, id: string, by?: string): Promise<void> {
  const seen = { number: { kind: 'id-number', value: idNumber }, name, how: 'window' } as const
  const proof = by === undefined ? seen : { ...seen, by: { id: await officerId(office, by), name: by } }
  await inTransaction(office.deps.db, (tx) => prove(tx, office.deps, proof, id))
}
const own = async ({ device }: Somebody): Promise<string[]> => {
  const got = await json<{ applications: { words: string }[] }>(device.get('/me/applications'))
  return got.applications.map((one) => one.words).sort()
}

describe('records that may be one person', () => {
  it('are proposed by name and birthday alone, show no more than the end of a number, and stay two', async () => {
    const pair = await alike('解同')
    const stranger = await who.somebody('解异', `${born}-05-05`, words[0], idNumberOf(`${born}-05-05`, '106'))
    const ids = await known(pair)
    await known([stranger])
    const [found, ...more] = await pairOf('解同')
    expect(more).toEqual([])
    expect([found?.one.person, found?.other.person]).toEqual(ids)
    expect(found?.because.sort()).toEqual(['same-name-and-birth', 'same-name-birth-and-village'])
    expect(found).toMatchObject({ state: 'open', against: ['other-number'], history: [] })
    const numbers = pair.map(({ idNumber }) => idNumber.slice(-4)).sort()
    expect([found?.one.number, found?.other.number].sort()).toEqual(numbers)
    expect(JSON.stringify(found)).not.toContain(`${born}0505`)
    expect(await pairOf('解异')).toEqual([])
    for (let minute = 0; minute < 3; minute += 1) await office.watch()
    const { rows } = await office.pool.query('SELECT 1 FROM identity WHERE joined_to IS NOT NULL')
    expect(rows).toEqual([])
    expect([await own(pair[0]), await own(pair[1])]).toEqual([[words[0]], [words[1]]])
  })

  it('are proposed when two phones typed one number, also under different names', async () => {
    born += 1
    const [one, other] = [
      await who.somebody('单甲', `${born}-01-01`),
      await who.somebody('单乙', `${born}-01-01`),
    ]
    const ids = await known([one, other])
    const found = (await list()).pairs.filter((pair) => ids.includes(pair.one.person))
    expect(found).toMatchObject([
      {
        because: ['same-number'],
        against: ['other-name'],
        one: { person: ids[0] },
        other: { person: ids[1] },
      },
    ])
  })

  it('say nothing to the people themselves, neither when they are found nor when they are decided', async () => {
    const pair = await alike('虞静')
    const before = await Promise.all(pair.map((one) => who.family(one)))
    const told = async () => (await office.pool.query('SELECT id FROM notification ORDER BY id')).rows
    const ids = await known(pair)
    const sent = await told()
    await list()
    expect((await decide(ids, 'different')).status).toBe(200)
    await office.watch()
    expect(await told()).toEqual(sent)
    expect(await Promise.all(pair.map((one) => who.family(one)))).toEqual(before)
    for (const { device } of pair) {
      const helpers = await (await device.get('/me/helpers')).text()
      expect(helpers).not.toContain('虞静')
    }
  })
})

describe('whether two records are one person', () => {
  let pair: [Somebody, Somebody]
  let ids: string[]
  let names = 0
  beforeEach(async () => {
    pair = await alike(`危同${'甲乙丙丁戊己庚辛壬癸'[(names += 1)] ?? ''}`)
    ids = await known(pair)
  })

  it.each([
    ['a clerk', '何文静'],
    ['a village worker', '蒋小燕'],
    ['an administrator', '秦朗'],
  ])('is no matter of %s: neither seen nor decided', async (_, name) => {
    const device = await office.officerDevice(name)
    expect(await who.status(device.get('/work/duplicates'))).toEqual([403, 'forbidden'])
    expect(await who.status(decide(ids, 'same', {}, device))).toEqual([403, 'forbidden'])
    // Permission before everything else: who may not ask learns nothing of who is there.
    expect(await who.status(decide([ids[0] ?? '', crypto.randomUUID()], 'same', {}, device))).toEqual([
      403,
      'forbidden',
    ])
    expect(await who.status(decide(ids, 'same', {}, pair[0].device))).toEqual([401, 'sign-in-needed'])
  })

  it('is decided of people of one’s own county, of two of them, and with a reason', async () => {
    const [one = ''] = ids
    const stranger = await who.somebody(
      '危不同',
      `${born}-05-05`,
      words[0],
      idNumberOf(`${born}-05-05`, '108'),
    )
    const [unlike = ''] = await known([stranger])
    // Also of nobody in whom the office has found nothing in common.
    for (const other of [crypto.randomUUID(), one, unlike])
      expect(await who.status(decide([one, other], 'different'))).toEqual([404, 'not-found'])
    expect(await who.status(decide(ids, 'same', { reason: ' ' }))).toEqual([422, 'reason-needed'])
    expect(await who.status(decide(ids, 'same', { reason: undefined }))).toMatchObject([
      422,
      expect.any(String),
    ])
    expect(await who.status(decide(ids, 'open'))).toEqual([409, 'duplicate-not-decided'])
  })

  it('joins only whom documents have proven, both of them', async () => {
    expect(await who.status(decide(ids, 'same'))).toEqual([409, 'duplicate-not-proven'])
    await provenAtWindow(pair[0], await who.idOf(pair[0]))
    expect(await who.status(decide(ids, 'same'))).toEqual([409, 'duplicate-not-proven'])
    expect([await own(pair[0]), await own(pair[1])]).toEqual([[words[0]], [words[1]]])
  })

  it('is not decided by whoever proved one of them first, though another saw the document since', async () => {
    const [first, second] = [await who.idOf(pair[0]), await who.idOf(pair[1])]
    await provenAtWindow(pair[1], second, '何文静')
    for (const by of ['冯雪', '周立新']) await provenAtWindow(pair[0], first, by)
    const zhou = await office.officerDevice('周立新')
    for (const device of [county, zhou])
      expect(await who.status(decide(ids, 'same', {}, device))).toEqual([409, 'duplicate-own-proof'])
    expect(await pairOf(pair[0].name)).toMatchObject([{ ownProof: true }])
  })

  it('is taken back whole: words, phones, household and helpers are whose they were', async () => {
    const neighbour = await who.somebody(`危邻${names}`, '1960-01-01')
    const invited = await who.invite(pair[1], neighbour.name, 'other')
    expect((await who.joins(neighbour, invited.token)).status).toBe(201)
    await who.helps(pair[0], neighbour, ['see-progress'])
    for (const one of pair) await provenAtWindow(one, await who.idOf(one))
    const seen = async () => [
      await Promise.all(pair.map(own)),
      await Promise.all([...pair, neighbour].map((one) => who.family(one))),
      await Promise.all([...pair, neighbour].map((one) => who.helpers(one))),
    ]
    const before = await seen()

    expect((await decide(ids, 'same')).status).toBe(200)
    for (const one of pair) {
      expect(await own(one)).toEqual([...words].sort())
      expect(await who.idOf(one)).toBe(ids[0])
      expect((await who.family(one)).household?.members).toHaveLength(2)
    }
    expect(await pairOf(pair[0].name)).toMatchObject([
      {
        state: 'same',
        against: ['other-number', 'both-proven'],
        history: [{ verdict: 'same', by: '冯雪', reason }],
      },
    ])
    expect(await who.status(decide(ids, 'same'))).toEqual([409, 'duplicate-decided'])

    expect((await decide([...ids].reverse(), 'open', { reason: '看错了' })).status).toBe(200)
    expect(await seen()).toEqual(before)
    expect(await pairOf(pair[0].name)).toMatchObject([{ state: 'open' }])
    expect((await decide(ids, 'different', { reason: '两个人，都来过窗口' })).status).toBe(200)
    await office.watch()
    expect(await pairOf(pair[0].name)).toMatchObject([
      {
        state: 'different',
        history: [
          { verdict: 'different', by: '冯雪', reason: '两个人，都来过窗口' },
          { verdict: 'open', reason: '看错了' },
          { verdict: 'same', reason },
        ],
      },
    ])
  })

  it('keeps open to the one what was sealed for the other: an invitation that waits and whose guardian somebody is, also when it is taken back', async () => {
    const [son, guest] = [await who.somebody(`危子${names}`, '1972-01-01'), await who.somebody(`危客${names}`, '1961-01-01')]
    for (const parent of pair) {
      expect((await who.joins(son, (await who.invite(parent, son.name, 'child')).token)).status).toBeLessThan(500)
      await son.device.post('/me/family/wards', { who: 'member', person: await who.idOf(parent), kind: 'incapable', birthDate: null })
    }
    const waiting = await Promise.all(pair.map((one) => who.invite(one, guest.name, 'other')))
    for (const one of pair) await provenAtWindow(one, await who.idOf(one))
    const clerk = await office.officerDevice('何文静')
    const readable = async (): Promise<number[]> => {
      const asked = [...pair, son].map(({ device }) => device.get('/me/family'))
      const asking = [...asked, clerk.get('/work/guardianships'), ...waiting.map(({ token }) => guest.device.post('/family/invitations/look', { token }))]
      return (await Promise.all(asking)).map(({ status }) => status)
    }
    const before = await readable()
    expect(before.slice(0, 4)).toEqual([200, 200, 200, 200])
    expect((await decide(ids, 'same')).status).toBe(200)
    expect(await readable()).toEqual(before)
    expect((await decide(ids, 'open', { reason: '看错了' })).status).toBe(200)
    expect(await readable()).toEqual(before)
  })

  it('is told to both of them when it is taken back, each on the own telephone', async () => {
    for (const one of pair) await provenAtWindow(one, await who.idOf(one))
    expect((await decide(ids, 'same')).status).toBe(200)
    const parted = async (one: Somebody) =>
      (await who.told(one)).filter(({ template }) => template === 'records-parted')
    expect(await parted(pair[0])).toEqual([])
    expect((await decide(ids, 'open', { reason: '看错了' })).status).toBe(200)
    for (const one of pair) {
      expect(await parted(one)).toHaveLength(1)
      expect(await smsAbout(office, 'records-parted')).toContain(one.phone)
    }
    // Nobody takes back twice what was taken back: there is nothing more to tell.
    expect((await decide(ids, 'different')).status).toBe(200)
    expect(await parted(pair[1])).toHaveLength(1)
  })

  it('is no matter of a relative of either: neither counted, nor listed, nor decided', async () => {
    const open = async () => (await json<FamilyWork>(county.get('/work/family'))).duplicates ?? Number.NaN
    const before = await open()
    const cousin = { name: '表姐', number: { kind: 'id-number', value: pair[1].idNumber }, kinship: 'other' }
    expect((await county.post('/work/relatives', cousin)).status).toBe(200)
    expect(await open()).toBe(before - 1)
    expect(await pairOf(pair[0].name)).toEqual([])
    expect(await who.status(decide(ids, 'different'))).toEqual([404, 'not-found'])
  })
})

describe('an officer who makes up a namesake of somebody and gives the namesake a card', () => {
  it('cannot join the two: a colleague may, and the person hears of it on the phone known before', async () => {
    const victim = await who.somebody('危真', '1929-05-05')
    const id = await who.idOf(victim)
    await provenAtWindow(victim, id)
    const made = await json<IssuedCard>(
      county.post('/work/cards', {
        name: '危真',
        number: { kind: 'none', birthDate: '1929-05-05', witness: '王支书', before: false },
        ...{ seen: true, pin: '2580' },
      }),
    )
    const opens = async () => {
      const found = await look(office, made.text, { pin: '2580' })
      return found.ok ? found.identityId : ''
    }
    const namesake = await opens()
    await office.watch()
    const ids = [id, namesake].sort()
    const pairFor = async (by = county) =>
      (await json<{ pairs: DuplicateView[] }>(by.get('/work/duplicates'))).pairs.find(
        ({ one, other }) => one.person === ids[0] && other.person === ids[1],
      )
    expect(await pairFor()).toMatchObject({ state: 'open', ownProof: true })
    expect(await who.status(decide(ids, 'same'))).toEqual([409, 'duplicate-own-proof'])
    expect(await opens()).toBe(namesake)
    const joined = async () =>
      (await who.told(victim)).filter(({ template }) => template === 'records-joined')
    expect(await joined()).toEqual([])

    const colleague = await office.officerDevice('周立新')
    expect(await pairFor(colleague)).toMatchObject({ ownProof: false })
    expect(await who.status(decide(ids, 'same', {}, colleague))).toEqual([200, ''])
    expect(await opens()).toBe(ids[0])
    expect(await joined()).not.toEqual([])
    const heard = await smsAbout(office, 'records-joined')
    expect(heard.filter((phone) => phone === victim.phone)).toHaveLength(1)
    // Where somebody is to be told in person, neither who joined them says that they know, nor who made it possible.
    const { rows } = await office.pool.query<{ hands: string[] }>(
      `SELECT array_agg(DISTINCT o.name) AS hands FROM notification n
         JOIN officer o ON o.id = n.done_by OR o.id = ANY (n.done_with) WHERE n.template = 'records-joined' AND n.person_id = $1`,
      [namesake],
    )
    expect(rows[0]?.hands).toEqual(expect.arrayContaining(['周立新', '冯雪']))
    const looks = await office.pool.query<{ person_id: string }>(
      `SELECT g.person_id FROM access_log g JOIN officer o ON o.id = g.reader_id
        WHERE o.name = '周立新' AND g.purpose = 'duplicate' AND g.what = 'identity' ORDER BY g.person_id`,
    )
    expect(looks.rows.map(({ person_id }) => person_id)).toEqual(ids)
  })
})
