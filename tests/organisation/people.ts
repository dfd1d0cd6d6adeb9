import type { HistoryEntry } from '@yima/shared/organisation/contract'
import type { Change, Officer, Organisation } from '@yima/shared/organisation/organisation'
import type { Device, Office } from '../fixtures/office.ts'

export type View = { today: string; actor: string; top: string; organisation: Organisation }

export const county = '990101000000'
export const daoxiang = '990101100000'
export const qingquan = '990101101000'

/** The organisation as an administrator's phone sees it. */
export const view = async (device: Device): Promise<View> =>
  (await (await device.get('/admin/organisation')).json()) as View

export function named({ organisation }: View, name: string): Officer {
  const found = Object.values(organisation.officers).find((one) => one.name === name)
  if (!found) throw new Error(`${name} is not there`)
  return found
}

export const idOf = async (office: Office, name: string): Promise<string> => {
  const { rows } = await office.pool.query<{ id: string }>('SELECT id FROM officer WHERE name = $1', [name])
  return rows[0]?.id ?? ''
}

type Proposed = { effectiveOn?: string; reason?: string; key?: string }

export const propose = (
  device: Device,
  change: Change | (Change & { phone: string }),
  more: Proposed = {},
) => {
  const { effectiveOn = '2026-03-02', reason = '工作需要', key } = more
  return device.post('/admin/changes', { change, effectiveOn, reason }, key === undefined ? {} : { key })
}

/** The change that waits for somebody; throws where none does. */
export async function waiting(device: Device): Promise<string> {
  const [id] = Object.keys((await view(device)).organisation.pending)
  if (!id) throw new Error('nothing waits')
  return id
}

export const codeOf = async (answer: Response): Promise<string[]> => {
  const { type, errors } = (await answer.json()) as { type: string; errors?: { code: string }[] }
  return [type.replace('urn:yima:problem:', ''), ...(errors ?? []).map(({ code }) => code)]
}

export const history = async (device: Device, id: string): Promise<HistoryEntry[]> =>
  ((await (await device.get(`/admin/history/${id}`)).json()) as { entries: HistoryEntry[] }).entries

export const fieldsOf = ({ id, unitId, regionCode, name, post, role, manager }: Officer) => ({
  id,
  unitId,
  regionCode,
  name,
  post,
  role,
  manager,
})
