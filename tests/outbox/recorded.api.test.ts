import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as v from 'valibot'
import type { ApplicationView } from '@yima/shared/claim/contract'
import type { AccessPage } from '@yima/shared/me/contract'
import type { IssuedCard } from '@yima/shared/code/contract'
import type { Scanned } from '@yima/shared/window/contract'
import type { WorkApplication } from '@yima/shared/work/contract'
import { anApplication, apply, documentOf, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { contractOf, isToldByContract } from './at-home.ts'
import type { Recording } from './bodies.ts'

const folder = join(import.meta.dirname, 'recorded')
const recordings = readdirSync(folder).flatMap((version) =>
  readdirSync(join(folder, version)).map((file) => ({
    name: `${version}/${file}`,
    recording: JSON.parse(readFileSync(join(folder, version, file), 'utf8')) as Recording,
  })),
)

let office: Office
let clerk: Device
let supervisor: Device
beforeAll(async () => {
  office = await openOffice()
  clerk = await office.officerDevice('何文静')
  supervisor = await office.officerDevice('严明')
})
afterAll(() => office.close())

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const upload = async (device: Device): Promise<string> => {
  const stored = await device.postRaw('/files', png, { 'content-type': 'image/png' })
  return ((await stored.json()) as { id: string }).id
}
const own = anApplication()
const requests = {
  application: own,
  urgent: { ...own, words: '家里没米下锅了，两天没吃饭' },
  outreach: {
    forWhom: 'neighbour' as const,
    words: '村头的老李一个人住，六十八了没儿没女，走路都打偏偏',
    regionCode: own.regionCode,
    photos: [],
    applicant: own.applicant,
    beneficiary: { name: '李大爷', whereToFind: '村头第一家' },
  },
}

/** What there must be at the office before this body can be sent: whoever sends it, and what its names stand for. */
async function prepare({ as, about = 'application', kind, path, body }: Recording, phone: string) {
  // One after another: of what happened at one moment nobody could say which message is the newest.
  office.clock.goOn(1000)
  const device = office.device()
  const names = new Map<string, string>()
  const typed = (body as { applicant?: { phone?: string } }).applicant?.phone ?? phone
  const phoneProof = await office.confirmPhone(device, typed)
  if (as === 'stranger') names.set('phone-proof', phoneProof)
  else {
    const { id } = await apply(device, {
      ...requests[about],
      applicant: { ...own.applicant, phone: typed, phoneProof },
    } as typeof own)
    names.set('application', id)
    const seen = (await (await clerk.get(`/work/applications/${id}`)).json()) as WorkApplication
    const claim = seen.claims[0]?.id ?? ''
    names.set('claim', claim)
    if (kind.startsWith('papers')) names.set('paper', await askPaper(device, id, claim))
    // An account ends when nothing runs any more.
    if (kind === 'erasure') await device.post(`/me/applications/${id}/withdrawal`, {})
    if (kind.startsWith('access-')) await lookAndAsk(device, kind, names)
  }
  if (path.includes('/occasions')) await standsHere(device, names)
  if (path.startsWith('/work/assists/')) names.set('new', randomUUID()).set('now', office.clock.wall().toISOString())
  for (const name of ['photo-1', 'photo-2', 'signature'])
    names.set(name, await upload(as === 'clerk' ? clerk : device))
  const senders = { stranger: device, resident: device, clerk, supervisor }
  return { device: senders[as], names }
}

/** The person stands at the window: a visit, with their papers given to be seen, and a card beside it. */
async function standsHere(device: Device, names: Map<string, string>): Promise<void> {
  const { text } = (await (await device.post('/me/codes', {})).json()) as { text: string }
  const visit = (await (await clerk.post('/work/scans', { text, purpose: 'apply' })).json()) as Scanned
  const id = visit.ok ? visit.occasion.id : ''
  await clerk.post(`/work/occasions/${id}/ask`, { scopes: ['papers'] })
  await device.post(`/me/occasions/${id}/given`, { scopes: ['papers'] })
  const seen = { name: '韦奶奶', number: documentOf('1941-05-06'), seen: true }
  const card = (await (await clerk.post('/work/cards', { ...seen, pin: null })).json()) as IssuedCard
  names
    .set('occasion', id)
    .set('card', card.text)
    .set('new', randomUUID())
    .set('now', office.clock.wall().toISOString())
}

/** The clerk has looked; for an answer the person has asked why. */
async function lookAndAsk(device: Device, kind: string, names: Map<string, string>): Promise<void> {
  const { lines } = (await (await device.get('/me/access')).json()) as AccessPage
  const look = lines.find(({ reader }) => reader !== null)?.id ?? ''
  names.set('look', look)
  if (kind !== 'access-answer') return
  await device.post(`/me/access/${look}/question`, {})
  const { questions } = (await (await supervisor.get('/oversight/questions')).json()) as {
    questions: { id: string }[]
  }
  names.set('question', questions.at(-1)?.id ?? '')
}

async function askPaper(device: Device, id: string, claim: string): Promise<string> {
  await clerk.post(`/work/applications/${id}/claims/${claim}/papers`, { papers: [{ paper: 'id-card' }] })
  const view = (await (await device.get(`/me/applications/${id}`)).json()) as ApplicationView
  return view.claims.find((one) => one.id === claim)?.papers[0]?.id ?? ''
}

const filled = <T>(value: T, names: ReadonlyMap<string, string>): T =>
  JSON.parse(
    JSON.stringify(value).replace(/<([a-z0-9-]+)>/g, (_all, name: string) => names.get(name) ?? ''),
  ) as T

const [simple, prepared] = [true, false].map((by) =>
  recordings.filter(({ recording }) => isToldByContract(recording) === by),
)

describe('what a phone wrote with a version of long ago, and sends today', () => {
  it.each(simple ?? [])('$name is what the office takes', ({ recording }) => {
    const contract = contractOf(recording)
    const told = contract && v.safeParse(contract, recording.body)
    expect(told ? told.issues : recording.body).toBeUndefined()
  })

  it.each(
    (prepared ?? []).map(({ name, recording }, at) => ({
      name,
      recording,
      phone: `199000007${String(at).padStart(2, '0')}`,
    })),
  )('$name is received', async ({ recording, phone }) => {
    const { device, names } = await prepare(recording, phone)
    const answer = await device.post(filled(recording.path, names), filled(recording.body, names))
    expect({ status: answer.status, told: answer.ok || (await answer.text()) }).toEqual({
      status: ['application', 'filing'].includes(recording.kind) ? 201 : 200,
      told: true,
    })
  })
})
