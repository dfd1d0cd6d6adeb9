import { randomInt } from 'node:crypto'
import sharp from 'sharp'
import type { Submitted } from '@yima/shared/application/contract'
import type { ConsentsOfApplication } from '@yima/shared/consent/contract'
import type { WorkFacts } from '@yima/shared/fact/contract'
import { acceptDibao, addAt, husband } from '../consent/people.ts'
import { json } from '../family/people.ts'
import type { Office } from '../fixtures/office.ts'
import { anApplication, apply, idNumberOf } from '../fixtures/office.ts'

/** What somebody holds in hand once the answer came. */
export type Receipt = {
  id: string
  number: string
  words: string
  /** The picture that went with it, by its id. */
  photo: string | undefined
  /** When the answer was there, in milliseconds. */
  at: number
}

/** A small picture unlike any other. */
export const aPicture = (): Promise<Buffer> =>
  sharp({ create: { width: 40 + randomInt(40), height: 40, channels: 3, background: { r: randomInt(255), g: 9, b: 9 } } })
    .jpeg()
    .toBuffer()

async function sendOne(office: Office, order: number): Promise<Receipt> {
  const device = office.device()
  const words = `第${order}件：我男人上个月脑梗住院，自己掏了三万多。`
  const sent = order % 2 === 0 ? undefined : await device.postRaw('/files', await aPicture())
  const photo = sent && ((await sent.json()) as { id: string }).id
  const phone = `199${String(order).padStart(8, '0')}`
  const body = anApplication({
    words,
    photos: photo === undefined ? [] : [photo],
    applicant: { identity: 'id-number', name: '周素芬', idNumber: idNumberOf('1974-03-12'), phone },
  })
  const answer: Submitted = await apply(device, body)
  return { id: answer.id, number: answer.receiptNumber, words, photo, at: Date.now() }
}

/** Several people who apply one after the other, some with pictures, until they are told to stop. */
export function writeOn(office: Office, writers = 4) {
  const receipts: Receipt[] = []
  let order = 0
  let goOn = true
  const write = async () => {
    while (goOn) receipts.push(await sendOne(office, (order += 1)))
  }
  const all = Promise.all(Array.from({ length: writers }, write))
  // A writer that fails fails the test, and not the process.
  all.catch(() => undefined)
  return {
    receipts,
    /** Resolves when so many more receipts were given. */
    async more(count: number): Promise<void> {
      const wanted = receipts.length + count
      await Promise.race([
        all,
        (async () => {
          while (receipts.length < wanted) await new Promise((done) => setTimeout(done, 5))
        })(),
      ])
    },
    async stop(): Promise<void> {
      goOn = false
      await all
    },
  }
}

/** What an officer saw written down of one request: who is to sign, and what was seen at a visit, by their ids. */
export type WrittenDown = { application: string; adults: string[]; facts: string[]; at: number }

/** A clerk who takes up what has come in, one request after the other: accepts it, lists an adult, records a visit. */
export async function takeUp(office: Office, receipts: readonly Receipt[], count: number): Promise<WrittenDown[]> {
  const clerk = await office.officerDevice('何文静')
  const said = { source: 'visit', asOf: '2026-03-01', basis: '入户', reason: '家里没有车' }
  const done: WrittenDown[] = []
  while (done.length < count) {
    const next = receipts[done.length]
    if (!next) {
      await new Promise((turn) => setTimeout(turn, 5))
      continue
    }
    await acceptDibao(clerk, next.id)
    const { rows } = await json<ConsentsOfApplication>(addAt(clerk, next.id, husband))
    const body = { ...said, facts: [{ key: 'vehicleCount', member: null, value: 0 }] }
    const { settled } = await json<WorkFacts>(clerk.post(`/work/applications/${next.id}/facts`, body))
    const facts = settled.flatMap(({ words }) => words.filter(({ source }) => source === 'visit').map(({ id }) => id))
    done.push({ application: next.id, adults: rows.map(({ id }) => id), facts, at: Date.now() })
  }
  return done
}
