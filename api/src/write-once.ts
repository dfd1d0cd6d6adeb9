import { randomBytes } from 'node:crypto'
import {
  chownSync, closeSync, fsyncSync, linkSync, openSync, readFileSync, statSync, unlinkSync, writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

/** What stands in `file`, or undefined when there is none. */
export function findText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Writes `text` (0600) unless the file exists, and returns what stands there afterwards. Of two
 * processes starting at the same instant both get the same answer, and none sees half a file.
 */
export function writeOnce(file: string, text: string): string {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  const handle = openSync(draft, 'wx', 0o600)
  try {
    writeSync(handle, text)
    fsyncSync(handle)
    giveToOwnerOf(dirname(file), draft)
    linkSync(draft, file)
    syncFolder(dirname(file))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    closeSync(handle)
    unlinkSync(draft)
  }
  return readFileSync(file, 'utf8')
}

/** Without it a power cut may take back a name that was just given; Windows needs and knows no such thing. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** Root writing into somebody's folder must not lock that person out of the next start. */
function giveToOwnerOf(folder: string, file: string): void {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = statSync(folder)
  chownSync(file, uid, gid)
}
