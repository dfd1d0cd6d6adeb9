import { v7 as uuidv7 } from 'uuid'
import { signingOf, standing } from '@yima/shared/consent/authorisation'
import { longestUntil } from '@yima/shared/family/mandate'
import { sourceIds, type SourceId } from '@yima/shared/verification/sources'
import type { Change } from '../application/act.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { applicantAsAdult, othersOf, type Adult } from './adults.ts'
import { Consents } from './consents.ts'
import { tellWaiting } from './tell.ts'
import { applicantOf, centreOf, hashOf } from './wording.ts'

type Signed = { version: string; hash: string; signer: string }

/** What the applicant signed with the application; undefined where that was left to the visit. */
async function signedWith(tx: Transaction, deps: Deps, { held }: Change): Promise<Signed | undefined> {
  const { consent } = held.content
  if (consent.method === 'at-visit') return undefined
  const { name } = applicantOf(deps, held)
  const centre = await centreOf(tx, held.row.countyCode)
  const who = { name, birthDate: null, memberId: null, numberKnown: true }
  const version = consent.authorisation
  const hash = hashOf(version, { departments: sourceIds, until: null, who }, { centre, applicant: name })
  return { version, hash, signer: name }
}

function list(
  consents: Consents,
  { who, role, ward, idNumber }: Adult,
  departments: readonly SourceId[],
  until: string | null,
): string {
  const id = uuidv7()
  return (
    consents.command({ type: 'list', id, who, role, ward, departments, until }, 'system', { idNumber }) && id
  )
}

function sign(consents: Consents, id: string, { version, hash, signer }: Signed, adult: Adult): void {
  const forWard = adult.role === 'guardian-for' ? signer : null
  const how = { method: 'with-application', certainty: 'claimed', witness: '' } as const
  const { numberKnown } = adult.who
  consents.command({ type: 'sign', id, ...how, version, hash, signer: forWard, numberKnown }, 'system')
}

/**
 * Lists everybody: whoever applied for all departments that the signed wording names and for as long as it says, their
 * wards with them; everybody else for what the claims need, a year at most.
 */
async function listAll(tx: Transaction, deps: Deps, change: Change, consents: Consents): Promise<void> {
  const signed = await signedWith(tx, deps, change)
  const own = applicantAsAdult(deps, change.held)
  const ownId = list(consents, own, sourceIds, null)
  if (signed) sign(consents, ownId, signed, own)
  const until = longestUntil(deps.clock.today())
  for (const other of await othersOf(tx, deps, change.held)) {
    const covered = signed !== undefined && other.byApplicant
    const id = covered
      ? list(consents, other, sourceIds, null)
      : list(consents, other, consents.needed, until)
    if (covered) sign(consents, id, signed, other)
  }
}

/** Whoever signed for less than the claims need by now is asked anew; what was signed stays good for what it names. */
function widen(deps: Deps, consents: Consents): void {
  const { needed } = consents
  const today = deps.clock.today()
  for (const one of standing(consents.all)) {
    const lacks = needed.some((source) => !one.departments.includes(source))
    const ended = one.state === 'withdrawn' || one.state === 'expired'
    if (!lacks || ended || one.state === 'refused') continue
    consents.command(
      { type: 'renew', id: one.id, as: uuidv7(), departments: needed, until: longestUntil(today) },
      'system',
    )
  }
}

/**
 * Everything that acceptance brings about for the consents of an application, in the change that accepts: safe to repeat.
 * Nobody is listed while nothing checks means.
 */
export async function beginConsents(tx: Transaction, deps: Deps, change: Change): Promise<void> {
  const consents = await Consents.hold(tx, deps, change)
  if (consents.needed.length === 0) return
  const isNew = consents.all.length === 0
  if (isNew) await listAll(tx, deps, change, consents)
  else widen(deps, consents)
  await consents.save()
  if (isNew && signingOf(consents.all, deps.clock.today(), consents.needed) === 'open')
    await tellWaiting(tx, deps, change.held)
}
