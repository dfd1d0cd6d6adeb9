import { eq, sql, type SQL } from 'drizzle-orm'
import type { Channel } from '@yima/shared/notification/decide'
import { templateOf, type TemplateName } from '@yima/shared/notification/templates'
import type { Locale } from '@yima/shared/notification/words'
import { composed } from '../db/composed.ts'
import type { Reader } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { person } from '../identity/table.ts'

/** Whoever is told something, as their row says it. */
export type Addressee = Pick<
  typeof person.$inferSelect,
  'id' | 'countyCode' | 'keyWrapped' | 'phoneCipher' | 'pairIndex' | 'identityId'
>

/** A row of `person`: the values that lead from it to its sessions, or the SQL of them. */
type Whose = { [Name in 'id' | 'pairIndex' | 'identityId']: Addressee[Name] | SQL }

/** Whichever row of `person` the query is at. */
const thisPerson: Whose = {
  id: sql`person.id`,
  pairIndex: sql`person.pair_index`,
  identityId: sql`person.identity_id`,
}

/** The identities a row of `person` may belong to: proven, its own, or claimed by its phone and typed ID. */
const identitiesOf = ({ id, pairIndex, identityId }: Whose): SQL => sql`(
  SELECT ${id}::uuid
  UNION SELECT ${identityId}::uuid WHERE ${identityId}::uuid IS NOT NULL
  UNION SELECT ip.identity_id FROM identity_pair ip WHERE ip.pair_index = ${pairIndex})`

/** Living sessions that stand for this person: the other side of `ownPersons` (identity/own.ts). */
export const sessionsOf = (who: Whose, wall: unknown): SQL => sql`(
  SELECT s.id FROM session s
   WHERE s.kind = 'resident' AND s.revoked_at IS NULL AND s.expires_at > ${wall}
     AND (s.identity_id = ANY (ARRAY ${identitiesOf(who)}) OR s.pair_index = ANY (ARRAY(
            SELECT ${who.pairIndex}::bytea
            UNION SELECT ip.pair_index FROM identity_pair ip WHERE ip.identity_id = ANY (ARRAY ${identitiesOf(who)})))))`

/**
 * What has to be known to tell the `person` of a query something, with the placeholder `wall`: whether a device of theirs
 * wants notices, and the language they chose, else that of what they were told last, which began with how they applied.
 */
export const whatTellingNeeds = {
  notices: sql<boolean>`EXISTS (
    SELECT FROM push_subscription p WHERE p.session_id IN ${sessionsOf(thisPerson, sql.placeholder('wall'))})`,
  locale: sql<Locale | null>`(
    SELECT locale FROM (
      (SELECT w.locale, 1 AS rank FROM contact_wish w WHERE w.identity_id IN ${identitiesOf(thisPerson)}
        ORDER BY w.updated_at DESC LIMIT 1)
      UNION ALL
      (SELECT n.locale, 2 FROM notification n WHERE n.person_id = person.id ORDER BY n.created_at DESC LIMIT 1)
    ) known ORDER BY rank LIMIT 1)`,
}
export type TellingNeeds = { notices: boolean; locale: Locale | null }

const tellingNeeds = composed((db) =>
  db
    .select(whatTellingNeeds)
    .from(person)
    .where(eq(person.id, sql.placeholder('id')))
    .prepare('what telling needs'),
)

/** The same of one person, by itself. */
export async function findTellingNeeds(
  tx: Reader,
  { clock }: Pick<Deps, 'clock'>,
  { id }: Pick<Addressee, 'id'>,
): Promise<TellingNeeds> {
  const [row] = await tellingNeeds(tx).execute({ id, wall: clock.wall().toISOString() })
  return row ?? { notices: false, locale: null }
}

/**
 * What there is to reach somebody by. A notice only where a device asked for it, an SMS only where there is
 * a phone and this installation can send; somebody of the office wherever it matters enough.
 */
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
