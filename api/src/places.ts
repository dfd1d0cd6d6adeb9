import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

// This file and the bundle (`api/dist/server.mjs`) lie at the same depth: one line serves both.
const packageRoot = resolve(dirname(fileURLToPath(import.meta.url)), '..')

/** The top folder of the repository, wherever the process was started. */
export const repositoryRoot = resolve(packageRoot, '..')
/** Handwritten SQL, read at run time also by the bundle. */
export const migrationsFolder = join(packageRoot, 'src', 'db', 'migrations')
/** The built pages. */
export const webDist = join(repositoryRoot, 'web', 'dist')
/** The version that health and backups name. */
export const productVersion = readVersion()

function readVersion(): string {
  const manifest = readFileSync(join(repositoryRoot, 'package.json'), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
