import { v7 as uuidv7 } from 'uuid'
import type { PapersSeen } from '@yima/shared/identity/papers'
import type { Transaction } from '../db/transaction.ts'
import { findByBirth } from '../family/traits.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { isRelative } from '../organisation/relatives.ts'
import { accessLog } from '../trail/table.ts'
import { noteSeenPapers } from './history.ts'
import { numberIndex } from './number-index.ts'
import { findIdentity, type Identity } from './own.ts'
import { findProven, isNamed, prove } from './prove.ts'
import { tellFromWindow } from './tell.ts'
import { wrongPapers } from './wrong-papers.ts'

type Officer = OfficerSession['officer']

/** As the document in the officer's hand says, or whoever knows somebody without one. */
export type Seen = { name: string; number: PapersSeen }

/** What an officer looked for, and what of the person they saw by it. */
type Look = { purpose: string; what: string }

/** The person's log says who looked for what. */
export const noteSeen = (tx: Transaction, deps: Deps, officerId: string, personId: string, look: Look) =>
  tx.insert(accessLog).values({
    ...{ id: uuidv7(), personId, countyCode: deps.config.countyCode, at: deps.clock.now() },
    ...{ readerKind: 'officer', readerId: officerId, ...look },
  })

/** Whether the number that was seen is a declared relative's of this officer. */
export const isRelativeSeen = (
  tx: Transaction,
  deps: Deps,
  officerId: string,
  seen: Pick<Seen, 'number'>,
): Promise<boolean> => isRelative(tx, officerId, numberIndex(deps, seen))

/** Whom no papers prove, and who was written down before: found again, never made anew by a word. */
async function findBefore(tx: Transaction, deps: Deps, seen: Seen): Promise<Identity | undefined> {
  const { number } = seen
  if (number.kind !== 'none' || !number.before) return undefined
  const found = await findSeen(tx, deps, seen)
  if (!found) throw wrongPapers('number', 'not-known-by-birth')
  return found
}

/** A phone sees from now on what is theirs: whoever was proven before it is told, and finds it among the looks. */
async function noteJoined(tx: Transaction, deps: Deps, { id: by }: Officer, whose: Identity, phone: string) {
  await noteSeen(tx, deps, by, whose.id, { purpose: 'prove', what: 'phone' })
  await tellFromWindow(tx, deps, { whose, template: 'phone-joined', by, about: phone, but: phone })
}

/**
 * An officer sees somebody: proven from now on, and the person's log says who looked for what. `claimed` is whom a
 * phone stood for until then, `at` the visit. Returns the identity. Throws as `prove` does, and `invalid-input` on `number` for
 * somebody without papers who is said to have been here before and is not found, or not alone, by name and birthday.
 */
export async function proveSeen(
  tx: Transaction,
  deps: Deps,
  officer: Officer,
  seen: Seen,
  { look, claimed, at }: { look?: Look; claimed?: string; at?: string },
): Promise<Identity> {
  const before = claimed ? undefined : await findBefore(tx, deps, seen)
  const { name, number } = seen
  const id = before?.id ?? (await prove(tx, deps, { number, name, how: 'window', by: officer }, claimed, at))
  const found = before ?? (await findIdentity(tx, deps, id))
  if (!found) throw new Error('Somebody who was just proven is missing')
  await noteSeenPapers(tx, deps, found, officer, number)
  if (look) await noteSeen(tx, deps, officer.id, id, look)
  if (claimed && claimed !== id) await noteJoined(tx, deps, officer, found, claimed)
  return found
}

/** Whom a document proved before, found by it again and changed in nothing; undefined also under another name. */
export async function findSeen(
  tx: Transaction,
  deps: Deps,
  { name, number }: Seen,
): Promise<Identity | undefined> {
  if (number.kind === 'none') return findByBirth(tx, deps, name, number.birthDate)
  const found = await findProven(tx, deps, numberIndex(deps, { number }))
  return found && isNamed(deps, found, name) ? found : undefined
}
