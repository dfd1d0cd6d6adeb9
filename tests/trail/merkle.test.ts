import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inclusionPath, merkleRoot, rootOfPath, treeOf, type Hash } from '@yima/shared/trail/merkle'

const sha256: Hash = (...parts) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const hex = (bytes: Uint8Array | undefined) => bytes && Buffer.from(bytes).toString('hex')
const leaves = (size: number) => Array.from({ length: size }, (_, at) => Buffer.from(`event ${at}`))

test('the trees are those of RFC 9162: figures of its reference implementations', async () => {
  const inputs = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ]
  const all = inputs.map((input) => Buffer.from(input, 'hex'))
  expect(hex(await merkleRoot(sha256, []))).toBe(
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  )
  expect(hex(await merkleRoot(sha256, all.slice(0, 1)))).toBe(
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  )
  expect(hex(await merkleRoot(sha256, all))).toBe(
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  )
})

test('whichever event of however many: its path leads to the root, and no other event, place or path does', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 70 }), fc.nat(), fc.nat(), async (size, some, bit) => {
      const all = leaves(size)
      const index = some % size
      const leaf = all[index] ?? Buffer.alloc(0)
      const root = hex(await merkleRoot(sha256, all))
      const tree = await treeOf(sha256, all)
      const path = inclusionPath(tree, index)
      expect(tree.at(-1)?.map(hex)).toEqual([root])
      expect(hex(await rootOfPath(sha256, leaf, { index, size, path }))).toBe(root)
      expect(hex(await rootOfPath(sha256, Buffer.from('another'), { index, size, path }))).not.toBe(root)
      if (path.length > 0) {
        const bent = path.map((part, at) => (at === bit % path.length ? Buffer.alloc(32) : part))
        expect(hex(await rootOfPath(sha256, leaf, { index, size, path: bent }))).not.toBe(root)
        expect(await rootOfPath(sha256, leaf, { index, size, path: path.slice(1) })).toBeUndefined()
      }
      expect(await rootOfPath(sha256, leaf, { index: size, size, path })).toBeUndefined()
    }),
    { numRuns: 60 },
  )
})
