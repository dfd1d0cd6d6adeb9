import { describe, expect, it } from 'vitest'
import type { IssuedCard } from '@yima/shared/code/contract'
import { groupNumber } from '@yima/shared/code/number'
import type { DuplicateView } from '@yima/shared/family/work-contract'
import type { FiledHere, OccasionView, Scanned } from '@yima/shared/window/contract'
import { historyOf } from '@yima/api/family/record'
import { look, ownCodeOf } from '../code/people.ts'
import { json, openVillage } from '../family/people.ts'
import { anApplication, apply, documentOf, type Device } from '../fixtures/office.ts'

const { office, who } = await openVillage()
const clerk = await office.officerDevice('何文静')

const passport = (value: string, birthDate = '1980-02-03') =>
  ({ kind: 'foreign', document: 'passport', value, birthDate }) as const
const without = (birthDate: string, before = false) =>
  ({ kind: 'none', birthDate, witness: '王支书', before }) as const
const card = (name: string, number: object, pin: string | null = '2580') =>
  clerk.post('/work/cards', { name, number, seen: true, pin })
const issued = async (name: string, number: object): Promise<IssuedCard & { identity: string }> => {
  const answer = await card(name, number)
  if (answer.status !== 201) throw new Error(`no card: ${answer.status} ${await answer.text()}`)
  const made = (await answer.json()) as IssuedCard
  const found = await look(office, made.text, { pin: '2580' })
  return { ...made, identity: found.ok ? found.identityId : '' }
}
const change = async (what: 'revocation' | 'unlocking', name: string, number: object) => {
  const body = { name, number, seen: true, ...(what === 'unlocking' ? { pin: null } : {}) }
  return (await json<{ changed: boolean }>(clerk.post(`/work/cards/${what}`, body))).changed
}
const scanned = async (body: object): Promise<OccasionView> => {
  const found = await json<Scanned>(clerk.post('/work/scans', { purpose: 'apply', ...body }))
  if (!found.ok) throw new Error(found.refused)
  return found.occasion
}
const prove = (id: string, name: string, number: object) =>
  who.status(clerk.post(`/work/occasions/${id}/proof`, { name, number, seen: true }))
const stored = async (id: string) =>
  (
    await office.pool.query(
      `SELECT i.level, i.number_kind AS kind, i.number_index, p.id_index, p.id_cipher
         FROM identity i JOIN person p ON p.id = i.id WHERE i.id = $1`,
      [id],
    )
  ).rows[0] as { level: string; kind: string; number_index: Buffer | null; id_index: Buffer | null; id_cipher: Buffer | null }

/** Somebody with a phone who has no ID number and chose four digits. */
let phones = 0
async function withoutNumber(name: string): Promise<Device> {
  const device = office.device()
  const phone = `1990002${String((phones += 1)).padStart(4, '0')}`
  const phoneProof = await office.confirmPhone(device, phone)
  await apply(device, anApplication({ applicant: { identity: 'no-id-number', name, chosenFour: '4321', phone, phoneProof } }))
  return device
}

