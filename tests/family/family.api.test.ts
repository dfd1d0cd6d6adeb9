import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ActingFor, FamilyView, HelpersView, Invited, InviteView } from '@yima/shared/family/contract'
import type { ApplicationView } from '@yima/shared/claim/contract'
import { inTransaction } from '@yima/api/db/transaction'
import { prove } from '@yima/api/identity/prove'
import { sha256 } from '@yima/api/vault'
import {
  anApplication,
  apply,
  days,
  idNumberOf,
  openOffice,
  type Device,
  type Office,
} from '../fixtures/office.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
})
afterAll(() => office.close())

const signature = `iVBORw0KGgo${'A'.repeat(40)}`
let phones = 0
const newPhone = () => `1990001${String((phones += 1)).padStart(4, '0')}`

/** Somebody who has applied once on an own phone, and is signed in there. */
async function somebody(name: string, born: string, words = '屋顶漏雨，没钱修。') {
  const device = office.device()
  const phone = newPhone()
  const phoneProof = randomBytes(32).toString('base64url')
  await office.pool.query(
    'INSERT INTO phone_proof (proof_hash, phone_index, expires_at) VALUES ($1, $2, $3)',
    [sha256(phoneProof), office.deps.vault.index('phone', phone), new Date('2027-01-01')],
  )
  const applicant = { identity: 'id-number', name, idNumber: idNumberOf(born), phone, phoneProof } as const
  const receipt = await apply(device, anApplication({ words, applicant }))
  return { device, phone, name, receipt, idNumber: applicant.idNumber }
}
type Somebody = Awaited<ReturnType<typeof somebody>>

const json = async <T>(answer: Promise<Response> | Response): Promise<T> => (await (await answer).json()) as T
const family = (of: { device: Device }) => json<FamilyView>(of.device.get('/me/family'))
const helpers = (of: { device: Device }) => json<HelpersView>(of.device.get('/me/helpers'))
const status = async (answer: Promise<Response>): Promise<[number, string]> => {
  const got = await answer
  const body = (await got.json()) as { type?: string; errors?: { code: string }[] }
  return [got.status, body.errors?.[0]?.code ?? (body.type ?? '').replace('urn:yima:problem:', '')]
}
const invite = (of: Somebody, called: string, relation: string, more = {}) =>
  json<Invited>(of.device.post('/me/family/invitations', { called, relation, ...more }))
const joins = (of: { device: Device }, token: string | null, more = {}) =>
  of.device.post('/me/family/joining', { by: { way: 'link', token }, signature, moving: false, ...more })
const members = async (of: { device: Device }) =>
  (await family(of)).household?.members.map(({ name, relation }) => [name, relation])
const idOf = async (of: { device: Device }) => (await family(of)).you.person
const helps = async (giver: Somebody, helper: Somebody, scopes: string[], until = '2026-06-30') => {
  const given = await json<Invited>(giver.device.post('/me/helpers', { called: helper.name, scopes, until }))
  expect((await joins(helper, given.token, { signature: undefined })).status).toBe(201)
  return given.id
}
const behalf = (device: Device, person: string) => ({
  get: (path: string) =>
    office.app.request(`/api${path}`, { headers: { cookie: device.cookies(), 'x-on-behalf-of': person } }),
})

