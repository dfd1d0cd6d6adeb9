import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { inTransaction } from '@yima/api/db/transaction'
import { fileTold } from '@yima/api/demo/complaints'
import { loadDemoKeys } from '@yima/api/demo/keys'
import { insertObjection } from '@yima/api/objection/store'
import { holidays } from '@yima/shared/calendar/holidays'
import { filed } from '@yima/shared/objection/workflow'
import { begun } from '@yima/shared/renovation/renovation'
import { seal } from '@yima/api/vault'
import { json } from '../family/people.ts'
import type { Office } from '../fixtures/office.ts'
import { bodies } from '../http/known-routes.ts'
import { county, town, village, type Staff, type World } from './world.ts'

/** What somebody says against that family's notice, with a picture. */
export async function anObjection(office: Office, check: { id: string; claim: string }): Promise<{ id: string; file: string }> {
  const bytes = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#c33' } }).png().toBuffer()
  const { id: file } = await json<{ id: string }>(office.device().postRaw('/files', bytes))
  const id = randomUUID()
  const lies = { countyCode: county.slice(0, 6), regionCode: village, applicationId: check.id, claimId: check.claim }
  const found = { noticeId: randomUUID(), receiptIndex: Buffer.from(id), fourIndex: Buffer.from(id), filedAt: office.clock.now() }
  const said = { wrongs: ['property' as const], words: '买了车', photos: [file], named: null }
  const days = { n: 2, unit: 'workday' } as const
  const event = filed(office.clock.today(), { checkable: true }, { admission: days, answer: days }, holidays)
  await inTransaction(office.deps.db, (tx) => insertObjection(tx, office.deps, { id, ...lies, ...found }, said, event))
  await office.pool.query('UPDATE file SET objection_id = $1 WHERE id = $2', [id, file])
  return { id, file }
}

/** Somebody of that village whom nobody knows but a neighbour, with a picture. */
export async function anOutreach(office: Office): Promise<{ id: string; file: string }> {
  const phone = office.device()
  const bytes = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#3c3' } }).png().toBuffer()
  const { id: file } = await json<{ id: string }>(phone.postRaw('/files', bytes))
  await phone.post('/outreach', { ...(bodies['/api/outreach'] as object), photos: [file] })
  const { rows } = await office.pool.query<{ id: string }>('SELECT application_id AS id FROM file WHERE id = $1', [file])
  return { id: rows[0]?.id ?? '', file }
}

export const cityDiscipline = '990100000000:discipline'
/** The key of somebody in the city’s discipline office. */
export async function aReaderKey(office: Office): Promise<string> {
  await loadDemoKeys(office.deps)
  const { rows } = await office.pool.query<{ id: string }>(
    'SELECT k.id FROM reader_key k JOIN office_key o ON o.id = k.office_key_id WHERE o.unit_id = $1 ORDER BY k.id LIMIT 1',
    [cityDiscipline],
  )
  return rows[0]?.id ?? ''
}

/** Money that somebody proposed for that grandmother. */
export async function aPayment(office: Office, world: World): Promise<string> {
  const { id: application, claims } = world.gran.receipt
  const { rows } = await office.pool.query<{ person: string; key: Buffer; by: string }>(
    `SELECT p.id AS person, p.key_wrapped AS key, (SELECT id FROM officer WHERE name = '何文静') AS by
       FROM application a JOIN person p ON p.id = a.person_id WHERE a.id = $1`, [application])
  const [row] = rows
  const id = randomUUID()
  const sealed = row && seal(office.deps.vault.unwrap(row.key), { basis: '办法', reason: '断炊' })
  await office.pool.query(
    `INSERT INTO reserve_proposal (id, county_code, town_code, kind, fen, state, application_id, claim_id, person_id, sealed, proposed_by, proposed_at)
     VALUES ($1, '990101', $2, 'payment', -1000, 'proposed', $3, $4, $5, $6, $7, $8)`,
    [id, town, application, claims[0]?.id, row?.person, sealed, row?.by, office.clock.now()])
  return id
}