describe('a wife from abroad', () => {
  it('gets a card by her passport, sealed and found again by its hash, also as her book of another day types it', async () => {
    const [first, again] = [await issued('阮氏', passport('C1234567')), await issued('阮氏', passport('c 123-4567'))]
    expect(again.identity).toBe(first.identity)
    const kept = await stored(first.identity)
    expect(kept).toMatchObject({ level: 'proven', kind: 'foreign', id_index: null })
    expect(kept.number_index).not.toBeNull()
    expect(kept.id_cipher?.toString('latin1')).not.toContain('C1234567')
    const [proven, seen] = await historyOf(office.deps.db, office.deps, first.identity)
    expect(proven).toMatchObject({ type: 'identity-proven', payload: { how: 'window', by: '何文静' } })
    expect(seen).toMatchObject({ type: 'papers-seen', payload: { document: 'passport', birthDate: '1980-02-03', by: '何文静' } })
    expect(await change('revocation', '阮氏', passport('C1234567'))).toBe(true)
    expect(await look(office, again.text, { pin: '2580' })).toEqual({ ok: false, reason: 'revoked' })
  })

  it('is one person under the number of a renewed passport once the county has seen both, and never by itself', async () => {
    const [old, fresh] = [await issued('武氏', passport('D1111111')), await issued('武氏', passport('E2222222'))]
    expect(fresh.identity).not.toBe(old.identity)
    const county = await office.officerDevice('冯雪')
    const pair = async () => {
      const { pairs } = await json<{ pairs: DuplicateView[] }>(county.get('/work/duplicates'))
      return pairs.find(({ one }) => one.person === old.identity)
    }
    expect(await pair()).toMatchObject({ state: 'open', because: expect.arrayContaining(['same-name-and-birth']), against: ['other-number', 'both-proven'] })
    const decide = (verdict: string) =>
      who.status(county.post('/work/duplicates/decision', { one: old.identity, other: fresh.identity, verdict, reason: '证件换了新的，新旧两份都看了' }))
    expect(await decide('same')).toEqual([200, ''])
    for (const number of ['E2222222', 'D1111111', 'E2222222'])
      expect((await issued('武氏', passport(number))).identity).toBe(old.identity)
    expect(await decide('open')).toEqual([200, ''])
    expect((await issued('武氏', passport('D1111111'))).identity).toBe(old.identity)
    expect((await issued('武氏', passport('E2222222'))).identity).toBe(fresh.identity)
  })

  it('is nobody else under the same characters of another document, and nobody writes another name over hers', async () => {
    const own = await issued('黎氏', passport('12345678'))
    const permit = { kind: 'foreign', document: 'taiwan-permit', value: '12345678', birthDate: '1980-02-03' }
    expect((await issued('林先生', permit)).identity).not.toBe(own.identity)
    expect(await who.status(card('黎花', passport('12345678')))).toEqual([422, 'name-of-proven'])
    expect(await change('revocation', '黎花', passport('12345678'))).toBe(false)
  })

  it('is proven on the occasion of her phone, applies with four digits of her own, and lets a neighbour help', async () => {
    const phone = await withoutNumber('范氏')
    const { id, minimum } = await scanned({ text: (await ownCodeOf(phone)).text })
    expect(minimum).toMatchObject({ level: 'claimed', hasNumber: false })
    expect(await prove(id, '范花', passport('F7654321'))).toEqual([422, 'name-of-another'])
    expect(await prove(id, '范氏', passport('F7654321'))).toEqual([200, ''])
    const said = { words: '孩子上学没有钱。', regionCode: '990101100201', photos: [], answers: { household: {}, members: [] }, consent: { method: 'at-visit' } }
    const file = (more: object) => clerk.post(`/work/occasions/${id}/applications`, { ...said, ...more })
    expect(await who.status(file({}))).toEqual([422, 'last-four'])
    expect((await json<FiledHere>(file({ chosenFour: '2468' }))).name).toBe('范*')
    const neighbour = await who.somebody('范大姐', '1970-01-02')
    const gift = {
      giver: { by: 'document', name: '范氏', number: passport('F7654321') },
      helper: { by: 'document', name: neighbour.name, number: documentOf('1970-01-02') },
      ...{ scopes: ['see-progress'], until: '2026-06-01', seen: true, seenAt: 'window', witness: '王支书' },
    }
    expect(await who.status(clerk.post('/work/mandates', gift))).toEqual([201, ''])
    expect(await who.status(clerk.post('/work/mandates/look', { giver: gift.giver, seen: true }))).toEqual([200, ''])
  })
})

