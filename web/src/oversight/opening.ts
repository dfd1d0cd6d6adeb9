import * as v from 'valibot'
import type { DeskComplaint, DeskKeyFile, Recoveries, RenewalFile } from '@yima/shared/complaint/desk-contract'
import { authoredOf, nextOf as nextNumber, type Authored, type MarkedAs } from '@yima/shared/complaint/mark'
import { sealedIdentity, sealedMessage, sealedReport, type SealedFile, type SealedIdentity, type SealedMessage, type SealedReport } from '@yima/shared/complaint/sealed'
import type { OpenedRoute, RouteOffice } from '@yima/shared/complaint/keys'
import type { ComplaintMeasure } from '@yima/shared/complaint/state'
import { openMarked, readMarked, sealMarked } from '../complaint/mark.ts'
import { keyFilesFor, officesOf } from '../complaint/readers.ts'
import { KeyRefused } from '../complaint/key-refused.ts'
import { fromBase64, generationsOf, openBytesWith, openIdentityWith, openWith, recipientOf, renewed, sealIdentityFor, toBase64, unpad } from '../complaint/seal.ts'
import { getPart } from './api.ts'
import { requireKnown } from './known-offices.ts'

/** What one message says; `broken` where nothing opened it, or it was changed on its way. */
export type Opened = Authored &
  { number: number; by: 'reporter' | 'office' | 'note'; day: string; words: string; files: readonly SealedFile[]; broken: boolean; type?: SealedMessage['type'] | undefined; finding?: SealedMessage['finding']; measures: readonly ComplaintMeasure[] }
export type OpenedComplaint = {
  /** Its secret: everything said afterwards is sealed to what belongs to it. */
  secret: string
  /** How many keys that has: more than one where somebody who had it may read no more. */
  keys: number
  report: SealedReport | undefined
  said: readonly Opened[]
  /** The number of what is said next on a side. */
  next: Record<'office' | 'note', number>
  /** Who reported, once it was granted. */
  name: (SealedIdentity & { sure: boolean }) | undefined
}

const asReport = (value: unknown): SealedReport | undefined => {
  const parsed = v.safeParse(sealedReport, value)
  return parsed.success ? parsed.output : undefined
}
const asMessage = (value: unknown): SealedMessage | undefined => {
  const parsed = v.safeParse(sealedMessage, value)
  return parsed.success ? parsed.output : undefined
}

/** The name behind it, by the secret of the name: sealed for the reader, or for all who have the complaint. */
async function openName(secrets: readonly string[], { id, identityKey, messages }: DeskComplaint): Promise<OpenedComplaint['name']> {
  const message = messages.find(({ by }) => by === 'identity')
  if (identityKey === null || !message) return undefined
  const own = await openIdentityWith(secrets, fromBase64(identityKey)).catch(() => undefined)
  const opened = own === undefined ? undefined : await openWith(own, fromBase64(message.sealed)).catch(() => undefined)
  const { value, held } = await readMarked(secrets[0] ?? '', { id, by: 'identity' }, opened)
  const parsed = v.safeParse(sealedIdentity, value)
  return parsed.success ? { ...parsed.output, sure: held !== null } : undefined
}

