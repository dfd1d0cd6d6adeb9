import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AccessPage, OpenQuestion } from '@yima/shared/me/contract'
import type { ImportAnswer, RelativeView } from '@yima/shared/organisation/contract'
import { tables } from '@yima/shared/organisation/csv'
import { anApplication, apply, documentOf, openOffice, type Device, type Office } from '../fixtures/office.ts'
import type { WorkList } from '@yima/shared/work/contract'
import { ownCodeOf } from '../code/people.ts'
import { codeOf, county, fieldsOf, history, idOf, named, propose, view, waiting } from './people.ts'

const city = '990100000000'
const province = '990000000000'

let office: Office
let qin: Device
let yao: Device
/** Of the city's discipline office, and of the province's. */
let ji: Device
let zheng: Device
beforeAll(async () => {
  office = await openOffice()
  qin = await office.officerDevice('秦朗')
  yao = await office.officerDevice('姚静')
  ji = await office.officerDevice('纪云')
  zheng = await office.officerDevice('郑省')
})
afterAll(() => office.close())

const confirm = async (by = yao): Promise<number> =>
  (await by.post(`/admin/changes/${await waiting(qin)}/confirmation`, {})).status

describe('officers of the city and the province', () => {
  it('stand in the organisation of the county, and come in once two people of the county entered them', async () => {
    const seen = await view(qin)
    expect([named(seen, '纪云').regionCode, named(seen, '郑省').regionCode]).toEqual([city, province])
    const added = {
      type: 'add-officer' as const,
      ...{ id: randomUUID(), unitId: `${city}:audit`, regionCode: city, name: '沈小算', post: '审计员' },
      ...{ role: 'supervisor' as const, manager: named(seen, '沈算').id, phone: '19900006601' },
    }
    expect((await propose(qin, added)).status).toBe(200)
    expect(await confirm(qin)).toBe(409)
    expect(await confirm()).toBe(200)
    const link = await qin.post(`/admin/officers/${added.id}/invitations`, {})
    expect([link.status, ((await link.json()) as { heard: boolean }).heard]).toEqual([201, true])
    expect((await history(yao, added.id)).map(({ type }) => type)).toEqual([
      'sign-in-link-sent',
      'change-took-effect',
      'change-confirmed',
      'change-proposed',
    ])
  })

  it('are sent away by nobody alone: their own county could be rid of whoever looks at it', async () => {
    const { id } = named(await view(qin), '戴清')
    const dai = await office.officerDevice('戴清')
    expect((await propose(qin, { type: 'end-officer', id })).status).toBe(200)
    expect((await dai.get('/work/relatives')).status).toBe(200)
    expect(await confirm()).toBe(200)
    expect((await dai.get('/work/relatives')).status).toBe(401)
  })

  it('are raised by nobody whom they lead', async () => {
    const { id: manager } = named(await view(qin), '温理')
    const led = { type: 'change-officer' as const, ...fieldsOf(named(await view(qin), '姚静')), manager }
    await propose(qin, led)
    expect(await confirm(await office.officerDevice('彭卫国'))).toBe(200)
    const raised = {
      type: 'change-officer' as const,
      ...fieldsOf(named(await view(qin), '温理')),
      unitId: `${province}:discipline`,
    }
    expect(await codeOf(await propose(yao, raised))).toEqual(['not-allowed-now', 'own-line'])
    await propose(qin, raised)
    expect(await codeOf(await yao.post(`/admin/changes/${await waiting(qin)}/confirmation`, {}))).toEqual([
      'not-allowed-now',
      'own-line',
    ])
    expect((await qin.post(`/admin/changes/${await waiting(qin)}/withdrawal`, {})).status).toBe(200)
  })

  it('go out by CSV and come back, a new one as much as one that stands', async () => {
    const { csv } = (await (await qin.get('/admin/exports/officers')).json()) as { csv: string }
    expect(csv).toContain('纪云')
    const body = (lines: string) => ({
      kind: 'officers',
      csv: lines,
      effectiveOn: '2026-03-02',
      reason: '上级来函',
    })
    const fresh = `,柯小查,审计员,监督,${city}:audit,示例市 ${city},,,在岗`
    const answer = await qin.post('/admin/imports/preview', body(`${csv}${fresh}\r\n`))
    const { lines } = (await answer.json()) as ImportAnswer
    expect(lines.filter(({ what }) => what !== 'same')).toMatchObject([
      { name: '柯小查', what: 'new', second: true },
    ])
    const wrong = `${tables.officers.columns.join(',')}\r\n${fresh.replace('监督', '县民政经办')}\r\n`
    const refused = (await (await qin.post('/admin/imports/preview', body(wrong))).json()) as ImportAnswer
    expect(refused.lines[0]?.errors).toEqual([{ field: '角色', code: 'role-place' }])
  })
})