describe('somebody without any papers', () => {
  it('is proven by whoever knows them, never without, and found again only where they are alone by name and birthday', async () => {
    expect((await card('石奶奶', { kind: 'none', birthDate: '1940-01-01', before: false })).status).toBe(422)
    const first = await issued('石奶奶', without('1940-01-01'))
    expect(await stored(first.identity)).toMatchObject({ level: 'proven', kind: 'none', number_index: null, id_cipher: null })
    const [, seen] = await historyOf(office.deps.db, office.deps, first.identity)
    expect(seen?.payload).toMatchObject({ document: 'none', witness: '王支书', by: '何文静' })
    expect((await issued('石奶奶', without('1940-01-01', true))).identity).toBe(first.identity)
    expect(await who.status(card('石奶奶', without('1941-01-01', true)))).toEqual([422, 'not-known-by-birth'])
    expect(await change('unlocking', '石奶奶', { ...without('1940-01-01'), witness: '李支书' })).toBe(true)
    const vouched = (await historyOf(office.deps.db, office.deps, first.identity)).filter(({ type }) => type === 'papers-seen')
    // Each act at the window keeps who knew her, also of somebody who was here before.
    expect(vouched.map(({ payload }) => payload['witness'])).toEqual(['王支书', '王支书', '李支书'])
  })

  it('is never taken for a namesake: both stay two, are proposed to the county, and neither is guessed', async () => {
    const [one, other] = [await issued('石婆婆', without('1942-01-01')), await issued('石婆婆', without('1942-01-01'))]
    expect(other.identity).not.toBe(one.identity)
    expect(await who.status(card('石婆婆', without('1942-01-01', true)))).toEqual([422, 'not-known-by-birth'])
    const end = (more: object = {}) =>
      who.status(clerk.post('/work/cards/revocation', { name: '石婆婆', number: without('1942-01-01'), seen: true, ...more }))
    const opens = (made: IssuedCard) => look(office, made.text, { pin: '2580' })
    expect(await end()).toEqual([422, 'card-number-needed'])
    expect(await end({ cardNumber: '1234' })).toEqual([422, 'card-number'])
    expect(await end({ cardNumber: (await issued('石奶奶', without('1943-01-01'))).number })).toEqual([422, 'card-of-another'])
    expect([await opens(one), await opens(other)]).toMatchObject([{ ok: true }, { ok: true }])
    expect(await end({ cardNumber: groupNumber(one.number) })).toEqual([200, ''])
    expect([await opens(one), await opens(other)]).toMatchObject([{ reason: 'revoked' }, { ok: true }])
    const county = await office.officerDevice('冯雪')
    const { pairs } = await json<{ pairs: DuplicateView[] }>(county.get('/work/duplicates'))
    expect(pairs.find(({ one: side }) => side.name === '石婆婆')?.because).toContain('same-name-and-birth')
  })

  it('is proven on the own phone, and by an ID card once it is there: one and the same person', async () => {
    const phone = await withoutNumber('石山')
    const { id } = await scanned({ text: (await ownCodeOf(phone)).text })
    expect(await prove(id, '石山', without('1971-01-01'))).toEqual([200, ''])
    expect(await prove(id, '石山', documentOf('1971-01-01'))).toEqual([200, ''])
    const { minimum } = await json<OccasionView>(clerk.get(`/work/occasions/${id}`))
    expect(minimum).toMatchObject({ level: 'proven', hasNumber: true, name: '石*' })
  })

  it('is known by an ID card that the county found to be theirs, and no more once that is taken back', async () => {
    const [before, since] = [await issued('石公', without('1939-09-09')), await issued('石公', documentOf('1939-09-09'))]
    await office.watch()
    const county = await office.officerDevice('冯雪')
    const decide = (verdict: string) =>
      who.status(county.post('/work/duplicates/decision', { one: before.identity, other: since.identity, verdict, reason: '看了户口簿' }))
    expect(await decide('same')).toEqual([200, ''])
    expect((await issued('石公', documentOf('1939-09-09'))).identity).toBe(before.identity)
    expect(await stored(before.identity)).toMatchObject({ kind: 'id-number' })
    expect(await decide('open')).toEqual([200, ''])
    expect(await stored(before.identity)).toMatchObject({ kind: 'none', id_index: null })
    expect((await issued('石公', documentOf('1939-09-09'))).identity).toBe(since.identity)
  })

  it('is not who typed a number: that document is to be seen', async () => {
    const zhou = await who.somebody('周石', '1972-01-01')
    const { id } = await scanned({ text: (await ownCodeOf(zhou.device)).text })
    expect(await prove(id, '周石', without('1972-01-01'))).toEqual([422, 'number-was-typed'])
  })
})
