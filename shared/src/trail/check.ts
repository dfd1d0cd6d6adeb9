import type { EventHead, OwnTrail, ReceiptSeal, TrailKey, TrailRoot } from './contract.ts'
import { rootOfPath, type Hash } from './merkle.ts'
import { eventText, receiptText, rootText } from './statement.ts'

/** Whether this key signed this text: ECDSA with SHA-256 over P-256, r and s side by side. */
export type IsSigned = (key: TrailKey, text: string, signature: string) => boolean | Promise<boolean>

export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

export const fromHex = (hex: string): Uint8Array =>
  Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))

/** The hash of an event: its text, the digest of what it says, the hash before it. */
export const hashOfEvent = async (hash: Hash, stream: string, event: EventHead): Promise<Uint8Array> =>
  hash(eventText(stream, event), fromHex(event.payloadDigest), fromHex(event.previousHash))

/** Hashes of all events in order; undefined where one is missing, doubled or does not follow from the one before. */
async function hashesOf(hash: Hash, { stream, events }: OwnTrail): Promise<Uint8Array[] | undefined> {
  const hashes: Uint8Array[] = []
  let previous = '00'.repeat(32)
  for (const [at, event] of events.entries()) {
    if (event.number !== at + 1 || event.previousHash !== previous) return undefined
    const made = await hashOfEvent(hash, stream, event)
    hashes.push(made)
    previous = toHex(made)
  }
  return hashes
}

/** What a check of one's own record can come to. Whatever is not `whole` is a reason to ask. */
export type TrailVerdict =
  | {
      verdict: 'whole'
      events: number
      /** How many of them stand under a signed day. */
      underRoots: number
      /** Last moment that such a day covers. */
      until: string | undefined
      /** Whether a receipt of this phone was held against it. */
      receipt: boolean
    }
  | {
      verdict:
        'chain-broken' | 'receipt-differs' | 'receipt-forged' | 'root-differs' | 'root-forged' | 'other-key'
    }

type Tools = { hash: Hash; isSigned: IsSigned }

const sameKey = (one: TrailKey, other: TrailKey): boolean => one.x === other.x && one.y === other.y

async function judgeReceipt(
  { isSigned }: Tools,
  {
    trail,
    seal,
    hashes,
  }: { trail: OwnTrail; seal: ReceiptSeal; hashes: Uint8Array[] },
): Promise<TrailVerdict | undefined> {
  const said = receiptText(trail.county, trail.receiptNumber, { ...seal, stream: trail.stream })
  if (!(await isSigned(seal.key, said, seal.signature))) return { verdict: 'receipt-forged' }
  const now = hashes[seal.number - 1]
  if (now === undefined || toHex(now) !== seal.hash) return { verdict: 'receipt-differs' }
  return sameKey(seal.key, trail.key) ? undefined : { verdict: 'other-key' }
}

const isRootSigned = ({ isSigned }: Tools, key: TrailKey, root: TrailRoot): boolean | Promise<boolean> =>
  root.key === key.id && isSigned(key, rootText(root), root.signature)

/**
 * Holds what the office says of one's record against the receipt on this phone and against the signed days. Needs
 * nothing but public figures; what is signed is checked here, not believed.
 */
export async function checkTrail(
  tools: Tools,
  trail: OwnTrail,
  seal?: ReceiptSeal,
): Promise<TrailVerdict> {
  const hashes = await hashesOf(tools.hash, trail)
  if (!hashes || hashes.length === 0) return { verdict: 'chain-broken' }
  const refused = seal && (await judgeReceipt(tools, { trail, seal, hashes }))
  if (refused) return refused
  let underRoots = 0
  let until: string | undefined
  for (const { root, event, index, path } of trail.days) {
    const leaf = hashes[event - 1]
    const place = { index, size: root.size, path: path.map(fromHex) }
    const found = leaf && (await rootOfPath(tools.hash, leaf, place))
    if (!found || toHex(found) !== root.root) return { verdict: 'root-differs' }
    if (!(await isRootSigned(tools, trail.key, root))) return { verdict: 'root-forged' }
    underRoots = Math.max(underRoots, event)
    if (until === undefined || root.until > until) until = root.until
  }
  return { verdict: 'whole', events: hashes.length, underRoots, until, receipt: seal !== undefined }
}
