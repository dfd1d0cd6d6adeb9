import { describe, expect, it } from 'vitest'
import type { Invited, InviteView } from '@yima/shared/family/contract'
import { inTransaction } from '@yima/api/db/transaction'
import { prove } from '@yima/api/identity/prove'
import { idNumberOf } from '../fixtures/office.ts'
import { aChild, json, openVillage } from './people.ts'

const { office, who } = await openVillage()

describe('a household', () => {
  it('begins with the first invitation; a son joins by a link, signs, and everybody sees who is in', async () => {
    const gran = await who.somebody('马桂兰', '1946-05-01')
    const son = await who.somebody('马建国', '1972-02-02')
    const made = await who.invite(gran, '我儿子', 'child')
    expect(made.token).toMatch(/^1f\.990101\.[\w-]{22}$/)
    const seen = await json<InviteView>(
      office.device().post('/family/invitations/look', { token: made.token }),
    )
    expect(seen).toMatchObject({ kind: 'member', inviter: '马*兰', relation: 'child' })
    expect(await who.status(who.joins(son, made.token, { signature: undefined }))).toEqual([
      422,
      'signature-missing',
    ])
    expect((await who.joins(son, made.token)).status).toBe(201)
    const both = [
      ['马桂兰', 'head'],
      ['马建国', 'child'],
    ]
    expect(await who.members(gran)).toEqual(both)
    expect(await who.members(son)).toEqual(both)
    expect((await who.family(son)).household?.history.map(({ type, name }) => [type, name])).toEqual([
      ['household-founded', '马桂兰'],
      ['member-joined', '马建国'],
    ])
    const { rows } = await office.pool.query(`SELECT sealed FROM event_payload WHERE stream = $1`, [
      (await who.family(gran)).household?.id,
    ])
    expect(JSON.stringify(rows)).not.toContain('马')
  })

  it('gives the same link to the same write sent twice, and takes a link once', async () => {
    const gran = await who.somebody('田秀', '1950-05-01')
    const son = await who.somebody('田大', '1974-05-01')
    const other = await who.somebody('田二', '1975-05-01')
    const key = 'invitation-sent-twice-0001'
    const body = { called: '大儿', relation: 'child' }
    const [first, second] = [
      await json<Invited>(gran.device.post('/me/family/invitations', body, { key })),
      await json<Invited>(gran.device.post('/me/family/invitations', body, { key })),
    ]
    expect(second).toEqual(first)
    expect((await who.joins(son, first.token)).status).toBe(201)
    expect(await who.status(who.joins(other, first.token))).toEqual([422, 'invite-used'])
    expect(
      await who.status(office.device().post('/family/invitations/look', { token: first.token })),
    ).toEqual([422, 'invite-used'])
  })

  it('answers a link that was taken back as one that was never made', async () => {
    const gran = await who.somebody('白玉', '1951-05-01')
    const son = await who.somebody('白石', '1979-05-01')
    const taken = await who.invite(gran, '儿子', 'child')
    expect((await gran.device.post(`/me/family/invitations/${taken.id}/end`, {})).status).toBe(200)
    const forged = `1f.990101.${'x'.repeat(22)}`
    expect(await who.status(who.joins(son, taken.token))).toEqual(await who.status(who.joins(son, forged)))
    // Only its maker takes it back; to anybody else there is none.
    const another = await who.invite(gran, '儿子', 'child')
    expect(await who.status(son.device.post(`/me/family/invitations/${another.id}/end`, {}))).toEqual([
      404,
      'not-found',
    ])
  })

  it('takes nobody who lives in another, unless they say that they move; both keep the history', async () => {
    const one = await who.somebody('高山', '1970-01-01')
    const bride = await who.somebody('流水', '1972-01-01')
    const father = await who.somebody('流云', '1944-01-01')
    const home = await who.invite(father, '女儿', 'child')
    await who.joins(bride, home.token)
    const wedding = await who.invite(one, '媳妇', 'spouse')
    expect(await who.status(who.joins(bride, wedding.token))).toEqual([409, 'household-in-another-household'])
    expect((await who.joins(bride, wedding.token, { moving: true })).status).toBe(201)
    expect(await who.members(one)).toEqual([
      ['高山', 'head'],
      ['流水', 'spouse'],
    ])
    expect(await who.members(father)).toEqual([['流云', 'head']])
    expect((await who.family(father)).household?.history.at(-1)).toMatchObject({
      type: 'member-left',
      name: '流水',
      reason: 'moved',
    })
  })

  it('is split: a son takes his child along and founds his own', async () => {
    const gran = await who.somebody('石兰', '1947-01-01')
    const son = await who.somebody('石磊', '1980-01-01')
    const link = await who.invite(gran, '儿子', 'child')
    await who.joins(son, link.token)
    const ward = aChild('石小宝', { birthDate: '2019-04-04', relation: 'grandchild' })
    expect((await son.device.post('/me/family/wards', ward)).status).toBe(201)
    expect(await who.members(gran)).toContainEqual(['石小宝', 'grandchild'])
    const person = await who.idOf(son)
    const split = { person, reason: 'own', founding: true }
    expect((await son.device.post('/me/family/leaving', split)).status).toBe(200)
    expect(await who.members(gran)).toEqual([['石兰', 'head']])
    expect(await who.members(son)).toEqual([
      ['石磊', 'head'],
      ['石小宝', 'other'],
    ])
    const child = (await who.family(son)).wards[0]
    const said = { person: child?.person, relation: 'child' }
    expect((await son.device.post('/me/family/relations', said)).status).toBe(200)
    expect(await who.members(son)).toContainEqual(['石小宝', 'child'])
    expect(await who.status(gran.device.post('/me/family/relations', said))).toEqual([
      409,
      'household-no-member',
    ])
  })

  it('lets each leave, the head send away who is gone, and nobody else', async () => {
    const gran = await who.somebody('关月', '1948-01-01')
    const [a, b] = [await who.somebody('关甲', '1975-01-01'), await who.somebody('关乙', '1976-01-01')]
    for (const one of [a, b]) await who.joins(one, (await who.invite(gran, one.name, 'child')).token)
    const [first, second] = [await who.idOf(a), await who.idOf(b)]
    expect(
      await who.status(
        a.device.post('/me/family/leaving', { person: second, reason: 'moved', founding: false }),
      ),
    ).toEqual([409, 'household-not-yours'])
    expect(
      (await gran.device.post('/me/family/leaving', { person: first, reason: 'moved', founding: false }))
        .status,
    ).toBe(200)
    expect((await who.family(a)).household).toBeNull()
    expect(await who.status(b.device.post('/me/family/head', { to: second }))).toEqual([
      409,
      'household-not-yours',
    ])
    expect((await gran.device.post('/me/family/head', { to: second })).status).toBe(200)
    expect(await who.members(gran)).toEqual([
      ['关月', 'unsaid'],
      ['关乙', 'head'],
    ])
    expect(
      (await b.device.post('/me/family/leaving', { person: second, reason: 'own', founding: false })).status,
    ).toBe(200)
    expect(await who.members(gran)).toEqual([['关月', 'head']])
    expect(
      await who.status(
        a.device.post('/me/family/leaving', { person: first, reason: 'own', founding: false }),
      ),
    ).toEqual([404, 'not-found'])
  })

  it('takes nobody in by an invitation of somebody who no longer lives there', async () => {
    const gran = await who.somebody('祁月', '1948-01-01')
    const [son, stranger] = [await who.somebody('祁甲', '1975-01-01'), await who.somebody('祁丁', '1979-01-01')]
    await who.joins(son, (await who.invite(gran, son.name, 'child')).token)
    const { token } = await who.invite(son, stranger.name, 'other')
    expect(token).toMatch(/\w/)
    const away = { person: await who.idOf(son), reason: 'moved', founding: false }
    expect((await gran.device.post('/me/family/leaving', away)).status).toBe(200)
    for (const one of [stranger, son]) expect((await who.joins(one, token)).ok).toBe(false)
    expect(await who.members(gran)).toEqual([['祁月', 'head']])
  })

  it('two phones that join one person at once make one stay', async () => {
    const [x, y] = [await who.somebody('双一', '1960-01-01'), await who.somebody('双二', '1961-01-01')]
    const son = await who.somebody('双儿', '1985-01-01')
    const links = [await who.invite(x, '儿', 'child'), await who.invite(y, '儿', 'child')]
    const answers = await Promise.all(links.map(({ token }) => who.joins(son, token)))
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, 409])
    const { rows } = await office.pool.query(
      'SELECT 1 FROM household_member WHERE identity_id = $1 AND left_on IS NULL',
      [await who.idOf(son)],
    )
    expect(rows).toHaveLength(1)
  })
})

