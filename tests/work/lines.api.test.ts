import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ProcessAct } from '@yima/shared/process/contract'
import { foldTallies } from '@yima/api/work/lines'
import { anApplication, apply, days, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { runs } from '../fixtures/runs.ts'
import { said } from '../process/asked.ts'
import { expectLinesTrue } from './lines.ts'

let office: Office
let officers: Device[]
beforeAll(async () => {
  office = await openOffice()
  officers = await Promise.all(
    ['何文静', '唐敏', '周立新', '梁波', '田甜', '刘小勤'].map((name) => office.officerDevice(name)),
  )
})
afterAll(() => office.close())

const villages = ['990101100201', '990101101200', '990101102200']
const stories = ['家里没米下锅了', '房子漏雨，女儿在读高二', '我男人上个月脑梗住院，自己掏了三万多，都是借的。']
const acts: readonly ProcessAct[] = [
  { ...said, type: 'record', step: 'verification', found: 'fits', companions: [] },
  { ...said, type: 'record', step: 'visit', found: 'fits', companions: [] },
  { ...said, type: 'skip', step: 'visit' },
  { ...said, type: 'skip', step: 'appraisal' },
  { ...said, type: 'propose', opinion: 'confirm' },
  { ...said, type: 'post-notice' },
  { ...said, type: 'refuse' },
  { ...said, type: 'transfer', to: 'education' },
  { ...said, type: 'transfer', to: '990101101000' },
  { ...said, type: 'take-over' },
  { ...said, type: 'give-back' },
  { ...said, type: 'ask-views', of: ['education', '990101101000'] },
  { ...said, type: 'waive-views' },
]

/** What somebody does: which of the requests, as which officer, and what. */
type Doing = { request: number; claim: number; officer: number; what: string; act: number; days: number }

const doings = fc.record({
  request: fc.nat(3),
  claim: fc.nat(2),
  officer: fc.nat(5),
  what: fc.constantFrom('look', 'accept', 'accept', 'drop', 'papers', 'tap', 'act', 'act', 'act', 'add', 'withdraw', 'neighbour', 'wait'),
  act: fc.nat(acts.length - 1),
  days: fc.nat(9),
})

type Request = { id: string; phone: Device; claims: string[] }
let people = 0

async function comes(at: number, kind: number): Promise<Request> {
  const phone = office.device()
  const applicant = await office.confirmedApplicant(phone, `1990001${String(1000 + (people += 1))}`)
  const words = stories[kind % stories.length] ?? ''
  const { id } = await apply(phone, anApplication({ words, applicant, regionCode: villages[at % villages.length] ?? '' }))
  const { rows } = await office.pool.query<{ id: string }>('SELECT id FROM claim WHERE application_id = $1', [id])
  return { id, phone, claims: rows.map((row) => row.id) }
}

const neighbourAsks = (): Promise<Response> =>
  office.device().post('/applications', {
    forWhom: 'neighbour',
    words: '隔壁赵大爷一个人，好几天没出门了。',
    regionCode: villages[0] ?? '',
    photos: [],
    applicant: { identity: 'id-number', name: '周素芬', idNumber: '990101197403121021', phone: '19900000001' },
    beneficiary: { name: '赵德顺', whereToFind: '村口第二家' },
    answers: { household: {}, members: [] },
    consent: { method: 'at-visit' },
  })

async function does(requests: readonly Request[], doing: Doing): Promise<number> {
  const one = requests[doing.request % requests.length]
  const desk = officers[doing.officer]
  if (!one || !desk) return 0
  const at = `/work/applications/${one.id}`
  const claim = `${at}/claims/${one.claims[doing.claim % Math.max(1, one.claims.length)] ?? one.id}`
  const send = async (): Promise<Response | undefined> => {
    switch (doing.what) {
      case 'look':
        return desk.get(at)
      case 'accept':
        return desk.post(`${claim}/acceptance`, {})
      case 'drop':
        return desk.post(`${claim}/drop`, { reason: '本人不愿意' })
      case 'papers':
        return desk.post(`${claim}/papers`, { papers: [{ paper: 'id-card' }], note: '上次的旧了' })
      case 'tap':
        return desk.post(`${at}/acknowledgement`, {})
      case 'act':
        return desk.post(`${claim}/process`, acts[doing.act])
      case 'add':
        return desk.post(`${at}/claims`, { programme: 'legal-aid', reason: '见了工资条' })
      case 'neighbour':
        return neighbourAsks()
      case 'withdraw':
        return one.phone.post(`/me/applications/${one.id}/withdrawal`, { reason: '缓过来了' })
      default:
        office.clock.goOn(days(doing.days))
        await office.watch()
        return undefined
    }
  }
  return (await send())?.status ?? 0
}

it('lines are after anything that people do what they would be if they were made anew, and so are their sums', async () => {
  const begins = fc.array(fc.tuple(fc.nat(2), fc.nat(2)), { minLength: 2, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(begins, fc.array(doings, { minLength: 6, maxLength: 18 }), async (made, done) => {
      const requests: Request[] = []
      for (const [place, story] of made) requests.push(await comes(place, story))
      for (const doing of done) expect(await does(requests, doing)).toBeLessThan(500)
      await expectLinesTrue(office)
    }),
    { numRuns: runs(8) },
  )
}, 240_000)

it('sums are the same once they were added up', async () => {
  await comes(1, 0)
  await foldTallies(office.deps)
  await comes(1, 0)
  await Promise.all([foldTallies(office.deps), foldTallies(office.deps), comes(2, 1)])
  await expectLinesTrue(office)
})
