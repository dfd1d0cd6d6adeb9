import { randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventText } from '@yima/shared/trail/statement'
import type { AccessPage } from '@yima/shared/me/contract'
import { anApplication, apply, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { json } from '../family/people.ts'
import { asks, confirm, done, proposedBy, somebody, type Person } from './asked.ts'
import { sha256, unzip, wrongIn } from './zip.ts'

let office: Office
let he: Device
beforeAll(async () => {
  office = await openOffice()
  he = await office.officerDevice('何文静')
})
afterAll(() => office.close())

type Event = {
  number: number
  type: string
  at: string
  actorKind: 'resident'
  actorId: string | null
  payloadDigest: string
  previousHash: string
  hash: string
  file: string | null
  text: string
}
type Index = {
  events: Event[]
  missing: string[]
  pictures: { kind: string; sha256: string | null; file: string | null }[]
  wordings: { version: string; file: string }[]
  request: { id: string }
}

const fileOf = (id: string) => he.get(`/work/applications/${id}/file?purpose=handle`)
async function opened(
  answer: Promise<Response> | Response,
): Promise<{ entries: Map<string, Buffer>; index: Index; bytes: Buffer }> {
  const got = await answer
  if (got.status !== 200) throw new Error(await got.text())
  const bytes = Buffer.from(await got.arrayBuffer())
  const entries = unzip(bytes)
  return { entries, bytes, index: JSON.parse(entries.get('index.json')?.toString() ?? '') as Index }
}

const photo = (shade: number) =>
  sharp({ create: { width: 40, height: 30, channels: 3, background: { r: shade, g: 90, b: 40 } } })
    .jpeg()
    .toBuffer()

/** A request with two photos and a signature. */
async function withPictures(person: Person) {
  const pictures: string[] = []
  for (const shade of [10, 120, 240]) {
    const answer = await person.device.postRaw('/files', await photo(shade), { 'content-type': 'image/jpeg' })
    pictures.push((await json<{ id: string }>(answer)).id)
  }
  const [first = '', second = '', signature = ''] = pictures
  const applicant = await office.confirmedApplicant(person.device, person.phone, person.name, '1948-08-08')
  const consent = {
    method: 'signed',
    commitment: 'commitment-1',
    authorisation: 'authorisation-1',
    signature,
  } as const
  return apply(
    person.device,
    anApplication({ applicant, photos: [first, second], consent, added: ['elderly'] }),
  )
}

describe('the file of a request', () => {
  it('holds every event, picture and wording under its hash, and each hash is right', async () => {
    const person = await somebody(office, '1948-08-08')
    const receipt = await withPictures(person)
    const answer = await fileOf(receipt.id)
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="yima-${receipt.id}.zip"`)
    const { entries, index } = await opened(answer)
    expect(wrongIn(entries)).toEqual([])
    expect(index.pictures.map(({ kind }) => kind)).toEqual(['photo', 'photo', 'signature'])
    for (const { file, sha256: hash } of index.pictures)
      expect(sha256(entries.get(file ?? '') ?? '')).toBe(hash)
    expect(index.wordings.map(({ version }) => version)).toEqual(['authorisation-1', 'commitment-1'])
    expect(entries.get('wordings/commitment-1.txt')?.toString().length).toBeGreaterThan(100)
    // Nothing in a name says whose it is.
    for (const name of entries.keys())
      expect(name).toMatch(
        /^(?:(?:decisions|events|pictures|wordings)\/[a-z0-9-]+\.[a-z]+|index\.json|index\.html|SHA256SUMS)$/,
      )
    const page = entries.get('index.html')?.toString() ?? ''
    expect(page).toContain('救助卷宗')
    expect(page).not.toMatch(/<script|src=/)
    for (const { hash } of index.events) expect(page).toContain(hash)
  })

  it('can be held against the trail by anybody: digests of contents, and each event follows from the one before', async () => {
    const claim = await asks(office, await somebody(office, '1948-01-01'), 'elderly')
    await proposedBy(he, claim)
    const { entries, index } = await opened(fileOf(claim.id))
    expect(index.events.length).toBeGreaterThan(5)
    let previous = '0'.repeat(64)
    for (const event of index.events) {
      expect(sha256(entries.get(event.file ?? '') ?? '')).toBe(event.payloadDigest)
      expect(event.previousHash).toBe(previous)
      const { payloadDigest, previousHash, ...head } = event
      const made = sha256(
        Buffer.concat([
          Buffer.from(
            eventText(claim.id, {
              number: head.number,
              type: head.type,
              at: head.at,
              actorKind: head.actorKind,
              actorId: head.actorId,
            }),
          ),
          Buffer.from(payloadDigest, 'hex'),
          Buffer.from(previousHash, 'hex'),
        ]),
      )
      expect(made).toBe(event.hash)
      previous = event.hash
    }
    const { rows } = await office.pool.query<{ hash: string }>(
      "SELECT encode(hash, 'hex') AS hash FROM event WHERE stream = $1 ORDER BY number DESC LIMIT 1",
      [claim.id],
    )
    expect(previous).toBe(rows[0]?.hash)
  })

  it('shows an altered byte, wherever it is', async () => {
    const receipt = await withPictures(await somebody(office, '1948-08-08'))
    const { entries } = await opened(fileOf(receipt.id))
    for (const [name, bytes] of entries) {
      if (name === 'SHA256SUMS') continue
      const altered = Buffer.from(bytes)
      altered[Math.floor(altered.length / 2)] = (altered[Math.floor(altered.length / 2)] ?? 0) ^ 1
      expect(wrongIn(new Map(entries).set(name, altered))).toEqual([name])
    }
  })

  it('is the same bytes as long as nothing happens, and others after something did', async () => {
    const claim = await asks(office, await somebody(office, '1948-02-02'), 'elderly')
    const [one, two] = [(await opened(fileOf(claim.id))).bytes, (await opened(fileOf(claim.id))).bytes]
    expect(one.equals(two)).toBe(true)
    await proposedBy(he, claim)
    expect(one.equals((await opened(fileOf(claim.id))).bytes)).toBe(false)
  })

  it('says what is missing, a picture that cannot be opened among it', async () => {
    const receipt = await withPictures(await somebody(office, '1948-08-08'))
    const before = (await opened(fileOf(receipt.id))).index
    expect(before.missing).toContain('身份还没核实')
    expect(before.missing).not.toContain('有一张照片或签名打不开')
    const { rows } = await office.pool.query<{ hash: Buffer }>(
      'SELECT content_hash AS hash FROM file WHERE application_id = $1 LIMIT 1',
      [receipt.id],
    )
    await office.deps.files.remove(rows[0]?.hash ?? Buffer.alloc(32))
    const after = await opened(fileOf(receipt.id))
    expect(after.index.missing).toContain('有一张照片或签名打不开')
    expect(after.index.pictures.filter(({ file }) => file === null)).toHaveLength(1)
    expect(wrongIn(after.entries)).toEqual([])
  })

  it('is taken for a purpose, which its owner reads, and by nobody of another place', async () => {
    const person = await somebody(office, '1948-03-03')
    const claim = await asks(office, person, 'elderly')
    await opened(he.get(`/work/applications/${claim.id}/file?purpose=audit`))
    const { lines } = await json<AccessPage>(person.device.get('/me/access'))
    expect(lines[0]).toMatchObject({ by: 'officer', what: 'file', purpose: 'audit' })
    expect((await he.get(`/work/applications/${claim.id}/file`)).status).toBe(422)
    expect((await he.get(`/work/applications/${claim.id}/file?purpose=curiosity`)).status).toBe(422)
    const tang = await office.officerDevice('唐敏')
    expect((await tang.get(`/work/applications/${claim.id}/file?purpose=handle`)).status).toBe(404)
    expect((await he.get(`/work/applications/${randomUUID()}/file?purpose=handle`)).status).toBe(404)
  })

  it('is refused in so many words when its person had everything erased', async () => {
    const claim = await asks(office, await somebody(office, '1948-04-04'), 'elderly')
    await office.pool.query(
      'UPDATE person SET key_wrapped = NULL WHERE id = (SELECT person_id FROM application WHERE id = $1)',
      [claim.id],
    )
    const answer = await fileOf(claim.id)
    expect([answer.status, (await json<{ title: string }>(answer)).title]).toEqual([
      410,
      '本人已删除资料，没有可看的了',
    ])
  })
})

describe('the file of a request that was decided', () => {
  it('holds the written decision; its applicant gets it without the facts of others', async () => {
    const person = await somebody(office, '1936-01-01')
    const claim = await asks(office, person, 'elderly', { household: { hukouLocal: true }, members: [] })
    await proposedBy(he, claim)
    await done(confirm(await office.officerDevice('周立新'), claim))
    const decisionIn = (entries: ReadonlyMap<string, Buffer>) => {
      const name = [...entries.keys()].find((one) => one.startsWith('decisions/'))
      return JSON.parse(entries.get(name ?? '')?.toString() ?? 'null') as Record<string, unknown>
    }
    const theirs = await opened(fileOf(claim.id))
    expect(decisionIn(theirs.entries)).toMatchObject({
      claim: claim.claimId,
      outcome: 'confirmed',
      number: '2026-00001',
    })
    expect(Object.keys(decisionIn(theirs.entries))).toContain('basis')
    const mine = await opened(person.device.get(`/me/applications/${claim.id}/file`))
    expect(decisionIn(mine.entries)).toMatchObject({ claim: claim.claimId, outcome: 'confirmed' })
    expect(Object.keys(decisionIn(mine.entries))).not.toContain('basis')
    expect([wrongIn(theirs.entries), wrongIn(mine.entries)]).toEqual([[], []])
  })
})

describe('one’s own file', () => {
  it('has the hash of everything, one’s own words, and nothing that officers wrote to one another', async () => {
    const person = await somebody(office, '1948-05-05')
    const claim = await asks(office, person, 'elderly')
    await proposedBy(he, claim)
    const { entries, index } = await opened(person.device.get(`/me/applications/${claim.id}/file`))
    const office_ = (await opened(fileOf(claim.id))).index
    expect(index.events.map(({ hash }) => hash)).toEqual(office_.events.map(({ hash }) => hash))
    const withContents = index.events.filter(({ file }) => file !== null).map(({ type }) => type)
    expect(withContents).toContain('application-submitted')
    expect(withContents).not.toContain('opinion-given')
    expect(index.events.map(({ type }) => type)).toContain('opinion-given')
    expect(wrongIn(entries)).toEqual([])
    const all = [...entries.values()].map(String).join('')
    expect(all).not.toContain('按规定办理')
    const stranger = await somebody(office, '1948-06-06')
    await asks(office, stranger, 'elderly')
    expect((await stranger.device.get(`/me/applications/${claim.id}/file`)).status).toBe(404)
  })
})