describe('a household', () => {
  it('begins with the first invitation; a son joins by a link, signs, and everybody sees who is in', async () => {
    const gran = await somebody('马桂兰', '1946-05-01')
    const son = await somebody('马建国', '1972-02-02')
    const made = await invite(gran, '我儿子', 'child')
    expect(made.token).toMatch(/^[\w-]{43}$/)
    const seen = await json<InviteView>(
      office.device().post('/family/invitations/look', { token: made.token }),
    )
    expect(seen).toMatchObject({ kind: 'member', inviter: '马*兰', relation: 'child' })
    expect(await status(joins(son, made.token, { signature: undefined }))).toEqual([422, 'signature-missing'])
    expect((await joins(son, made.token)).status).toBe(201)
    const both = [
      ['马桂兰', 'head'],
      ['马建国', 'child'],
    ]
    expect(await members(gran)).toEqual(both)
    expect(await members(son)).toEqual(both)
    expect((await family(son)).household?.history.map(({ type, name }) => [type, name])).toEqual([
      ['household-founded', '马桂兰'],
      ['member-joined', '马建国'],
    ])
    const { rows } = await office.pool.query(`SELECT sealed FROM event_payload WHERE stream = $1`, [
      (await family(gran)).household?.id,
    ])
    expect(JSON.stringify(rows)).not.toContain('马')
  })

  it('gives the same link to the same write sent twice, and takes a link once', async () => {
    const gran = await somebody('田秀', '1950-05-01')
    const son = await somebody('田大', '1974-05-01')
    const other = await somebody('田二', '1975-05-01')
    const key = 'invitation-sent-twice-0001'
    const body = { called: '大儿', relation: 'child' }
    const [first, second] = [
      await json<Invited>(gran.device.post('/me/family/invitations', body, { key })),
      await json<Invited>(gran.device.post('/me/family/invitations', body, { key })),
    ]
    expect(second).toEqual(first)
    expect((await joins(son, first.token)).status).toBe(201)
    expect(await status(joins(other, first.token))).toEqual([422, 'invite-unknown'])
    expect(await status(office.device().post('/family/invitations/look', { token: first.token }))).toEqual([
      422,
      'invite-unknown',
    ])
  })

  it('answers a link that was taken back, grew old or was never made alike', async () => {
    const gran = await somebody('白玉', '1951-05-01')
    const son = await somebody('白石', '1979-05-01')
    const taken = await invite(gran, '儿子', 'child')
    expect((await gran.device.post(`/me/family/invitations/${taken.id}/end`, {})).status).toBe(200)
    const forged = 'x'.repeat(43)
    expect(await status(joins(son, taken.token))).toEqual(await status(joins(son, forged)))
    // Only its maker takes it back; to anybody else there is none.
    const another = await invite(gran, '儿子', 'child')
    expect(await status(son.device.post(`/me/family/invitations/${another.id}/end`, {}))).toEqual([
      404,
      'not-found',
    ])
  })

  it('takes nobody who lives in another, unless they say that they move; both keep the history', async () => {
    const one = await somebody('高山', '1970-01-01')
    const bride = await somebody('流水', '1972-01-01')
    const father = await somebody('流云', '1944-01-01')
    const home = await invite(father, '女儿', 'child')
    await joins(bride, home.token)
    const wedding = await invite(one, '媳妇', 'spouse')
    expect(await status(joins(bride, wedding.token))).toEqual([409, 'household-in-another-household'])
    expect((await joins(bride, wedding.token, { moving: true })).status).toBe(201)
    expect(await members(one)).toEqual([
      ['高山', 'head'],
      ['流水', 'spouse'],
    ])
    expect(await members(father)).toEqual([['流云', 'head']])
    expect((await family(father)).household?.history.at(-1)).toMatchObject({
      type: 'member-left',
      name: '流水',
      reason: 'moved',
    })
  })

  it('is split: a son takes his child along and founds his own', async () => {
    const gran = await somebody('石兰', '1947-01-01')
    const son = await somebody('石磊', '1980-01-01')
    const link = await invite(gran, '儿子', 'child')
    await joins(son, link.token)
    const ward = {
      who: 'new',
      name: '石小宝',
      number: { kind: 'none' },
      kind: 'child',
      birthDate: '2019-04-04',
      relation: 'grandchild',
    }
    expect((await son.device.post('/me/family/wards', ward)).status).toBe(201)
    expect(await members(gran)).toContainEqual(['石小宝', 'grandchild'])
    const person = await idOf(son)
    const split = { person, reason: 'own', founding: true }
    expect((await son.device.post('/me/family/leaving', split)).status).toBe(200)
    expect(await members(gran)).toEqual([['石兰', 'head']])
    expect(await members(son)).toEqual([
      ['石磊', 'head'],
      ['石小宝', 'other'],
    ])
    const child = (await family(son)).wards[0]
    const said = { person: child?.person, relation: 'child' }
    expect((await son.device.post('/me/family/relations', said)).status).toBe(200)
    expect(await members(son)).toContainEqual(['石小宝', 'child'])
    expect(await status(gran.device.post('/me/family/relations', said))).toEqual([409, 'household-no-member'])
  })

  it('lets each leave, the head send away who is gone, and nobody else', async () => {
    const gran = await somebody('关月', '1948-01-01')
    const [a, b] = [await somebody('关甲', '1975-01-01'), await somebody('关乙', '1976-01-01')]
    for (const one of [a, b]) await joins(one, (await invite(gran, one.name, 'child')).token)
    const [first, second] = [await idOf(a), await idOf(b)]
    expect(
      await status(a.device.post('/me/family/leaving', { person: second, reason: 'moved', founding: false })),
    ).toEqual([409, 'household-not-yours'])
    expect(
      (await gran.device.post('/me/family/leaving', { person: first, reason: 'moved', founding: false }))
        .status,
    ).toBe(200)
    expect((await family(a)).household).toBeNull()
    expect(await status(b.device.post('/me/family/head', { to: second }))).toEqual([
      409,
      'household-not-yours',
    ])
    expect((await gran.device.post('/me/family/head', { to: second })).status).toBe(200)
    expect(await members(gran)).toEqual([
      ['关月', 'unsaid'],
      ['关乙', 'head'],
    ])
    expect(
      (await b.device.post('/me/family/leaving', { person: second, reason: 'own', founding: false })).status,
    ).toBe(200)
    expect(await members(gran)).toEqual([['关月', 'head']])
    expect(
      await status(a.device.post('/me/family/leaving', { person: first, reason: 'own', founding: false })),
    ).toEqual([404, 'not-found'])
  })

  it('two phones that join one person at once make one stay', async () => {
    const [x, y] = [await somebody('双一', '1960-01-01'), await somebody('双二', '1961-01-01')]
    const son = await somebody('双儿', '1985-01-01')
    const links = [await invite(x, '儿', 'child'), await invite(y, '儿', 'child')]
    const answers = await Promise.all(links.map(({ token }) => joins(son, token)))
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409])
    const { rows } = await office.pool.query(
      'SELECT 1 FROM household_member WHERE identity_id = $1 AND left_on IS NULL',
      [await idOf(son)],
    )
    expect(rows).toHaveLength(1)
  })
})

