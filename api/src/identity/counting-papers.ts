import { inArray } from 'drizzle-orm'
import { countersOf, countingWrong, noteTold } from '../code/tries.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession } from '../http/context.ts'
import { noteSeen } from './seen.ts'
import { person } from './table.ts'
import { WrongPapers } from './wrong-papers.ts'

/** The officer who has the papers in hand, or says so; `network` as `networkOf(c)` says. */
export type PapersReader = { officer: OfficerSession['officer']; network: string }

const countersFor = (deps: Deps, { officer, network }: PapersReader) =>
  countersOf(deps, { kind: 'officer', id: officer.id, network }, 'papers')

/**
 * Does what begins with somebody's papers. Papers that are wrong are counted, twenty an hour like wrong codes, and stand
 * among the looks of whoever they told something of: nobody tries numbers and names unseen. Throws `too-many`.
 */
export const countingPapers = <Answer>(
  deps: Deps,
  reader: PapersReader,
  purpose: 'card' | 'mandate' | 'name' | 'prove',
  work: () => Promise<Answer>,
): Promise<Answer> =>
  countingWrong(deps, countersFor(deps, reader), (error) => error instanceof WrongPapers, {
    work,
    note: async (tx, error) => {
      const about = error instanceof WrongPapers ? [...error.about] : []
      // Who was written down only by what is undone now is not there any more.
      const known = await tx.select({ id: person.id }).from(person).where(inArray(person.id, about))
      const look = { purpose, what: 'wrong-papers' }
      for (const { id } of known) await noteSeen(tx, deps, reader.officer.id, id, look)
    },
  })

/** Counts papers where what they tell is an answer and no refusal, within `countingPapers`. */
export const noteWrongPapers = (tx: Transaction, deps: Deps, reader: PapersReader): Promise<void> =>
  noteTold(tx, countersFor(deps, reader))
