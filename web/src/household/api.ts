import type * as v from 'valibot'
import type {
  Clearance,
  FilePurpose,
  HouseholdView,
  merging,
  unmerging,
} from '@yima/shared/household/contract'
import { http } from '../app/http.ts'
import type { WorkAct } from '../work/api.ts'

/** Every call is a look that everybody of the household can read about. */
export const getHousehold = (id: string): Promise<HouseholdView> => http.get(`/work/households/${id}`)

const one = (id: string): string => `/work/applications/${id}`

/** Why a claim may be confirmed beside another that the family has. */
export const clearance = (id: string, claim: string, body: Clearance): WorkAct => ({
  path: `${one(id)}/claims/${claim}/clearance`,
  body,
})
export const merged = (id: string, body: v.InferInput<typeof merging>): WorkAct => ({
  path: `${one(id)}/merging`,
  body,
})
export const unmerged = (id: string, body: v.InferInput<typeof unmerging>): WorkAct => ({
  path: `${one(id)}/unmerging`,
  body,
})

/** Where the file of a request is fetched by the browser itself: however large, it never lies in the page. */
export const fileFor = (id: string, purpose: FilePurpose): string =>
  `/api/work/applications/${id}/file?purpose=${purpose}`
export const ownFile = (id: string): string => `/api/me/applications/${id}/file`
