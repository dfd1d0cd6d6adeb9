import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { groupNumber } from '@yima/shared/code/number'
import type { IssuedCard } from '@yima/shared/code/contract'
import { documentOf, idNumberOf, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { aResident, look } from './people.ts'

let office: Office
let clerk: Device
beforeAll(async () => {
  office = await openOffice()
  clerk = await office.officerDevice('何文静')
})
afterAll(() => office.close())

const seen = (born: string, name = '何桂花') => ({ name, number: documentOf(born), seen: true })
async function give(born: string, pin: string | null, key?: string): Promise<IssuedCard> {
  const answer = await clerk.post('/work/cards', { ...seen(born), pin }, key === undefined ? {} : { key })
  if (answer.status !== 201) throw new Error(`no card: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as IssuedCard
}

describe('a grandmother without a phone', () => {
  it('gets a card at the window and is recognised by it with her PIN, by QR and by number', async () => {
    const card = await give('1941-01-01', '2580')
    const found = await look(office, `https://yima.example/c#${card.text}`, { pin: '2580' })
    expect(found).toMatchObject({ ok: true, by: 'card', scope: 'ask', sessionId: null })
    expect(await look(office, groupNumber(card.number), { pin: '2580' })).toMatchObject({ ok: true })
    const { rows } = await office.pool.query('SELECT level, proven_how FROM identity WHERE id = $1', [
      found.ok && found.identityId,
    ])
    expect(rows).toEqual([{ level: 'proven', proven_how: 'window' }])
  })

  it('is nobody by the card alone: whoever finds it has paper', async () => {
    const card = await give('1941-01-02', '2580')
    expect(await look(office, card.text)).toEqual({ ok: false, reason: 'card-check', hasPin: true })
    expect(card.text).not.toContain('何桂花')
    const without = await give('1941-01-03', null)
    expect(await look(office, without.text)).toEqual({ ok: false, reason: 'card-check', hasPin: false })
    expect(await look(office, without.text, { pin: '0000' })).toMatchObject({ reason: 'card-check' })
    expect(await look(office, without.text, { faceToFace: true })).toMatchObject({ ok: true })
  })

  it('has five tries, also when they come at once; then a window unlocks it', async () => {
    const card = await give('1941-01-04', '2580')
    const wrong = await Promise.all(Array.from({ length: 6 }, () => look(office, card.text, { pin: '1111' })))
    expect(wrong.every(({ ok }) => !ok)).toBe(true)
    expect(await look(office, card.text, { pin: '2580' })).toEqual({ ok: false, reason: 'locked' })
    expect(await look(office, card.text, { faceToFace: true })).toMatchObject({ ok: true })
    expect(await look(office, card.text, { pin: '2580' })).toEqual({ ok: false, reason: 'locked' })
    const answer = await clerk.post('/work/cards/unlocking', { ...seen('1941-01-04'), pin: '4711' })
    expect(await answer.json()).toEqual({ changed: true })
    expect(await look(office, card.text, { pin: '2580' })).toMatchObject({ reason: 'wrong-pin', left: 4 })
    expect(await look(office, card.text, { pin: '4711' })).toMatchObject({ ok: true })
    expect(await look(office, card.text, { pin: '2580' })).toMatchObject({ reason: 'wrong-pin', left: 4 })
  })

  it('who lost the card gets another, and the old one is dead at once', async () => {
    const [old, fresh] = [await give('1941-01-05', '2580'), await give('1941-01-05', '1357')]
    expect(await look(office, old.text, { pin: '2580' })).toEqual({ ok: false, reason: 'revoked' })
    expect(await look(office, fresh.text, { pin: '1357' })).toMatchObject({ ok: true })
    const answer = await clerk.post('/work/cards/revocation', seen('1941-01-05'))
    expect(await answer.json()).toEqual({ changed: true })
    expect(await look(office, fresh.number, { pin: '1357' })).toEqual({ ok: false, reason: 'revoked' })
  })

  it('gets one card when the answer is lost on the way and asked for again', async () => {
    const key = 'the-same-ask-for-a-card'
    const [first, again] = [await give('1941-01-06', '2580', key), await give('1941-01-06', '2580', key)]
    expect(again).toEqual(first)
    expect(await look(office, first.text, { pin: '2580' })).toMatchObject({ ok: true })
  })

  it('finds every act of the window in her log', async () => {
    const card = await give('1941-01-07', '2580')
    const found = await look(office, card.text, { pin: '2580' })
    const { rows } = await office.pool.query(
      'SELECT purpose, what FROM access_log WHERE person_id = $1 ORDER BY id',
      [found.ok && found.identityId],
    )
    expect(rows).toEqual([
      { purpose: 'card', what: 'card' },
      { purpose: 'handle', what: 'card' },
    ])
  })
})

