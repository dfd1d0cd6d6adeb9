import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ApplicationView } from '@yima/shared/claim/contract'
import type { ProcessAct } from '@yima/shared/process/contract'
import type { WorkApplication, WorkList } from '@yima/shared/work/contract'
import { findWhomAsked } from '@yima/api/application/about'
import { apply, documentOf, idNumberOf, openOffice, type Device, type Office } from '../fixtures/office.ts'
import { json } from '../family/people.ts'
import { idOf } from '../organisation/people.ts'
import { accept, asked, askFor, give, said, type Asked } from './asked.ts'

let office: Office
let he: Device
beforeAll(async () => {
  office = await openOffice()
  he = await office.officerDevice('何文静')
})
afterAll(() => office.close())

const ok = async (answer: Promise<Response>): Promise<void> => {
  const got = await answer
  if (got.status !== 200) throw new Error(await got.text())
}
const request = (device: Device, { id }: { id: string }) =>
  json<WorkApplication>(device.get(`/work/applications/${id}`))
const own = ({ phone, id }: Asked) => json<ApplicationView>(phone.get(`/me/applications/${id}`))

/** Dibao and medical aid are taken in hand, and for dibao a paper is asked. */
async function twoAccepted(born: string) {
  const dibao = await asked(office, born)
  const whole = await request(he, dibao)
  const medical: Asked = {
    ...dibao,
    claimId: whole.claims.find(({ programme }) => programme === 'medical')?.id ?? '',
  }
  await ok(accept(he, dibao))
  await ok(accept(he, medical))
  return { dibao, medical }
}

/** Of which programmes an answer says anything. */
const programmesIn = ({ claims, timeline }: WorkApplication): string[] => [
  ...new Set([...claims, ...timeline].flatMap(({ programme }) => programme ?? [])),
]

describe('somebody at a county desk that has one of several claims', () => {
  it('reads that claim alone: no paper, step or name of another programme', async () => {
    const { dibao, medical } = await twoAccepted('1963-01-01')
    await ok(askFor(he, dibao))
    const whole = await request(he, dibao)
    expect(programmesIn(whole).length).toBeGreaterThan(2)
    const others = whole.claims.filter(({ id }) => id !== medical.claimId)
    const papers = others.flatMap((claim) => claim.papers.map(({ id }) => id))
    expect(papers.length).toBeGreaterThan(0)

    const gao = await office.officerDevice('高翔')
    const shown = await request(gao, medical)
    expect(programmesIn(shown)).toEqual(['medical'])
    const answer = JSON.stringify(shown)
    for (const id of [...papers, ...others.map((claim) => claim.id)]) expect(answer).not.toContain(id)
    // What the person said of themselves is needed to judge any claim.
    expect(shown.words).toBe(whole.words)
    const row = (await json<WorkList>(gao.get('/work/items'))).items.find(({ id }) => id === medical.id)
    expect(row).toMatchObject({ programmes: ['medical'], task: 'take-over' })
    // What its own act is answered with is no wider.
    const record: ProcessAct = {
      ...said,
      type: 'record',
      step: 'verification',
      found: 'fits',
      companions: [],
    }
    expect(programmesIn(await json<WorkApplication>(give(gao, medical, record)))).toEqual(['medical'])
  })

  it('reads at the centre what the county verifies, and the office of the place reads all of it', async () => {
    const { dibao } = await twoAccepted('1963-02-02')
    const liang = await office.officerDevice('梁波')
    expect(programmesIn(await request(liang, dibao))).toEqual(['dibao'])
    const row = (await json<WorkList>(liang.get('/work/items'))).items.find(({ id }) => id === dibao.id)
    expect(row?.programmes).toEqual(['dibao'])
    const zhou = await office.officerDevice('周立新')
    expect(programmesIn(await request(zhou, dibao))).toEqual(expect.arrayContaining(['dibao', 'medical']))
  })

  it('learns of no other request with the same number, and sees no photo of what was told', async () => {
    const { medical } = await twoAccepted('1963-03-03')
    await asked(office, '1963-03-03')
    expect((await request(he, medical)).others).toHaveLength(1)
    const gao = await office.officerDevice('高翔')
    expect(await request(gao, medical)).toMatchObject({ others: [], photos: [] })
  })
})

