import { describe, expect, it } from 'vitest'
import type { DuplicateView, FamilyWork, NameCorrectionView } from '@yima/shared/family/work-contract'
import type { RecordView } from '@yima/shared/me/contract'
import { inTransaction } from '@yima/api/db/transaction'
import { doerIn, historyOf } from '@yima/api/family/record'
import { join, prove } from '@yima/api/identity/prove'
import { provenAt } from '../code/people.ts'
import { anApplication, apply, documentOf, idNumberOf, type Device } from '../fixtures/office.ts'
import { tasksOf } from '../notification/people.ts'
import { json, openVillage, standsInFor } from './people.ts'

const { office, who } = await openVillage()
const [clerk, second, county, elsewhere] = await Promise.all(
  ['何文静', '刘小勤', '周立新', '唐敏'].map((name) => office.officerDevice(name)),
) as [Device, Device, Device, Device]

let born = 1950
/** Somebody of the village whom a window has proven under a name that the old register spelt otherwise. */
async function misspelt(name: string): Promise<{ id: string; birthday: string }> {
  const birthday = `${(born += 1)}-03-04`
  const applicant = { identity: 'id-number', name, idNumber: idNumberOf(birthday) } as const
  await apply(office.device(), anApplication({ applicant }))
  return { id: await provenAt(office, applicant.idNumber, name), birthday }
}
const body = (birthday: string, name: string, more: object = {}) => ({
  ...{ who: { by: 'document', number: documentOf(birthday) }, name, paper: 'household-register', seen: true },
  ...more,
})
const propose = (of: object, by = clerk) => json<{ id: string }>(by.post('/work/name-corrections', of))
const refused = (of: object, by = clerk) => who.status(by.post('/work/name-corrections', of))
const confirm = (id: string, by = second) => who.status(by.post(`/work/name-corrections/${id}/confirmation`, { seen: true }))
const refuse = (id: string, by = second) =>
  who.status(by.post(`/work/name-corrections/${id}/refusal`, { reason: '户口簿上不是这样' }))
const waiting = async (by = clerk) =>
  (await json<{ corrections: NameCorrectionView[] }>(by.get('/work/name-corrections'))).corrections
const nameOf = async (id: string) => {
  const { rows } = await office.pool.query<{ name: Buffer }>('SELECT name_cipher AS name FROM person WHERE id = $1', [id])
  return office.deps.vault.openField(rows[0]?.name ?? Buffer.alloc(0))
}
const noted = async (id: string) => (await historyOf(office.deps.db, office.deps, id)).map(({ type }) => type)

