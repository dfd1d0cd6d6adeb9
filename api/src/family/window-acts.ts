import type * as v from 'valibot'
import type {
  mandateLook,
  MandateSlip,
  StandsHere,
  WindowEnd,
  WindowMandate,
} from '@yima/shared/family/work-contract'
import type { Action } from '@yima/shared/access/table'
import { inForce, type Scope } from '@yima/shared/family/mandate'
import { Problem } from '@yima/shared/problem'
import { levelOf } from '@yima/shared/region/code'
import { goesOn } from '@yima/shared/window/occasion'
import { officeOf } from '../application/view.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { findIdentity, type Identity } from '../identity/own.ts'
import { findSeen, proveSeen } from '../identity/seen.ts'
import { WrongPapers } from '../identity/wrong-papers.ts'
import { holdOccasion } from '../window/occasion.ts'
import { stateOf } from '../window/write.ts'
import type { OfficerActor } from '../work/actor.ts'
import { requireWork } from '../work/reach.ts'
import { asOfficer } from './doer.ts'
import { clearAway } from './helper-acts.ts'
import { noteLooks } from './looks.ts'
import {
  commandMandate,
  giveMandate,
  holdMandate,
  mandatesOf,
  mandateState,
  type MandateRow,
} from './mandate.ts'
import { namesOf, regionOf } from './people.ts'
import { findActingFor } from './reach.ts'
import { tellGiven } from './tell.ts'

type Officer = OfficerSession['officer']

/** Whose code was scanned a moment ago; of one signed without a network nothing more than the minimum is taken. */
export async function ofOccasion(
  tx: Transaction,
  deps: Deps,
  officer: Officer,
  id: string,
): Promise<Identity> {
  const row = await holdOccasion(tx, id, { kind: 'officer', id: officer.id })
  const over = !goesOn(stateOf(row), deps.clock.wall().getTime())
  const code = over ? 'over' : row.reach === 'minimum' ? 'minimum-only' : undefined
  if (code) throw notAllowedNow('occasion', code)
  const found = await findIdentity(tx, deps, row.identityId)
  if (!found) throw new Problem('not-found')
  return found
}

/** Somebody who stands here and takes part: by document proven from now on. */
async function takesPart(tx: Transaction, deps: Deps, officer: Officer, here: StandsHere): Promise<Identity> {
  if (here.by === 'occasion') return ofOccasion(tx, deps, officer, here.occasion)
  return proveSeen(tx, deps, officer, here, { look: { purpose: 'mandate', what: 'identity' } })
}

/** Somebody who stands here and asks for what is already theirs: nobody is written down by a question. */
async function isKnown(tx: Transaction, deps: Deps, officer: Officer, here: StandsHere): Promise<Identity> {
  if (here.by === 'occasion') return ofOccasion(tx, deps, officer, here.occasion)
  const found = await findSeen(tx, deps, here)
  if (!found) throw new WrongPapers('not-found', [], [])
  return found
}

/** Who never applied belongs to no place yet: then the window at which they stand is theirs. */
async function regionHere(tx: Transaction, deps: Deps, officer: Officer, who: Identity): Promise<string> {
  const known = await regionOf(tx, deps, who)
  return levelOf(known) === 'county' ? officer.regionCode : known
}

/**
 * In which office this may be done to whoever stands here, and to which place they belong; throws `not-found` in none,
 * and for relatives, which tells that these papers are somebody's.
 */
export async function requireHere(
  tx: Transaction,
  deps: Deps,
  officer: Officer,
  action: Action,
  giver: Identity,
  others: readonly Identity[] = [],
): Promise<{ acting: OfficerActor; region: string }> {
  const region = await regionHere(tx, deps, officer, giver)
  const people = [giver, ...others].map(({ id }) => id)
  const acting = await findActingFor(tx, officer, action, { region, people })
  if (!acting) throw new WrongPapers('not-found', [], people)
  return { acting, region }
}

/**
 * Given face to face: an officer of the giver's place sees both, a witness was there, and whoever can write has signed.
 * Throws `forbidden`, `not-found` for people of another place and for relatives as for none, `invalid-input`,
 * `not-allowed-now`.
 */