describe('whoever supervises from above', () => {
  it('sees who is in which office, is seen looking, and changes nothing', async () => {
    for (const one of [ji, zheng]) {
      const seen = await view(one)
      expect([seen.top, named(seen, '何文静').role]).toEqual([county, 'clerk'])
      const end = { type: 'end-officer' as const, id: named(seen, '何文静').id }
      expect((await propose(one, end)).status).toBe(403)
      expect((await one.get('/admin/exports/relatives')).status).toBe(403)
    }
    const id = await idOf(office, '何文静')
    const he = await office.officerDevice('何文静')
    await he.post('/work/relatives', { name: '表哥', number: documentOf('1960-01-01'), kinship: 'other' })
    expect((await ji.get(`/admin/officers/${id}/relatives`)).status).toBe(200)
    expect((await history(qin, id))[0]).toMatchObject({ type: 'relatives-looked-at', by: '纪云' })
  })

  it('handles no request: no list, no file, no code, no card', async () => {
    const { id } = await apply(office.device(), anApplication())
    for (const path of ['/work/items', '/work/call-tasks', '/work/family', '/work/duplicates'])
      expect([path, (await ji.get(path)).status]).toEqual([path, 403])
    expect((await ji.get(`/work/applications/${id}`)).status).toBe(403)
    expect((await ji.post('/work/scans', { text: 'YM1:x', purpose: 'progress' })).status).toBe(403)
  })

  it('answers questions about looks in the county, and none of an own relative', async () => {
    const device = office.device()
    const applicant = await office.confirmedApplicant(device, '19900006602', '周素芬', '1971-01-02')
    const { id } = await apply(device, anApplication({ applicant }))
    const he = await office.officerDevice('何文静')
    await he.get(`/work/applications/${id}`)
    const { lines } = (await (await device.get('/me/access')).json()) as AccessPage
    await device.post(`/me/access/${lines[0]?.id}/question`, { words: '为什么看' })
    const asked = async (by: Device) =>
      ((await (await by.get('/oversight/questions')).json()) as { questions: OpenQuestion[] }).questions
    const [question] = await asked(zheng)
    expect(question?.words).toBe('为什么看')
    expect(await asked(ji)).toHaveLength(1)
    const own = { name: '周素芬', number: documentOf('1971-01-02'), kinship: 'sibling' }
    expect((await ji.post('/work/relatives', own)).status).toBe(200)
    expect(await asked(ji)).toEqual([])
    const path = `/oversight/questions/${question?.id}/answer`
    expect((await ji.post(path, { words: '查了' })).status).toBe(404)
    expect((await zheng.post(path, { words: '查了' })).status).toBe(200)
    // What they declare stands where the county's list is kept.
    const { csv } = (await (await qin.get('/admin/exports/relatives')).json()) as { csv: string }
    expect(csv).toContain('纪云')
  })
})

describe('a declared relative', () => {
  it('may have no ID number: by the passport the file is another’s from the moment it is seen at a window', async () => {
    const [tang, zhou] = [await office.officerDevice('唐敏'), await office.officerDevice('周立新')]
    const idsOn = async (by: Device) =>
      ((await (await by.get('/work/items')).json()) as WorkList).items.map((one) => one.id)
    const device = office.device()
    const phone = '19900002950'
    const phoneProof = await office.confirmPhone(device, phone)
    const applicant = {
      identity: 'no-id-number',
      name: '何安娜',
      chosenFour: '4321',
      phone,
      phoneProof,
    } as const
    const { id } = await apply(device, anApplication({ applicant, regionCode: '990101101200' }))
    const passport = { kind: 'foreign', document: 'passport', value: 'E12345678' } as const
    const said = { name: '何安娜', number: { ...passport, value: 'e1234 5678' }, kinship: 'in-law' }
    expect((await tang.post('/work/relatives', said)).status).toBe(200)
    expect([(await idsOn(tang)).includes(id), (await idsOn(zhou)).includes(id)]).toEqual([true, false])
    const { text } = await ownCodeOf(device)
    const seen = { name: '何安娜', number: { ...passport, birthDate: '1988-08-08' }, seen: true }
    const scan = async (officer: Device, purpose: string) =>
      (
        (await (await officer.post('/work/scans', { text, purpose })).json()) as {
          occasion: { id: string; reach: string }
        }
      ).occasion
    const liu = await office.officerDevice('刘小勤')
    expect((await tang.post('/work/cards', { ...seen, pin: '4826' })).status).toBe(403)
    const { id: occasion } = await scan(liu, 'prove')
    expect((await liu.post(`/work/occasions/${occasion}/proof`, seen)).status).toBe(200)
    // The only clerk there is related: the county has it.
    expect([(await idsOn(tang)).includes(id), (await idsOn(zhou)).includes(id)]).toEqual([false, true])
    expect((await tang.get(`/work/applications/${id}`)).status).toBe(404)
    const other = await ownCodeOf(device)
    const opened = await tang.post('/work/scans', { text: other.text, purpose: 'progress' })
    expect(await opened.json()).toMatchObject({ occasion: { reach: 'minimum' } })
    const wrong = await tang.post('/work/relatives', { ...said, number: { ...passport, value: '12' } })
    expect(await codeOf(wrong)).toEqual(['invalid-input', 'foreign-passport'])
  })

  it('is looked at on record by every way that shows it: also by the answer to a proposal', async () => {
    const id = await idOf(office, '刘小勤')
    const liu = await office.officerDevice('刘小勤')
    await liu.post('/work/relatives', { name: '表妹', number: documentOf('1961-01-01'), kinship: 'other' })
    const looks = async () => (await history(yao, id)).filter(({ type }) => type === 'relatives-looked-at')
    expect(await looks()).toEqual([])
    const said = { name: '表弟', number: documentOf('1962-01-01'), kinship: 'other', reason: '群众反映' }
    const answer = await qin.post(`/admin/officers/${id}/relatives`, said)
    expect(((await answer.json()) as { relatives: RelativeView[] }).relatives).toHaveLength(2)
    expect(await looks()).toMatchObject([{ by: '秦朗' }])
  })
})
