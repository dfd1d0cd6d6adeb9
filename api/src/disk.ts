import { statfs } from 'node:fs/promises'

type Disk = { free: number; size: number }

/** Undefined while nothing lies there. */
async function findDisk(folder: string): Promise<Disk | undefined> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder)
    return { free: bavail * bsize, size: blocks * bsize }
  } catch {
    return undefined
  }
}

/** Free bytes where these folders lie, on the fullest of their disks; undefined where nothing can be said. */
export async function freeBytes(folders: readonly string[]): Promise<number | undefined> {
  const disks = await Promise.all(folders.map(findDisk))
  const free = disks.flatMap((disk) => (disk ? [disk.free] : []))
  return free.length === 0 ? undefined : Math.min(...free)
}

/** Room that is left to applications and signatures, which are small: a tenth of the disk, of a large one 2 GB. */
const reserveOf = ({ size }: Disk) => Math.min(size / 10, 2 * 1024 ** 3)

/** Whether what is left of the disk of this folder is kept for what is small. */
export async function isReserved(folder: string): Promise<boolean> {
  const disk = await findDisk(folder)
  return disk !== undefined && disk.free < reserveOf(disk)
}