describe('an invitation by ID number', () => {
  it('is answered alike whether anybody has that number, and reaches only who is proven to have it', async () => {
    const gran = await somebody('孟婆', '1945-01-01')
    const [known, claimed] = [await somebody('孟真', '1978-08-08'), await somebody('孟假', '1978-08-08')]
    expect(known.idNumber).toBe(claimed.idNumber)
    const identity = await idOf(known)
    await idOf(claimed)
    await inTransaction(office.deps.db, (tx) =>
      prove(
        tx,
        office.deps,
        { number: { kind: 'id-number', value: known.idNumber }, name: '孟真', how: 'window' },
        identity,
      ),
    )
    const ask = (idNumber: string) => invite(gran, '外甥', 'other', { idNumber })
    const [there, nowhere] = [await ask(known.idNumber), await ask(idNumberOf('1911-01-01'))]
    expect(Object.keys(there).sort()).toEqual(Object.keys(nowhere).sort())
    expect([there.token, nowhere.token]).toEqual([null, null])
    expect(there.expiresAt).toBe(nowhere.expiresAt)
    expect((await family(gran)).invitations.map(({ called, byNumber }) => [called, byNumber])).toEqual([
      ['外甥', true],
      ['外甥', true],
    ])
    // Somebody who only typed that number on another phone learns nothing and cannot say yes.
    expect((await family(claimed)).asked).toEqual([])
    const yes = { by: { way: 'number', invitation: there.id }, signature, moving: false }
    expect(await status(claimed.device.post('/me/family/joining', yes))).toEqual([422, 'invite-unknown'])
    await office.watch()
    const { rows } = await office.pool.query('SELECT person_id FROM notification WHERE template = $1', [
      'household-invitation',
    ])
    expect(rows).toEqual([{ person_id: identity }])
    expect((await family(known)).asked).toMatchObject([{ inviter: '孟婆' }])
    expect((await known.device.post('/me/family/joining', yes)).status).toBe(201)
    expect(await members(gran)).toContainEqual(['孟真', 'other'])
  })
})

