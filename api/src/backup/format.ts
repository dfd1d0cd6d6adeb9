import { createHmac, hkdfSync } from 'node:crypto'
import * as v from 'valibot'
import { sha256, type MasterKeys } from '../vault.ts'

/** Raised when an older Yima could no longer read what this one writes. */
export const formatNumber = 1

/** A backup is a tar archive with these parts, in this order; `tar` and `gunzip` take it apart too. */
export const parts = {
  head: 'yima.json',
  /** `tables/<schema>.<table>/<number>.gz`: what COPY said, in pieces. */
  tables: 'tables/',
  /** `files/ab/cdef…`: sealed pictures under their SHA-256. */
  files: 'files/',
  manifest: 'manifest.json',
  seal: 'seal.json',
} as const

const name = v.pipe(v.string(), v.regex(/^[a-z_][a-z0-9_]*$/))
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const count = v.pipe(v.number(), v.integer(), v.minValue(0))

export const headSchema = v.object({
  yima: v.literal('backup'),
  format: v.pipe(v.number(), v.integer()),
  product: v.string(),
  moment: v.pipe(v.string(), v.isoTimestamp()),
})

const tableSchema = v.object({ schema: name, table: name, columns: v.array(name), rows: count, sha256: hash })

export const manifestSchema = v.object({
  ...headSchema.entries,
  /** Names of the migrations applied, in their order. */
  migrations: v.array(v.string()),
  /** Names of the queues of jobs. */
  queues: v.array(v.string()),
  /** In an order in which nothing refers to what comes later. */
  tables: v.array(tableSchema),
  sequences: v.array(v.object({ schema: name, sequence: name, value: v.string(), called: v.boolean() })),
  /** `sha256`: of the names in their order; `missing`: those that the folder no longer had whole. */
  files: v.object({ count, missing: count, sha256: hash }),
})

/** `keys`: for the current master key and every one that something in it needs, a proof that only its holder can make. */
export const sealSchema = v.object({ manifest: hash, keys: v.record(v.string(), hash) })

export type Head = v.InferOutput<typeof headSchema>
export type Manifest = v.InferOutput<typeof manifestSchema>
export type TablePart = v.InferOutput<typeof tableSchema>
export type Seal = v.InferOutput<typeof sealSchema>

export const nameOf = ({ schema, table }: Pick<TablePart, 'schema' | 'table'>): string => `${schema}.${table}`

/** The proof that a backup with this manifest was made by a holder of this key. */
export function proofOf(key: Buffer, manifest: Buffer): string {
  const proving = Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), 'yima backup', 32))
  return createHmac('sha256', proving).update(manifest).digest('hex')
}

/** Closes a backup: its manifest cannot be changed unnoticed, and its keys can be told from others. */
export function sealOf(manifest: Buffer, ids: readonly string[], { current, master }: MasterKeys): Seal {
  const proofs = [...new Set([...ids, current])].flatMap((id) => (master[id] ? [[id, proofOf(master[id], manifest)] as const] : []))
  return { manifest: sha256(manifest).toString('hex'), keys: Object.fromEntries(proofs) }
}