describe('a clerk at the window', () => {
  const identities = async () =>
    (await office.pool.query<{ n: number }>('SELECT count(*)::int AS n FROM identity')).rows[0]?.n

  it('cannot write another name over that of somebody who is proven', async () => {
    await give('1941-02-01', '2580')
    const answer = await clerk.post('/work/cards', { ...seen('1941-02-01', '何贵花'), pin: '1111' })
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({ errors: [{ field: 'name', code: 'name-of-proven' }] })
  })

  it('looks up to end or unlock a card, and makes nobody by it', async () => {
    const card = await give('1941-02-02', '2580')
    const before = await identities()
    const asked: [string, object][] = [
      ['/work/cards/revocation', seen('1941-02-03')],
      ['/work/cards/unlocking', { ...seen('1941-02-03'), pin: '1111' }],
      ['/work/cards/revocation', seen('1941-02-02', '何贵花')],
      ['/work/cards/unlocking', { ...seen('1941-02-02', '何贵花'), pin: '1111' }],
    ]
    for (const [path, body] of asked) {
      const answer = await clerk.post(path, body)
      expect([path, answer.status, await answer.json()]).toEqual([path, 200, { changed: false }])
    }
    expect(await identities()).toBe(before)
    expect(await look(office, card.text, { pin: '2580' })).toMatchObject({ ok: true })
  })
})

describe('cards', () => {
  it('are ended by their owner from her own phone, and by nobody else’s', async () => {
    const own = await aResident(office, '19900000321', '何桂花', '1941-01-08')
    const other = await aResident(office, '19900000322', '何桂花', '1941-01-08')
    const card = await give('1941-01-08', '2580')
    // A phone that only typed her number sees nothing of the card and cannot end it.
    expect(await (await other.get('/me/cards')).json()).toEqual({ cards: [] })
    expect((await other.delete(`/me/cards/${card.id}`)).status).toBe(404)
    expect(await look(office, card.text, { pin: '2580' })).toMatchObject({ ok: true })
    const { rows } = await office.pool.query<{ id: string }>(
      `SELECT i.id FROM identity i JOIN code_card c ON c.identity_id = i.id WHERE c.id = $1`,
      [card.id],
    )
    await office.pool.query(
      `UPDATE session SET identity_id = $1 WHERE token_hash IN (SELECT token_hash FROM session ORDER BY created_at, id)
          AND kind = 'resident' AND pair_index = $2`,
      [rows[0]?.id, office.deps.vault.index('pair', `${idNumberOf('1941-01-08')}\n19900000321`)],
    )
    const { cards } = (await (await own.get('/me/cards')).json()) as {
      cards: { id: string; lastFour: string }[]
    }
    expect(cards).toMatchObject([{ id: card.id, lastFour: card.number.slice(-4) }])
    expect((await own.delete(`/me/cards/${card.id}`)).status).toBe(204)
    expect(await look(office, card.text, { pin: '2580' })).toEqual({ ok: false, reason: 'revoked' })
  })

  it('are given by offices that handle people, not by those who audit, administer or help at the door', async () => {
    for (const name of ['余桂芳', '贺成刚', '秦朗', '高翔']) {
      const device = await office.officerDevice(name)
      const answer = await device.post('/work/cards', { ...seen('1941-01-09'), pin: null })
      expect([name, answer.status]).toEqual([name, 403])
    }
  })

  it('are not given to somebody whom nobody saw, nor with a PIN of three digits', async () => {
    for (const wrong of [{ seen: false }, { pin: '123' }, { pin: '1234567' }, { pin: 'abcd' }]) {
      const answer = await clerk.post('/work/cards', { ...seen('1941-01-10'), pin: '1234', ...wrong })
      expect(answer.status).toBe(422)
    }
  })

  it('keep no PIN that the database alone could give away', async () => {
    await give('1941-01-11', '987654')
    const { rows } = await office.pool.query<{ all: string }>(
      `SELECT string_agg(c::text, '') AS "all" FROM code_card c`,
    )
    expect(rows[0]?.all).not.toContain('987654')
  })
})
