import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { inTransaction } from '@yima/api/db/transaction'
import { prove } from '@yima/api/identity/prove'
import { resolveCode, type Looking } from '@yima/api/code/resolve'
import type { CodeDevice, OwnCode } from '@yima/shared/code/contract'
import type { OccasionView, Scanned } from '@yima/shared/window/contract'
import type { Purpose } from '@yima/shared/window/occasion'
import { deviceText, signedText } from '@yima/shared/code/write'
import { anApplication, apply, type Device, type Office } from '../fixtures/office.ts'

/** Somebody signed in on a device of their own. */
export async function aResident(
  office: Office,
  phone: string,
  name = '周素芬',
  born = '1974-03-12',
): Promise<Device> {
  const device = office.device()
  await apply(
    device,
    anApplication({ applicant: await office.confirmedApplicant(device, phone, name, born) }),
  )
  return device
}

export async function ownCodeOf(device: Device, key?: string): Promise<OwnCode> {
  const answer = await device.post('/me/codes', {}, key === undefined ? {} : { key })
  if (answer.status !== 201) throw new Error(`no code: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as OwnCode
}

export async function officerId(office: Office, name: string): Promise<string> {
  const { rows } = await office.pool.query<{ id: string }>('SELECT id FROM officer WHERE name = $1', [name])
  return rows[0]?.id ?? ''
}

/** What an officer does at the window with what was scanned or typed. */
export async function look(office: Office, text: string, how: Partial<Looking> & { as?: string } = {}) {
  const { as = '何文静', ...more } = how
  const id = await officerId(office, as)
  return inTransaction(office.deps.db, (tx) =>
    resolveCode(tx, office.deps, { id }, { text, purpose: 'handle', network: '10.0.0.1', ...more }),
  )
}

/** The visit that begins when the officer scans the code this phone shows. */
export async function visitOf(officer: Device, phone: Device, purpose: Purpose = 'prove'): Promise<OccasionView> {
  const { text } = await ownCodeOf(phone)
  const found = (await (await officer.post('/work/scans', { text, purpose })).json()) as Scanned
  if (!found.ok) throw new Error(found.refused)
  return found.occasion
}

/** A phone that signs codes without a network, as a browser does. */
export async function signingPhone(device: Device) {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const raw = Buffer.concat([Buffer.from([4]), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')])
  const answer = await device.post('/me/code-devices', { publicKey: raw.toString('base64url') })
  const known = (await answer.json()) as CodeDevice
  const seal = (text: string) =>
    sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')
  return {
    known,
    /** Signs whatever text. */
    sign: (text: string) => signedText(text, seal(text)),
    /** A code of this moment, by the phone's clock. */
    show: (at: Date, nonce = randomBytes(12).toString('base64url')) => {
      const seconds = Math.floor(at.getTime() / 1000)
      const text = deviceText({ county: known.county, device: known.device, at: seconds, nonce })
      return signedText(text, seal(text))
    },
  }
}

/** An identity that a window has proven, with the person's phone and typed number standing for it. */
export const provenAt = (office: Office, idNumber: string, name = '周素芬'): Promise<string> =>
  inTransaction(office.deps.db, (tx) =>
    prove(tx, office.deps, { number: { kind: 'id-number', value: idNumber }, name, how: 'window' }),
  )
