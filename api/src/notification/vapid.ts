import { createECDH } from 'node:crypto'
import { sql } from 'drizzle-orm'
import type { Database } from '../db/connection.ts'
import type { Deps } from '../http/context.ts'

/** The key pair that names this installation to push services (RFC 8292), base64url. */
export type Vapid = { publicKey: string; privateKey: string }

function pairOf(secret: Buffer): Vapid {
  const curve = createECDH('prime256v1')
  curve.setPrivateKey(secret)
  return { publicKey: curve.getPublicKey().toString('base64url'), privateKey: secret.toString('base64url') }
}

/** A scalar of P-256 of full length: libraries stumble over shorter ones. */
function newSecret(): Buffer {
  const curve = createECDH('prime256v1')
  for (;;) {
    curve.generateKeys()
    const secret = curve.getPrivateKey()
    if (secret.length === 32) return secret
  }
}

const made = new WeakMap<Database, Promise<Vapid>>()

async function fromDatabase({ db, vault }: Deps): Promise<Vapid> {
  const find = async () => (await db.execute<{ wrapped: Buffer }>(sql`SELECT wrapped FROM vapid_key`)).rows[0]
  if (!(await find())) {
    await db.execute(
      sql`INSERT INTO vapid_key (wrapped) VALUES (${vault.wrap(newSecret())}) ON CONFLICT DO NOTHING`,
    )
  }
  const kept = await find()
  if (!kept) throw new Error('The key of notices was not kept')
  return pairOf(vault.unwrap(kept.wrapped))
}

/**
 * The key of this installation: from `YIMA_VAPID_KEY`, else made at the first call and kept in the database,
 * wrapped, so that every process has the same, backups hold it and it outlives every master key.
 */
export function getVapid(deps: Deps): Promise<Vapid> {
  const { vapidKey } = deps.config
  if (vapidKey) return Promise.resolve(pairOf(vapidKey))
  const known = made.get(deps.db) ?? fromDatabase(deps)
  made.set(deps.db, known)
  known.catch(() => made.delete(deps.db))
  return known
}
