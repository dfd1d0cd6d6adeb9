import type { OfficerView } from '@yima/shared/identity/contract'
import type { WorkNotice, WorkNotices } from '@yima/shared/notice/contract'
import { handOver, type Handed } from '../app/hand-over.ts'
import { http } from '../app/http.ts'
import { actorOfOfficer } from '../app/outbox-order.ts'

export const getWorkNotices = async (): Promise<WorkNotices['items']> => (await http.get<WorkNotices>('/work/notices')).items
export const getWorkNotice = (id: string): Promise<WorkNotice> => http.get(`/work/notices/${id}`)

/** Where a photo of the board is read; every look is noted. */
export const boardPicture = (id: string, photo: string): string => `/api/work/notices/${id}/files/${photo}`
export const boardPath = (id: string): string => `/work/notices/${id}/boards`

/** The photo of the board and the day on which it was taken, as one act: without a network both wait together. */
export async function fileBoard({ id, name }: WorkNotice, officer: OfficerView, photo: File, on: string): Promise<Handed> {
  const [{ answerOf }, { shrink }] = await Promise.all([import('../app/outbox.ts'), import('../application/shrink.ts')])
  const picture = { id: crypto.randomUUID(), kind: 'file', path: '/files', body: null, blob: await shrink(photo) }
  const body = { photo: answerOf(picture.id, 'id'), on }
  const label = { officer: officer.name, person: name }
  return handOver({ kind: 'board-photo', path: boardPath(id), body, label, pictures: [picture], line: boardPath(id), actor: actorOfOfficer(officer.id) })
}
