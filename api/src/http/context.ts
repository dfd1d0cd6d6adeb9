import type { Context } from 'hono'
import type { OfficerRole } from '@yima/shared/access/actor'
import type { Scope } from '@yima/shared/family/mandate'
import type { Change } from '../application/act.ts'
import type { Config } from '../config.ts'
import type { Clock } from '../clock.ts'
import type { Database } from '../db/connection.ts'
import type { Transaction } from '../db/transaction.ts'
import type { FileStore } from '../file/store.ts'
import type { Live } from '../live/live.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import type { Jobs } from '../notification/jobs.ts'
import type { ReadPage } from '../notice/look.ts'
import type { Hat } from '../organisation/desks.ts'
import type { Vault } from '../vault.ts'
import type { Departments } from '../verification/departments.ts'
import type { Room } from './room.ts'

/** What every capability may use; made once in server.ts, or by a test. */
export type Deps = {
  config: Config
  db: Database
  clock: Clock
  vault: Vault
  files: FileStore
  jobs: Jobs
  live: Live
  log: Log
  /** Reads a page of this installation as anybody does; undefined where nothing listens. */
  readPage?: ReadPage | undefined
  /** Undefined where no department is connected: letters are written. */
  departments?: Departments | undefined
  /** Undefined where nobody looks at figures. */
  metrics?: Metrics | undefined
}

type InPlace = {
  id: string
  scopes: readonly Scope[]
  /** Who really acts, by identity and name. */
  actor: string
  by: string
  person: string
  forName: string
}
/** In whose place somebody acts, and by what right: a mandate's or a guardianship's id. */
export type PlaceActing = InPlace & { as: 'helper' | 'guardian' }
/** A worker's phone in the hand of somebody who has none: the right is that one occasion, the actor an officer. */
export type WorkerActing = InPlace & {
  as: 'worker'
  /** Written in the transaction of the act: that the occasion goes on, and the person's own yes. */
  note: (tx: Transaction, once: Once, change: Change) => Promise<void>
}
export type Acting = PlaceActing | WorkerActing

/** Who is signed in: one phone with one typed ID, an identity, or a phone that stands for an identity. */
export type ResidentSession = {
  kind: 'resident'
  /** The session itself, as the list of devices names it. */
  sessionId: string
  pairIndex: Buffer | null
  /** Null until something first needs it (`getIdentity`). */
  identityId: string | null
  level: 'claimed' | 'proven'
  phone: string | null
  /** Set where somebody else acts in this person's place (family/acting.ts and assist/standing.ts alone set it). */
  acting?: Acting
}
export type OfficerSession = {
  kind: 'officer'
  sessionId: string
  /** Left alone for too long, or locked by hand: it answers for nothing until its officer signs in again. */
  locked: boolean
  seenAt: Date
  officer: {
    id: string
    unitId: string
    regionCode: string
    name: string
    post: string
    role: OfficerRole
    /** Colleagues who are away and for whom this officer acts today; found with every request. */
    deputyFor?: readonly Hat[]
    /** The business date on which that was found. */
    today?: string
  }
}

/** Typed variables of a request. */
export type Env = {
  Variables: {
    locale: 'zh-CN' | 'en'
    /** Set by `once()` on every write. */
    once: Once
    resident: ResidentSession | undefined
    officer: OfficerSession | undefined
    /** Finds the caller's network when a budget asks for it. */
    networkOf: (c: Context<Env>) => string
    /** Names this request in the log, in its answer and in its refusal. */
    requestId: string
    /** Whether the last write found room; health asks. */
    room: Room
  }
}

/** What makes a repeated write the same write. */
export type Once = {
  route: string
  key: string
  deviceHash: Buffer
  bodyHash: Buffer
  /** Who writes, hashed; undefined where no session is asked for. */
  maker?: Buffer
}