/** Works on that grandmother’s house, of which there is such a picture; of departments, housing alone has them. */
export async function aHouse(office: Office, world: World, picture: string): Promise<string> {
  const { id: application, claims } = world.gran.receipt
  const { rows } = await office.pool.query<{ key: Buffer }>(
    'SELECT p.key_wrapped AS key FROM application a JOIN person p ON p.id = a.person_id WHERE a.id = $1', [application])
  const [row] = rows
  const id = randomUUID()
  const survey = { from: 'visit' as const, on: '2026-03-02', graders: ['何文静'], parts: [], grade: 'D' as const, words: '开裂', pictures: [{ spot: 'front' as const, picture }] }
  const works = { ...begun({ subsidy: 100, grade: 'D', persons: 1, openedOn: '2026-03-02' }), survey }
  await office.pool.query(
    `INSERT INTO renovation (id, county_code, region_code, application_id, claim_id, subsidy_fen, state, stopped, next_on, sealed, opened_at)
     VALUES ($1, '990101', $2, $3, $4, 100, 'plan', false, '2026-03-31', $5, $6)`,
    [id, village, application, claims[0]?.id, row && seal(office.deps.vault.unwrap(row.key), works), office.clock.now()])
  return id
}

/** Her slip, open on the phone of each of them. */
export async function openSlips(office: Office, world: World, staff: readonly Staff[]): Promise<ReadonlyMap<string, string>> {
  const opened = staff.map(({ who, id }) => ({ who, officer: id, id: randomUUID() }))
  for (const { id, officer } of opened)
    await office.pool.query(
      `INSERT INTO assist (id, county_code, application_id, officer_id, way, opened_at, ends_at)
       VALUES ($1, '990101', $2, $3, 'slip', $4, $4::timestamptz + interval '1 day')`,
      [id, world.gran.receipt.id, officer, office.clock.wall()],
    )
  return new Map(opened.map(({ who, id }) => [who, id]))
}

/** What hangs of that grandmother. */
export async function aNotice(office: Office, world: World): Promise<string> {
  const { id: application, claims } = world.gran.receipt
  const shown = { name: '何*', programme: 'dibao', persons: 1, amount: null, cause: null, relative: null, change: null, since: null }
  const { rows } = await office.pool.query<{ id: string }>(
    `INSERT INTO notice (id, county_code, region_code, application_id, claim_id, kind, state, shown, text_hash, from_on, to_on, until_on, term, posted_at)
     VALUES (gen_random_uuid(), '990101', $1, $2, $3, 'review', 'hanging', $4, repeat('0', 64), $5, '2026-12-01', '2026-12-01', '{"n":7,"unit":"day"}', $6)
     RETURNING id`,
    [village, application, claims[0]?.id, JSON.stringify(shown), office.clock.today(), office.clock.now()],
  )
  return rows[0]?.id ?? ''
}

/** What was told about the head of the county’s discipline office, sealed for those whom the matrix employs in the city’s. */
export async function aComplaint(office: Office, staff: readonly Staff[], part: string): Promise<string> {
  const accused = await office.pool.query<{ id: string }>(`SELECT id FROM officer WHERE name = '严明'`)
  const concern = { accused: accused.rows.map(({ id }) => id) }
  const id = await fileTold(office.deps, { place: village, concern, category: 'delay', words: '没有回音', accused: [], daysAgo: 0 })
  const readers = staff.flatMap((one) => (one.hats[0]?.role === 'supervisor' && one.hats[0].unit === cityDiscipline ? [one.id] : []))
  await office.pool.query(
    `INSERT INTO complaint_key (complaint_id, opens, reader, county_code, file) SELECT $1, 'contents', unnest($2::text[]), '990101', 'x' ON CONFLICT DO NOTHING`,
    [id, readers],
  )
  await office.pool.query(
    `INSERT INTO complaint_part (file, number, county_code, complaint_id, sealed, day) VALUES ($1, 0, '990101', $2, 'x', $3)`,
    [part, id, office.clock.today()],
  )
  return id
}

