import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noticeKinds } from '@yima/shared/notice/contract'
import { found, poor } from '../decision/found.ts'
import { anApplication, apply, days, documentOf, openOffice, type Office } from '../fixtures/office.ts'
import { routesOf } from '../fixtures/routes.ts'
import { runs } from '../fixtures/runs.ts'
import { everybodys } from '../http/known-routes.ts'
import { act, admit, answer, object, onlyOne } from '../objection/people.ts'
import { done, give, said, type Asked } from '../process/asked.ts'
import { desksOf, hung, linesOf, village, type Desks } from './people.ts'

let office: Office
let desks: Desks
beforeAll(async () => {
  office = await openOffice()
  desks = await desksOf(office)
})
afterAll(() => office.close())

const card = fc.constantFrom('6217 0000 1000 1234 567', '6228480402564890018')
const illness = fc.constantFrom('肺癌晚期', '尿毒症，每周透析三次', '艾滋病', '精神分裂', '脑梗后遗症', '高血压', '老年痴呆症', '瘫在床上')
const address = fc.constantFrom('梅林村3组12号', '后街5栋2单元301室', '第三组老槐树旁', '三组十二号')
const name = fc.constantFrom('张桂兰', '欧阳小妹', '买买提·吐尔逊', '周一', 'Maria Schmidt')
const secrets = fc.record({ card, illness, address, name, order: fc.nat(99), phone: fc.integer({ min: 100_000, max: 999_999 }) })
type Secrets = { card: string; illness: string; address: string; name: string; idNumber: string; phone: string }

/** Routes whose answer is everybody's: what is read without a word, and what a number from a slip opens. */
const read = everybodys.filter((route) => route.startsWith('GET ') && !/\/(oidc|demo|staff)\//.test(route))
const opened = ['POST /api/tracking', 'POST /api/tracking/urging', 'POST /api/objections/status', 'POST /api/outreach/status']
/** What makes a whole address of a route; a new one has to be said here. */
const filled: Record<string, readonly string[]> = {
  '/api/notices/:code': [village, ...noticeKinds.map((kind) => `${village}?kind=${kind}`), '990101', '990101000000'],
  '/api/open/:code': ['990101', village], '/api/open/checks/:quarter': ['2026-1'], '/api/places/:code': [village],
  '/api/regions/:code': [village], '/api/files/:id/parts': [randomUUID()],
}
function addressesOf(route: string): string[] {
  const path = route.slice('GET '.length)
  if (!path.includes(':')) return [path]
  const values = filled[path]
  if (values === undefined) throw new Error(`What stands in ${path}? Say it here`)
  return values.map((value) => path.replace(/:\w+/, value))
}

/** All that anybody can read without a sign-in. */
async function everythingPublic(slips: readonly { receiptNumber: string; lastFour: string }[]): Promise<string[]> {
  const told: string[] = []
  for (const path of read.flatMap(addressesOf)) told.push(`${path} ${await (await office.app.request(path)).text()}`)
  for (const route of opened)
    for (const { receiptNumber, lastFour } of slips) {
      const path = route.slice('POST /api'.length)
      const body = path.startsWith('/outreach') ? { receiptNumber } : { receiptNumber, lastFour }
      told.push(`${path} ${await (await office.device().post(path, body)).text()}`)
    }
  return told
}

const bare = (text: string): string => text.normalize('NFKC').replaceAll(/[\s-]/g, '')
function expectNothingOf({ name: called, ...rest }: Secrets, told: readonly string[]): void {
  for (const [what, secret] of Object.entries({ ...rest, called }))
    expect([what, told.filter((one) => one.includes(secret) || bare(one).includes(bare(secret)))]).toEqual([what, []])
}

let born = 0
/** A new person, who writes what nobody needs to know into every field that takes words. */
async function asks({ order, phone: digits, ...words }: { order: number; phone: number; card: string; illness: string; address: string; name: string }) {
  born += 1
  const day = `19${50 + (born % 40)}-0${1 + (order % 9)}-${10 + (order % 18)}`
  const [idNumber, phone] = [documentOf(day).value, `19${String(digits)}${String(100 + born)}`]
  const secret: Secrets = { ...words, idNumber, phone }
  const all = `${secret.illness}，卡号${secret.card}，身份证${idNumber}，电话${phone}，住${secret.address}`
  const device = office.device()
  const applicant = { ...(await office.confirmedApplicant(device, phone, secret.name, day)), name: secret.name }
  const receipt = await apply(device, anApplication({ applicant, regionCode: village, words: `家里困难。${all}`, address: secret.address, added: ['dibao'] }))
  const claim: Asked = {
    id: receipt.id, claimId: receipt.claims.find(({ programme }) => programme === 'dibao')?.id ?? '', phone: device,
    receiptNumber: receipt.receiptNumber, lastFour: idNumber.slice(-4),
  }
  return { claim, secret, all }
}

describe('whatever people and offices write into whatever field', () => {
  it('no answer that anybody may read holds an ID number, a telephone, a card, an illness, an address or a whole name', async () => {
    await fc.assert(
      fc.asyncProperty(secrets, async (made) => {
        const { claim, secret, all } = await asks(made)
        await found(office, claim.id, poor)
        await hung(office, desks, claim)
        const slip = { receiptNumber: claim.receiptNumber, lastFour: claim.lastFour }
        expect(await linesOf(office, 'review')).not.toEqual([])
        expectNothingOf(secret, await everythingPublic([slip]))

        const filed = await object(office, claim, { words: `他家${all}`, named: { name: secret.name, phone: secret.phone } })
        const desk = await office.officerDevice('谭志远')
        const { id } = await onlyOne(desk, claim)
        await admit(desk, id)
        const both = [slip, { receiptNumber: filed.receiptNumber, lastFour: '4711' }]
        // What an office would tell a stranger of this family goes out to nobody.
        for (const words of [all, secret.illness, secret.address, `卡号${secret.card}`, `身份证${secret.idNumber}`, `电话${secret.phone}`])
          expect((await act(desk, id, { ...answer(), words })).status).toBe(422)
        await done(act(desk, id, answer()))
        expectNothingOf(secret, await everythingPublic(both))

        office.clock.goOn(days(14))
        await office.watch()
        await done(give(desks.zhou, claim, { ...said, reason: `同意。${all}`, type: 'confirm' }))
        expect(await linesOf(office, 'long-term')).not.toEqual([])
        expectNothingOf(secret, await everythingPublic(both))
      }),
      { numRuns: runs(1) },
    )
  })

  it('is asked of every route that everybody may read', () => {
    const there = routesOf(office.app).filter(({ method }) => method === 'GET').map(({ method, path }) => `${method} ${path}`)
    expect(read.filter((route) => !there.includes(route))).toEqual([])
  })
})
