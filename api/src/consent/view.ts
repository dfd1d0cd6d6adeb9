import { stateOn, standing } from '@yima/shared/consent/authorisation'
import type { ConsentRow, ConsentsOfApplication } from '@yima/shared/consent/contract'
import type { ConsentActor } from '@yima/shared/consent/commands'
import { allowedFor } from '@yima/shared/consent/workflow'
import type { Act } from './change.ts'
import type { Stored } from './store.ts'
import { applicantOf, centreOf, versionFor } from './wording.ts'

type Shown = ConsentRow['allowed'][number]
const shownActs: readonly string[] = ['name', 'ask', 'sign', 'refuse', 'withdraw', 'see', 'strike', 'renew']
const isShown = (command: string): command is Shown => shownActs.includes(command)

/** Renewing is offered where the word is over: what still holds is widened by acceptance alone. */
const isOffered = (state: string) => (command: Shown) =>
  command !== 'renew' || state === 'withdrawn' || state === 'expired'

/** One of them as whoever reads it may see it: never the number, never the signature. */
export function rowOf({ state }: Stored, today: string, as: ConsentActor): ConsentRow {
  const { id, who, role, ward, departments, until, askedOn, signedOn, method, certainty, signer, endedOn } =
    state
  const now = stateOn(state, today)
  return {
    ...{ id, role, ward, until, askedOn, signedOn, method, certainty, signer, endedOn, state: now },
    departments: [...departments],
    name: who.name,
    numberKnown: who.numberKnown,
    version: state.version ?? versionFor(state, today),
    allowed: allowedFor(state, { actor: as, today }).filter(isShown).filter(isOffered(now)),
  }
}

/** All that count, in the order in which they were asked. */
export async function viewOf({ tx, deps, held, consents, as }: Act): Promise<ConsentsOfApplication> {
  const today = deps.clock.today()
  const counting = new Set(standing(consents.all).map(({ id }) => id))
  const { signing } = consents
  const asks = consents.termsFor('adult')
  return {
    signing,
    applicant: applicantOf(deps, held).name,
    centre: await centreOf(tx, held.row.countyCode),
    rows: consents.stored.filter(({ state }) => counting.has(state.id)).map((one) => rowOf(one, today, as)),
    asks: { ...asks, departments: [...asks.departments], version: versionFor({ role: 'adult' }, today) },
    mayAdd: signing !== 'not-needed',
  }
}
