import { randomBytes } from 'node:crypto'
import { expect } from 'vitest'
import type { Submitted } from '@yima/shared/application/contract'
import type { FamilyView, HelpersView, Invited } from '@yima/shared/family/contract'
import { sha256 } from '@yima/api/vault'
import { anApplication, apply, idNumberOf, type Device, type Office } from '../fixtures/office.ts'

export type Somebody = { device: Device; phone: string; name: string; receipt: Submitted; idNumber: string }

export const json = async <T>(answer: Promise<Response> | Response): Promise<T> =>
  (await (await answer).json()) as T

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

  return { signature, somebody, family, helpers, status, invite, joins, members, idOf, helps, behalf }
}
