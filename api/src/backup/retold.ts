import type pg from 'pg'
import type { ClaimState } from '@yima/shared/claim/claim'
import { agrees, changesClaim, retell } from '@yima/shared/claim/replay'
import { stateIn } from '../claim/store.ts'
import type { Vault } from '../vault.ts'

type Row = { id: string; state: string; handler: string | null; programme: string; sealed: Buffer; wrapped: Buffer | null }

/**
 * The claims of one stream, told again by its events: a row that was put back to what it said earlier opens like any other,
 * and only its events know better.
 */
export class Retold {
  #claims = new Map<string, ClaimState | 'untold'>()

  hear(type: string, payload: Record<string, unknown>): void {
    const id = payload['claimId']
    if (typeof id !== 'string' || !changesClaim(type)) return
    const before = this.#claims.get(id)
    if (before !== 'untold') this.#claims.set(id, tellOn(before, type, payload))
  }

  /** How many claims of the stream's application are not what was told. Begins anew. */
  async differing(client: pg.ClientBase, vault: Vault, stream: string): Promise<number> {
    const told = this.#claims
    this.#claims = new Map()
    if (told.size === 0) return 0
    const { rows } = await client.query<Row>(
      `SELECT c.id, c.state, c.handler_id AS handler, c.programme, c.sealed, p.key_wrapped AS wrapped
         FROM claim c JOIN application a ON a.id = c.application_id JOIN person p ON p.id = a.person_id
        WHERE a.id = $1`,
      [stream],
    )
    const kept = new Map(rows.map((row) => [row.id, row]))
    const gone = [...told.keys()].filter((id) => !kept.has(id)).length
    return gone + rows.filter((row) => !isAsTold(vault, row, told.get(row.id))).length
  }
}

/** Events out of their order may tell of nothing at all. */
function tellOn(before: ClaimState | undefined, type: string, payload: Record<string, unknown>): ClaimState | 'untold' {
  try {
    return retell(before, type, payload)
  } catch {
    return 'untold'
  }
}

function isAsTold(vault: Vault, row: Row, told: ClaimState | 'untold' | undefined): boolean {
  if (row.wrapped === null) return true
  if (told === undefined || told === 'untold') return false
  let kept: ClaimState
  try {
    kept = stateIn(vault.unwrap(row.wrapped), row.sealed)
  } catch {
    // It does not open: that is found, and counted, where every claim is opened.
    return true
  }
  return agrees(told, kept) && row.state === told.state && row.handler === told.handler && row.programme === told.programme
}
