import type { ObjectionAct } from '@yima/shared/objection/act-contract'
import type {
  ObjectionFiled, ObjectionInput, ObjectionList, ObjectionStatus, WorkObjection,
} from '@yima/shared/objection/contract'
import { noticeKinds, type NoticeLine, type VillageNotices } from '@yima/shared/notice/contract'
import { http } from '../app/http.ts'
import type { WorkAct } from '../work/api.ts'

export type { ObjectionFiled, ObjectionInput }

/** Where an objection to this notice goes. */
export const objectionPath = (notice: string): string => `/notices/${notice}/objections`
const before: readonly string[] = ['review', 'temporary', 'school', 'change']
/** The line of the board to which somebody objects; undefined where it hangs there no more. */
export async function readLine(village: string, notice: string): Promise<NoticeLine | undefined> {
  for (const kind of noticeKinds.filter((one) => before.includes(one))) {
    let after: string | null | undefined
    do {
      const page: VillageNotices = await http.get(`/notices/${village}`, { params: { kind, after: after ?? undefined } })
      const line = page.items.find(({ id }) => id === notice)
      if (line) return line
      after = page.next
    } while (after !== null)
  }
  return undefined
}
/** Nothing of it lies in an address: number and digits are the body. */
export const askStatus = (receiptNumber: string, lastFour: string): Promise<ObjectionStatus> =>
  http.post('/objections/status', { receiptNumber, lastFour })

export const getObjections = (after?: string): Promise<ObjectionList> => http.get('/work/objections', { params: { after } })
const one = (id: string): string => `/work/objections/${id}`
/** Every call is a look that is noted. */
export const getObjection = (id: string): Promise<WorkObjection> => http.get(one(id))
export const objectionAct = (id: string, body: ObjectionAct): WorkAct => ({ path: `${one(id)}/acts`, body, kind: 'objection-act' })
export const pictureOf = (id: string, file: string): string => `/api${one(id)}/files/${file}`
