import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { RestoreTarget } from '@yima/api/backup/restore'
import { restoreBackup } from '@yima/api/backup/restore'
import { writeBackup } from '@yima/api/backup/write'
import { folderStore } from '@yima/api/file/store'
import { keysToKeep, loadMasterKeys } from '@yima/api/keys'
import type { FreshDatabase } from '../fixtures/database.ts'
import { bareDatabase } from '../fixtures/database.ts'
import type { Office } from '../fixtures/office.ts'

/** A folder and a database with nothing in them; both are removed in the end. */
export async function emptyPlace() {
  const dataDir = mkdtempSync(join(tmpdir(), 'yima-restored-'))
  const database: FreshDatabase = await bareDatabase()
  return {
    dataDir,
    database,
    files: folderStore(join(dataDir, 'files')),
    target: (keyMaterial?: Buffer): RestoreTarget => ({
      keyMaterial,
      oldKeyMaterials: [],
      dataDir,
      wholeFolder: true,
      openDatabase: async () => database.adminUrl,
    }),
    async close() {
      await database.drop()
      rmSync(dataDir, { recursive: true })
    },
  }
}

export type Place = Awaited<ReturnType<typeof emptyPlace>>

/** The backup of an office, and its keys. */
export async function backUp({ deps, database }: Office, file: string) {
  const { config, files } = deps
  const manifest = await writeBackup({ adminUrl: database.adminUrl, files, keys: () => loadMasterKeys(config) }, file)
  return { manifest, kept: keysToKeep(config.dataDir) }
}

export { restoreBackup }
