/** SHA-256 of the parts one after another, text as UTF-8; a browser's answers later. */
export type Hash = (...parts: (string | Uint8Array)[]) => Uint8Array | Promise<Uint8Array>

// A leaf can never pass for a node, nor a node for a leaf (RFC 9162, 2.1.1).
const leafMark = Uint8Array.of(0)
const nodeMark = Uint8Array.of(1)

/** The largest power of two below `size`: where a tree of that many leaves divides. */
function splitOf(size: number): number {
  let half = 1
  while (half * 2 < size) half *= 2
  return half
}

/** The root over all leaves in their order (RFC 9162, 2.1.1); over none it is the hash of nothing. */
export async function merkleRoot(hash: Hash, leaves: readonly Uint8Array[]): Promise<Uint8Array> {
  const [only, ...others] = leaves
  if (only === undefined) return hash()
  if (others.length === 0) return hash(leafMark, only)
  const half = splitOf(leaves.length)
  return hash(
    nodeMark,
    await merkleRoot(hash, leaves.slice(0, half)),
    await merkleRoot(hash, leaves.slice(half)),
  )
}

/** What must be known besides leaf `index` to find the root, from the leaf upwards (RFC 9162, 2.1.3.1). */
export async function inclusionPath(
  hash: Hash,
  leaves: readonly Uint8Array[],
  index: number,
): Promise<Uint8Array[]> {
  if (leaves.length <= 1) return []
  const half = splitOf(leaves.length)
  const [near, far] = [leaves.slice(0, half), leaves.slice(half)]
  return index < half
    ? [...(await inclusionPath(hash, near, index)), await merkleRoot(hash, far)]
    : [...(await inclusionPath(hash, far, index - half)), await merkleRoot(hash, near)]
}

/** The root that follows from a leaf and its path; undefined where the path is too long or too short for such a tree. */
export async function rootOfPath(
  hash: Hash,
  leaf: Uint8Array,
  { index, size, path }: { index: number; size: number; path: readonly Uint8Array[] },
): Promise<Uint8Array | undefined> {
  if (index < 0 || index >= size) return undefined
  if (size === 1) return path.length === 0 ? hash(leafMark, leaf) : undefined
  const last = path.at(-1)
  if (last === undefined) return undefined
  const half = splitOf(size)
  const rest = path.slice(0, -1)
  const isNear = index < half
  const part = isNear
    ? { index, size: half, path: rest }
    : { index: index - half, size: size - half, path: rest }
  const mine = await rootOfPath(hash, leaf, part)
  if (mine === undefined) return undefined
  return isNear ? hash(nodeMark, mine, last) : hash(nodeMark, last, mine)
}
