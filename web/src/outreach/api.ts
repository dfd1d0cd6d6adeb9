import type {
  FirstVisit, FirstVisitInput, FirstVisitKept, OutreachFiled, OutreachInput, OutreachStatus, PartingBody,
} from '@yima/shared/outreach/contract'
import { http } from '../app/http.ts'
import { shownAtDesk } from '../app/last-seen.ts'
import type { WorkAct } from '../work/api.ts'

export type { FirstVisitInput, FirstVisitKept, OutreachFiled, OutreachInput }

/** Where it goes when somebody is pointed out. */
export const outreachPath = '/outreach'
/** The number stands in no address. */
export const askOutreach = (receiptNumber: string): Promise<OutreachStatus> => http.post('/outreach/status', { receiptNumber })

const one = (id: string): string => `/work/outreach/${id}`
/** Every call is a look that the person can read about. */
export const getFirstVisit = (id: string): Promise<FirstVisit> => http.get(one(id))
export const firstVisitPath = (id: string): string => `${one(id)}/visits`
export const firstVisitAct = (id: string, body: FirstVisitInput): WorkAct => ({ path: firstVisitPath(id), body, kind: 'first-visit' })
export const partingPath = (id: string): string => `${one(id)}/partings`
export const parting = (id: string, body: PartingBody): WorkAct => ({ path: partingPath(id), body, kind: 'parting' })
export const pictureAt = (id: string, file: string): string => `/api${one(id)}/files/${file}`

/** Where what is needed at that door lies on this phone; it goes when the desk is left. */
export const firstVisitKept = (officer: string, id: string): string => shownAtDesk(officer, `first-visit.${id}`)
