import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Submitted } from '@yima/shared/application/contract'
import { anApplication, idNumberOf, openOffice, type Device, type Office } from '../fixtures/office.ts'

let office: Office
let clerk: Device
let outreach: Submitted
let application: Submitted
beforeAll(async () => {
  office = await openOffice()
  clerk = await office.officerDevice('何文静')
  const { regionCode, photos, applicant } = anApplication()
  const words = '隔壁大爷一个人，瘫在床上没人管'
  const forOther = { regionCode, photos, applicant, words, forWhom: 'neighbour', beneficiary: {} }
  outreach = (await (await office.device().post('/applications', forOther)).json()) as Submitted
  application = (await (await office.device().post('/applications', anApplication())).json()) as Submitted
})
afterAll(() => office.close())

const errorsOf = async (answer: Response) => ((await answer.json()) as { errors?: unknown[] }).errors
const agreement = {
  how: 'in-person',
  on: '2026-03-02',
  witness: '何文静',
  name: '赵德顺',
  idNumber: idNumberOf('1944-05-06'),
}
const agree = (changes: object) =>
  clerk.post(`/work/applications/${outreach.id}/agreement`, { ...agreement, ...changes })

describe('the agreement of somebody spoken for', () => {
  it.each([
    [{ on: '0000-01-01' }, 'on', 'not-a-date'],
    [{ on: '2026-02-30' }, 'on', 'not-a-date'],
    [{ on: '2024-12-31' }, 'on', 'date-too-old'],
    [{ on: '2026-03-03' }, 'on', 'date-to-come'],
    [{ on: '2099-01-01' }, 'on', 'date-to-come'],
    [{ witness: '\u200b' }, 'witness', 'name-empty'],
    [{ idNumber: idNumberOf('2026-03-09') }, 'idNumber', 'id-birth-date'],
    [{ idNumber: '990101440506102' }, 'idNumber', 'id-fifteen-digits'],
    [{ phone: '+852 5123 4567' }, 'phone', 'phone-foreign'],
  ])('%j is refused where it can be mended, and nothing happens', async (changes, field, code) => {
    const answer = await agree(changes)
    expect(answer.status).toBe(422)
    expect(await errorsOf(answer)).toEqual([{ field, code }])
    const { rows } = await office.pool.query('SELECT kind FROM application WHERE id = $1', [outreach.id])
    expect(rows).toEqual([{ kind: 'outreach' }])
  })

  it('typed on any keyboard is taken down as it is meant', async () => {
    const typed = {
      name: '买买提•吐尔逊',
      idNumber: '９９０１０１ 19440506 ' + agreement.idNumber.slice(14).toLowerCase(),
      phone: '+86 199-0000-0091',
    }
    const answer = await agree(typed)
    expect(answer.status).toBe(200)
    expect(await answer.json()).toMatchObject({
      beneficiary: { name: '买买提·吐尔逊', idNumber: agreement.idNumber, phone: '19900000091' },
    })
  })
})

describe('the one list of papers', () => {
  const ask = (papers: unknown) =>
    clerk.post(`/work/applications/${application.id}/claims/${application.claims[0]?.id}/papers`, { papers })

  it.each([
    [[{ paper: 'passport' }], 'papers.0.paper', 'unknown-paper'],
    [[{ paper: 'toString' }], 'papers.0.paper', 'unknown-paper'],
    [[{ paper: 'other' }], 'papers.0', 'no-paper'],
    [[{ paper: 'other', words: '\u200b' }], 'papers.0', 'no-paper'],
    [[{ paper: 'other', words: '证'.repeat(101) }], 'papers.0.words', 'too-long'],
    [[], 'papers', 'no-paper'],
  ])('%j is refused before it can be asked, because it can be asked once', async (papers, field, code) => {
    const answer = await ask(papers)
    expect(answer.status).toBe(422)
    expect(await errorsOf(answer)).toEqual([{ field, code }])
  })

  it('of known papers and described ones goes out', async () => {
    expect((await ask([{ paper: 'id-card' }, { paper: 'other', words: '村里的证明' }])).status).toBe(200)
  })
})
