import { eq } from 'drizzle-orm'
import { invitationDays } from '@yima/shared/code/limits'
import { parseCode } from '@yima/shared/code/parse'
import type { ConsentLink } from '@yima/shared/consent/contract'
import type { ConsentActor } from '@yima/shared/consent/commands'
import { numberIndexOf } from '../code/secret.ts'
import type { Transaction } from '../db/transaction.ts'
import { codedFor, refusedLink } from '../family/invite.ts'
import type { Deps, Once } from '../http/context.ts'
import { sha256 } from '../vault.ts'
import type { Consents } from './consents.ts'
import { authorisation } from './table.ts'

/** What is remembered of a link: its secret follows from the write, and lies nowhere. */
export type KeptLink = Pick<ConsentLink, 'id' | 'expiresAt'>

/** The link of the very write that made it. */
export const linkAgain = (deps: Deps, once: Once, kept: KeptLink): ConsentLink => ({
  ...kept,
  ...codedFor(deps, once, 'signing').code,
})

/** Makes a link for one of them; the one before opens nothing any more. */
export function makeLink(
  deps: Deps,
  once: Once,
  consents: Consents,
  id: string,
  actor: ConsentActor,
): ConsentLink {
  const { code, kept } = codedFor(deps, once, 'signing')
  const linkEnds = new Date(deps.clock.now().getTime() + invitationDays * 86_400_000)
  consents.command({ type: 'ask', id }, actor).link(id, { ...kept, linkEnds })
  return { id, ...code, expiresAt: linkEnds.toISOString() }
}

const unsigned: readonly string[] = ['asked', 'refused']

/**
 * The row that a link or number opens. What was signed by it stays open to whoever signed, who may take it back; an unsigned
 * one for a week. Throws `invalid-input` on `token`: of one that was struck as of one that nobody made.
 */
export async function getByLink(
  tx: Transaction,
  deps: Deps,
  token: string,
): Promise<typeof authorisation.$inferSelect> {
  const parsed = parseCode(token)
  if (parsed.kind === 'signing' && parsed.county !== deps.config.countyCode) throw refusedLink('foreign')
  if (parsed.kind !== 'signing' && parsed.kind !== 'signing-number') throw refusedLink('unknown')
  const which =
    parsed.kind === 'signing'
      ? eq(authorisation.tokenHash, sha256(parsed.token))
      : eq(authorisation.spokenIndex, numberIndexOf(deps, 'signing', parsed.number))
  const [row] = await tx.select().from(authorisation).where(which)
  if (!row || row.state === 'struck') throw refusedLink('unknown')
  const isOver = row.linkEnds === null || row.linkEnds <= deps.clock.now()
  if (unsigned.includes(row.state) && isOver) throw refusedLink('expired')
  return row
}