describe('a proven name that is written otherwise', () => {
  it('is changed by two officers who saw the paper; the trail has both and the person is told', async () => {
    const { id, birthday } = await misspelt('龙金华')
    const correction = await propose(body(birthday, ' 龙 金 花 '))
    expect(await nameOf(id)).toBe('龙金华')
    expect((await waiting(second)).find((one) => one.id === correction.id)).toMatchObject({
      ...{ before: '龙金华', name: '龙金花', paper: 'household-register', by: '何文静' },
      ...{ number: idNumberOf(birthday).slice(-4), allowed: ['confirm', 'refuse'] },
    })
    expect((await json<FamilyWork>(second.get('/work/family'))).names).toBe(1)
    expect(await confirm(correction.id)).toEqual([200, ''])
    expect(await nameOf(id)).toBe('龙金花')
    expect(await noted(id)).toEqual(['identity-proven', 'name-correction-proposed', 'name-corrected'])
    const last = (await historyOf(office.deps.db, office.deps, id)).at(-1)
    expect(last?.payload).toMatchObject({ before: '龙金华', name: '龙金花', proposedBy: '何文静', by: '刘小勤' })
    const { rows } = await office.pool.query('SELECT template FROM notification WHERE person_id = $1', [id])
    expect(rows).toEqual([{ template: 'name-corrected' }])
    expect(await waiting(second)).toEqual([])
  })

  it('is never changed by one officer alone, nor by one of another place or a relative', async () => {
    const { id, birthday } = await misspelt('田翠华')
    const correction = await propose(body(birthday, '田翠花'))
    // Whoever guesses at a name does not learn by it how somebody is called.
    expect(await waiting()).toMatchObject([{ before: null, name: '田翠花', allowed: ['refuse'] }])
    expect(await confirm(correction.id, clerk)).toEqual([409, 'name-own-proposal'])
    const own = await clerk.post(`/work/name-corrections/${correction.id}/confirmation`, { seen: true })
    expect(await own.json()).toMatchObject({ allowed: ['refuse'] })
    expect(await confirm(correction.id, elsewhere)).toEqual([404, 'not-found'])
    expect(await waiting(elsewhere)).toEqual([])
    for (const [name, status] of [['余桂芳', 403], ['秦朗', 403]] as const)
      expect((await confirm(correction.id, await office.officerDevice(name)))[0]).toBe(status)
    await second.post('/work/relatives', { name: '表姐', number: { kind: 'id-number', value: idNumberOf(birthday) }, kinship: 'other' })
    expect(await confirm(correction.id)).toEqual([404, 'not-found'])
    expect(await waiting(second)).toEqual([])
    expect(await refused(body(birthday, '田翠'), second)).toEqual([404, 'not-found'])
    expect(await nameOf(id)).toBe('田翠华')
    // The office above compares it where a township has nobody else.
    expect(await confirm(correction.id, county)).toEqual([200, ''])
    expect(await nameOf(id)).toBe('田翠花')
  })

  it('stays as it was where the second officer refuses, or whoever proposed it takes it back', async () => {
    const { id, birthday } = await misspelt('韩梅')
    const first = await propose(body(birthday, '韩美'))
    expect(await refused(body(birthday, '韩妹'))).toEqual([409, 'name-waits-already'])
    expect(await refuse(first.id, county)).toEqual([200, ''])
    expect(await confirm(first.id, county)).toEqual([409, 'name-not-waiting'])
    const again = await propose(body(birthday, '韩美'))
    expect(await refuse(again.id, clerk)).toEqual([200, ''])
    expect([await nameOf(id), await waiting()]).toEqual(['韩梅', []])
    const { rows } = await office.pool.query('SELECT 1 FROM notification WHERE person_id = $1', [id])
    expect(rows).toEqual([])
  })

  it('is nobody’s who was not proven by an office, and no change where it is the same', async () => {
    const { birthday } = await misspelt('马秀英')
    expect(await refused(body(birthday, '马 秀 英'))).toEqual([422, 'name-the-same'])
    expect(await refused(body(birthday, '马秀云', { seen: false }))).toEqual([422, 'not-seen'])
    expect(await refused(body('1949-01-01', '马秀云'))).toEqual([404, 'not-found'])
    await office.pool.query(`UPDATE identity SET proven_how = 'oidc' WHERE number_index = $1`, [
      office.deps.vault.index('id-number', idNumberOf(birthday)),
    ])
    expect(await refused(body(birthday, '马秀云'))).toEqual([409, 'name-by-register'])
  })

  it('is looked up by whoever proposes it, taken or not: the person reads of it, and it is counted', async () => {
    const { id, birthday } = await misspelt('石大山')
    const looks = async () => {
      const { rows } = await office.pool.query<{ what: string }>(
        `SELECT g.what FROM access_log g JOIN officer o ON o.id = g.reader_id
          WHERE g.person_id = $1 AND o.name = '何文静' AND g.purpose = 'name' ORDER BY g.id`,
        [id],
      )
      return rows.map(({ what }) => what)
    }
    const counted = async () => {
      const { rows } = await office.pool.query<{ sum: number }>('SELECT sum(wrong)::integer AS sum FROM code_try')
      return rows[0]?.sum ?? 0
    }
    const before = await counted()
    const { id: correction } = await propose(body(birthday, '石小山'))
    expect([await looks(), await counted()]).toEqual([['name'], before + 2])
    expect(await refused(body(birthday, '石中山'))).toEqual([409, 'name-waits-already'])
    expect(await refuse(correction)).toEqual([200, ''])
    await office.pool.query(`UPDATE identity SET proven_how = 'oidc' WHERE id = $1`, [id])
    expect(await refused(body(birthday, '石中山'))).toEqual([409, 'name-by-register'])
    // Once for the officer and once for the network.
    expect([await looks(), await counted()]).toEqual([['name', 'wrong-papers', 'wrong-papers'], before + 6])
  })

  it('ends with whoever leaves, and is nobody’s work any more', async () => {
    const leaver = await who.somebody('龚喜', '1961-02-02')
    const id = await who.idOf(leaver)
    await office.pool.query(`UPDATE identity SET level = 'proven', proven_how = 'window', proven_at = now() WHERE id = $1`, [id])
    const correction = await propose(body('1961-02-02', '龚熹'))
    await leaver.device.post(`/me/applications/${leaver.receipt.id}/withdrawal`, {})
    expect((await leaver.device.post('/me/erasure', {})).status).toBe(200)
    const { rows } = await office.pool.query('SELECT state FROM name_correction WHERE identity_id = $1', [id])
    expect(rows).toEqual([{ state: 'ended' }])
    expect((await waiting(second)).filter((one) => one.id === correction.id)).toEqual([])
  })

  it('finds what was filed under the right name, and double records by it', async () => {
    const { id, birthday } = await misspelt('向山妹')
    const other = await provenAt(office, idNumberOf(birthday, '104'), '向三妹')
    await apply(office.device(), anApplication({ applicant: { identity: 'id-number', name: '向三妹', idNumber: idNumberOf(birthday) } }))
    await office.watch()
    expect(await confirm((await propose(body(birthday, '向三妹'))).id, county)).toEqual([200, ''])
    const { rows } = await office.pool.query('SELECT 1 FROM person WHERE identity_id = $1', [id])
    expect(rows).toHaveLength(2)
    const { pairs } = await json<{ pairs: DuplicateView[] }>((await office.officerDevice('冯雪')).get('/work/duplicates'))
    expect(pairs.some(({ one, other: side }) => [one.person, side.person].sort().join() === [id, other].sort().join())).toBe(true)
  })

  it('is the register’s again to correct, however many officers see the document since', async () => {
    const { birthday } = await misspelt('汤如意')
    const number = documentOf(birthday)
    await inTransaction(office.deps.db, (tx) => prove(tx, office.deps, { number, name: '汤如意', how: 'oidc' }))
    expect((await clerk.post('/work/cards', { number, name: '汤如意', seen: true, pin: null })).status).toBe(201)
    expect(await refused(body(birthday, '汤如艺'))).toEqual([409, 'name-by-register'])
  })

  it('ends where two records turn out to be one, and can be proposed for the one that stands', async () => {
    const { id, birthday } = await misspelt('柳叶')
    const to = await provenAt(office, idNumberOf(birthday, '104'), '柳叶')
    const { id: correction } = await propose(body(birthday, '柳烨'))
    await inTransaction(office.deps.db, (tx) => join(tx, office.deps, id, to))
    expect((await waiting(second)).filter((one) => one.id === correction)).toEqual([])
    expect(await confirm(correction)).toEqual([409, 'name-not-waiting'])
    const again = await propose(body(birthday, '柳烨'))
    expect(await refuse(again.id)).toEqual([200, ''])
  })

  it('goes along in the record of its person, also when that is one with another since', async () => {
    const person = await who.somebody('苗春', '1963-01-01')
    const id = await who.idOf(person)
    await office.pool.query(`UPDATE identity SET level = 'proven', proven_how = 'window', proven_at = now() WHERE id = $1`, [id])
    expect(await confirm((await propose(body('1963-01-01', '苗椿'))).id)).toEqual([200, ''])
    const to = await provenAt(office, idNumberOf('1963-01-01', '104'), '苗椿')
    await inTransaction(office.deps.db, (tx) => join(tx, office.deps, id, to))
    const { chapters } = await json<RecordView>(person.device.get('/me/record'))
    expect(chapters.proofs).toMatchObject([{ type: 'identity-proven' }, { type: 'name-correction-proposed' }, { type: 'name-corrected', before: '苗春' }])
  })

  it('is found by those of its place, however many wait elsewhere', async () => {
    const { birthday } = await misspelt('覃家旺')
    await office.pool.query(
      `WITH others AS (INSERT INTO person (id, pair_index, county_code, name_cipher, key_wrapped, level, created_at, phone_confirmed)
         SELECT gen_random_uuid(), pair_index, county_code, name_cipher, key_wrapped, level, created_at, false
           FROM (SELECT * FROM person LIMIT 1) one, generate_series(1, 200) RETURNING id),
       known AS (INSERT INTO identity (id, county_code, level, number_kind, created_at)
         SELECT id, '990101', 'claimed', 'none', now() FROM others RETURNING id)
       INSERT INTO name_correction (id, county_code, identity_id, region_code, state, sealed, proposed_by, proposed_at)
         SELECT gen_random_uuid(), '990101', known.id, '990101101200', 'waiting', '\\x00', o.id, '2026-01-01'
           FROM known, officer o WHERE o.name = '唐敏'`,
    )
    await propose(body(birthday, '覃家望'))
    expect((await waiting(second)).map((one) => one.name)).toEqual(['覃家望'])
    expect((await json<FamilyWork>(second.get('/work/family'))).names).toBe(1)
  })

  it('is told somebody without a phone by neither of the two who changed it', async () => {
    const { id, birthday } = await misspelt('苗二妹')
    expect(await confirm((await propose(body(birthday, '苗二梅'))).id)).toEqual([200, ''])
    expect(await nameOf(id)).toBe('苗二梅')
    const standingFor = async (officer: Device) =>
      (await tasksOf(officer)).find(({ params }) => params['name'] === '苗二梅')?.standing
    for (const officer of [clerk, second]) expect(await standingFor(officer)).toMatchObject({ own: true, alone: false })
    expect(await standingFor(await office.officerDevice('谭志远'))).toMatchObject({ own: false })
  })

  it('is proposed and decided by a deputy under both names', async () => {
    const { id, birthday } = await misspelt('鲁大海')
    await standsInFor(office, '唐敏', '何文静')
    const correction = await propose(body(birthday, '鲁大河'), elsewhere)
    const signed = '唐敏（代何文静）'
    expect((await waiting(second)).find((one) => one.id === correction.id)).toMatchObject({ by: signed })
    expect(await confirm(correction.id)).toEqual([200, ''])
    const again = await propose(body(birthday, '鲁大江'))
    expect(await confirm(again.id, elsewhere)).toEqual([200, ''])
    const [proven, ...all] = await historyOf(office.deps.db, office.deps, id)
    expect(proven?.type).toBe('identity-proven')
    expect(all.map(({ payload }) => doerIn(payload))).toEqual([signed, '刘小勤', '何文静', signed])
    expect(all[1]?.payload).toMatchObject({ proposedBy: signed })
  })
})
