import { randomBytes, randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { officerRoles, type OfficerRole } from '@yima/shared/access/actor'
import { answerMark } from '@yima/shared/answer-mark'
import type { Scanned } from '@yima/shared/window/contract'
import { inTransaction } from '@yima/api/db/transaction'
import { openSession } from '@yima/api/identity/session'
import { ownCodeOf } from '../code/people.ts'
import { json, villagers, type Somebody } from '../family/people.ts'
import { anApplication, apply, idNumberOf, type Device, type Office } from '../fixtures/office.ts'
import { accept, tasksOf } from '../notification/people.ts'
import { propose, waiting } from '../organisation/people.ts'

export const county = '990101000000'
export const town = '990101100000'
export const village = '990101100201'
const otherCounty = '990102000000'

/** An office in which somebody acts: the own one, or that of a colleague who is away. */
export type Hat = { role: OfficerRole; region: string; unit: string }
export type Staff = {
  who: string
  id: string
  cookie: string
  /** The own office first. */
  hats: Hat[]
  /** Has declared everybody of this world a relative. */
  cousin?: true
}

const places = {
  'her village': { region: village, unit: `${town}:window` },
  'her desk': { region: town, unit: `${town}:window` },
  'another office of her town': { region: town, unit: `${town}:discipline` },
  'the next town': { region: '990101101000', unit: '990101101000:window' },
  'her county': { region: county, unit: `${county}:civil` },
  'the next county': { region: otherCounty, unit: `${otherCounty}:civil` },
  'her city': { region: '990100000000', unit: '990100000000:discipline' },
  'her province': { region: '990000000000', unit: '990000000000:discipline' },
} as const

/** The roster names them too: whoever only answers calls does so on duty. */
const onRoster = ({ pool }: Office, { id, hats }: Staff) =>
  pool.query(
    `INSERT INTO duty (unit_id, officer_id, from_at, to_at) VALUES ($1, $2, '2026-03-01T00:00:00+08:00', '2026-03-06T00:00:00+08:00')`,
    [hats[0]?.unit, id],
  )

const cookieOf = (office: Office, officerId: string): Promise<string> =>
  inTransaction(office.deps.db, async (tx) => {
    const token = await openSession(tx, office.deps, randomBytes(32).toString('base64url'), {
      kind: 'officer',
      officerId,
    })
    return `__Host-yima-staff=${token}`
  })

async function employ(office: Office, who: string, hat: Hat): Promise<Staff> {
  const id = randomUUID()
  await office.pool.query(
    `INSERT INTO officer (id, unit_id, region_code, name, post, role, active) VALUES ($1, $2, $3, $4, '', $5, true)`,
    [id, hat.unit, hat.region, who, hat.role],
  )
  return { who, id, cookie: await cookieOf(office, id), hats: [hat] }
}

async function nextCounty({ pool }: Office): Promise<void> {
  await pool.query(
    `INSERT INTO region (code, name, level, parent, valid_from) VALUES ($1, '邻县', 'county', '990100000000', '2020-01-01')`,
    [otherCounty],
  )
  await pool.query(
    `INSERT INTO unit (id, region_code, name, short_name, kind) VALUES ($1, $2, '邻县民政局', '邻县', 'civil')`,
    [`${otherCounty}:civil`, otherCounty],
  )
}

/** Who stands in for whom, from which day to which. */
const away = ({ pool }: Office, absent: Staff, deputy: Staff, from: string, to: string) =>
  pool.query(
    'INSERT INTO absence (id, officer_id, from_on, to_on, deputy_id, ended) VALUES ($1, $2, $3, $4, $5, false)',
    [randomUUID(), absent.id, from, to, deputy.id],
  )

/** Every role in every place, and those whose reach is not their own office's. */
export async function employAll(office: Office, relatives: readonly string[]): Promise<Staff[]> {
  await nextCounty(office)
  const all: Staff[] = []
  // Of who works nowhere below the county one township tells as much as all of its offices.
  const ofCounty = (role: OfficerRole) => !/clerk|leader|worker|duty|county/.test(role)
  // Above the county there is one role, and another would have no more there by its name.
  const isTold = (role: OfficerRole, place: string) =>
    /city|province/.test(place)
      ? ['supervisor', 'county-officer'].includes(role)
      : !ofCounty(role) || !/village|another office/.test(place)
  for (const role of officerRoles)
    for (const [place, at] of Object.entries(places).filter(([one]) => isTold(role, one)))
      all.push(await employ(office, `${role} of ${place}`, { role, ...at }))
  for (const one of all) if (one.hats[0]?.role === 'duty-officer') await onRoster(office, one)
  const clerk: Hat = { role: 'clerk', ...places['her desk'] }
  const helper: Hat = { role: 'village-worker', ...places['her village'] }
  const elsewhere: Hat = { role: 'clerk', ...places['the next town'] }
  const absent = await employ(office, 'clerk who is away', clerk)
  const deputy = await employ(office, 'deputy of that clerk', elsewhere)
  const former = await employ(office, 'deputy until yesterday', elsewhere)
  const cousins = [
    // Whose village has no desk: a clerk’s relatives would be the county’s, and her whole township would not have her.
    await employ(office, 'cousin in her village', helper),
    await employ(office, 'cousin as deputy', elsewhere),
  ]
  await away(office, absent, deputy, '2026-03-01', '2026-03-05')
  await away(office, absent, former, '2026-02-20', '2026-03-01')
  const [, cousinDeputy] = cousins
  if (cousinDeputy) await away(office, absent, cousinDeputy, '2026-03-01', '2026-03-05')
  for (const cousin of cousins)
    for (const number of relatives)
      await office.pool.query(
        `INSERT INTO relative (id, county_code, officer_id, id_index, name_cipher, kinship, declared_by, declared_at)
         VALUES ($1, '990101', $2, $3, $4, 'other', $2, $5)`,
        [
          randomUUID(),
          cousin.id,
          office.deps.vault.index('id-number', number),
          office.deps.vault.sealField('表哥'),
          office.clock.now(),
        ],
      )
  return [
    ...all,
    absent,
    { ...deputy, hats: [elsewhere, clerk] },
    former,
    ...cousins.map((one, at): Staff => ({
      ...one,
      hats: at === 0 ? [helper] : [elsewhere, clerk],
      cousin: true,
    })),
  ]
}

const staffOf = async (office: Office, name: string): Promise<Staff> => {
  const { rows } = await office.pool.query<{
    id: string
    role: OfficerRole
    region_code: string
    unit_id: string
  }>('SELECT id, role, region_code, unit_id FROM officer WHERE name = $1', [name])
  const [row] = rows
  if (!row) throw new Error(`${name} is not there`)
  const hat = { role: row.role, region: row.region_code, unit: row.unit_id }
  return { who: name, id: row.id, cookie: await cookieOf(office, row.id), hats: [hat] }
}

async function pictureOf(device: Device): Promise<string> {
  const bytes = await sharp({ create: { width: 4, height: 4, channels: 3, background: '#c33' } })
    .png()
    .toBuffer()
  return (await json<{ id: string }>(device.postRaw('/files', bytes))).id
}

let phones = 19_900_050_000
/** A request with a picture, by somebody whose phone is confirmed. */
export async function request(office: Office, name: string, born: string, words = '屋顶漏雨，没钱修。') {
  const number = idNumberOf(born)
  const device = office.device()
  const phone = String((phones += 1))
  const phoneProof = await office.confirmPhone(device, phone)
  const picture = await pictureOf(device)
  const applicant = { identity: 'id-number', name, idNumber: number, phone, phoneProof } as const
  const receipt = await apply(device, anApplication({ applicant, words, photos: [picture] }))
  return { device, phone, name, receipt, idNumber: number, picture } satisfies Somebody & { picture: string }
}

async function occasionOf(office: Office, device: Device, officer: Staff): Promise<string> {
  const { text } = await ownCodeOf(device)
  const answer = await office.app.request('/api/work/scans', {
    method: 'POST',
    headers: {
      ...{ cookie: officer.cookie, 'content-type': 'application/json' },
      ...{ 'idempotency-key': randomUUID(), 'x-device-key': 'd'.repeat(43) },
    },
    body: JSON.stringify({ text, purpose: 'progress' }),
  })
  const scanned = (await answer.json()) as Scanned
  if (!scanned.ok) throw new Error(scanned.refused)
  return scanned.occasion.id
}

/** Somebody who stands at a window with the document. */
export const papersOf = ({ name, idNumber }: Somebody) => ({ by: 'document', name, number: { kind: 'id-number', value: idNumber } })

/** Everything that somebody of one village has in the offices of 青禾县, by what a route may be about. */
export async function openWorld(office: Office) {
  const who = villagers(office)
  const clerk = await office.officerDevice('何文静')
  const gran = await request(office, '许兰芝', '1946-06-06')
  const person = await who.idOf(gran)
  const mother = await who.somebody('秦霜', '1985-01-01')
  const child = {
    who: 'new',
    name: '秦小雨',
    number: { kind: 'none' },
    kind: 'child',
    birthDate: '2015-01-15',
    relation: 'child',
  }
  const guardianship = (await json<{ id: string }>(mother.device.post('/me/family/wards', child))).id
  const pair = [
    await who.somebody('解同', '1950-05-05'),
    await who.somebody('解同', '1950-05-05', undefined, idNumberOf('1950-05-05', '104')),
  ]
  const twins = (await Promise.all(pair.map(who.idOf))).sort()
  await office.watch() // who has become known is compared with those known before
  const told = await apply(
    office.device(),
    anApplication({
      applicant: { identity: 'id-number', name: '马秀英', idNumber: idNumberOf('1941-05-06') },
    }),
  )
  await accept(clerk, told.id)
  const task = (await tasksOf(clerk)).find(({ name }) => name === '马秀英')?.id ?? ''
  const scanners = await Promise.all(['何文静', '罗永福', '高翔'].map((name) => staffOf(office, name)))
  const occasions = new Map<string, string>()
  const visit = async (officer: Staff) =>
    occasions.set(officer.who, await occasionOf(office, gran.device, officer))
  for (const officer of scanners) await visit(officer)
  const given = {
    ...{ giver: { by: 'occasion', occasion: occasions.get('何文静') }, helper: papersOf(mother) },
    ...{ scopes: ['see-progress'], until: '2026-04-01', signature: who.signature },
    ...{ seen: true, seenAt: 'window', witness: '李村长' },
  }
  const slip = (await json<{ id: string }>(clerk.post('/work/mandates', given))).id
  const written = { who: { by: 'document', number: papersOf(mother).number }, name: '秦双', paper: 'id-card', seen: true }
  const correction = (await json<{ id: string }>(clerk.post('/work/name-corrections', written))).id
  const unnumbered = { name: '石婆婆', number: { kind: 'none', birthDate: '1942-01-01', witness: '李村长', before: false }, seen: true }
  const { id: loss } = await json<{ id: string }>(clerk.post('/work/cards', { ...unnumbered, pin: null }))
  await clerk.post('/work/cards/losses', { ...unnumbered, card: loss, reason: '邻居认得' })
  const { lines } = await json<{ lines: { id: string }[] }>(gran.device.get('/me/access'))
  const look = lines[0]?.id ?? ''
  await gran.device.post(`/me/access/${look}/question`, {})
  const { rows } = await office.pool.query<{ id: string; unit: string }>(
    'SELECT q.id, o.unit_id AS unit FROM access_question q JOIN officer o ON o.id = q.reader_id',
  )
  const qin = await office.officerDevice('秦朗')
  const tang = await staffOf(office, '唐敏')
  await propose(qin, {
    type: 'set-absence',
    id: randomUUID(),
    officerId: tang.id,
    from: '2026-04-01',
    to: '2026-04-02',
    deputy: scanners[0]?.id ?? '',
  })
  await office.pool.query(
    `INSERT INTO call (application_id, step, county_code, unit_id, officer_id, answer_by, passed_on, rang)
     VALUES ($1, 1, '990101', $2, $3, $4, false, true)`,
    [gran.receipt.id, `${town}:window`, scanners[0]?.id, office.clock.now()],
  )
  return {
    ...{ who, gran, person, mother, guardianship, twins, task, scanners, occasions, visit, slip, correction, loss, look, tang },
    question: { id: rows[0]?.id ?? '', unit: rows[0]?.unit ?? '' },
    change: await waiting(qin),
    /** Whose requests a cousin must not handle. */
    numbers: [gran, mother, ...pair].map(({ idNumber }) => idNumber).concat(idNumberOf('1941-05-06')),
  }
}
export type World = Awaited<ReturnType<typeof openWorld>>

/** Of one request alone, whoever asks: its own id, and its own key said again. */
const ofOneRequest = ['x-request-id', answerMark]

/** Everything that somebody could tell one answer from another by. */
export async function looksLike(answer: Response): Promise<unknown> {
  const headers = [...answer.headers].filter(([name]) => !ofOneRequest.includes(name))
  return { status: answer.status, headers, body: await answer.text() }
}
