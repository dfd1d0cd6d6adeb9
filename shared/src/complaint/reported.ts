import * as v from 'valibot'
import { fromHex, type IsSigned, toHex } from '../trail/check.ts'
import { trailKey, type TrailKey } from '../trail/contract.ts'
import { rootOfPath, type Hash } from '../trail/merkle.ts'

/*
 * That somebody reported, to be shown to a higher body if nothing happens: which office, on which day, and where it stands in
 * the chain of complaints. Nothing of what was said, nor by whom.
 */

/** Leaves under the root of every day, whatever happened on it. */
export const leavesPerDay = 256

const hex32 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))

/** One signed end of a day over the chains of complaints. */
export const complaintRoot = v.object({
  county: v.string(),
  /** 1, 2, 3 …: no day is left out. */
  number: v.number(),
  day: v.string(),
  root: hex32,
  /** Hash of what was signed before; of nothing before the first. */
  previous: hex32,
  key: v.string(),
  signature: v.string(),
})
export type ComplaintRoot = v.InferOutput<typeof complaintRoot>

/** GET /api/complaints/roots: the newest first. */
export const complaintRoots = v.object({ keys: v.array(trailKey), roots: v.array(complaintRoot), more: v.boolean() })

/** POST /api/complaints/conversation/proof */
export const reportedProof = v.object({
  county: v.string(),
  office: v.string(),
  filedOn: v.string(),
  /** Hash of its first event, which covers the sealed words: it says nothing by itself. */
  digest: hex32,
  key: trailKey,
  signature: v.string(),
  /** Where it lies under a signed day; null before the first day after it has ended. */
  place: v.nullable(v.object({ root: complaintRoot, index: v.number(), path: v.array(hex32), salt: hex32, head: hex32 })),
})
export type ReportedProof = v.InferOutput<typeof reportedProof>

// What is hashed and signed, letter by letter.

/** What the county signs when somebody asks for a proof. */
export const reportedText = ({ county, office, filedOn, digest }: Pick<ReportedProof, 'county' | 'office' | 'filedOn' | 'digest'>): string =>
  JSON.stringify(['yima-complaint-filed', county, office, filedOn, digest])

/** What the county signs at the end of a day. */
export const complaintRootText = ({ county, number, day, root, previous }: Omit<ComplaintRoot, 'key' | 'signature'>): string =>
  JSON.stringify(['yima-complaint-root', county, number, day, leavesPerDay, root, previous])

/** A leaf: salted, so that nobody finds a complaint among those made by chance. */
export const complaintLeaf = (hash: Hash, { salt, first, head }: { salt: Uint8Array; first: Uint8Array; head: Uint8Array }): Uint8Array | Promise<Uint8Array> =>
  hash('yima-complaint-leaf', salt, first, head)

export type ReportedVerdict = 'holds' | 'holds-under-root' | 'forged' | 'other-key' | 'root-differs' | 'root-forged' | 'root-not-published'

/** What everybody can read of a county: its keys, and its signed days. */
export type Published = { keys: readonly TrailKey[]; roots: readonly ComplaintRoot[] }

/**
 * Whether a proof is what this county signed, and lies where it says. Needs nothing but public figures; the key that came along in
 * the proof is believed only where the county has published the same: anybody can make a key.
 */
export async function checkReported({ hash, isSigned }: { hash: Hash; isSigned: IsSigned }, proof: ReportedProof, { keys, roots }: Published): Promise<ReportedVerdict> {
  if (!keys.some(({ id, x, y }) => id === proof.key.id && x === proof.key.x && y === proof.key.y)) return 'other-key'
  if (!(await isSigned(proof.key, reportedText(proof), proof.signature))) return 'forged'
  if (proof.place === null) return 'holds'
  const { root, index, path, salt, head } = proof.place
  const leaf = await complaintLeaf(hash, { salt: fromHex(salt), first: fromHex(proof.digest), head: fromHex(head) })
  const found = await rootOfPath(hash, leaf, { index, size: leavesPerDay, path: path.map(fromHex) })
  if (!found || toHex(found) !== root.root) return 'root-differs'
  const isRoot = root.county === proof.county && root.key === proof.key.id && (await isSigned(proof.key, complaintRootText(root), root.signature))
  if (!isRoot) return 'root-forged'
  // A day that was signed and never shown to everybody would be a day for one reporter alone.
  return roots.some((one) => complaintRootText(one) === complaintRootText(root)) ? 'holds-under-root' : 'root-not-published'
}

/** The proof in a file as it was saved: behind what people read of it. Undefined in any other. */
export function proofIn(text: string): ReportedProof | undefined {
  const line = text.split('\n').reverse().find((one) => one.trimStart().startsWith('{'))
  try {
    const parsed = v.safeParse(reportedProof, JSON.parse(line ?? ''))
    return parsed.success ? parsed.output : undefined
  } catch {
    return undefined
  }
}
