import { describe, expect, it } from 'vitest'
import type { IssuedCard } from '@yima/shared/code/contract'
import type { NamesakeCards } from '@yima/shared/code/loss'
import { createApp } from '@yima/api/app'
import { issueCard, revokeCard } from '@yima/api/code/card'
import { freshSecret } from '@yima/api/code/secret'
import { inTransaction } from '@yima/api/db/transaction'
import { historyOf } from '@yima/api/family/record'
import { noteIdentity } from '@yima/api/identity/history'
import { findIdentity } from '@yima/api/identity/own'
import { join } from '@yima/api/identity/prove'
import { json, openVillage } from '../family/people.ts'
import { namesakesDesk, reason, seen } from './namesakes.ts'
import { officerId } from './people.ts'

const { office, who } = await openVillage()
const { he, liu, namesakes, losses, waits, say, confirm, opens } = await namesakesDesk(office, who)

const give = async (born: string, device = he) =>
  json<IssuedCard>(device.post('/work/cards', seen(born, { pin: '2580' })))
const identityOf = async (card: IssuedCard) => {
  const found = await opens(card)
  return found.ok ? found.identityId : ''
}

describe('an old woman without papers who lost the card, and of whose name and birthday there are two', () => {
  it('gets a new one when two officers say which was hers; her namesake keeps her own', async () => {
    const [hers, other] = [await give('1942-01-01'), await give('1942-01-01')]
    const [own, others] = [await identityOf(hers), await identityOf(other)]
    const { cards, elsewhere } = await namesakes('1942-01-01')
    expect(cards.map(({ lastFour }) => lastFour).sort()).toEqual(
      [hers, other].map(({ number }) => number.slice(-4)).sort(),
    )
    expect(cards[0]).toMatchObject({
      issuedOn: '2026-03-02',
      office: expect.stringContaining('稻香镇'),
      village: null,
      waits: false,
    })
    expect([elsewhere, JSON.stringify(cards)]).toEqual([0, expect.not.stringContaining('石')])

    expect(await say('1942-01-01', hers.id)).toEqual([201, ''])
    expect(await say('1942-01-01', hers.id)).toEqual([409, 'card-loss-waits-already'])
    // One officer alone changes nothing, not even her own card.
    expect(await opens(hers)).toMatchObject({ ok: true })
    expect((await losses(he)).map(({ allowed }) => allowed)).toEqual([['refuse']])
    expect(await who.status(confirm(hers.id, he))).toEqual([409, 'card-loss-own-proposal'])
    expect(await losses()).toMatchObject([
      {
        id: hers.id,
        name: '石婆婆',
        lastFour: hers.number.slice(-4),
        reason,
        witness: '王支书',
        by: '何文静',
        allowed: ['confirm', 'refuse'],
      },
    ])

    const answer = await confirm(hers.id)
    expect(answer.status).toBe(201)
    const fresh = (await answer.json()) as IssuedCard
    expect(await opens(hers)).toEqual({ ok: false, reason: 'revoked' })
    expect(await opens(fresh, '1357')).toMatchObject({ ok: true, identityId: own })
    expect(await opens(other)).toMatchObject({ ok: true, identityId: others })
    expect(await losses()).toEqual([])
    expect(await who.status(confirm(hers.id))).toEqual([409, 'card-loss-not-waiting'])

    const trail = (await historyOf(office.deps.db, office.deps, own)).map(({ type, payload }) => [
      type,
      payload['by'],
    ])
    expect(trail).toEqual(
      expect.arrayContaining([
        ['card-loss-said', '何文静'],
        ['card-replaced', '刘小勤'],
      ]),
    )
    // Both find who looked; she is told that there is a new card, and her namesake is not.
    const { rows } = await office.pool.query<{ person_id: string; n: number }>(
      `SELECT person_id, count(*)::int AS n FROM access_log WHERE reader_id = $1 AND purpose = 'card' AND person_id = ANY ($2) GROUP BY 1`,
      [await officerId(office, '何文静'), [own, others]],
    )
    expect(rows.every(({ n }) => n > 1) && rows.length).toBe(2)
    const told = await office.pool.query<{ person_id: string }>(
      `SELECT person_id FROM notification WHERE template = 'card-given' AND about = $1`,
      [fresh.id],
    )
    expect(told.rows).toEqual([{ person_id: own }])
  })

  it('gets the same card once more where the answer was lost', async () => {
    const hers = await give('1942-02-02')
    await say('1942-02-02', hers.id)
    const key = 'the-same-confirmation-again'
    const ask = () =>
      liu.post(`/work/cards/losses/${hers.id}/confirmation`, { seen: true, pin: null }, { key })
    const [first, again] = [await ask(), await ask()]
    expect([first.status, again.status]).toEqual([201, 201])
    expect(await again.json()).toEqual(await first.json())
  })

  it('keeps everything as it was where a colleague says that it is another card', async () => {
    const hers = await give('1942-03-03')
    await say('1942-03-03', hers.id)
    const refuse = (body: object) => who.status(liu.post(`/work/cards/losses/${hers.id}/refusal`, body))
    expect(await refuse({ reason: '' })).toEqual([422, 'reason-needed'])
    expect(await refuse({ reason: '不是这一张' })).toEqual([200, ''])
    expect(await opens(hers)).toMatchObject({ ok: true })
    expect(await losses()).toEqual([])
    expect(await say('1942-03-03', hers.id)).toEqual([201, ''])
  })

  it('is looked for only in the officer’s own places, and by nobody who gives no cards', async () => {
    const tang = await office.officerDevice('唐敏')
    const [hers, there] = [await give('1942-04-04'), await give('1942-04-04', tang)]
    expect(await namesakes('1942-04-04')).toMatchObject({ cards: [{ id: hers.id }], elsewhere: 1 })
    // Also whoever is only counted finds who looked.
    const looks = `SELECT 1 FROM access_log WHERE reader_id = $1 AND purpose = 'card' AND person_id = $2`
    const read = [await officerId(office, '何文静'), await identityOf(there)]
    expect((await office.pool.query(looks, read)).rows).toHaveLength(1)
    expect(await say('1942-04-04', there.id)).toEqual([404, 'not-found'])
    expect((await namesakes('1942-04-04', await office.officerDevice('冯雪'))).cards).toHaveLength(2)
    for (const name of ['余桂芳', '贺成刚', '秦朗']) {
      const device = await office.officerDevice(name)
      expect(await who.status(device.post('/work/cards/namesakes', seen('1942-04-04')))).toEqual([
        403,
        'forbidden',
      ])
      expect(await who.status(device.get('/work/cards/losses'))).toEqual([403, 'forbidden'])
    }
  })

  it('is nobody whose card is named under another name or birthday, or who has papers', async () => {
    const hers = await give('1942-05-05')
    expect(await say('1942-05-06', hers.id)).toEqual([404, 'not-found'])
    expect(await say('1942-05-05', hers.id, he, { name: '石奶奶' })).toEqual([404, 'not-found'])
    expect(await say('1942-05-05', crypto.randomUUID())).toEqual([404, 'not-found'])
    const passport = { kind: 'foreign', document: 'passport', value: 'C1234567', birthDate: '1942-05-05' }
    expect(await say('1942-05-05', hers.id, he, { number: passport })).toEqual([404, 'not-found'])
    expect(
      (await json<NamesakeCards>(he.post('/work/cards/namesakes', seen('1942-05-05', { number: passport }))))
        .cards,
    ).toEqual([])
  })

  it('is looked for as often as wrong papers are shown, and no oftener', async () => {
    const config = { ...office.deps.config, withoutBudgets: false }
    const zhou = await office.officerDevice('周立新', createApp({ ...office.deps, config }, new Map()))
    const answers: number[] = []
    for (let at = 0; at < 21; at += 1)
      answers.push((await zhou.post('/work/cards/namesakes', seen('1950-01-01'))).status)
    expect([answers.filter((one) => one === 200).length, answers.at(-1)]).toEqual([20, 429])
  })
})

