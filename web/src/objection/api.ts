import type {
  ObjectionAct, ObjectionFiled, ObjectionInput, ObjectionItem, ObjectionStatus, WorkObjection,
} from '@yima/shared/objection/contract'
import { http } from '../app/http.ts'
import type { WorkAct } from '../work/api.ts'

export type { ObjectionFiled, ObjectionInput }

/** Where an objection to this notice goes. */
export const objectionPath = (notice: string): string => `/notices/${notice}/objections`
/** Nothing of it lies in an address: number and digits are the body. */
export const askStatus = (receiptNumber: string, lastFour: string): Promise<ObjectionStatus> =>
  http.post('/objections/status', { receiptNumber, lastFour })

export const getObjections = async (): Promise<ObjectionItem[]> =>
  (await http.get<{ items: ObjectionItem[] }>('/work/objections')).items
const one = (id: string): string => `/work/objections/${id}`
/** Every call is a look that is noted. */
export const getObjection = (id: string): Promise<WorkObjection> => http.get(one(id))
export const objectionAct = (id: string, body: ObjectionAct): WorkAct => ({ path: `${one(id)}/acts`, body, kind: 'objection-act' })
export const pictureOf = (id: string, file: string): string => `/api${one(id)}/files/${file}`
