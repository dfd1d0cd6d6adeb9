import { sqlState } from '../db/state.ts'

/** How long one write without room speaks for the disk, if nobody has written since. */
const spokenForMs = 60_000

/** 53100 (disk_full) is the database's; ENOSPC and EDQUOT are the file system's. */
const noRoom = new Set(['53100', 'ENOSPC', 'EDQUOT'])

export const isNoRoom = (error: unknown): boolean => noRoom.has(sqlState(error) ?? '')

/**
 * Whether the last write found room. A disk of a database elsewhere cannot be looked at: that it is
 * full is known from the writes that it refused, and that it no longer is from the next one kept.
 */
export class Room {
  #refusedAt: number | undefined

  /** Told of every error that ended a request. */
  failed(error: unknown): void {
    if (isNoRoom(error)) this.#refusedAt = performance.now()
  }

  /** Told of every write that was kept. */
  kept(): void {
    this.#refusedAt = undefined
  }

  foundNone(): boolean {
    return this.#refusedAt !== undefined && performance.now() - this.#refusedAt < spokenForMs
  }
}
