import { and, eq, inArray, isNull, notInArray, sql, type SQL } from 'drizzle-orm'
import { applicantMember } from '@yima/shared/application/facts'
import type { ClaimState } from '@yima/shared/claim/claim'
import { adultAge } from '@yima/shared/family/guardianship'
import { isHushed, isPosted, type AgeGroup } from '@yima/shared/notice/posted'
import type { Held } from '../application/act.ts'
import type { StoredClaim } from '../claim/store.ts'
import type { Transaction } from '../db/transaction.ts'
import { factsOf } from '../fact/held.ts'
import type { Deps } from '../http/context.ts'
import { notice, unposted } from './table.ts'

/** What is known of somebody's age, whoever said it. */
type AgeFact = { key: string; member: string | null; value: unknown }
type Of = Pick<Held, 'row' | 'key' | 'content' | 'person'>

/** Whoever has no number typed is a child, or grown, by what was said alone; of two words the younger holds. */
function ageBy(known: AgeGroup, facts: readonly AgeFact[]): AgeGroup {
  const ages = facts.flatMap(({ key, member, value }) =>
    key === 'age' && member === applicantMember && typeof value === 'number' ? [value] : [])
  if (known === 'minor' || ages.some((age) => age < adultAge)) return 'minor'
  return known === 'grown' || ages.length > 0 ? 'grown' : 'unknown'
}

/** Every request makes a record of its own of whoever asks: they are one by the papers and the phone they ask with. */
const samePerson = (pair: Buffer): SQL => sql`(SELECT p.id FROM person p WHERE p.pair_index = ${pair})`

/** What threatens somebody, by all that was ever written of them; whether the office has said that nothing of it is posted. */
async function knownOf(tx: Transaction, { row, person }: Pick<Of, 'row' | 'person'>): Promise<{ dangers: string[]; stopped: boolean }> {
  const { rows } = await tx.execute<{ dangers: string[] | null; stopped: boolean }>(sql`
    SELECT (SELECT array_agg(DISTINCT d) FROM application a, unnest(a.dangers) d
             WHERE a.id = ${row.id} OR (a.for_whom = 'self' AND a.person_id IN ${samePerson(person.pairIndex)})) AS dangers,
           EXISTS (SELECT 1 FROM unposted u WHERE u.application_id = ${row.id}) AS stopped`)
  return { dangers: rows[0]?.dangers ?? [], stopped: rows[0]?.stopped === true }
}

/** Whether a line of this claim may be read by everybody, by what is known now. */
export async function mayPost(
  tx: Transaction, held: Pick<Of, 'row' | 'person'>, { state, age, facts }: { state: ClaimState; age: AgeGroup; facts: readonly AgeFact[] },
): Promise<boolean> {
  const { dangers, stopped } = await knownOf(tx, held)
  return !stopped && isPosted({ programme: state.programme, age: ageBy(age, facts), dangers })
}

/** What hangs waits its days and is read by nobody; what stands goes. */
const outOfSight = sql`CASE WHEN ${notice.state} = 'hanging' THEN 'withheld' ELSE 'over' END`
const shown = inArray(notice.state, ['hanging', 'standing'])

/** Takes down all that is posted of these claims, at once. */
async function takeDown(tx: Transaction, claims: readonly string[]): Promise<void> {
  if (claims.length === 0) return
  await tx.update(notice).set({ state: outOfSight }).where(and(inArray(notice.claimId, [...claims]), shown))
}

/**
 * Takes down what hangs or stands of a request and may not any more: what is known of somebody's age or of a danger has
 * changed since it was posted. In the transaction of every change of the request.
 */
export async function takeDownForbidden(
  tx: Transaction, deps: Deps, held: Of, { claims, age }: { claims: readonly StoredClaim[]; age: AgeGroup },
): Promise<void> {
  if (!claims.some(({ state }) => state.process?.notice)) return
  const lines = await tx.selectDistinct({ claimId: notice.claimId }).from(notice).where(and(eq(notice.applicationId, held.row.id), shown))
  if (lines.length === 0) return
  const facts = await factsOf(tx, deps, held)
  const forbidden: string[] = []
  for (const { id, state } of claims)
    if (lines.some(({ claimId }) => claimId === id) && !(await mayPost(tx, held, { state, age, facts }))) forbidden.push(id)
  await takeDown(tx, forbidden)
}

/** Somebody wrote of a danger: nothing of theirs hangs any more, whichever of their requests it was posted for. */
export async function takeDownOfPerson(tx: Transaction, pair: Buffer, dangers: readonly string[]): Promise<void> {
  if (!isHushed(dangers)) return
  await tx.execute(sql`
    UPDATE notice SET state = CASE WHEN state = 'hanging' THEN 'withheld' ELSE 'over' END
     WHERE state IN ('hanging', 'standing')
       AND application_id IN (SELECT a.id FROM application a WHERE a.person_id IN ${samePerson(pair)})`)
}

/** The office says that it may be posted again. Since when it was not; undefined where that was never said. */
export async function allowPosting(tx: Transaction, { row }: Pick<Held, 'row'>): Promise<Date | undefined> {
  const [said] = await tx.delete(unposted).where(eq(unposted.applicationId, row.id)).returning({ since: unposted.since })
  return said?.since
}

/** The office says that nothing of a request is posted, from now on; or a second officer agrees. True where either is news. */
export async function stopPosting(
  tx: Transaction, { row, claims }: Pick<Held, 'row' | 'claims'>, by: readonly [string, ...string[]], at: Date,
): Promise<boolean> {
  const [said] = await tx
    .insert(unposted)
    .values({ applicationId: row.id, countyCode: row.countyCode, officerId: by[0], since: at })
    .onConflictDoNothing()
    .returning({ id: unposted.applicationId })
  await takeDown(tx, claims.map(({ id }) => id))
  if (said !== undefined) return true
  const agreed = await tx
    .update(unposted)
    .set({ agreedBy: by[0] })
    .where(and(eq(unposted.applicationId, row.id), isNull(unposted.agreedBy), notInArray(unposted.officerId, [...by])))
    .returning({ id: unposted.applicationId })
  return agreed.length > 0
}
