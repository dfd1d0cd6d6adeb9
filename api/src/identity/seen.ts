import { v7 as uuidv7 } from 'uuid'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { accessLog } from '../trail/table.ts'
import type { Identity } from './own.ts'
import { findProven, isNamed, numberIndex, prove, type Proof } from './prove.ts'

/** As the document in the officer's hand says. */
export type Seen = { name: string; idNumber: string }

/** What an officer looked for, and what of the person they saw by it. */
type Look = { purpose: string; what: string }

/** The person's log says who looked for what. */
export const noteSeen = (tx: Transaction, deps: Deps, officerId: string, personId: string, look: Look) =>
  tx.insert(accessLog).values({
    ...{ id: uuidv7(), personId, countyCode: deps.config.countyCode, at: deps.clock.now() },
    ...{ readerKind: 'officer', readerId: officerId, ...look },
  })

/**
 * An officer sees somebody with the document: proven from now on, and the person's log says who looked for what.
 * Returns the identity.
 */
export async function proveSeen(
  tx: Transaction,
  deps: Deps,
  officerId: string,
  { name, idNumber }: Seen,
  look: Look,
): Promise<string> {
  const proof: Proof = { number: { kind: 'id-number', value: idNumber }, name, how: 'window', by: officerId }
  const identityId = await prove(tx, deps, proof)
  await noteSeen(tx, deps, officerId, identityId, look)
  return identityId
}

/** Whom a document proved before, found by it again and changed in nothing; undefined also under another name. */
export async function findSeen(
  tx: Transaction,
  deps: Deps,
  { name, idNumber }: Seen,
): Promise<Identity | undefined> {
  const number = { kind: 'id-number', value: idNumber } as const
  const found = await findProven(tx, deps, numberIndex(deps, { number }))
  return found && isNamed(deps, found, name) ? found : undefined
}
