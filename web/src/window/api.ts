import type * as v from 'valibot'
import type {
  agreeFaceToFace,
  AskedView,
  GoingView,
  OccasionView,
  proveHere,
  scan,
  Scanned,
} from '@yima/shared/window/contract'
import type { ShownScope } from '@yima/shared/window/occasion'
import { http } from '../app/http.ts'

export type Scan = v.InferInput<typeof scan>
export type Agreed = v.InferInput<typeof agreeFaceToFace>
export type Proof = v.InferInput<typeof proveHere>

/** The same key for every try of one scan: a code is good once, and a lost answer must not use it up. */
export const sendScan = (body: Scan, idempotencyKey: string): Promise<Scanned> =>
  http.post<Scanned>('/work/scans', body, { idempotencyKey })

/** What still goes on. No look at anybody: a page that waits may ask every few seconds. */
export const getGoing = async (): Promise<GoingView[]> =>
  (await http.get<{ occasions: GoingView[] }>('/work/occasions')).occasions
/** A look that the person can read about. */
export const getOccasion = (id: string): Promise<OccasionView> => http.get(`/work/occasions/${id}`)

type Acts = { ask: { scopes: ShownScope[] }; agreement: Agreed; proof: Proof; close: object }
export const act = <Name extends keyof Acts>(
  id: string,
  name: Name,
  body: Acts[Name],
  idempotencyKey: string,
): Promise<OccasionView> => http.post<OccasionView>(`/work/occasions/${id}/${name}`, body, { idempotencyKey })

type Asked = { occasions: AskedView[] }
/** Who asks at this moment to see more of oneself. */
export const getAsked = async (): Promise<AskedView[]> => (await http.get<Asked>('/me/occasions')).occasions
export const give = async (id: string, scopes: ShownScope[]): Promise<AskedView[]> =>
  (await http.post<Asked>(`/me/occasions/${id}/given`, { scopes })).occasions
export const endAsked = async (id: string): Promise<AskedView[]> =>
  (await http.post<Asked>(`/me/occasions/${id}/close`, {})).occasions