describe('a guardian', () => {
  it('is claimed until an officer of the place confirms on a basis; another town sees and decides nothing', async () => {
    const mother = await somebody('秦霜', '1985-01-01')
    const body = {
      who: 'new',
      name: '秦小雨',
      number: { kind: 'none' },
      kind: 'child',
      birthDate: '2015-01-15',
      relation: 'child',
    }
    const made = await json<{ id: string }>(mother.device.post('/me/family/wards', body))
    expect((await family(mother)).wards).toMatchObject([{ name: '秦小雨', confirmed: false, mayAct: true }])
    const [own, other] = [await office.officerDevice('何文静'), await office.officerDevice('唐敏')]
    const listed = async (clerk: Device) =>
      (await json<{ tasks: { id: string }[] }>(clerk.get('/work/guardianships'))).tasks.map(({ id }) => id)
    expect(await listed(own)).toContain(made.id)
    expect(await listed(other)).not.toContain(made.id)
    const path = `/work/guardianships/${made.id}/confirmation`
    const basis = { basis: 'household-register' }
    expect(await status(other.post(path, basis))).toEqual([404, 'not-found'])
    expect(await status(mother.device.post(path, basis))).toEqual([401, 'sign-in-needed'])
    expect((await own.post(path, basis)).status).toBe(200)
    expect(await status(own.post(path, basis))).toEqual([409, 'guardianship-not-allowed-now'])
    expect((await family(mother)).wards).toMatchObject([{ confirmed: true }])
  })

  it('is none any more on the eighteenth birthday, by the clock alone', async () => {
    const mother = await somebody('邓玉', '1975-01-01')
    const body = {
      who: 'new',
      name: '邓小',
      number: { kind: 'none' },
      kind: 'child',
      birthDate: '2008-03-03',
      relation: 'child',
    }
    expect((await mother.device.post('/me/family/wards', body)).status).toBe(201)
    const ward = (await json<ActingFor>(mother.device.get('/me/acting'))).people[0]
    expect(ward).toMatchObject({ as: 'guardian', name: '邓小' })
    expect((await behalf(mother.device, ward?.person ?? '').get('/me/applications')).status).toBe(200)
    office.clock.goOn(days(1))
    try {
      expect((await json<ActingFor>(mother.device.get('/me/acting'))).people).toEqual([])
      expect((await behalf(mother.device, ward?.person ?? '').get('/me/applications')).status).toBe(404)
      expect((await family(mother)).wards).toEqual([])
    } finally {
      office.clock.goOn(-days(1))
    }
  })

  it.each([
    ['a grown-up child', { birthDate: '2008-03-02' }, [422, 'guardianship-of-age']],
    ['a child without a birthday', { birthDate: null }, [422, 'guardianship-birth-date-needed']],
    [
      'a passport that is none',
      { number: { kind: 'foreign', document: 'passport', value: '12' } },
      [422, 'foreign-passport'],
    ],
    [
      'an ID number with a slip',
      { number: { kind: 'id-number', value: '990101200001010000' } },
      [422, 'id-checksum'],
    ],
  ])('of %s is refused', async (_whom, more, refused) => {
    const mother = await somebody('吕氏', '1980-10-10')
    const body = {
      who: 'new',
      name: '吕小',
      number: { kind: 'none' },
      kind: 'child',
      birthDate: '2015-01-15',
      relation: 'child',
      ...more,
    }
    expect(await status(mother.device.post('/me/family/wards', body))).toEqual(refused)
  })

  it('of somebody with a passport or no papers at all is one like any other', async () => {
    const wife = await somebody('阮月', '1990-10-10')
    const ward = (name: string, number: object) => ({
      who: 'new',
      name,
      number,
      kind: 'incapable',
      birthDate: null,
      relation: 'parent',
    })
    const passport = { kind: 'foreign', document: 'passport', value: 'e 12345678' }
    expect((await wife.device.post('/me/family/wards', ward('NGUYEN VAN A', passport))).status).toBe(201)
    expect((await wife.device.post('/me/family/wards', ward('阮老', { kind: 'none' }))).status).toBe(201)
    expect((await family(wife)).wards.map(({ name }) => name)).toEqual(['NGUYEN VAN A', '阮老'])
  })

  it('cannot be made of a stranger, and is ended by who stands there alone', async () => {
    const [mother, stranger] = [await somebody('甘一', '1980-01-09'), await somebody('甘二', '1980-01-08')]
    const person = await idOf(stranger)
    const claim = { who: 'member', person, kind: 'incapable', birthDate: null }
    expect(await status(mother.device.post('/me/family/wards', claim))).toEqual([404, 'not-found'])
    const body = {
      who: 'new',
      name: '甘小',
      number: { kind: 'none' },
      kind: 'child',
      birthDate: '2015-01-15',
      relation: 'child',
    }
    const made = await json<{ id: string }>(mother.device.post('/me/family/wards', body))
    expect(await status(stranger.device.post(`/me/guardianships/${made.id}/end`, {}))).toEqual([
      404,
      'not-found',
    ])
    expect((await mother.device.post(`/me/guardianships/${made.id}/end`, {})).status).toBe(200)
    expect((await family(mother)).wards).toEqual([])
  })
})

