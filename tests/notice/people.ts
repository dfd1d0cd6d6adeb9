import type { NoticeKind, NoticeLine, VillageNotices } from '@yima/shared/notice/contract'
import type { ProcessAct } from '@yima/shared/process/contract'
import { json } from '../family/people.ts'
import type { Device, Office } from '../fixtures/office.ts'
import { idOf } from '../organisation/people.ts'
import { accept, done, give, said, type Asked } from '../process/asked.ts'

export const village = '990101100201'

/** A clerk, the centre and the county, signed in. */
export type Desks = { he: Device; liang: Device; zhou: Device }
export const desksOf = async (office: Office): Promise<Desks> => ({
  he: await office.officerDevice('何文静'),
  liang: await office.officerDevice('梁波'),
  zhou: await office.officerDevice('周立新'),
})

const look = (step: 'verification' | 'visit', companions: string[] = []): ProcessAct =>
  ({ ...said, type: 'record', step, found: 'fits', companions })

/** Everything up to the notice, which hangs then. */
export async function hung(office: Office, { he, liang }: Omit<Desks, 'zhou'>, claim: Asked, along = '刘小勤'): Promise<void> {
  await done(accept(he, claim))
  await done(give(liang, claim, look('verification')))
  await done(give(he, claim, look('visit', [await idOf(office, along)])))
  await done(give(he, claim, { ...said, type: 'skip', step: 'appraisal' }))
  await done(give(he, claim, { ...said, type: 'propose', opinion: 'confirm' }))
  await done(give(he, claim, { ...said, type: 'post-notice' }))
}

/** What anybody reads of a village's board. */
export const boardOf = (office: Office, question = '', of = village): Promise<VillageNotices> =>
  json<VillageNotices>(office.device().get(`/notices/${of}${question}`))

export const linesOf = async (office: Office, kind: NoticeKind): Promise<NoticeLine[]> =>
  (await boardOf(office, `?kind=${kind}`)).items
