import type pg from 'pg'

/**
 * Every column of bytes and what stands in it: `master` is sealed by the master key and rotates with
 * it, `person` by a key of that person, `index` is a hash under the key of look-ups, `hash` a plain
 * one of something random or sealed. A test
 * compares this list with the database: a column left out would be lost with the next retired key.
 */
export const byteColumns = {
  'access_question.answer_sealed': 'person',
  'access_question.sealed': 'person',
  'application.about_index': 'index',
  'application.last_four_index': 'index',
  'application.sealed': 'person',
  'authorisation.number_index': 'index',
  'authorisation.sealed': 'person',
  'authorisation.spoken_index': 'index',
  'authorisation.token_hash': 'hash',
  'call_task.reason_sealed': 'person',
  'claim.sealed': 'person',
  'code.number_index': 'index',
  'code.token_hash': 'hash',
  'code_card.number_index': 'index',
  'code_card.token_hash': 'hash',
  'decision.sealed': 'person',
  'entitlement.number_index': 'index',
  'event.hash': 'hash',
  'event.payload_digest': 'hash',
  'event.previous_hash': 'hash',
  'event_payload.sealed': 'person',
  'fact_choice.sealed': 'person',
  'family_invitation.number_index': 'index',
  'family_invitation.sealed': 'person',
  'family_invitation.spoken_index': 'index',
  'family_invitation.token_hash': 'hash',
  'file.content_hash': 'hash',
  'file.device_hash': 'hash',
  'file.key_wrapped': 'master',
  'file_part.content_hash': 'hash',
  'file_part.device_hash': 'hash',
  'file_part.key_wrapped': 'master',
  'file_part.plain_hash': 'index',
  'guardianship.sealed': 'person',
  'idempotency.body_hash': 'hash',
  'idempotency.device_hash': 'hash',
  'idempotency.maker': 'hash',
  'held_fact.sealed': 'person',
  'identity.number_index': 'index',
  'identity_pair.pair_index': 'index',
  'identity_trait.trait_index': 'index',
  'index_key.wrapped': 'master',
  'invitation.token_hash': 'hash',
  'message.body_cipher': 'master',
  'message.to_cipher': 'master',
  'name_correction.sealed': 'person',
  'notification.sealed': 'person',
  'objection.four_index': 'index',
  'objection.key_wrapped': 'master',
  'objection.receipt_index': 'index',
  'objection.sealed': 'person',
  'objection.standing': 'person',
  'objection_event.sealed': 'person',
  'officer_login.subject_index': 'index',
  'officer.phone_cipher': 'master',
  'organisation_change.phone_cipher': 'master',
  'organisation_change.relative_cipher': 'master',
  'organisation_event.hash': 'hash',
  'organisation_event.previous_hash': 'hash',
  'occasion.sealed': 'person',
  'person.id_cipher': 'master',
  'person.id_index': 'index',
  'person.key_wrapped': 'master',
  'person.name_cipher': 'master',
  'person.pair_index': 'index',
  'person.phone_cipher': 'master',
  'person.phone_index': 'index',
  'phone_code.code_hash': 'index',
  'phone_code.phone_index': 'index',
  'phone_proof.phone_index': 'index',
  'phone_proof.proof_hash': 'hash',
  'query.sealed': 'person',
  'push_subscription.endpoint_index': 'index',
  'push_subscription.sealed': 'master',
  'relative.id_index': 'index',
  'relative.name_cipher': 'master',
  'session.pair_index': 'index',
  'session.phone_cipher': 'master',
  'session.token_hash': 'hash',
  'vapid_key.wrapped': 'master',
  'verification.sealed': 'person',
  'visit.sealed': 'person',
  'sign_in_try.who': 'index',
  'spent_challenge.challenge_hash': 'hash',
  'trail_root.looks_hash': 'hash',
  'trail_root.organisation_hash': 'hash',
  'trail_root.previous': 'hash',
  'trail_root.root': 'hash',
  'trail_root.signature': 'hash',
} as const satisfies Record<string, 'master' | 'person' | 'index' | 'hash'>

export type MasterTable = { table: string; columns: string[] }

/** The tables of this database that hold something under the master key; an older one may lack some. */
export async function tablesUnderMasterKey(db: Pick<pg.ClientBase, 'query'>): Promise<MasterTable[]> {
  const { rows } = await db.query<{ table: string; column: string }>(
    `SELECT c.relname AS "table", a.attname AS "column" FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
        AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, 2`,
  )
  const kinds: Record<string, string> = byteColumns
  const tables = new Map<string, string[]>()
  for (const { table, column } of rows) {
    if (kinds[`${table}.${column}`] !== 'master') continue
    tables.set(table, [...(tables.get(table) ?? []), column])
  }
  return [...tables].map(([table, columns]) => ({ table, columns }))
}
