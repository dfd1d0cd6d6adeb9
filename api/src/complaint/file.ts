import { holidays } from '@yima/shared/calendar/holidays'
import { kindOf } from '@yima/shared/complaint/category'
import type { ComplaintBody, ComplaintFiled, KeyFile, RouteAsked } from '@yima/shared/complaint/contract'
import { daysOf, type ComplaintDays } from '@yima/shared/complaint/deadlines'
import type { OpenedRoute } from '@yima/shared/complaint/keys'
import type { Concern } from '@yima/shared/complaint/routing'
import { Problem } from '@yima/shared/problem'
import { findCountyOf } from '@yima/shared/region/code'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { countyOf } from '../organisation/load.ts'
import { beginChain } from './day-root.ts'
import { attachEvidence } from './evidence.ts'
import { concernOf } from './matter.ts'
import { handleMac } from './receipt-salt.ts'
import { openRoute, type Routed } from './routing-of.ts'
import { behindContents, complaint, complaintKey, complaintMessage } from './table.ts'

const countyAt = (deps: Deps, place: string): string => {
  if (!findCountyOf(place)) throw new Problem('invalid-input', [{ field: 'place', code: 'region-code' }])
  return countyOf(deps, { regionCode: place })
}

/** Who would read it, and who never will: nothing is written. */
export async function routeFor(deps: Deps, asked: RouteAsked): Promise<OpenedRoute> {
  const countyCode = countyAt(deps, asked.place)
  return (await openRoute(deps, deps.db, countyCode, await concernOf(deps, deps.db, countyCode, asked))).opened
}

/** For whom the secret has to be sealed: exactly these, or nobody could read it, or somebody who must not. */
export function readersFor({ readers, above, higher, recovery }: OpenedRoute): string[] {
  const pairs = recovery.flatMap((first, at) =>
    recovery.slice(at + 1).map((second) => `recovery:${first.office.id}+${second.office.id}`),
  )
  const officers = [...readers, ...(above?.readers ?? []), ...higher.flatMap((one) => one.readers)].map(({ officerId }) => officerId)
  return [...new Set([...officers, ...pairs, 'reporter'])].sort()
}

/** Somebody came, went or changed a key since the phone asked: it asks again and seals anew. */
function requireReaders(keys: readonly KeyFile[], opened: OpenedRoute, named: boolean): void {
  const expected = readersFor(opened)
  const given = (opens: KeyFile['opens']) => keys.filter((one) => one.opens === opens).map(({ reader }) => reader).sort()
  const same = (one: readonly string[], other: readonly string[]) => one.length === other.length && one.every((id, at) => id === other[at])
  // Sealed to the complaint itself, so that it goes along wherever that goes; held back here until two have agreed.
  const ofName = named ? [behindContents] : []
  if (!same(given('contents'), expected) || !same(given('identity'), ofName)) throw notAllowedNow('keys', 'readers-changed')
}

const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64')

type Routes = { routed: Routed; concern: Concern; days: ComplaintDays }

async function insertAll(tx: Transaction, deps: Deps, countyCode: string, body: ComplaintBody, { routed, concern, days }: Routes): Promise<void> {
  const { id, category, recipient, handle, proofDigest, keys, message, identity } = body
  const today = deps.clock.today()
  const { excludedOfficers, excludedUnits } = routed.route
  const sealedRoute = deps.vault.sealField(JSON.stringify({ concern, excludedOfficers, excludedUnits }))
  const found = { handleMac: handleMac(deps, handle), proofDigest: Buffer.from(proofDigest, 'hex') }
  const inserted = await tx
    .insert(complaint)
    .values({
      ...{ id, countyCode, category, recipient, sealedRoute, ...found },
      ...{ kind: kindOf(category), named: identity !== null, receivingUnit: routed.receives },
      ...{ filedOn: today, state: 'filed', acceptBy: days.acceptBy.date, finishBy: days.finishBy.date, version: 1 },
    })
    .onConflictDoNothing()
    .returning({ id: complaint.id })
  // The eight digits are somebody's already: the phone draws others.
  if (inserted.length === 0) throw notAllowedNow('handle', 'receipt-taken')
  await tx.insert(complaintKey).values(keys.map(({ file, ...key }) => ({ ...key, complaintId: id, countyCode, file: bytesOf(file) })))
  const messages = [{ by: 'reporter' as const, sealed: message }, ...(identity === null ? [] : [{ by: 'identity' as const, sealed: identity }])]
  await tx.insert(complaintMessage).values(
    messages.map(({ by, sealed }, at) => ({ complaintId: id, number: at + 1, countyCode, by, sealed: bytesOf(sealed), day: today })),
  )
}

/** A day, never a moment: when somebody wrote tells who was at which phone. */
export const dayOf = ({ clock }: Pick<Deps, 'clock'>): Date => new Date(`${clock.today()}T00:00:00+08:00`)

/**
 * Takes in what somebody tells a supervisor. What of it is in clear is what routing needs, and that is sealed again.
 * @throws Problem `not-allowed-now` when other people would read it than those it was sealed for, or nobody could
 */
export const fileComplaint = (deps: Deps, once: Once, body: ComplaintBody): Promise<ComplaintFiled> =>
  inTransaction(deps.db, async (tx) => {
    const countyCode = countyAt(deps, body.concern.place)
    const concern = await concernOf(deps, tx, countyCode, body.concern)
    const routed = await openRoute(deps, tx, countyCode, concern)
    requireReaders(body.keys, routed.opened, body.identity !== null)
    const filedOn = deps.clock.today()
    const days = daysOf(body.category, filedOn, holidays)
    await insertAll(tx, deps, countyCode, body, { routed, concern, days })
    const of = { id: body.id, countyCode }
    await attachEvidence(tx, of, body.files)
    await beginChain(tx, of, { unit: routed.receives, day: filedOn, sealed: bytesOf(body.message) })
    const { name, phone } = routed.opened.office
    const filed: ComplaintFiled = { filedOn, office: { name, phone }, ...days }
    await remember(tx, once, dayOf(deps), 201, filed)
    return filed
  })
