import { sql } from 'drizzle-orm'
import { aboutIndexOf, type Content } from '../application/content.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { knownBy, livingWith, type Known, type Stay } from './people.ts'

type Asked = { personId: string; forWhom: string; content: Pick<Content, 'beneficiary'> }

export type Family = {
  /** Whom the request is about first, then everybody who lives with them by the family record. */
  people: Known[]
  stays: Stay[]
  /** Whom it is about, as `AidClaim.applicant` names them. */
  applicant: string
}

/** Record of whoever bears the number that was typed for somebody else; undefined where they never came themselves. */
async function findBearer(tx: Pick<Transaction, 'execute'>, index: Buffer): Promise<string | undefined> {
  const { rows } = await tx.execute<{ id: string }>(
    sql`SELECT id FROM person WHERE id_index = ${index} ORDER BY created_at LIMIT 1`,
  )
  return rows[0]?.id
}

/** Somebody of whom there is a number and no record: two who asked for them asked for one person. */
function ofNumber(index: Buffer): Family {
  const name = index.toString('hex')
  return { people: [{ root: name, records: [], own: [], names: [name] }], stays: [], applicant: name }
}

/**
 * Whose household a request is about: of whoever asked, or of whom somebody else spoke for, once their number is known.
 * Nobody is put into a household by what somebody wrote: who lives there says the family record alone.
 */
export async function familyOf(
  tx: Pick<Transaction, 'execute'>,
  deps: Pick<Deps, 'vault'>,
  { personId, forWhom, content }: Asked,
): Promise<Family> {
  const about = forWhom === 'self' ? null : aboutIndexOf(deps, content)
  const bearer = forWhom === 'self' ? personId : about ? await findBearer(tx, about) : undefined
  if (bearer === undefined && about) return ofNumber(about)
  // Not known by any number: there is this request and nothing else.
  if (bearer === undefined) return { people: [], stays: [], applicant: `unknown ${personId}` }
  const [first] = await knownBy(tx, [bearer])
  if (!first) return { people: [], stays: [], applicant: bearer }
  const stays = await livingWith(tx, first)
  const others = stays.map(({ person }) => person).filter((id) => !first.records.includes(id))
  return { people: [first, ...(await knownBy(tx, others))], stays, applicant: first.root }
}