describe('an invitation by ID number', () => {
  it('is answered alike whether anybody has that number, and reaches only who is proven to have it', async () => {
    const gran = await who.somebody('孟婆', '1945-01-01')
    const [known, claimed] = [
      await who.somebody('孟真', '1978-08-08'),
      await who.somebody('孟假', '1978-08-08'),
    ]
    expect(known.idNumber).toBe(claimed.idNumber)
    const identity = await who.idOf(known)
    await who.idOf(claimed)
    await inTransaction(office.deps.db, (tx) =>
      prove(
        tx,
        office.deps,
        { number: { kind: 'id-number', value: known.idNumber }, name: '孟真', how: 'window' },
        identity,
      ),
    )
    const ask = (idNumber: string) => who.invite(gran, '外甥', 'other', { idNumber })
    const [there, nowhere] = [await ask(known.idNumber), await ask(idNumberOf('1911-01-01'))]
    expect(Object.keys(there).sort()).toEqual(Object.keys(nowhere).sort())
    expect([there.token, nowhere.token]).toEqual([null, null])
    expect(there.expiresAt).toBe(nowhere.expiresAt)
    expect((await who.family(gran)).invitations.map(({ called, byNumber }) => [called, byNumber])).toEqual([
      ['外甥', true],
      ['外甥', true],
    ])
    // Somebody who only typed that number on another phone learns nothing and cannot say yes.
    expect((await who.family(claimed)).asked).toEqual([])
    const yes = { by: { way: 'number', invitation: there.id }, signature: who.signature, moving: false }
    expect(await who.status(claimed.device.post('/me/family/joining', yes))).toEqual([422, 'invite-unknown'])
    await office.watch()
    const { rows } = await office.pool.query('SELECT person_id FROM notification WHERE template = $1', [
      'household-invitation',
    ])
    expect(rows).toEqual([{ person_id: identity }])
    expect((await who.family(known)).asked).toMatchObject([{ inviter: '孟婆' }])
    expect((await known.device.post('/me/family/joining', yes)).status).toBe(201)
    expect(await who.members(gran)).toContainEqual(['孟真', 'other'])
  })
})