describe('a helper', () => {
  it('sees what the scope holds and nothing else, with both names in the trail, until revoked', async () => {
    const gran = await somebody('许兰芝', '1946-06-06', '老伴瘫痪在床，钱都看病了。')
    const son = await somebody('许刚', '1975-07-07')
    const person = await idOf(gran)
    const before = await behalf(son.device, person).get('/me/applications')
    const id = await helps(gran, son, ['see-progress', 'withdraw'])
    const seen = await json<{ applications: ApplicationView[] }>(
      behalf(son.device, person).get('/me/applications'),
    )
    expect(seen.applications.map(({ id: one }) => one)).toEqual([gran.receipt.id])
    expect(seen.applications[0]?.words).toBe('')
    expect(JSON.stringify(seen)).not.toContain('瘫痪')
    const { rows: looks } = await office.pool.query(
      `SELECT g.purpose FROM access_log g JOIN application a ON a.person_id = g.person_id
        WHERE a.id = $1 AND g.reader_id = $2`,
      [gran.receipt.id, await idOf(son)],
    )
    expect(looks).toEqual([{ purpose: 'helper' }])
    // Sending papers is not in it: to him there is nobody.
    const papers = {
      onBehalfOf: person,
      claimId: gran.receipt.claims[0]?.id,
      papers: [{ id: person, files: [person] }],
    }
    expect(await status(son.device.post(`/me/applications/${gran.receipt.id}/papers`, papers))).toEqual([
      404,
      'not-found',
    ])
    const taken = await son.device.post(`/me/applications/${gran.receipt.id}/withdrawal`, {
      onBehalfOf: person,
    })
    expect(taken.status).toBe(200)
    const own = await json<ApplicationView>(gran.device.get(`/me/applications/${gran.receipt.id}`))
    expect(own.timeline.at(-1)?.acting).toEqual({ by: '许刚', forName: '许兰芝' })
    expect((await helpers(gran)).given[0]?.acts).toMatchObject([
      { what: 'withdrawal', by: '许刚', forName: '许兰芝' },
    ])
    expect((await gran.device.post(`/me/mandates/${id}/end`, {})).status).toBe(200)
    const after = await behalf(son.device, person).get('/me/applications')
    // Who was revoked learns what whoever was never asked learns.
    expect([after.status, await after.text()]).toEqual([before.status, await before.text()])
    expect(after.status).toBe(404)
    expect((await helpers(son)).helping[0]).toMatchObject({ state: 'ended', endedBy: 'giver' })
  })

  it('ends by itself after its last day, and its giver is told', async () => {
    const gran = await somebody('苗雨', '1946-06-07')
    const son = await somebody('苗青', '1975-07-08')
    const person = await idOf(gran)
    const id = await helps(gran, son, ['see-progress'], '2026-03-03')
    office.clock.goOn(days(2))
    try {
      expect((await behalf(son.device, person).get('/me/applications')).status).toBe(404)
      await office.watch()
      const { rows } = await office.pool.query('SELECT ended_by FROM mandate WHERE id = $1', [id])
      expect(rows).toEqual([{ ended_by: 'time' }])
      const { rows: told } = await office.pool.query(
        `SELECT person_id FROM notification WHERE template = 'mandate-revoked' AND about LIKE $1`,
        [`${id}%`],
      )
      expect(told).toEqual([{ person_id: person }])
    } finally {
      office.clock.goOn(-days(2))
    }
  })

  it('can be narrowed and given up, never widened, and never by a stranger', async () => {
    const gran = await somebody('宋花', '1946-06-08')
    const son = await somebody('宋江', '1975-07-09')
    const other = await somebody('宋涛', '1977-07-09')
    const id = await helps(gran, son, ['see-progress', 'see-words'])
    const narrow = (who: Somebody, scopes: string[], until = '2026-05-01') =>
      status(who.device.post(`/me/mandates/${id}/narrowing`, { scopes, until }))
    expect(await narrow(other, ['see-progress'])).toEqual([404, 'not-found'])
    expect(await narrow(son, ['see-progress'])).toEqual([409, 'mandate-not-yours'])
    expect(await narrow(gran, ['withdraw'])).toEqual([422, 'mandate-not-more'])
    expect(await narrow(gran, ['see-progress'], '2026-12-01')).toEqual([422, 'mandate-not-more'])
    expect(await narrow(gran, ['see-progress'])).toEqual([200, ''])
    expect(await status(other.device.post(`/me/mandates/${id}/end`, {}))).toEqual([404, 'not-found'])
    expect((await son.device.post(`/me/mandates/${id}/end`, {})).status).toBe(200)
    expect((await helpers(gran)).given[0]).toMatchObject({ state: 'ended', endedBy: 'helper' })
  })

  it('cannot pass it on, nor be oneself, nor serve for more than a year', async () => {
    const gran = await somebody('冯妈', '1946-06-09')
    const son = await somebody('冯异', '1975-07-10')
    const person = await idOf(gran)
    await helps(gran, son, ['apply', 'see-progress'])
    // What the son gives is a mandate of his own: it opens nothing of hers.
    const third = await somebody('冯三', '1976-07-10')
    await helps(son, third, ['see-progress'])
    expect((await behalf(third.device, person).get('/me/applications')).status).toBe(404)
    const gift = { called: '他', scopes: ['apply'], until: '2027-03-03' }
    expect(await status(gran.device.post('/me/helpers', gift))).toEqual([422, 'mandate-too-long'])
    expect(await status(gran.device.post('/me/helpers', { ...gift, until: '2026-03-01' }))).toEqual([
      422,
      'mandate-over',
    ])
    expect(
      await status(gran.device.post('/me/helpers', { ...gift, scopes: [], until: '2026-04-01' })),
    ).toEqual([422, 'no-scope'])
    const own = await json<Invited>(gran.device.post('/me/helpers', { ...gift, until: '2026-04-01' }))
    expect(await status(joins(gran, own.token))).toEqual([409, 'mandate-not-oneself'])
    const stranger = { ...gift, until: '2026-04-01', helper: await idOf(third) }
    expect(await status(gran.device.post('/me/helpers', stranger))).toEqual([404, 'not-found'])
  })

  it('at a window: an officer of her place sees both and records it; another place finds nobody', async () => {
    const gran = await somebody('龙婆', '1946-06-10')
    const son = await somebody('龙井', '1975-07-11')
    const body = {
      giver: await idOf(gran),
      helper: await idOf(son),
      scopes: ['see-progress'],
      until: '2026-04-01',
      seen: true,
      signature,
    }
    const [own, other] = [await office.officerDevice('何文静'), await office.officerDevice('唐敏')]
    expect(await status(other.post('/work/mandates', body))).toEqual([404, 'not-found'])
    expect(await status(own.post('/work/mandates', { ...body, seen: false }))).toEqual([422, 'not-seen'])
    expect((await own.post('/work/mandates', body)).status).toBe(201)
    expect((await helpers(gran)).given).toMatchObject([{ how: 'window', state: 'running', name: '龙井' }])
    expect((await behalf(son.device, body.giver).get('/me/applications')).status).toBe(200)
    expect(
      (await gran.device.post(`/me/mandates/${(await helpers(gran)).given[0]?.id}/end`, {})).status,
    ).toBe(200)
    expect((await behalf(son.device, body.giver).get('/me/applications')).status).toBe(404)
  })
})