/** Opens a complaint on this device. Rejects where none of its keys opens it. */
export async function openComplaint(identities: readonly string[], complaint: DeskComplaint): Promise<OpenedComplaint> {
  const secret = await openIdentityWith(identities, fromBase64(complaint.key))
  const { id } = complaint
  const shown = complaint.messages.flatMap(({ by, ...one }) => (by === 'identity' ? [] : [{ ...one, by }]))
  const read = await Promise.all(shown.map(({ by, sealed }) => openMarked(secret, { id, by }, fromBase64(sealed))))
  const authored = authoredOf(read)
  const keys = generationsOf(secret).length
  // Another key in front is of those who can open the report itself; the server makes none.
  if (keys > 1 && read.find(({ by }) => by === 'reporter')?.held?.generation !== 1) throw new KeyRefused('forged', complaint.office.name)
  const reports = shown.map(({ by }, at) => (by === 'reporter' ? asReport(read[at]?.value) : undefined))
  // Whoever puts one in front of it has no mark to put on it.
  const report = reports.find((one, at) => one && authored[at]?.sure) ?? reports.find((one) => one !== undefined)
  const said = shown.map(({ number, by, day }, at): Opened => {
    const answer = asMessage(read[at]?.value)
    const message = reports[at] ?? answer
    const words = { words: message?.words ?? '', files: message?.files ?? [], broken: message === undefined, type: answer?.type, finding: answer?.finding, measures: answer?.measures ?? [] }
    return { number, by, day, sure: false, missing: false, ...authored[at], ...words }
  })
  const next = { office: nextNumber(read, 'office'), note: nextNumber(read, 'note') }
  return { secret, keys, report, said, next, name: await openName([secret, ...identities], complaint) }
}

/**
 * Another key in front of the secret, for whoever may read it today and whoever reported: somebody who had it may read it no more. Each
 * office's keys are held to be true before. Undefined where the report, of an earlier day, does not say to whom it is sealed for its writer.
 * Throws `KeyRefused`.
 */
export async function renewalFor({ secret, report, said }: OpenedComplaint, route: OpenedRoute): Promise<{ recipient: string; keys: RenewalFile[] } | undefined> {
  const isSure = said.some(({ number, by, sure }) => number === 1 && by === 'reporter' && sure)
  if (report?.reporter === undefined || !isSure) return undefined
  for (const office of officesOf(route)) await requireKnown(office)
  const identity = await renewed(secret)
  const recipient = await recipientOf(identity)
  const files = await keyFilesFor(route, { contents: { identity, recipient }, identity: undefined, reporter: report.reporter })
  return { recipient, keys: files.map(({ reader, file }) => ({ reader, file })) }
}

/** Words of the office, marked as theirs and sealed to the complaint: whoever reported opens them, or, of notes, supervisors alone. */
export const sealWords = async (secret: string, as: MarkedAs, said: Pick<SealedMessage, 'type' | 'words' | 'finding' | 'measures'>): Promise<string> =>
  toBase64(await sealMarked(secret, as, { version: 1, ...said, files: [] } satisfies SealedMessage))

/** The secret of a complaint for readers of an office, whose keys are held to be true before. Throws `KeyRefused`. */
export async function sealForOffice(secret: string, office: RouteOffice): Promise<DeskKeyFile[]> {
  await requireKnown(office)
  return Promise.all(office.readers.map(async ({ officerId, recipient }) => ({
    ...{ reader: officerId, opens: 'contents' as const },
    file: toBase64(await sealIdentityFor(recipient, secret)),
  })))
}

/**
 * One seal of a recovery taken off with the key of this device; the inner one is put on anew for whoever asked, whose key is held to be
 * true before. Undefined where it does not open. Throws `KeyRefused`.
 */
export async function openSeal(identities: readonly string[], { seal, file, to }: Recoveries['help'][number]): Promise<string | undefined> {
  await requireKnown(to)
  const sealed = fromBase64(file)
  if (seal === 'outer') return openBytesWith(identities, sealed).then(toBase64, () => undefined)
  const secret = await openIdentityWith(identities, sealed).catch(() => undefined)
  const recipients = to.readers.map(({ recipient }) => recipient)
  return secret === undefined ? undefined : toBase64(await sealIdentityFor(recipients, secret))
}

const hex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** A piece of evidence, put together on this device. Rejects where a part is missing or was changed. */
export async function openFile(secret: string, complaint: string, file: SealedFile): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  for (let part = 0; part < file.parts; part += 1) {
    const { sealed } = await getPart(complaint, file.id, part)
    parts.push(unpad(await openBytesWith(secret, fromBase64(sealed))))
  }
  const whole = new Blob(parts, { type: file.type })
  const digest = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', await whole.arrayBuffer())))
  if (digest !== file.digest) throw new Error('changed on its way')
  return whole
}
