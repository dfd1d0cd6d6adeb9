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

/** A tree over leaves, level by level: from the hashed leaves up to the root alone; an odd one out goes up as it is. */
export type Tree = readonly (readonly Uint8Array[])[]

/** The whole tree over all leaves, whose last level is `merkleRoot`: once reckoned, every path is only read from it. */
export async function treeOf(hash: Hash, leaves: readonly Uint8Array[]): Promise<Tree> {
  const hashed: Uint8Array[] = []
  for (const leaf of leaves) hashed.push(await hash(leafMark, leaf))
  const levels = [hashed.length === 0 ? [await hash()] : hashed]
  for (let level = levels[0] ?? []; level.length > 1;) {
    const above: Uint8Array[] = []
    for (let at = 0; at < level.length; at += 2) {
      const [left, right] = level.slice(at, at + 2)
      if (left) above.push(right ? await hash(nodeMark, left, right) : left)
    }
    levels.push(above)
    level = above
  }
  return levels
}

/** What must be known besides leaf `index` to find the root, from the leaf upwards (RFC 9162, 2.1.3.1). */
export const inclusionPath = (tree: Tree, index: number): Uint8Array[] =>
  tree.flatMap((level, height) => level[(index >> height) ^ 1] ?? [])

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
