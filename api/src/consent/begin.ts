import { v7 as uuidv7 } from 'uuid'
import { signingOf, standing } from '@yima/shared/consent/authorisation'
import { sourceIds } from '@yima/shared/verification/sources'
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

/** Lists somebody; who applied signed with the application, and with it their wards. */
function list(
  consents: Consents,
  { who, role, ward, idNumber, sure }: Adult,
  signed: Signed | undefined,
): void {
  const id = uuidv7()
  const terms = consents.termsFor(signed ? 'applicant' : role)
  consents.command({ type: 'list', id, who, role, ward, ...terms }, 'system', { idNumber })
  if (!signed) return
  const { version, hash } = signed
  const signer = role === 'guardian-for' ? signed.signer : null
  const certainty = sure ? 'seen' : 'claimed'
  const how = { method: 'with-application', certainty, witness: '' } as const
  const { numberKnown } = who
  consents.command({ type: 'sign', id, ...how, version, hash, signer, numberKnown }, 'system')
}

async function listAll(tx: Transaction, deps: Deps, change: Change, consents: Consents): Promise<void> {
  const signed = await signedWith(tx, deps, change)
  list(consents, applicantAsAdult(deps, change.held), signed)
  for (const other of await othersOf(tx, deps, change.held))
    list(consents, other, other.byApplicant ? signed : undefined)
}

/** Whoever was asked for less than the claims need by now is asked anew; what was signed stays good for what it names. */
function widen(consents: Consents): void {
  const { needed } = consents
  for (const { id, role, state, departments } of standing(consents.all)) {
    const lacks = needed.some((source) => !departments.includes(source))
    if (lacks && (state === 'asked' || state === 'signed'))
      consents.command({ type: 'renew', id, as: uuidv7(), ...consents.termsFor(role) }, 'system')
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
  else widen(consents)
  await consents.save()
  if (isNew && signingOf(consents.all, deps.clock.today(), consents.needed) === 'open')
    await tellWaiting(tx, deps, change.held)
}
