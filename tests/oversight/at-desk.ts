import type { DeskActBody, DeskComplaint, ComplaintInbox } from '@yima/shared/complaint/desk-contract'
import type { DeskKeys } from '@yima/shared/complaint/keys'
import { openMarked } from '../../web/src/complaint/mark.ts'
import { openBytesWith, openIdentityWith, sealIdentityFor, toBase64 } from '../../web/src/complaint/seal.ts'
import type { ComplaintFinding } from '@yima/shared/complaint/state'
import { openComplaint, sealWords, type OpenedComplaint } from '../../web/src/oversight/opening.ts'
import { memory } from '../../web/src/app/store.ts'
import type { Device, Office } from '../fixtures/office.ts'

const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'))

const heard: readonly string[] = ['accept', 'say', 'ask', 'extend', 'decide']

/** The county whose offices the device knows: files of tests share it, and the offices of the next county have the same ids and other keys. */
let county: Office | undefined
function inCounty(office: Office): void {
  if (office === county) return
  county = office
  memory.clear()
}

/** A supervisor at the own desk, with the key of the own device: opens and seals as the page does. */
export async function supervisorAt(office: Office, name: string) {
  inCounty(office)
  const device: Device = await office.officerDevice(name)
  const { identity } = (await (await device.get('/oversight/keys/demonstration')).json()) as { identity: string }
  const inbox = async (): Promise<ComplaintInbox['items']> =>
    ((await (await device.get('/oversight/complaints')).json()) as ComplaintInbox).items
  const look = async (id: string): Promise<DeskComplaint> =>
    (await (await device.get(`/oversight/complaints/${id}`)).json()) as DeskComplaint
  const secretOf = (one: DeskComplaint): Promise<string> => openIdentityWith(identity, bytes(one.key))
  const words = async (id: string): Promise<string[]> => {
    const one = await look(id)
    const secret = await secretOf(one)
    const said = one.messages.filter(({ by }) => by !== 'identity')
    return Promise.all(said.map(async ({ by, sealed }) => ((await openMarked(secret, { id, by }, bytes(sealed))).value as { words: string }).words))
  }
  const sealed = async (id: string, type: 'message' | 'note', text: string, finding?: ComplaintFinding): Promise<string> => {
    const complaint = await look(id)
    const { secret, next } = await openComplaint([identity], complaint)
    const by = type === 'note' ? 'note' : 'office'
    return sealWords(secret, { id, by, at: next[by] }, { type, words: text, ...(finding && { finding }) })
  }
  /** As its page shows it: what was said, with whether it is known who wrote it. */
  const opened = async (id: string): Promise<OpenedComplaint> => openComplaint([identity], await look(id))
  type Sent = DeskActBody extends infer Body ? (Body extends unknown ? Omit<Body, 'version' | 'sealed'> : never) : never
  /** An act with words; its version is the one that was just looked at. */
  const act = async (id: string, body: Sent, text?: string): Promise<Response> => {
    const { version } = await look(id)
    const said = text === undefined ? {} : { sealed: await sealed(id, heard.includes(body.type) ? 'message' : 'note', text, body.type === 'decide' ? body.finding : undefined) }
    return device.post(`/oversight/complaints/${id}/acts`, { ...body, version, ...said })
  }
  /** Its secret, sealed for others. */
  const keysFor = async (id: string, readers: readonly { officerId: string; recipient: string }[]) => {
    const secret = await secretOf(await look(id))
    return Promise.all(
      readers.map(async ({ officerId, recipient }) => ({
        ...{ reader: officerId, opens: 'contents' as const },
        file: toBase64(await sealIdentityFor(recipient, secret)),
      })),
    )
  }
  const keys = async (): Promise<DeskKeys> => (await (await device.get('/oversight/keys')).json()) as DeskKeys
  return { device, identity, inbox, look, opened, words, act, keysFor, keys, secretOf }
}

export { bytes, openBytesWith }
