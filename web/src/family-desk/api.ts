import type * as v from 'valibot'
import type { DuplicateVerdict } from '@yima/shared/family/duplicate'
import type { GuardianBasis } from '@yima/shared/family/guardianship'
import type {
  DuplicateView,
  FamilyWork,
  GuardianshipTasks,
  MandateSlip,
  mandateLook,
  NameCorrectionView,
  nameProposal,
  windowEnd,
  windowMandate,
} from '@yima/shared/family/work-contract'
import { http } from '../app/http.ts'
import type { WorkAct } from '../work/api.ts'

export type Task = GuardianshipTasks['tasks'][number]
export type Gift = v.InferInput<typeof windowMandate>
export type End = v.InferInput<typeof windowEnd>
export type Here = Gift['giver']

/** How much waits; nobody is looked at. */
export const getFamilyWork = (): Promise<FamilyWork> => http.get('/work/family')
/** Every call is a look that both people can read about. */
export const getGuardianships = async (): Promise<Task[]> =>
  (await http.get<GuardianshipTasks>('/work/guardianships')).tasks
export const getDuplicates = async (): Promise<DuplicateView[]> =>
  (await http.get<{ pairs: DuplicateView[] }>('/work/duplicates')).pairs
export const getSlip = (id: string): Promise<MandateSlip> => http.get(`/work/mandates/${id}`)
/** What somebody who stands here has given. Rejects with `not-found` for who is not known here. */
export const lookForMandates = async (body: v.InferInput<typeof mandateLook>): Promise<MandateSlip[]> =>
  (await http.post<{ mandates: MandateSlip[] }>('/work/mandates/look', body)).mandates

const guardianship = (id: string, act: string, body: object): WorkAct => ({
  kind: 'guardianship',
  path: `/work/guardianships/${id}/${act}`,
  body,
})
export const confirmation = (id: string, basis: GuardianBasis): WorkAct =>
  guardianship(id, 'confirmation', { basis })
export const refusal = (id: string, reason: string): WorkAct => guardianship(id, 'refusal', { reason })
export const decision = (
  { one, other }: Pick<DuplicateView, 'one' | 'other'>,
  verdict: DuplicateVerdict,
  reason: string,
): WorkAct => ({
  kind: 'duplicate',
  path: '/work/duplicates/decision',
  body: { one: one.person, other: other.person, verdict, reason },
})
/** Names that wait; every call is a look that their people can read about. */
export const getNames = async (): Promise<NameCorrectionView[]> =>
  (await http.get<{ corrections: NameCorrectionView[] }>('/work/name-corrections')).corrections
const nameAct = (path: string, body: object): WorkAct => ({
  kind: 'name-correction',
  path: `/work/name-corrections${path}`,
  body,
})
export const nameProposed = (body: v.InferInput<typeof nameProposal>): WorkAct => nameAct('', body)
export const nameConfirmed = (id: string): WorkAct => nameAct(`/${id}/confirmation`, { seen: true })
export const nameRefused = (id: string, reason: string): WorkAct => nameAct(`/${id}/refusal`, { reason })

export const gift = (body: Gift): WorkAct => ({ kind: 'mandate', path: '/work/mandates', body })
export const ending = (id: string, body: End): WorkAct => ({
  kind: 'mandate-end',
  path: `/work/mandates/${id}/end`,
  body,
})