/** What a draw gave to the first of these supervisors of the county, of whom nobody had a hand in it. */
export async function aSpotCheck(office: Office, staff: readonly Staff[], world: World): Promise<{ id: string; officer: string }> {
  const officer = staff.find(({ hats: [own] }) => own?.role === 'supervisor' && own.region === county)?.id ?? ''
  const { id: application, claims } = world.gran.receipt
  const [id, claim] = [randomUUID(), claims[0]?.id]
  const { rows } = await office.pool.query<{ key: Buffer }>('SELECT p.key_wrapped AS key FROM application a JOIN person p ON p.id = a.person_id WHERE a.id = $1', [application])
  const computation = { programme: 'dibao', verdict: 'ineligible', kind: 'monthly', given: [], fen: null, firstMonth: null, reasons: [], restsOn: [], missing: [], conflicts: [] }
  const stored = { basis: { figures: [], facts: [], conflicts: [], members: [] }, computation, said: { basis: '办法', reason: '超过标准' }, ground: null, named: null, on: '2026-03-02' }
  const sealed = rows[0] && seal(office.deps.vault.unwrap(rows[0].key), stored)
  await office.pool.query(`INSERT INTO rule_version (version, programme, rules, at) VALUES ($1, 'dibao', '{}', $2)`, ['0'.repeat(64), office.clock.now()])
  await office.pool.query(
    `INSERT INTO decision (id, county_code, application_id, claim_id, number, outcome, version, unit_id, sealed, at)
     VALUES ($1, '990101', $2, $3, '2026-00001', 'refused', $4, (SELECT unit_id FROM application WHERE id = $2), $5, $6)`,
    [randomUUID(), application, claim, '0'.repeat(64), sealed, office.clock.now()],
  )
  await office.pool.query(
    `INSERT INTO spot_check (id, county_code, quarter, drawn, application_id, claim_id, outcome, officer_id, drawn_on, due_on)
     VALUES ($1, '990101', '2026-Q1', true, $2, $3, 'refused', $4, '2026-03-02', '2026-04-01')`,
    [id, application, claim, officer],
  )
  return { id, officer }
}

/** What was done once is undone, so that the next one finds it as it was. */
export const asItWas = (owner: Pick<Office['pool'], 'query'>, check: string): Promise<unknown> =>
  owner.query(
    `
    WITH told AS (UPDATE call_task SET told_at = NULL, told_by = NULL, how = NULL),
         sent AS (UPDATE message SET state = 'waiting', sent_at = NULL, delivered_at = NULL WHERE channel = 'call'),
         rung AS (UPDATE call SET acknowledged_at = NULL, acknowledged_by = NULL),
         given AS (UPDATE claim SET waits = '{}' WHERE application_id <> $1),
         asked AS (UPDATE access_question SET answered_at = NULL, answered_by = NULL, answer_sealed = NULL),
         posted AS (UPDATE notice SET state = 'hanging' WHERE state = 'withheld'),
         unlooked AS (UPDATE spot_check SET state = 'open', finding = NULL, done_on = NULL, sealed = NULL),
         unsaid AS (DELETE FROM unposted),
         open AS (UPDATE assist SET closed_at = NULL WHERE way = 'slip'),
         paid AS (UPDATE reserve_proposal SET state = 'proposed', settled_by = NULL, settled_for = NULL, settled_at = NULL WHERE kind = 'payment'),
         waits AS (UPDATE organisation_change SET state = 'proposed', confirmed_by = NULL)
    DELETE FROM absence WHERE from_on = '2026-04-01'`,
    [check],
  )
