import { hkdfSync } from 'node:crypto'
import type { Config } from './config.ts'
import { loadOrMakeSecret } from './secrets.ts'
import type { Keys } from './vault.ts'

const keyBytes = 32
const current = '01'

/** One master secret (`YIMA_KEYS`) gives independent keys for independent uses (HKDF, RFC 5869). */
function derive(material: Buffer, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', material, Buffer.alloc(0), `yima ${use}`, keyBytes))
}

/** The keys of this installation: made in the data folder (embedded shape), else from the environment. */
export function loadKeys({ keyMaterial, dataDir }: Config): Keys {
  if (keyMaterial) {
    const master = { [current]: derive(keyMaterial, `master ${current}`) }
    return { current, master, index: derive(keyMaterial, 'index') }
  }
  const secret = (name: string) => loadOrMakeSecret(dataDir, name, keyBytes)
  return { current, master: { [current]: secret(`master-${current}`) }, index: secret('index') }
}
