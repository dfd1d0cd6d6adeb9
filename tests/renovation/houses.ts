import { randomUUID } from 'node:crypto'
import type { AppraisalSheet } from '@yima/shared/appraisal/contract'
import type { InspectionBody, OwnRenovation, RenovationAct, RenovationList, RenovationView } from '@yima/shared/renovation/contract'
import type { Spot } from '@yima/shared/renovation/renovation'
import type { WorkApplication } from '@yima/shared/work/contract'
import { minutesOf, panelOf } from '../appraisal/halls.ts'
import { found } from '../decision/found.ts'
import { json } from '../family/people.ts'
import { anApplication, apply, days, type Device, type Office } from '../fixtures/office.ts'
import { idOf } from '../organisation/people.ts'
import { accept, done, give, own, said, type Asked } from '../process/asked.ts'
import { pictureFrom } from '../visit/homes.ts'

let phones = 0

/** A poor villager whose only house is dangerous as a whole. */
const inDanger = {
  household: {
    hukouLocal: true, hukouClass: 'rural' as const, householdSize: 2, ownsOnlyHouse: true, houseGrade: 'D' as const, currentStatus: ['dibao' as const],
    monthlyIncome: 200, financialAssets: 1000, vehicleCount: 0, houseCount: 1,
  },
  members: [{ id: 'm1', hasLegalSupporter: true, supporterAble: true, employment: 'farming' as const, severeIllness: false, hasDisabilityCert: false }],
}

/** The village met, and said that it is so. */
async function metAbout(he: Device, claim: Asked): Promise<void> {
  const at = `/work/applications/${claim.id}/claims/${claim.claimId}`
  const sheet = await json<AppraisalSheet>(he.get(`${at}/appraisal-sheet`))
  const pictures = [await pictureFrom(he, 1), await pictureFrom(he, 2), await pictureFrom(he, 3)]
  const answer = await he.post(`${at}/appraisals`, minutesOf(sheet, panelOf(9, () => 'for'), () => pictures.shift() ?? ''))
  if (answer.status !== 201) throw new Error(await answer.text())
}

export type House = Asked & { house: string }

/** Somebody whose claim for their house was confirmed by the housing office, and its works, which that opened. */
export async function confirmedHouse(office: Office, born: string, regionCode = '990101100201'): Promise<House> {
  const by = (name: string) => office.officerDevice(name)
  const he = await by('何文静')
  const phone = office.device()
  const applicant = await office.confirmedApplicant(phone, `1990000${String(8000 + (phones += 1))}`, '陶桂兰', born)
  const receipt = await apply(phone, anApplication({ applicant, regionCode, words: '老土房墙裂了，一下雨就漏', added: ['rural-housing'] }))
  const claimId = receipt.claims.find(({ programme }) => programme === 'rural-housing')?.id ?? ''
  const claim: Asked = { id: receipt.id, claimId, phone, receiptNumber: receipt.receiptNumber, lastFour: applicant.idNumber.slice(-4) }
  await done(accept(he, claim))
  const companions = [await idOf(office, '刘小勤')]
  await done(give(he, claim, { ...said, type: 'record', step: 'verification', found: 'fits', companions: [] }))
  await done(give(he, claim, { ...said, type: 'record', step: 'visit', found: 'fits', companions }))
  await metAbout(he, claim)
  await done(give(await by('谭志远'), claim, { ...said, type: 'propose', opinion: 'confirm' }))
  await done(give(he, claim, { ...said, type: 'post-notice' }))
  office.clock.goOn(days(8))
  await office.watch()
  await found(office, claim.id, inDanger)
  await done(give(await by('韩冰'), claim, { ...said, type: 'confirm' }))
  const { houses } = await json<WorkApplication>(he.get(`/work/applications/${claim.id}`))
  return { ...claim, house: houses?.find((one) => one.claim === claimId)?.id ?? '' }
}

export const worksAt = (desk: Device, { house }: Pick<House, 'house'>): Promise<RenovationView> => json<RenovationView>(desk.get(`/work/renovations/${house}`))
export const listAt = (desk: Device): Promise<RenovationList> => json<RenovationList>(desk.get('/work/renovations'))
export const doTo = (desk: Device, { house }: Pick<House, 'house'>, act: RenovationAct): Promise<Response> => desk.post(`/work/renovations/${house}/acts`, act)

/** What its family reads of the works. */
export async function ownHouse(of: House): Promise<OwnRenovation> {
  const { house } = await own(of)
  if (!house) throw new Error('No works')
  return house
}

let colours = 0
/** A picture from each of these places. */
export async function pictured(desk: Device, ...spots: Spot[]): Promise<{ spot: Spot; picture: string }[]> {
  const taken = []
  for (const spot of spots) taken.push({ spot, picture: await pictureFrom(desk, (colours += 1)) })
  return taken
}

export const surveyed = async (desk: Device, on: string): Promise<RenovationAct> => ({
  type: 'survey', from: 'housing', on, graders: ['韩冰'], parts: [{ part: 'walls', state: 'dangerous' }], grade: 'D', words: '土墙开裂，整体倾斜',
  pictures: await pictured(desk, 'front', 'inside'),
})

export const planned = async (desk: Device, from: string, until: string): Promise<RenovationAct> => ({
  type: 'plan', way: 'rebuild', builtBy: 'contract', builder: '丁木匠', persons: 2, area: 60, cost: 42_000, own: 4000, loan: 10_000, from, until,
  signed: { how: 'signed', picture: (await pictured(desk, 'front'))[0]?.picture ?? '' },
})

export const looked = async (office: Office, desk: Device, of: Partial<InspectionBody> = {}): Promise<InspectionBody> => ({
  id: randomUUID(), at: office.clock.now().toISOString(), found: 'good', words: '按图施工，进度正常', pictures: await pictured(desk, 'front', 'inside'), ...of,
})

export const inspect = async (office: Office, desk: Device, { house }: Pick<House, 'house'>, of: Partial<InspectionBody> = {}): Promise<Response> =>
  desk.post(`/work/renovations/${house}/inspections`, await looked(office, desk, of))
