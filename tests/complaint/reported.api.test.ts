import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { verifyComplaintDays } from '@yima/api/complaint/verify-days'
import { trailKeyOf } from '@yima/api/trail/sign'
import { loadDemoKeys } from '@yima/api/demo/keys'
import { checkReported, complaintRootText, leavesPerDay, proofIn, reportedText, type ComplaintRoot, type ReportedProof } from '@yima/shared/complaint/reported'
import type { TrailKey } from '@yima/shared/trail/contract'
import { hash, isSigned } from '../../web/src/trail/tools.ts'
import { days, openOffice, type Office } from '../fixtures/office.ts'
import { concern, conversationOf, filedReport, hexOf, json, words, type Reporter } from './reporter.ts'

let office: Office
beforeAll(async () => {
  office = await openOffice()
  await loadDemoKeys(office.deps)
})
afterAll(() => office.close())

const proofOf = async ({ device, opened }: Reporter): Promise<ReportedProof> =>
  json<ReportedProof>(await device.post('/complaints/conversation/proof', opened))
const rootsNow = async (): Promise<{ keys: TrailKey[]; roots: ComplaintRoot[] }> => json(await office.device().get('/complaints/roots'))
const verdictOf = async (proof: ReportedProof) => checkReported({ hash, isSigned }, proof, await rootsNow())
const nextDay = async (): Promise<void> => {
  office.clock.goOn(days(1))
  await office.watch()
}

describe('a proof of having reported', () => {
  it('names office and day, signed by the county, and nothing that was told', async () => {
    const reporter = await filedReport(office, { named: true })
    const proof = await proofOf(reporter)
    expect(proof).toMatchObject({ office: (await conversationOf(reporter)).office.name, filedOn: '2026-03-02', place: null })
    expect(await verdictOf(proof)).toBe('holds')
    for (const secret of [words.slice(0, 6), '周素芬', reporter.body.id, reporter.receipt, reporter.opened.handle])
      expect(JSON.stringify(proof)).not.toContain(secret)
  })

  it('lies under the signed root of a day, whoever keeps it, also after more happened', async () => {
    const reporter = await filedReport(office)
    await nextDay()
    const proof = await proofOf(reporter)
    expect(await verdictOf(proof)).toBe('holds-under-root')
    expect((await rootsNow()).roots).toContainEqual(proof.place?.root)
  })

  it('holds for nothing else: another office, another day, another record, another place', async () => {
    const proof = await proofOf(await filedReport(office))
    for (const forged of [{ office: '别的单位' }, { filedOn: '2026-03-01' }, { digest: 'ab'.repeat(32) }])
      expect(await verdictOf({ ...proof, ...forged })).toBe('forged')
    await nextDay()
    const { place, ...rest } = await proofOf(await filedReport(office).then(async (one) => { await nextDay(); return one }))
    if (!place) throw new Error('not under a root')
    expect(await verdictOf({ ...rest, place: { ...place, index: (place.index + 1) % leavesPerDay } })).toBe('root-differs')
    expect(await verdictOf({ ...rest, place: { ...place, root: { ...place.root, number: 99 } } })).toBe('root-forged')
  })

  it('holds for no key but the county’s own, and under no day that the county shows to nobody else', async () => {
    await filedReport(office)
    const mine = await filedReport(office)
    await nextDay()
    const proof = await proofOf(mine)
    const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
    const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', pair.publicKey)
    const text = new TextEncoder().encode(reportedText(proof))
    const signed = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, pair.privateKey, text)
    const own = { ...proof, key: { ...proof.key, x, y }, signature: Buffer.from(signed).toString('base64url'), place: null }
    expect(await isSigned(own.key, reportedText(own), own.signature)).toBe(true)
    expect(await verdictOf(own)).toBe('other-key')
    const shown = await rootsNow()
    const others = { ...shown, roots: shown.roots.filter(({ number }) => number !== proof.place?.root.number) }
    expect(await checkReported({ hash, isSigned }, proof, others)).toBe('root-not-published')
  })

  it('is read out of the file that was saved, and out of no other', async () => {
    const proof = await proofOf(await filedReport(office))
    expect(proofIn(`反映过的证明\n单位：县里\n\n${JSON.stringify(proof)}`)).toEqual(proof)
    for (const other of ['', '{', '{"county":"990101"}', 'PDF {']) expect(proofIn(other)).toBe(undefined)
  })

  it('is given to nobody without the whole receipt', async () => {
    const { device, opened } = await filedReport(office)
    expect((await device.post('/complaints/conversation/proof', { ...opened, proof: 'ab'.repeat(32) })).status).toBe(404)
  })
})

