import type * as v from 'valibot'
import type { invitationSent, OfficerSignIn } from '@yima/shared/identity/sign-in'
import type {
  ChangeBody,
  csvKinds,
  DutiesView,
  HistoryEntry,
  importBody,
  ImportAnswer,
  relativeBody,
  relativeProposal,
  RelativeView,
} from '@yima/shared/organisation/contract'
import type { Organisation } from '@yima/shared/organisation/organisation'
import { http } from '../app/http.ts'

export type OrganisationView = { today: string; actor: string; top: string; unheard?: boolean; organisation: Organisation }
export type Import = v.InferInput<typeof importBody>
export type Relative = v.InferInput<typeof relativeBody>
export type RelativeProposal = v.InferInput<typeof relativeProposal>
export type CsvKind = (typeof csvKinds)[number]

/** Answered on the spot: a change is decided by how the organisation stands now, not in an hour. */
const send = <T>(path: string, body: unknown, idempotencyKey: string): Promise<T> =>
  http.post<T>(`/admin${path}`, body, { idempotencyKey })

export const getOrganisation = (): Promise<OrganisationView> => http.get('/admin/organisation')
export const proposeChange = (
  body: { change: ChangeBody; effectiveOn: string; reason: string },
  key: string,
): Promise<OrganisationView> => send('/changes', body, key)
export const settleChange = (
  id: string,
  how: 'confirmation' | 'refusal' | 'withdrawal',
  body: object,
  key: string,
): Promise<OrganisationView> => send(`/changes/${id}/${how}`, body, key)

export const getHistory = async (id: string): Promise<HistoryEntry[]> =>
  (await http.get<{ entries: HistoryEntry[] }>(`/admin/history/${encodeURIComponent(id)}`)).entries
export const getDuties = async (unit: string): Promise<DutiesView['days']> =>
  (await http.get<DutiesView>(`/admin/duties/${encodeURIComponent(unit)}`)).days

export const getRelatives = async (officer: string): Promise<RelativeView[]> =>
  (await http.get<{ relatives: RelativeView[] }>(`/admin/officers/${officer}/relatives`)).relatives
export const addRelative = async (
  officer: string,
  body: RelativeProposal,
  key: string,
): Promise<RelativeView[]> =>
  (await send<{ relatives: RelativeView[] }>(`/officers/${officer}/relatives`, body, key)).relatives
export const getOwnRelatives = async (): Promise<RelativeView[]> =>
  (await http.get<{ relatives: RelativeView[] }>('/work/relatives')).relatives
export const addOwnRelative = async (body: Relative, key: string): Promise<RelativeView[]> =>
  (await http.post<{ relatives: RelativeView[] }>('/work/relatives', body, { idempotencyKey: key })).relatives

export const getSignIn = (officer: string): Promise<OfficerSignIn> => http.get(`/admin/officers/${officer}/sign-in`)
export const inviteOfficer = (officer: string, key: string): Promise<v.InferOutput<typeof invitationSent>> =>
  send(`/officers/${officer}/invitations`, {}, key)

export const getExport = (kind: CsvKind): Promise<{ file: string; csv: string }> =>
  http.get(`/admin/exports/${kind}`)
export const previewImport = (body: Import): Promise<ImportAnswer> =>
  send('/imports/preview', body, crypto.randomUUID())
export const applyImport = (body: Import, key: string): Promise<ImportAnswer> => send('/imports', body, key)
