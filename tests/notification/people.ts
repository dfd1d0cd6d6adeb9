import type { Submitted } from '@yima/shared/application/contract'
import type { CallTask, Inbox } from '@yima/shared/notification/contract'
import { programmes } from '@yima/shared/policy/programmes/index'
import type { WorkApplication } from '@yima/shared/work/contract'
import type { Addressee } from '@yima/api/notification/addressee'
import { deliverMessage, type Channels } from '@yima/api/notification/deliver'
import { smsChannel } from '@yima/api/notification/channels'
import { pushChannel } from '@yima/api/notification/push'
import type { Deps } from '@yima/api/http/context'
import { anApplication, apply, idNumberOf, type Device, type Office } from '../fixtures/office.ts'

/** Somebody signed in with a confirmed phone, with a request in 梅林村. */
export async function aResident(office: Office, phone: string): Promise<{ device: Device; got: Submitted }> {
  const device = office.device()
  const applicant = await office.confirmedApplicant(device, phone)
  return { device, got: await apply(device, anApplication({ applicant })) }
}

/** Whoever made an application, as their row says it. */
export async function personOf({ pool }: Office, applicationId: string): Promise<Addressee> {
  const { rows } = await pool.query<Addressee>(
    `SELECT p.id, p.county_code AS "countyCode", p.key_wrapped AS "keyWrapped", p.phone_cipher AS "phoneCipher",
            p.pair_index AS "pairIndex", p.identity_id AS "identityId"
       FROM person p JOIN application a ON a.person_id = p.id WHERE a.id = $1`,
    [applicationId],
  )
  const [row] = rows
  if (!row) throw new Error('nobody')
  return row
}

/** Somebody without a phone. */
export const withoutPhone = (office: Office, born = '1941-05-06'): Promise<Submitted> =>
  apply(
    office.device(),
    anApplication({ applicant: { identity: 'id-number', name: '马秀英', idNumber: idNumberOf(born) } }),
  )

/** The first open claim that needs nobody else's signature: what is told of those is another matter. */
export const firstOf = ({ claims }: WorkApplication) =>
  claims.find(
    ({ state, programme }) => state === 'proposed' && programmes[programme].process.verification !== 'family',
  )

async function onFirst(clerk: Device, id: string, act: string, body: object): Promise<Response> {
  const request = (await (await clerk.get(`/work/applications/${id}`)).json()) as WorkApplication
  return clerk.post(`/work/applications/${id}/claims/${firstOf(request)?.id}/${act}`, body)
}
/** The clerk takes the first open claim in hand. */
export const accept = (clerk: Device, id: string) => onFirst(clerk, id, 'acceptance', {})
/** The clerk does not take it in hand. */
export const drop = (clerk: Device, id: string) => onFirst(clerk, id, 'drop', { reason: '不在本镇' })

export const inboxOf = async (device: Device): Promise<Inbox> =>
  (await (await device.get('/me/messages')).json()) as Inbox
export const tasksOf = async (officer: Device): Promise<CallTask[]> =>
  ((await (await officer.get('/work/call-tasks')).json()) as { tasks: CallTask[] }).tasks

/** Everything that waits is handed over, as the queue would, each job as often as said. */
export async function runJobs(deps: Deps, times = 1): Promise<void> {
  const channels: Channels = { sms: smsChannel(deps.config, deps.clock), push: pushChannel(deps) }
  const { rows } = await deps.db.$client.query<{ id: string }>(
    `SELECT id FROM message WHERE channel <> 'call' ORDER BY created_at`,
  )
  for (const { id } of rows) {
    const jobs = Array.from({ length: times }, () => deliverMessage(deps, channels, id))
    await Promise.allSettled(jobs)
  }
}

type Attempt = { channel: string; state: string; tries: number; not_before: Date | null }

/** The ways by which something went out, of everybody or of one template. */
export async function attempts(office: Office, template?: string): Promise<Attempt[]> {
  const { rows } = await office.pool.query<Attempt>(
    `SELECT m.channel, m.state, m.tries, m.not_before FROM message m JOIN notification n ON n.id = m.notification_id
      WHERE $1::text IS NULL OR n.template = $1 ORDER BY m.created_at, m.id`,
    [template ?? null],
  )
  return rows
}

/** The numbers to which an SMS about this went out. */
export async function smsAbout({ pool, deps }: Office, template: string): Promise<string[]> {
  const { rows } = await pool.query<{ to: Buffer }>(
    `SELECT m.to_cipher AS to FROM message m JOIN notification n ON n.id = m.notification_id
      WHERE m.channel = 'sms' AND n.template = $1 ORDER BY m.created_at, m.id`,
    [template],
  )
  return rows.map(({ to }) => deps.vault.openField(to))
}
