import { spawnSync } from 'node:child_process'
import { chmodSync, closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { startEmbedded } from '@yima/api/db/embedded'
import { applicationsIn, balance, type Account } from '../faults/account.ts'
import { startPhones, untilHealth } from '../faults/phones.ts'
import { startApp } from '../fixtures/app.mjs'

const diskSize = '400m'

/** A disk of its own, small enough to fill; undefined where this user may not mount one. */
function makeDisk(): string | undefined {
  const disk = mkdtempSync(join(tmpdir(), 'yima-disk-'))
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${diskSize},mode=711`, 'tmpfs', disk])
  if (status === 0) return disk
  rmSync(disk, { recursive: true })
  return undefined
}

/** Takes every byte that is left. */
function fill(disk: string): void {
  const file = openSync(join(disk, 'filler'), 'a')
  for (const size of [1 << 20, 1 << 12, 1]) {
    try {
      for (;;) writeSync(file, Buffer.alloc(size))
    } catch {
      // Full for pieces of this size.
    }
  }
  closeSync(file)
}

/** The disk runs full while people apply, again and again, until somebody makes room. */
async function fillTheDisk(disk: string): Promise<Account> {
  const dataDir = join(disk, 'data')
  mkdirSync(dataDir)
  chmodSync(dataDir, 0o711)
  const app = await startApp({ dataDir })
  const database = await startEmbedded({ dataDir })
  try {
    const before = await applicationsIn(database.url)
    const phones = startPhones(4, () => app.url)
    for (let round = 0; round < 3; round += 1) {
      await pause(1500)
      fill(disk)
      await untilHealth(app.url, 'disk-full')
      process.stdout.write(`disk full, said so; ${phones.told.size} receipts so far\n`)
      fill(disk)
      await pause(3000)
      rmSync(join(disk, 'filler'))
      await untilHealth(app.url, 'ok')
    }
    await pause(1000)
    await phones.finish()
    if (phones.wrong.length > 0) throw new Error(phones.wrong.join('\n'))
    return await balance(phones.told, app.url, database.url, before)
  } finally {
    await app.kill()
    await database.leave()
  }
}

const disk = makeDisk()
if (disk === undefined)
  process.stdout.write('full disk: not tried, because only root can mount a small one\n')
else {
  try {
    const account = await fillTheDisk(disk)
    process.stdout.write(`full disk, three times: ${JSON.stringify(account)}\n`)
    const { acknowledged, lost, twice, torn, unseen, changed } = account
    if (acknowledged === 0 || lost + twice + torn + unseen + changed > 0) process.exitCode = 1
  } finally {
    spawnSync('umount', [disk])
    rmSync(disk, { recursive: true, force: true })
  }
}
