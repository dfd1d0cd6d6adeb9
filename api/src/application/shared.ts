import { askedOnce } from '../asked-once.ts'
import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { mayTellUnconfirmed } from '../identity/phone.ts'
import { getHandlingOffice, type Office } from '../region/office.ts'
import { allOf } from '../together.ts'
import type { Asked } from './asked.ts'
import { ringing, rosterFor as getRoster, type Rings, type Roster } from './call.ts'

/** What those who are taken in together have in common: each place and all phones are asked about once. */
export type Shared = {
  officeFor(place: string): Promise<Office>
  mayTell(phone: string): boolean
  rosterFor(place: string): Promise<Roster>
  rings: Rings
}

/** Asks about all of them at once, before the first is taken in. */
export async function sharedBy(tx: Transaction, deps: Deps, all: readonly Asked[]): Promise<Shared> {
  const officeFor = askedOnce((place) => getHandlingOffice(tx, place))
  const roster = askedOnce((place) => getRoster(tx, place, deps.clock.now()))
  const phones = all.flatMap(({ body }) => body.applicant.phone ?? [])
  const [mayTell] = await allOf([
    mayTellUnconfirmed(tx, deps, phones),
    ...all.map(({ body }) => officeFor(body.regionCode)),
    ...all.map(({ body, prepared }) => prepared.reading.urgent && roster(body.regionCode)),
  ])
  return { officeFor, rosterFor: roster, rings: ringing(tx, deps), mayTell }
}
