import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { formatReceiptNumber } from '@yima/shared/receipt/number'
import { openDatabase } from '@yima/api/db/connection'
import { openVault } from '@yima/api/keys'
import { open, openBytes, type Vault } from '@yima/api/vault'
import { openOffice, type Office } from '../fixtures/office.ts'
import { runs } from '../fixtures/runs.ts'
import { backUp, emptyPlace, restoreBackup, type Place } from './places.ts'
import { takeUp, writeOn, type Receipt, type WrittenDown } from './writers.ts'

type Pool = Office['pool']
type Application = { id: string; number: string; words: string; events: string[]; claims: string[]; photos: string[] }

/** Everything about every application, read as its owner would. */
async function read(pool: Pool, vault: Vault, files: Place['files']): Promise<Map<string, Application>> {
  const { rows } = await pool.query<{
    id: string; number: string; sealed: Buffer; wrapped: Buffer; events: string[]; claims: string[]
  }>(
    `SELECT a.id, a.receipt_number AS number, a.sealed, p.key_wrapped AS wrapped,
            ARRAY(SELECT encode(e.hash, 'hex') FROM event e WHERE e.stream = a.id ORDER BY e.number) AS events,
            ARRAY(SELECT c.programme FROM claim c WHERE c.application_id = a.id ORDER BY 1) AS claims
       FROM application a JOIN person p ON p.id = a.person_id`,
  )
  const found = new Map<string, Application>()
  for (const { id, number, sealed, wrapped, events, claims } of rows) {
    const { words } = open<{ words: string }>(vault.unwrap(wrapped), sealed)
    const pictures = await pool.query<{ hash: Buffer; key: Buffer }>(
      'SELECT content_hash AS hash, key_wrapped AS key FROM file WHERE application_id = $1', [id],
    )
    const clear = await Promise.all(
      pictures.rows.map(async ({ hash, key }) => openBytes(vault.unwrap(key), await files.get(hash)).toString('base64')),
    )
    found.set(id, { id, number, words, events, claims, photos: clear })
  }
  return found
}

/** Receipt numbers as the text messages name them, and as answers were remembered. */
async function traces(pool: Pool, vault: Vault) {
  const messages = await pool.query<{ body: Buffer }>(`SELECT body_cipher AS body FROM message WHERE template = 'sms.received'`)
  const texts = messages.rows.map(({ body }) => vault.openField(body))
  const answers = await pool.query<{ text: string }>(
    `SELECT answer::text AS text FROM idempotency WHERE route LIKE '%/applications'`,
  )
  return { texts, answers: answers.rows.map(({ text }) => text) }
}

async function expectWhole(source: Office, pool: Pool, vault: Vault, place: Place, receipts: Receipt[], moment: Date) {
  const { deps } = source
  const [before, after] = [
    await read(source.pool, deps.vault, deps.files), await read(pool, vault, place.files),
  ]
  const due = receipts.filter(({ at }) => at < moment.getTime())
  expect(due.length).toBeGreaterThanOrEqual(runs(10))
  for (const { id, number, words, photo } of due) {
    expect(after.get(id)).toMatchObject({ id, number, words })
    expect(after.get(id)?.photos).toHaveLength(photo === undefined ? 0 : 1)
  }
  // Whatever else is there is whole: exactly what stood in the original at that moment, to which an office has added since.
  for (const [id, { events, claims, ...rest }] of after) {
    const { events: since, claims: now, ...same }: Partial<Application> = before.get(id) ?? {}
    expect(rest).toEqual(same)
    expect(events).toEqual(since?.slice(0, events.length))
    if (since?.length === events.length) expect(claims).toEqual(now)
  }
  const { texts, answers } = await traces(pool, vault)
  expect(texts).toHaveLength(after.size)
  expect(answers).toHaveLength(after.size)
  for (const { number } of after.values()) {
    expect(texts.filter((text) => text.includes(formatReceiptNumber(number)))).toHaveLength(1)
    expect(answers.filter((text) => text.includes(number))).toHaveLength(1)
  }
  const streams = await pool.query<{ stream: string }>('SELECT DISTINCT stream FROM event')
  expect(streams.rows.map(({ stream }) => stream).sort()).toEqual([...after.keys()].sort())
}

/** Every line of casework that an officer was told is kept lies in the restored place, under its id. */
async function expectCasework(pool: Pool, done: readonly WrittenDown[], moment: Date) {
  const due = done.filter(({ at }) => at < moment.getTime())
  expect(due.length).toBeGreaterThan(0)
  for (const { application, adults, facts } of due) {
    const { rows } = await pool.query<{ id: string }>(
      `SELECT id::text FROM authorisation WHERE application_id = $1
        UNION ALL SELECT id::text FROM held_fact WHERE application_id = $1`,
      [application],
    )
    expect(adults.length).toBeGreaterThan(1)
    expect(facts.length).toBeGreaterThan(0)
    expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining([...adults, ...facts]))
  }
}

describe('a backup made while people apply and an office works', () => {
  let office: Office
  let place: Place
  let folder: string
  beforeEach(async () => {
    [office, place] = [await openOffice(), await emptyPlace()]
    folder = mkdtempSync(join(tmpdir(), 'yima-backup-'))
  })
  afterEach(async () => {
    await office.close()
    await place.close()
    rmSync(folder, { recursive: true })
  })

  it.each([
    ['an empty folder', undefined],
    ['a database of its own, whose keys come from the settings', randomBytes(32)],
  ])('holds every receipt given before its moment, whole, when it is restored into %s', async (_, keyMaterial) => {
    const people = writeOn(office)
    await people.more(runs(12))
    const before = await takeUp(office, people.receipts, runs(1))
    const meanwhile = takeUp(office, people.receipts.slice(before.length), 1)
    const file = join(folder, 'a.tar')
    const { manifest, kept } = await backUp(office, file)
    await people.more(4)
    await people.stop()
    const done = [...before, ...(await meanwhile)]
    const target = place.target(keyMaterial)
    const { findings } = await restoreBackup(file, kept, target)
    expect(findings.wrong).toEqual({})
    const { pool, close } = openDatabase(place.database.url)
    try {
      const vault = await openVault(target, pool)
      await expectWhole(office, pool, vault, place, people.receipts, new Date(manifest.moment))
      await expectCasework(pool, done, new Date(manifest.moment))
      expect(people.receipts.some(({ at }) => at > Date.parse(manifest.moment))).toBe(true)
    } finally {
      await close()
    }
  })
})
