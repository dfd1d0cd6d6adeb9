import type { CheckView, FindingBody, OpenDraw, OwnChecks } from '@yima/shared/spot-check/contract'
import { http } from '../app/http.ts'
import { ProblemError } from '../app/problem-error.ts'
import { keep, recall } from '../app/store.ts'
import type { WorkAct } from '../work/api.ts'

export type KnownDraw = { draw: OpenDraw; at: string; kept: boolean }

/** What is published of a quarter, or of the last that was drawn; without a network as this phone read it last. */
export async function getDraw(quarter: string): Promise<KnownDraw> {
  const key = `open-draw.${quarter}`
  try {
    const known = { draw: await http.get<OpenDraw>(`/open/checks/${quarter}`), at: new Date().toISOString() }
    void keep(key, known)
    return { ...known, kept: false }
  } catch (error) {
    const known = await recall<Omit<KnownDraw, 'kept'>>(key)
    if (known && error instanceof ProblemError && error.code !== 'not-found') return { ...known, kept: true }
    throw error
  }
}

export const getChecks = (): Promise<OwnChecks> => http.get<OwnChecks>('/oversight/checks')
/** Each call is a look that the family can read about. */
export const getCheck = (id: string): Promise<CheckView> => http.get<CheckView>(`/oversight/checks/${id}`)

export const findingPath = (id: string): string => `/oversight/checks/${id}/finding`
export const finding = (id: string, body: FindingBody): WorkAct => ({ kind: 'finding', path: findingPath(id), body })
export const askRevisit = (complaint: string, receiptNumber: string): Promise<unknown> =>
  http.post(`/oversight/complaints/${complaint}/revisits`, { receiptNumber })
