import type { VisitOrders, VisitPack, VisitsSeen } from '@yima/shared/visit/contract'
import { http } from '../app/http.ts'

export const getOrders = (): Promise<VisitOrders> => http.get('/work/visits')
/** Each call is a look that the person can read about. */
export const getPack = (id: string): Promise<VisitPack> => http.get(`/work/applications/${id}/visit-pack`)
export const visitsAt = (id: string): string => `/work/applications/${id}/visits`
export const getVisits = (id: string): Promise<VisitsSeen> => http.get(visitsAt(id))
