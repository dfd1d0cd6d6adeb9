import type { ConsentLink, ConsentRow, ConsentsOfApplication } from '@yima/shared/consent/contract'
import type { WorkApplication } from '@yima/shared/work/contract'
import { json } from '../family/people.ts'
import { idNumberOf, type Device } from '../fixtures/office.ts'

export const signature = `iVBORw0KGgo${'A'.repeat(40)}`

/** Before an officer at a window. */
export const here = (wording = 'adult-1', more: object = {}) => ({
  ...{ place: 'window', wording, signature, seen: true },
  ...more,
})

export const consentsOf = (desk: Device, id: string) =>
  json<ConsentsOfApplication>(desk.get(`/work/applications/${id}/consents`))
export const ownConsents = (phone: Device, id: string) =>
  json<ConsentsOfApplication>(phone.get(`/me/applications/${id}/consents`))
export const actOn = (desk: Device, id: string, consent: string, act: object) =>
  desk.post(`/work/applications/${id}/consents/${consent}/acts`, act)
export const addAt = (desk: Device, id: string, body: object) =>
  desk.post(`/work/applications/${id}/consents`, body)

export const rowOf = ({ rows }: ConsentsOfApplication, name: string): ConsentRow => {
  const row = rows.find((one) => one.name === name)
  if (!row) throw new Error(`Nobody listed ${name}`)
  return row
}

/** Somebody asks for dibao at the desk’s word, and it is accepted: from then on signatures are waited for. */
export async function acceptDibao(desk: Device, id: string): Promise<string> {
  const path = `/work/applications/${id}`
  await desk.post(`${path}/claims`, { programme: 'dibao', reason: '收入低' })
  const { claims } = await json<WorkApplication>(desk.get(path))
  const dibao = claims.find(({ programme }) => programme === 'dibao')
  if (!dibao) throw new Error('no claim')
  await desk.post(`${path}/claims/${dibao.id}/acceptance`, {})
  return dibao.id
}

/** The consent of whoever applied, once dibao is accepted. */
export async function firstConsent(desk: Device, id: string): Promise<string> {
  await acceptDibao(desk, id)
  return (await consentsOf(desk, id)).rows[0]?.id ?? ''
}

/** Everybody who is listed and has not signed does so at the window. */
export async function allSign(desk: Device, id: string): Promise<void> {
  const { rows } = await consentsOf(desk, id)
  for (const { id: consent, state, version, role } of rows)
    if (state !== 'signed') {
      const signer = role === 'guardian-for' ? { signer: '监护人' } : {}
      const answer = await actOn(desk, id, consent, { type: 'sign', ...here(version, signer) })
      if (answer.status !== 200) throw new Error(await answer.text())
    }
}

export const linkOf = (answer: Promise<Response>) => json<ConsentLink>(answer)

export const husband = { name: '王大山', idNumber: idNumberOf('1970-05-05') }
export const four = husband.idNumber.slice(-4)
export const sign = { answer: 'sign', wording: 'adult-1', signature }

export const code = async (answer: Promise<Response>): Promise<[number, string | undefined]> => {
  const got = await answer
  const { errors } = (await got.json()) as { errors?: { code: string }[] }
  return [got.status, errors?.[0]?.code]
}
