import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { discardUnlessHeld } from '../db/discard-lock.ts'
import { findMasterKeyAge, makeNextMasterKey, openVault, retireOlderMasterKeys, type KeySource } from '../keys.ts'
import { StopReason } from '../stop-reason.ts'
import { keysNoticedWithinMs, type Vault } from '../vault.ts'
import { countOutdated, resealOnce, type InBatch } from './reseal.ts'

const rotationLock = 990_104
/** No request and no transaction of ours lives longer; what one sealed with the old key is stored by then. */
const settledAfterMs = 60_000
const passPauseMs = 200

export type Rotation = {
  source: KeySource
  /** As the owner: the run-time role may not change every table. */
  pool: pg.Pool
  tell(sentence: string): void
}

/** @throws StopReason while another one rotates */
async function alone(pool: pg.Pool, work: () => Promise<void>): Promise<void> {
  const connection = await pool.connect()
  try {
    const ask = 'SELECT pg_try_advisory_lock($1) AS alone'
    const { rows } = await connection.query<{ alone: boolean }>(ask, [rotationLock])
    if (rows[0]?.alone !== true) throw new StopReason('Another rotation of these keys is running: let it end first.')
    try {
      await work()
    } finally {
      await connection.query('SELECT pg_advisory_unlock($1)', [rotationLock])
    }
  } finally {
    // Closing it gives the lock back, also when the database could no longer be told.
    connection.release(true)
  }
}

const batchesOn = (pool: pg.Pool): InBatch => async (work) => {
  const connection = await pool.connect()
  let broken = true
  try {
    await connection.query('BEGIN')
    const result = await work(connection)
    await connection.query('COMMIT')
    broken = false
    return result
  } finally {
    connection.release(broken)
  }
}

async function resealAll({ pool, tell }: Rotation, vault: Vault): Promise<number> {
  let total = 0
  let told = 0
  const progress = (fields: number) => {
    if (total + fields - told < 50_000) return
    told = total + fields
    tell(`${told} fields are under key ${vault.current}; going on …`)
  }
  do {
    total += await resealOnce(batchesOn(pool), vault, progress)
    // Rows that somebody was just writing come next.
    await pause(passPauseMs)
  } while ((await countOutdated(pool, vault)) > 0)
  return total
}

const fields = (count: number): string => (count === 1 ? '1 field was' : `${count} fields were`)

async function rotateNow(rotation: Rotation): Promise<void> {
  const { source, pool, tell } = rotation
  const before = await openVault(source, pool)
  const begun = (await countOutdated(pool, before)) > 0
  if (!begun && source.keyMaterial) {
    return tell(
      'Everything is under YIMA_KEYS already, and YIMA_KEYS_OLD is not needed. To rotate: set YIMA_KEYS '
      + 'to a new secret and YIMA_KEYS_OLD to the present one, restart, and come back.',
    )
  }
  if (!begun) {
    makeNextMasterKey(source.dataDir)
    tell(`A new master key was made in ${source.dataDir}/keys: copy that folder to where you keep its copy.`)
  } else if (!source.keyMaterial) tell(`Going on with key ${before.current}, which was begun earlier.`)
  const vault = begun ? before : await openVault(source, pool)
  let total = await resealAll(rotation, vault)
  // Other processes seal with the old key until they notice the new one.
  await pause(keysNoticedWithinMs + passPauseMs)
  total += await resealAll(rotation, vault)
  tell(`${fields(total)} sealed anew under key ${vault.current}; no stored field needs an older key.`)
  tell(
    source.keyMaterial
      ? 'YIMA_KEYS_OLD can go from the settings once every process runs with the new YIMA_KEYS. '
        + 'Backups made before today still need it: keep it with them.'
      : 'In a minute the old key can go: npm run rotate-keys -- --retire. '
        + 'Backups made before today open with their own file of keys.',
  )
}

/**
 * Seals everything under the master key anew with a newer one while apps run: made now in a data
 * folder, else `YIMA_KEYS`. Killed at any moment it is called again and goes on.
 * @throws StopReason while another one rotates, or when the keys are not those of the database
 */
export const rotateKeys = (rotation: Rotation): Promise<void> => alone(rotation.pool, () => rotateNow(rotation))

async function retireNow({ source, pool, tell }: Rotation): Promise<void> {
  if (source.keyMaterial) {
    throw new StopReason('The keys come from the settings: take the old one out of YIMA_KEYS_OLD there.')
  }
  const vault = await openVault(source, pool)
  const outdated = await countOutdated(pool, vault)
  if (outdated > 0) {
    throw new StopReason(`${outdated} rows still need an older key: npm run rotate-keys seals them anew first.`)
  }
  if (findMasterKeyAge(source.dataDir, vault.current) < settledAfterMs) {
    throw new StopReason('The newest key is less than a minute old, and not every process may know it: try again in a minute.')
  }
  const retired = retireOlderMasterKeys(source.dataDir)
  tell(
    retired.length === 0
      ? `There is no older key than ${vault.current}.`
      : `No stored field needs them: ${retired.join(', ')} in ${source.dataDir}/keys. `
        + 'Keep them with older copies of the database, or destroy them.',
  )
}

/**
 * Takes older master keys of the data folder out of use, after making sure that no row names one.
 * @throws StopReason when one is still needed, or while a backup is being made
 */
export async function retireKeys(rotation: Rotation): Promise<void> {
  await alone(rotation.pool, async () => {
    const ran = await discardUnlessHeld(rotation.pool, () => retireNow(rotation))
    if (!ran) throw new StopReason('A backup is being made: retire the keys when it is done.')
  })
}
