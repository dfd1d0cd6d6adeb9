import type { Action } from '@yima/shared/access/table'
import { Problem } from '@yima/shared/problem'
import type { Transaction } from '../db/transaction.ts'
import type { OfficerSession } from '../http/context.ts'
import { excludedFromPerson } from '../organisation/relatives.ts'
import type { OfficerActor } from '../work/actor.ts'
import { findActing } from '../work/reach.ts'

type Officer = OfficerSession['officer']
type About = { region: string; people: readonly string[] }

/**
 * In which office an officer may do this about people of a place; undefined in none, and for a declared relative of
 * any of them (回避): one of two is enough.
 */
export async function findActingFor(
  tx: Transaction,
  officer: Officer,
  action: Action,
  { region, people }: About,
): Promise<OfficerActor | undefined> {
  const excluded: string[] = []
  for (const person of people) excluded.push(...(await excludedFromPerson(tx, person)))
  return findActing(officer, action, region, excluded)
}

/** The same; throws `not-found` for what lies elsewhere, or is a relative's, exactly as for what is not there. */
export async function requireActingFor(
  tx: Transaction,
  officer: Officer,
  action: Action,
  about: About,
): Promise<OfficerActor> {
  const acting = await findActingFor(tx, officer, action, about)
  if (!acting) throw new Problem('not-found')
  return acting
}
