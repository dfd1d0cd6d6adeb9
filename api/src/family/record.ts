import { and, asc, eq } from 'drizzle-orm'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { findIdentity } from '../identity/own.ts'
import { person } from '../identity/table.ts'
import { append, type Actor } from '../trail/append.ts'
import { signedName } from '../trail/read.ts'
import { event, eventPayload } from '../trail/table.ts'
import { open } from '../vault.ts'
import type { Reader } from './people.ts'

/** How a payload names whoever did it, with whomever they stood in for or acted for. */
const namesIn = ({ name, deputyFor, onBehalfOf }: Partial<Doer>) => ({
  ...(name === undefined ? {} : { by: name }),
  ...(deputyFor === undefined ? {} : { deputyFor }),
  ...(onBehalfOf ? { onBehalfOf: onBehalfOf.id, forName: onBehalfOf.name } : {}),
})

/** What happened, and under whose key it is kept. */
export type FamilyEntry = { about: string; type: string; payload: Record<string, unknown> }

/** Who did it, as the trail names them: a resident by identity, an officer by id. */
export type Doer = Actor & { name: string; deputyFor?: string; onBehalfOf?: { id: string; name: string } }

export const bySystem: Doer = { kind: 'system', id: null, name: '' }

/**
 * Adds what happened to a family's stream, each under the key of the person it is about, and returns the
 * last number. Both names stand in it where somebody acted for another.
 */
export async function note(
  tx: Transaction,
  deps: Deps,
  place: { stream: string; after: number; countyCode: string; by: Actor & Partial<Doer> },
  entries: readonly FamilyEntry[],
): Promise<number> {
  const { stream, countyCode, by } = place
  let after = place.after
  for (const { about, type, payload } of entries) {
    const whose = await findIdentity(tx, deps, about)
    if (!whose) throw new Error('A family has a member who was erased')
    after = await append(
      tx,
      {
        stream,
        after,
        at: deps.clock.now(),
        actor: by,
        person: { id: whose.id, key: whose.key },
        countyCode,
      },
      [{ type, payload: { ...payload, ...namesIn(by) } }],
    )
  }
  return after
}

/** Who did what was noted, with whomever they stood in for. */
export const doerIn = ({ by, deputyFor }: Record<string, unknown>): string =>
  signedName(typeof by === 'string' ? by : '', deputyFor)

export type Noted = {
  number: number
  type: string
  at: Date
  personId: string
  payload: Record<string, unknown>
}

/** What happened in a family's stream, oldest first; what an erased person said is not in it any more. */
export async function historyOf(
  db: Reader,
  { vault }: Pick<Deps, 'vault'>,
  stream: string,
): Promise<Noted[]> {
  const rows = await db
    .select({
      number: event.number,
      type: event.type,
      at: event.at,
      personId: eventPayload.personId,
      sealed: eventPayload.sealed,
      keyWrapped: person.keyWrapped,
    })
    .from(event)
    .innerJoin(
      eventPayload,
      and(eq(eventPayload.stream, event.stream), eq(eventPayload.number, event.number)),
    )
    .innerJoin(person, eq(person.id, eventPayload.personId))
    .where(eq(event.stream, stream))
    .orderBy(asc(event.number))
  return rows.flatMap(({ sealed, keyWrapped, ...row }) =>
    keyWrapped ? [{ ...row, payload: open<Record<string, unknown>>(vault.unwrap(keyWrapped), sealed) }] : [],
  )
}