describe('the root of a day', () => {
  it('is looked at with the rest of the trail: a leaf, a day or a signature that was changed is found, and one that left the house and is gone', async () => {
    await nextDay()
    await nextDay()
    const published = (await rootsNow()).roots
    const look = async (kept: readonly ComplaintRoot[] = []) =>
      (await verifyComplaintDays(office.deps.db, { countyCode: office.deps.config.countyCode, key: trailKeyOf(office.deps), published: kept })).faults.map(({ kind }) => kind)
    expect(await look(published)).toEqual([])
    expect(await look([{ ...(published[0] as ComplaintRoot), number: 999 }])).toEqual(['complaint-published-missing'])
    expect(await look([{ ...(published[0] as ComplaintRoot), root: 'ab'.repeat(32) }])).toEqual(['complaint-published-differs'])
    const owner = new pg.Client({ connectionString: office.adminUrl })
    await owner.connect()
    const after = async (change: string): Promise<string[]> => {
      await owner.query('CREATE TEMP TABLE kept_root AS TABLE complaint_root')
      await owner.query(change)
      const found = await look()
      await owner.query('DELETE FROM complaint_root')
      await owner.query('INSERT INTO complaint_root SELECT * FROM kept_root')
      await owner.query('DROP TABLE kept_root')
      return [...new Set(found)]
    }
    const last = '(SELECT max(number) FROM complaint_root)'
    expect(await after(`UPDATE complaint_root SET leaves = set_byte(leaves, 0, (get_byte(leaves, 0) + 1) % 256) WHERE number = ${last}`)).toEqual(['complaint-leaves-changed'])
    expect(await after(`DELETE FROM complaint_root WHERE number = ${last} - 1`)).toEqual(['complaint-day-missing'])
    expect(await after(`UPDATE complaint_root SET signature = set_byte(signature, 9, (get_byte(signature, 9) + 1) % 256) WHERE number = ${last}`)).toEqual(['complaint-day-forged'])
    await owner.end()
  })

  it('looks the same whether nobody reported or many did: as many leaves, each as if by chance, one a day', async () => {
    await nextDay()
    for (let at = 0; at < 3; at += 1) await filedReport(office, { concern: concern({ unknown: true }) })
    await nextDay()
    await office.watch()
    const { rows } = await office.pool.query<{ day: string; leaves: Buffer }>('SELECT day::text AS day, leaves FROM complaint_root ORDER BY number')
    expect(new Set(rows.map(({ leaves }) => leaves.length))).toEqual(new Set([32 * leavesPerDay]))
    expect(new Set(rows.map(({ day }) => day)).size).toBe(rows.length)
    const { rows: heads } = await office.pool.query<{ hash: Buffer }>('SELECT hash FROM complaint_event')
    const all = Buffer.concat(rows.map(({ leaves }) => leaves)).toString('hex')
    expect(heads.filter((one) => all.includes(hexOf(one.hash)))).toEqual([])
  })

  it('follows from the one before, so that none can be exchanged or left out', async () => {
    await nextDay()
    const { keys: [key], roots } = await rootsNow()
    for (const [at, root] of roots.entries()) {
      expect(key && (await isSigned(key, complaintRootText(root), root.signature))).toBe(true)
      const before = roots[at + 1]
      if (before) expect([root.number, root.previous]).toEqual([before.number + 1, hexOf((await hash(complaintRootText(before))))])
    }
  })
})

it('a complaint of which nothing is left says so, and can still be proved', async () => {
  const reporter = await filedReport(office)
  for (const table of ['complaint_key', 'complaint_message']) await office.pool.query(`DELETE FROM ${table} WHERE complaint_id = $1`, [reporter.body.id])
  await office.pool.query(`UPDATE complaint SET state = 'closed', ended = 'two' WHERE id = $1`, [reporter.body.id])
  expect(await conversationOf(reporter)).toMatchObject({ state: 'closed', ended: 'two', key: null, messages: [], allowed: [] })
  expect(await verdictOf(await proofOf(reporter))).toBe('holds')
})