describe('a card that one officer named as lost', () => {
  /** As a window gives it to somebody who has papers by now. */
  const another = async (identityId: string) => {
    const officer = await officerId(office, '何文静')
    const made = { identityId, officerId: officer, secret: freshSecret(), pin: '2580' }
    return {
      ...(await inTransaction(office.deps.db, (tx) => issueCard(tx, office.deps, made))),
      hasPin: true,
    }
  }
  const waitsNoMore = async (id: string) => {
    expect(await waits(id)).toEqual([])
    expect(await who.status(confirm(id))).toEqual([409, 'card-loss-not-waiting'])
  }

  it('is not waited for when its owner has another since, which a late word does not end', async () => {
    const hers = await give('1943-01-01')
    expect(await say('1943-01-01', hers.id)).toEqual([201, ''])
    const fresh = await another(await identityOf(hers))
    const { rows } = await office.pool.query('SELECT lost_by FROM code_card WHERE id = $1', [hers.id])
    expect(rows).toEqual([{ lost_by: null }])
    await waitsNoMore(hers.id)
    expect(await opens(fresh)).toMatchObject({ ok: true })
    expect(await say('1943-01-01', hers.id)).toEqual([409, 'card-loss-not-waiting'])
  })

  it('is not waited for when its owner ended it, and can be named again', async () => {
    const hers = await give('1943-02-02')
    await say('1943-02-02', hers.id)
    const identityId = await identityOf(hers)
    const by = { kind: 'resident', id: identityId } as const
    await inTransaction(office.deps.db, (tx) => revokeCard(tx, office.deps, { identityId, by }))
    await waitsNoMore(hers.id)
    expect(await say('1943-02-02', hers.id, he, { reason: '侄子又来说了' })).toEqual([201, ''])
    expect(await waits(hers.id)).toMatchObject([{ reason: '侄子又来说了' }])
  })

  it('is not waited for when its owner turns out to be one with somebody else, whichever of them', async () => {
    const [from, to] = [await give('1943-03-03'), await give('1943-03-03')]
    await say('1943-03-03', from.id)
    await say('1943-03-03', to.id)
    const ids = [await identityOf(from), await identityOf(to)] as const
    await inTransaction(office.deps.db, (tx) => join(tx, office.deps, ...ids))
    await waitsNoMore(from.id)
    await waitsNoMore(to.id)
  })

  it('waits thirty days, and can be named again after them', async () => {
    const hers = await give('1943-04-04')
    await say('1943-04-04', hers.id)
    const saidBefore = (time: string) =>
      office.pool.query(`UPDATE code_card SET lost_at = $1::timestamptz - $2::interval WHERE id = $3`, [
        ...[office.deps.clock.now(), time, hers.id],
      ])
    await saidBefore('29 days 23 hours')
    expect(await waits(hers.id)).toHaveLength(1)
    await saidBefore('30 days')
    expect((await namesakes('1943-04-04')).cards).toMatchObject([{ id: hers.id, waits: false }])
    await waitsNoMore(hers.id)
    expect(await say('1943-04-04', hers.id)).toEqual([201, ''])
    expect((await confirm(hers.id)).status).toBe(201)
  })

  it('is the last one that its owner was given, or nothing to wait for', async () => {
    const hers = await give('1943-05-05')
    const fresh = await another(await identityOf(hers))
    await office.pool.query('UPDATE code_card SET lost_by = issued_by, lost_at = $1 WHERE id = $2', [
      ...[office.deps.clock.now(), hers.id],
    ])
    await waitsNoMore(hers.id)
    expect(await opens(fresh)).toMatchObject({ ok: true })
  })

  it('stands with what was said of it, not of another', async () => {
    const hers = await give('1943-06-06')
    await say('1943-06-06', hers.id)
    const id = await identityOf(hers)
    await inTransaction(office.deps.db, async (tx) => {
      const whose = await findIdentity(tx, office.deps, id)
      const actor = { kind: 'officer', id: await officerId(office, '何文静') } as const
      const said = { card: crypto.randomUUID(), reason: '说的是另一张', by: '何文静' }
      if (whose) await noteIdentity(tx, office.deps, whose, actor, 'card-loss-said', said)
    })
    expect(await waits(hers.id)).toMatchObject([{ reason, witness: '王支书', by: '何文静' }])
  })

  it('is found by those of its place, however many wait elsewhere, also while a colleague decides of it', async () => {
    await office.pool.query(
      `WITH others AS (INSERT INTO person (id, pair_index, county_code, name_cipher, key_wrapped, level, created_at, phone_confirmed)
         SELECT gen_random_uuid(), pair_index, county_code, name_cipher, key_wrapped, level, created_at, false
           FROM (SELECT * FROM person LIMIT 1) one, generate_series(1, 120) RETURNING id),
       known AS (INSERT INTO identity (id, county_code, level, number_kind, created_at)
         SELECT id, '990101', 'claimed', 'none', now() FROM others RETURNING id)
       INSERT INTO code_card (id, county_code, identity_id, token_hash, number_index, last_four, issued_by, issued_at, lost_by, lost_at)
         SELECT gen_random_uuid(), '990101', known.id, sha256(known.id::text::bytea), sha256(known.id::text::bytea), '0000',
                o.id, $1, o.id, $1::timestamptz - interval '1 day' FROM known, officer o WHERE o.name = '唐敏'`,
      [office.deps.clock.now()],
    )
    const hers = await give('1943-07-07')
    await say('1943-07-07', hers.id)
    const colleague = await office.pool.connect()
    try {
      await colleague.query('BEGIN')
      await colleague.query('SELECT id FROM code_card WHERE lost_by IS NOT NULL FOR UPDATE')
      expect(await waits(hers.id)).toHaveLength(1)
    } finally {
      await colleague.query('ROLLBACK')
      colleague.release()
    }
    expect(await losses(await office.officerDevice('唐敏'))).toHaveLength(100)
  })
})