export function giveAtWindow(
  deps: Deps,
  once: Once,
  officer: Officer,
  { giver: one, helper: other, scopes, until, ...how }: WindowMandate,
): Promise<{ id: string }> {
  requireWork(officer, 'record-mandate')
  return inTransaction(deps.db, async (tx) => {
    const giver = await takesPart(tx, deps, officer, one)
    const helper = await takesPart(tx, deps, officer, other)
    const { acting } = await requireHere(tx, deps, officer, 'record-mandate', giver, [helper])
    const { seenAt, witness, signature = null } = how
    const gift = { helper: helper.id, scopes, until, how: 'window' } as const
    const by = asOfficer(officer, acting)
    const row = await giveMandate(tx, deps, giver, gift, { by, more: { seenAt, witness, signature } })
    await tellGiven(tx, deps, row, officer.id)
    await remember(tx, once, deps.clock.now(), 201, { id: row.id })
    return { id: row.id }
  })
}

async function slipsOf(
  tx: Transaction,
  deps: Deps,
  officer: Officer,
  rows: readonly MandateRow[],
): Promise<MandateSlip[]> {
  const names = await namesOf(
    tx,
    deps,
    rows.flatMap(({ giverId, helperId }) => [giverId, helperId]),
  )
  const office = await officeOf(tx, officer.unitId)
  await noteLooks(tx, deps, officer, [...names.keys()], 'mandate')
  return rows.map((row) => ({
    id: row.id,
    giver: names.get(row.giverId) ?? '',
    helper: names.get(row.helperId ?? '') ?? '',
    scopes: row.scopes as Scope[],
    from: row.fromOn,
    until: row.untilOn,
    ended: row.endedOn !== null,
    office,
  }))
}

/** What whoever stands here has given and may end; the look is noted for both. Throws `forbidden`, `not-found`. */
export function mandatesHere(
  deps: Deps,
  officer: Officer,
  { giver: here }: v.InferOutput<typeof mandateLook>,
): Promise<MandateSlip[]> {
  requireWork(officer, 'record-mandate')
  return inTransaction(deps.db, async (tx) => {
    const giver = await isKnown(tx, deps, officer, here)
    await requireHere(tx, deps, officer, 'record-mandate', giver)
    // Also where there is no mandate: that somebody of this name and number is known was seen.
    await noteLooks(tx, deps, officer, [giver.id], 'mandate')
    const today = deps.clock.today()
    const rows = (await mandatesOf(tx, giver.id)).filter(
      (row) => row.giverId === giver.id && inForce(mandateState(row), today),
    )
    return slipsOf(tx, deps, officer, rows)
  })
}

/** A mandate as a slip, for the officer who recorded it. Throws `forbidden`, `not-found` for another's. */
export function mandateSlipOf(deps: Deps, officer: Officer, id: string): Promise<MandateSlip> {
  requireWork(officer, 'record-mandate')
  return inTransaction(deps.db, async (tx) => {
    const row = await holdMandate(tx, id)
    const [slip] = row.givenBefore === officer.id ? await slipsOf(tx, deps, officer, [row]) : []
    if (!slip) throw new Problem('not-found')
    return slip
  })
}

/**
 * Its giver stands here and ends it: from this moment on nobody acts by it. Throws `forbidden`, `not-found` where it
 * is not the giver's, `not-allowed-now`.
 */
export function endAtWindow(
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  { giver: here, seenAt, witness }: WindowEnd,
): Promise<void> {
  requireWork(officer, 'record-mandate')
  return inTransaction(deps.db, async (tx) => {
    const giver = await isKnown(tx, deps, officer, here)
    const { acting } = await requireHere(tx, deps, officer, 'record-mandate', giver)
    const row = await holdMandate(tx, id)
    if (row.giverId !== giver.id) throw new Problem('not-found')
    const actor = { kind: 'officer', id: officer.id } as const
    const by = asOfficer(officer, acting)
    const more = { seenAt, witness }
    const ended = await commandMandate(tx, deps, row, { type: 'revoke' }, { actor, by, more })
    await clearAway(tx, deps, ended, officer.id)
    await remember(tx, once, deps.clock.now(), 200, { done: true })
  })
}