describe('a request that a neighbour made for somebody', () => {
  let neighbours = 0
  async function asksForLi(regionCode: string): Promise<string> {
    const idNumber = idNumberOf(`1959-03-0${(neighbours += 1)}`)
    const { id } = await apply(office.device(), {
      forWhom: 'neighbour',
      regionCode,
      photos: [],
      beneficiary: { name: '老李' },
      words: '村头的老李一个人住，八十三了没儿没女，走路都打偏偏',
      applicant: { identity: 'id-number', name: '任开富', idNumber },
    })
    return id
  }
  const agreed = (clerk: Device, id: string, born: string) =>
    json<WorkApplication>(
      clerk.post(`/work/applications/${id}/agreement`, {
        ...{ how: 'in-person', on: office.clock.today(), witness: '余桂芳' },
        ...{ name: '李秀英', idNumber: idNumberOf(born) },
      }),
    )
  const listOf = async (device: Device): Promise<string[]> =>
    (await json<WorkList>(device.get('/work/items'))).items.map(({ id }) => id)

  it('is handled by no relative of that person, once their number is known', async () => {
    const mother = '1943-04-04'
    const xiaoqin = await office.officerDevice('刘小勤')
    await ok(xiaoqin.post('/work/relatives', { name: '母亲', number: documentOf(mother), kinship: 'parent' }))
    const id = await asksForLi('990101100204')
    expect(await listOf(xiaoqin)).toContain(id)
    const zhou = await office.officerDevice('周立新')
    await agreed(he, id, mother)
    for (const desk of [xiaoqin, he]) expect(await listOf(desk)).not.toContain(id)
    expect(await listOf(zhou)).toContain(id)
    const claim = (await request(zhou, { id })).claims[0]
    const path = `/work/applications/${id}/claims/${claim?.id}`
    expect((await xiaoqin.post(`${path}/acceptance`, {})).status).toBe(404)
    expect((await xiaoqin.get(`/work/applications/${id}`)).status).toBe(404)
    expect((await he.post(`${path}/acceptance`, {})).status).toBe(404)
    await ok(zhou.post(`${path}/acceptance`, {}))
    const colleagues = (await request(zhou, { id })).claims[0]?.process?.colleagues.map(({ name }) => name)
    expect(colleagues).toContain('冯雪')
    expect(colleagues).not.toContain('刘小勤')
    // As earlier versions left it: from the next start on it is found under that number again.
    await office.pool.query('UPDATE application SET about_index = NULL WHERE id = $1', [id])
    await office.pool.query('UPDATE authorisation SET number_index = NULL WHERE application_id = $1', [id])
    expect(await listOf(xiaoqin)).toContain(id)
    expect(await findWhomAsked(office.deps)).toBe(1)
    expect(await listOf(xiaoqin)).not.toContain(id)
    expect(await findWhomAsked(office.deps)).toBe(0)
  })

  it('goes up to the county where the only clerk is a relative of that person', async () => {
    const tang = await office.officerDevice('唐敏')
    const zhou = await office.officerDevice('周立新')
    const uncle = '1942-05-05'
    const [taken, waiting] = [await asksForLi('990101101200'), await asksForLi('990101101200')]
    const claim = (await agreed(tang, taken, uncle)).claims[0]
    await agreed(tang, waiting, uncle)
    await ok(tang.post(`/work/applications/${taken}/claims/${claim?.id}/acceptance`, {}))
    await office.watch()
    expect(await listOf(zhou)).not.toContain(waiting)
    await ok(tang.post('/work/relatives', { name: '舅舅', number: documentOf(uncle), kinship: 'other' }))
    expect(await listOf(zhou)).toContain(waiting)
    expect(await listOf(tang)).not.toContain(waiting)
    // What was accepted goes up with the next look of the clock.
    await office.watch()
    const { claims } = await request(zhou, { id: taken })
    const steps = claims.find(({ id }) => id === claim?.id)?.process?.steps ?? []
    expect(steps.map(({ raised }) => raised)).toContainEqual({ to: 'county', why: 'nobody' })
  })
})

describe('whoever asked', () => {
  it('reads who has it after it was handed over, and why it takes longer', async () => {
    const claim = await asked(office, '1963-05-05')
    await ok(accept(he, claim))
    expect((await own(claim)).handler?.name).toBe('何文静')
    const to = await idOf(office, '刘小勤')
    await ok(give(he, claim, { ...said, type: 'hand-over', to }))
    expect((await own(claim)).handler?.name).toBe('刘小勤')
    const zhou = await office.officerDevice('周立新')
    await ok(give(zhou, claim, { basis: '办法第十八条', reason: '人在外地，要等等', type: 'extend' }))
    const { timeline } = await own(claim)
    expect(timeline.find(({ type }) => type === 'time-extended')?.reason).toBe('人在外地，要等等')
    expect(timeline.find(({ type }) => type === 'claim-handed-over')?.reason).toBeUndefined()
  })
})
