import { sql, type SQL } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { maskName } from '@yima/shared/identity/name'
import type { OpenQuestion } from '@yima/shared/me/contract'
import { Problem } from '@yima/shared/problem'
import { prefixOf } from '@yima/shared/region/code'
import { officeOf } from '../application/view.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { noteLooks } from '../family/looks.ts'
import type { Deps, OfficerSession, Once, ResidentSession } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { ownPersons } from '../identity/own.ts'
import { person } from '../identity/table.ts'
import { notify } from '../notification/notify.ts'
import { seal } from '../vault.ts'
import { hatsFor, onDesks, requireWork } from '../work/reach.ts'
import { lookColumns, lookTables, questionOf, readerOf, type LookRow } from './access.ts'

type Officer = OfficerSession['officer']
type PersonRow = typeof person.$inferSelect

/** Asks a supervising office why somebody looked. Throws `not-found` for another's line as for none. */
export async function ask(
  deps: Deps,
  once: Once,
  resident: ResidentSession,
  accessId: string,
  words: string | undefined,
): Promise<void> {
  const now = deps.clock.now()
  await inTransaction(deps.db, async (tx) => {
    const { rows } = await tx.execute<{
      person_id: string
      county_code: string
      reader_id: string
      key: Buffer
    }>(sql`
      SELECT g.person_id, g.county_code, g.reader_id, person.key_wrapped AS key
        FROM access_log g JOIN ${person} ON ${person.id} = g.person_id
       WHERE g.id = ${accessId} AND g.reader_kind = 'officer' AND person.key_wrapped IS NOT NULL
         AND ${ownPersons(resident)}`)
    const [look] = rows
    if (!look) throw new Problem('not-found')
    const sealed = seal(deps.vault.unwrap(look.key), { words: words ?? '' })
    await tx.execute(sql`
      INSERT INTO access_question (id, access_id, person_id, county_code, reader_id, sealed, asked_at)
      VALUES (${uuidv7()}, ${accessId}, ${look.person_id}, ${look.county_code}, ${look.reader_id}, ${sealed}, ${now.toISOString()})
      ON CONFLICT (access_id) DO NOTHING`)
    await remember(tx, once, now, 200, { asked: true })
  })
}

/**
 * Looks of one's own office are answered by another one, and nobody answers a relative: nobody is judge in his own
 * cause. A deputy answers in the place of a colleague, and not what that one must not.
 * Throws `forbidden` for whoever answers no questions at all.
 */
function answerable(officer: Officer): SQL {
  requireWork(officer, 'answer-access-question')
  const hats = hatsFor(officer, 'answer-access-question')
  const desks = onDesks(officer, hats, sql`q.person_id`, ({ unitId, regionCode }) => [
    sql`(q.county_code LIKE ${`${prefixOf(regionCode)}%`} AND o.unit_id NOT IN (${unitId}, ${officer.unitId}))`,
  ])
  return sql`q.answered_at IS NULL AND person.key_wrapped IS NOT NULL AND ${desks}`
}

type QuestionRow = LookRow & { question_id: string; person_id: string; name_cipher: Buffer }

/** Questions that wait for an answer of this office, oldest first; the look at each person is noted. */
export async function openQuestions(deps: Deps, officer: Officer): Promise<OpenQuestion[]> {
  const which = answerable(officer)
  const rows = await inTransaction(deps.db, async (tx) => {
    const found = await tx.execute<QuestionRow>(sql`
      SELECT q.id AS question_id, q.person_id, person.name_cipher, ${lookColumns} FROM ${lookTables}
       WHERE ${which} ORDER BY q.asked_at LIMIT 100`)
    const people = found.rows.map((row) => row.person_id)
    await noteLooks(tx, deps, officer, people, 'oversight')
    return found.rows
  })
  return rows.flatMap((row) => {
    const question = questionOf(deps, row)
    const reader = readerOf(row)
    if (!question || !reader) return []
    const { at, purpose, what, facts, handles } = row
    return {
      id: row.question_id,
      askedAt: question.askedAt,
      words: question.words,
      person: maskName(deps.vault.openField(row.name_cipher)),
      look: { at: new Date(at).toISOString(), reader, purpose, what, facts, handles },
    }
  })
}

async function getAsker(tx: Transaction, officer: Officer, id: string): Promise<PersonRow> {
  const [row] = await tx
    .select({ person })
    .from(person)
    .where(
      sql`${person.id} = (
        SELECT q.person_id FROM access_question q
          JOIN officer o ON o.id = q.reader_id
          JOIN person ON person.id = q.person_id
         WHERE q.id = ${id} AND ${answerable(officer)} FOR UPDATE OF q)`,
    )
  if (!row) throw new Problem('not-found')
  return row.person
}

/** Answers the person. Throws `not-found` for what is answered already, or is not this office's to answer. */
export async function answer(
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  words: string,
): Promise<void> {
  const now = deps.clock.now()
  await inTransaction(deps.db, async (tx) => {
    const asker = await getAsker(tx, officer, id)
    const key = deps.vault.unwrap(asker.keyWrapped ?? Buffer.alloc(0))
    await tx.execute(sql`
      UPDATE access_question
         SET answered_by = ${officer.id}, answered_at = ${now.toISOString()}, answer_sealed = ${seal(key, { words })}
       WHERE id = ${id}`)
    const office = await officeOf(tx, officer.unitId)
    await notify(tx, deps, {
      person: asker,
      template: 'access-answered',
      params: { office: office.name },
      about: id,
    })
    await remember(tx, once, now, 200, { answered: true })
  })
}
