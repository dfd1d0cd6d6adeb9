import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { toldInConfidence, traces } from './in-confidence.ts'
import { filesOf, foundIn, rowsOf } from './left-behind.ts'

/** Stands openly in rows and files: whoever does not find it would find no secret either. */
const known = '稻香镇'

test('what lies open is found however it was written down', () => {
  const secret = '两百块放在桌上了。'
  const around = Buffer.from(`{"said":"前面的${secret}后面的"}`)
  const written = [around, Buffer.from(around.toString(), 'utf16le'), Buffer.from(around.toString('hex'))]
  for (const offset of [0, 1, 2]) written.push(Buffer.from(Buffer.concat([Buffer.from('x'.repeat(offset)), around]).toString('base64')))
  written.push(Buffer.from(String.raw`"\u4e24\u767e\u5757\u653e\u5728\u684c\u4e0a\u4e86\u3002"`))
  expect(written.map((bytes) => foundIn(bytes, [secret, '两百块放在椅上了。']))).toEqual(written.map(() => [secret]))
})

test('nothing that people told a supervisor, no name and no receipt lies open in the database, the files or the log of the server', async () => {
  const { dataDir, said } = traces()
  const secrets = toldInConfidence()
  expect(secrets.length).toBeGreaterThan(20) // of four journeys
  const open: string[] = []
  const seen = { rows: 0, files: 0 }

  await test.step('every row of every table', async () => {
    expect(await rowsOf(dataDir, (table, rows) => {
      seen.rows += foundIn(rows, [known]).length
      open.push(...foundIn(rows, secrets).map((secret) => `${table}: ${secret}`))
    })).toBeGreaterThan(100)
  })

  await test.step('every file, with what the database wrote ahead', () => {
    expect(filesOf(dataDir, [], (file, bytes) => {
      seen.files += foundIn(bytes, [known]).length
      open.push(...foundIn(bytes, secrets).map((secret) => `${file}: ${secret}`))
    })).toBeGreaterThan(500)
  })

  await test.step('all that it said', () => {
    const log = readFileSync(said)
    expect(log.length).toBeGreaterThan(10_000)
    open.push(...foundIn(log, secrets).map((secret) => `log: ${secret}`))
  })

  expect(open).toEqual([])
  expect(Math.min(seen.rows, seen.files)).toBeGreaterThan(0)
})

test('whoever carries the database away has no key of it: none lies in a row, a file beside the keys, or the log', async () => {
  const { dataDir, said } = traces()
  const keys = readdirSync(join(dataDir, 'keys')).map((name) => readFileSync(join(dataDir, 'keys', name)).toString('latin1').trim())
  expect(keys.length).toBeGreaterThan(3)
  expect(foundIn(Buffer.from(keys.join('\n')), keys)).toEqual(keys)
  const open: string[] = []
  await rowsOf(dataDir, (table, rows) => open.push(...foundIn(rows, keys).map(() => table)))
  filesOf(dataDir, ['keys'], (file, bytes) => open.push(...foundIn(bytes, keys).map(() => file)))
  open.push(...foundIn(readFileSync(said), keys).map(() => 'log'))
  expect(open).toEqual([])
})
