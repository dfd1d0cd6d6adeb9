import { sql, type SQL } from 'drizzle-orm'
import type { Channel } from '@yima/shared/notification/decide'
import { templateOf, type TemplateName } from '@yima/shared/notification/templates'
import type { Locale } from '@yima/shared/notification/words'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import type { person } from '../identity/table.ts'

/** Whoever is told something, as their row says it. */
export type Addressee = Pick<
  typeof person.$inferSelect,
  'id' | 'countyCode' | 'keyWrapped' | 'phoneCipher' | 'pairIndex' | 'identityId'
>

type Reader = Pick<Transaction, 'execute'>

/** The identities a row of `person` may belong to: proven, its own, or claimed by its phone and typed ID. */
const identitiesOf = ({ id, pairIndex, identityId }: Addressee): SQL => sql`(
  SELECT ${id}::uuid
  UNION SELECT ${identityId}::uuid WHERE ${identityId}::uuid IS NOT NULL
  UNION SELECT ip.identity_id FROM identity_pair ip WHERE ip.pair_index = ${pairIndex})`

/** Living sessions that stand for this person: the other side of `ownPersons` (identity/own.ts). */
export const sessionsOf = (who: Addressee, wall: Date): SQL => sql`(
  SELECT s.id FROM session s
   WHERE s.kind = 'resident' AND s.revoked_at IS NULL AND s.expires_at > ${wall.toISOString()}
     AND (s.pair_index = ${who.pairIndex} OR s.identity_id IN ${identitiesOf(who)}
          OR s.pair_index IN (SELECT ip.pair_index FROM identity_pair ip WHERE ip.identity_id IN ${identitiesOf(who)})))`

async function wantsNotices(tx: Reader, { clock }: Deps, who: Addressee): Promise<boolean> {
  const { rowCount } = await tx.execute(
    sql`SELECT 1 FROM push_subscription p WHERE p.session_id IN ${sessionsOf(who, clock.wall())} LIMIT 1`,
  )
  return rowCount === 1
}

/** What there is to reach somebody by, once it is known whether a device of theirs wants notices. */
export function waysGiven(
  { config }: Pick<Deps, 'config'>,
  { phoneCipher }: Pick<Addressee, 'phoneCipher'>,
  template: TemplateName,
  notices: boolean,
): Channel[] {
  const { sms, inPerson, noNotice } = templateOf(template)
  if (sms === null) return []
  const sends = config.demo || config.sms !== undefined
  return [
    ...(notices && !noNotice ? (['push'] as const) : []),
    ...(sends && phoneCipher ? (['sms'] as const) : []),
    ...(inPerson ? (['call'] as const) : []),
  ]
}

/**
 * What there is to reach somebody by. A notice only where a device asked for it, an SMS only where there is
 * a phone and this installation can send; somebody of the office wherever it matters enough.
 */
export async function waysTo(
  tx: Reader,
  deps: Deps,
  who: Addressee,
  template: TemplateName,
): Promise<Channel[]> {
  const { sms, noNotice } = templateOf(template)
  return waysGiven(deps, who, template, sms !== null && !noNotice && (await wantsNotices(tx, deps, who)))
}

/** The language somebody chose, else that of what they were told last, which began with how they applied. */
export async function languageOf(tx: Reader, who: Addressee): Promise<Locale> {
  const { rows } = await tx.execute<{ locale: Locale }>(sql`
    SELECT locale FROM (
      (SELECT w.locale, 1 AS rank FROM contact_wish w WHERE w.identity_id IN ${identitiesOf(who)}
        ORDER BY w.updated_at DESC LIMIT 1)
      UNION ALL
      (SELECT n.locale, 2 FROM notification n WHERE n.person_id = ${who.id} ORDER BY n.created_at DESC LIMIT 1)
    ) known ORDER BY rank LIMIT 1`)
  return rows[0]?.locale ?? 'zh-CN'
}
