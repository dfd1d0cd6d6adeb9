import { v7 as uuidv7 } from 'uuid'
import type { OwnCode } from '@yima/shared/code/contract'
import { codeSeconds, graceSeconds, numberSeconds } from '@yima/shared/code/limits'
import { secretText } from '@yima/shared/code/write'
import { maskName } from '@yima/shared/identity/name'
import { Problem } from '@yima/shared/problem'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, Once, ResidentSession } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { getIdentity } from '../identity/own.ts'
import { sha256 } from '../vault.ts'
import { numberIndexOf, secretFor } from './secret.ts'

/** Codes of one device that are alive at the same time: a page asks for one ahead, and may be open twice. */
const mostAlive = 12

const after = (at: Date, seconds: number): Date => new Date(at.getTime() + seconds * 1000)

/** $1–$8 a whole row, $9 how many may be alive. Writes nothing where there are too many, or the number is in use. */
const insert = `
  INSERT INTO code (id, county_code, kind, token_hash, number_index, identity_id, session_id, issued_at, expires_at, number_until)
  SELECT $1, $2, 'mine', $3, $4, $5, $6, $7, $8, $9
   WHERE (SELECT count(*) FROM code WHERE session_id = $6 AND kind = 'mine' AND number_until > $7) < ${mostAlive}
      ON CONFLICT (number_index) DO NOTHING`

/** What a repeated ask is answered with, beside the secret; nobody's name lies among the answers. */
type Kept = { issuedAt: string }

function answerOf({ vault, config, clock }: Deps, once: Once, { issuedAt }: Kept, name: string): OwnCode {
  const { token, number } = secretFor({ vault }, once, 'my-code')
  const now = clock.wall()
  const gone = (now.getTime() - Date.parse(issuedAt)) / 1000
  const left = (seconds: number) => Math.max(0, Math.round(seconds - gone))
  return {
    text: secretText('mine', config.countyCode, token),
    number: number('mine'),
    shownFor: left(codeSeconds),
    numberFor: left(numberSeconds),
    now: now.toISOString(),
    name,
  }
}

async function insertCode(
  tx: Transaction,
  deps: Deps,
  once: Once,
  of: { identityId: string; sessionId: string },
) {
  const { token, number } = secretFor(deps, once, 'my-code')
  const now = deps.clock.wall()
  const { rowCount } = await tx.$client.query({
    name: 'issue a code',
    text: insert,
    values: [
      ...[uuidv7(), deps.config.countyCode, sha256(token), numberIndexOf(deps, 'mine', number('mine'))],
      ...[
        of.identityId,
        of.sessionId,
        now,
        after(now, codeSeconds + graceSeconds),
        after(now, numberSeconds),
      ],
    ],
  })
  if (rowCount !== 1) throw new Problem('too-many', [], { retryAfter: codeSeconds })
  return now
}

/** A code of one's own, for thirty seconds and one look. Throws `too-many` for a device that collects them. */
export function issueOwnCode(deps: Deps, once: Once, resident: ResidentSession): Promise<OwnCode> {
  return inTransaction(deps.db, async (tx) => {
    const own = await getIdentity(tx, deps, resident)
    const now = await insertCode(tx, deps, once, { identityId: own.id, sessionId: resident.sessionId })
    const said = deps.vault.openField(own.record.nameCipher)
    const kept: Kept = { issuedAt: now.toISOString() }
    await remember(tx, once, deps.clock.now(), 201, kept)
    return answerOf(deps, once, kept, said === '' ? '' : maskName(said))
  })
}

/** The same code again, for a page that did not hear the first answer. */
export const ownCodeAgain = (deps: Deps, once: Once, kept: unknown): OwnCode =>
  answerOf(deps, once, kept as Kept, '')
