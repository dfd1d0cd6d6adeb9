import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { StopReason } from '../stop-reason.ts'
import { findText, syncFolder, writeOnce } from '../write-once.ts'

/** Stands in the data folder and in the database from the first write of a restore to its end. */
const markName = 'restore-unfinished'
const markTable = 'restore_unfinished'

const markFile = (dataDir: string): string => join(dataDir, markName)

const unfinished = (place: string) =>
  new StopReason(
    `A restore into ${place} was interrupted, and what is there is not whole: `
    + 'run the same npm run restore again, or begin with an empty one.',
  )

/** @throws StopReason when a restore into this folder did not come to its end */
export function refuseUnfinishedFolder(dataDir: string): void {
  if (findText(markFile(dataDir)) !== undefined) throw unfinished(dataDir)
}

/** @throws StopReason when a restore into this database did not come to its end */
export async function refuseUnfinishedDatabase(db: Pick<pg.Pool, 'query'>): Promise<void> {
  const { rows } = await db.query<{ found: string | null }>(`SELECT to_regclass('public.${markTable}')::text AS found`)
  if (rows[0]?.found) throw unfinished('this database')
}

/** Which backup (hash of its manifest) a restore into this folder began with; undefined: none. */
export const findMark = (dataDir: string): string | undefined => findText(markFile(dataDir))?.trim()

export const setMark = (dataDir: string, backup: string): void => void writeOnce(markFile(dataDir), `${backup}\n`)

export function removeMark(dataDir: string): void {
  rmSync(markFile(dataDir), { force: true })
  syncFolder(dataDir)
}

/** The same for the database; undefined: none. */
export async function findDatabaseMark(owner: pg.ClientBase): Promise<string | undefined> {
  const found = await owner.query<{ found: string | null }>(`SELECT to_regclass('public.${markTable}')::text AS found`)
  if (!found.rows[0]?.found) return undefined
  const { rows } = await owner.query<{ backup: string }>(`SELECT backup FROM public.${markTable}`)
  return rows[0]?.backup ?? ''
}

export async function setDatabaseMark(owner: pg.ClientBase, backup: string): Promise<void> {
  await owner.query('BEGIN')
  await owner.query(`CREATE TABLE public.${markTable} (backup text NOT NULL)`)
  await owner.query(`INSERT INTO public.${markTable} VALUES ($1)`, [backup])
  await owner.query('COMMIT')
}

/** Inside the transaction that brings everything: both hold, or neither. */
export const removeDatabaseMark = (owner: pg.ClientBase): Promise<unknown> =>
  owner.query(`DROP TABLE public.${markTable}`)
