import { randomBytes } from 'node:crypto'
import { afterAll, expect } from 'vitest'
import type { Submitted } from '@yima/shared/application/contract'
import type { FamilyView, HelpersView, Invited } from '@yima/shared/family/contract'
import type { Inbox } from '@yima/shared/notification/contract'
import { sha256 } from '@yima/api/vault'
import { anApplication, apply, idNumberOf, openOffice, type Device, type Office } from '../fixtures/office.ts'

export type Somebody = { device: Device; phone: string; name: string; receipt: Submitted; idNumber: string }

export const json = async <T>(answer: Promise<Response> | Response): Promise<T> =>
  (await (await answer).json()) as T

/** A child without papers yet, as a guardian writes it down. */
export const aChild = (name: string, more: object = {}) => ({
  who: 'new',
  name,
  number: { kind: 'none' },
  kind: 'child',
  birthDate: '2015-01-15',
  relation: 'child',
  ...more,
})

/** From today on one officer is the other's deputy, as two administrators said. */
export async function standsInFor({ pool, deps }: Office, deputy: string, absent: string): Promise<void> {
  const today = deps.clock.today()
  await pool.query(
    `INSERT INTO absence (id, officer_id, deputy_id, from_on, to_on)
     SELECT gen_random_uuid(), a.id, d.id, $1, $1 FROM officer a, officer d WHERE a.name = $2 AND d.name = $3`,
    [today, absent, deputy],
  )
}

/** An office with its villagers, for the tests of one file; closed after the last of them. */
export async function openVillage() {
  const office = await openOffice()
  afterAll(() => office.close())
  return { office, who: villagers(office) }
}

/** People who have phones, and what they do in family matters. */
export function villagers(office: Office) {
  const signature = `iVBORw0KGgo${'A'.repeat(40)}`
  let phones = 0
  const newPhone = () => `1990001${String((phones += 1)).padStart(4, '0')}`

  /** Somebody who has applied once on an own phone, and is signed in there. */
  async function somebody(
    name: string,
    born: string,
    words = '屋顶漏雨，没钱修。',
    number = idNumberOf(born),
  ): Promise<Somebody> {
    const device = office.device()
    const phone = newPhone()
    const phoneProof = randomBytes(32).toString('base64url')
    await office.pool.query(
      'INSERT INTO phone_proof (proof_hash, phone_index, expires_at) VALUES ($1, $2, $3)',
      [sha256(phoneProof), office.deps.vault.index('phone', phone), new Date('2027-01-01')],
    )
    const applicant = { identity: 'id-number', name, idNumber: number, phone, phoneProof } as const
    const receipt = await apply(device, anApplication({ words, applicant }))
    return { device, phone, name, receipt, idNumber: applicant.idNumber }
  }

  const family = (of: { device: Device }) => json<FamilyView>(of.device.get('/me/family'))
  const helpers = (of: { device: Device }) => json<HelpersView>(of.device.get('/me/helpers'))
  const status = async (answer: Promise<Response>): Promise<[number, string]> => {
    const got = await answer
    const body = (await got.json()) as { type?: string; errors?: { code: string }[] }
    return [got.status, body.errors?.[0]?.code ?? (body.type ?? '').replace('urn:yima:problem:', '')]
  }
  /** What one was told, newest first. */
  const told = async (of: { device: Device }) =>
    (await json<Inbox>(of.device.get('/me/messages'))).messages.map(({ template, params }) => ({
      template,
      params,
    }))
  const invite = (of: Somebody, called: string, relation: string, more = {}) =>
    json<Invited>(of.device.post('/me/family/invitations', { called, relation, ...more }))
  const joins = (of: { device: Device }, token: string | null, more = {}) =>
    of.device.post('/me/family/joining', { by: { way: 'link', token }, signature, moving: false, ...more })
  const members = async (of: { device: Device }) =>
    (await family(of)).household?.members.map(({ name, relation }) => [name, relation])
  const idOf = async (of: { device: Device }) => (await family(of)).you.person
  const helps = async (giver: Somebody, helper: Somebody, scopes: string[], until = '2026-06-30') => {
    const given = await json<Invited>(
      giver.device.post('/me/helpers', { called: helper.name, scopes, until }),
    )
    expect((await joins(helper, given.token, { signature: undefined })).status).toBe(201)
    return given.id
  }
  const behalf = (device: Device, person: string) => ({
    get: (path: string) =>
      office.app.request(`/api${path}`, { headers: { cookie: device.cookies(), 'x-on-behalf-of': person } }),
  })

  return { signature, somebody, family, helpers, status, told, invite, joins, members, idOf, helps, behalf }
}
