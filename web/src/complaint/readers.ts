import type { KeyFile } from '@yima/shared/complaint/contract'
import { fingerprintOf, type OpenedRoute, type RouteOffice, type RouteReader } from '@yima/shared/complaint/keys'
import { sealForBoth, sealIdentityFor, toBase64, type Pair } from './seal.ts'
import { digestOfKey, requireSigned } from './signed.ts'

/** Every office that would hold a key of this report. */
export const officesOf = ({ above, higher, recovery, ...first }: OpenedRoute): RouteOffice[] => [first, ...(above ? [above] : []), ...higher, ...recovery]

/** Holds every reader's key against the key of the office. Throws `KeyRefused`. */
export async function requireAllSigned(route: OpenedRoute): Promise<void> {
  for (const office of officesOf(route)) await requireSigned(office)
}

const byOfficer = (one: RouteReader, other: RouteReader): number => (one.officerId < other.officerId ? -1 : 1)
const inOrder = (office: RouteOffice) => [office.office, office.officeKey, [...office.readers].sort(byOfficer)]

/** Whether two routes are the same to whoever is asked to agree: offices, their keys, every reader, and who is kept out. */
export const isSameRoute = (one: OpenedRoute, other: OpenedRoute): boolean => {
  const [shown, now] = [one, other].map((route) => JSON.stringify([officesOf(route).map(inOrder), route.above === null, route.higher.length, [...route.excluded].sort()]))
  return shown === now
}

export type Fingerprint = { office: string; digits: string }

/** What each office that would hold a key reads out by telephone when somebody compares. */
export const fingerprintsOf = (route: OpenedRoute): Promise<Fingerprint[]> =>
  Promise.all([...new Map(officesOf(route).map((one) => [one.office.id, one])).values()].map(async ({ office, officeKey }) => ({ office: office.name, digits: fingerprintOf(await digestOfKey(officeKey)) })))

/** The own pair of the report, the secret of the name behind it, and the receipt’s recipient. */
type Secrets = { contents: Pair; identity: string | undefined; reporter: string }

/** Under which reader the secret of the name lies: whoever can open the report, once the server hands it out. */
const behindContents = 'contents'

/**
 * The secret of the report for each who may read it, for the receipt, and for any two offices together. That of the name is
 * sealed once, to the report itself: so it goes along wherever the report goes, and the server holds it back until two
 * supervisors have agreed.
 */
export async function keyFilesFor(route: OpenedRoute, { contents, identity, reporter }: Secrets): Promise<KeyFile[]> {
  const readers = [...route.readers, ...(route.above?.readers ?? []), ...route.higher.flatMap((one) => one.readers)].map(({ officerId, recipient }) => ({ reader: officerId, recipient }))
  const all = [...new Map([...readers, { reader: 'reporter', recipient: reporter }].map((one) => [one.reader, one])).values()]
  const files: KeyFile[] = []
  for (const { reader, recipient } of all)
    files.push({ opens: 'contents', reader, file: toBase64(await sealIdentityFor(recipient, contents.identity)) })
  if (identity !== undefined)
    files.push({ opens: 'identity', reader: behindContents, file: toBase64(await sealIdentityFor(contents.recipient, identity)) })
  for (const [at, first] of route.recovery.entries())
    for (const second of route.recovery.slice(at + 1)) {
      const [ofFirst, ofSecond] = [first, second].map(({ readers: some }) => some.map(({ recipient }) => recipient))
      const file = await sealForBoth(ofFirst ?? [], ofSecond ?? [], contents.identity)
      files.push({ opens: 'contents', reader: `recovery:${first.office.id}+${second.office.id}`, file: toBase64(file) })
    }
  return files
}
