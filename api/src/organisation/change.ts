import { and, eq, inArray, lte } from 'drizzle-orm'
import { v7 as uuidv7 } from 'uuid'
import { evolve, type OrganisationEvent } from '@yima/shared/organisation/evolve'
import type { Organisation, Pending } from '@yima/shared/organisation/organisation'
import {
  decide,
  isRefusal,
  mayIn,
  placesOf,
  type OrganisationCommand,
  type OrganisationRefusal,
} from '@yima/shared/organisation/workflow'
import { Problem } from '@yima/shared/problem'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { notAllowedNow } from '../http/refusal.ts'
import { countyOf, loadOrganisation } from './load.ts'
import { project } from './project.ts'
import { record, subjectOf, turn, type Noted } from './record.ts'
import { carryRelative } from './relatives.ts'
import { organisationChange } from './table.ts'
import { tellOfNumber } from './tell.ts'

type Officer = OfficerSession['officer']

/** What may be mended in the form; the rest is the moment or the person that does not fit. */
export function refusalOf({ refused, field }: OrganisationRefusal): Problem {
  return field === undefined
    ? notAllowedNow('change', refused)
    : new Problem('invalid-input', [{ field, code: refused }])
}

/** What belongs to a change and stands in no event, sealed: a new duty number, or whom a relative's row is to name. */
export type Aside = { phone?: Buffer; relative?: Buffer }

type Step = { deps: Deps; county: string; actor: string | null; aside?: Aside; importId?: string }

async function keep(
  tx: Transaction,
  { county, aside, importId }: Step,
  event: Extract<OrganisationEvent, { type: 'change-proposed' }>,
): Promise<void> {
  await tx.insert(organisationChange).values({
    ...event.pending,
    countyCode: county,
    phoneCipher: aside?.phone ?? null,
    relativeCipher: aside?.relative ?? null,
    importId: importId ?? null,
  })
}

type Settled = { phone: Buffer | null; relative: Buffer | null }

async function settle(
  tx: Transaction,
  id: string,
  event: Exclude<OrganisationEvent, { type: 'change-proposed' }>,
): Promise<Settled> {
  const states = {
    'change-confirmed': 'scheduled',
    'change-declined': 'declined',
    'change-withdrawn': 'withdrawn',
    'change-took-effect': 'effective',
    'change-lapsed': 'lapsed',
  } as const
  const by = event.type === 'change-confirmed' ? { confirmedBy: event.by } : {}
  // What never came to be needs neither the number nor the name.
  const stands = event.type === 'change-confirmed' || event.type === 'change-took-effect'
  const forgotten = stands ? {} : { phoneCipher: null, relativeCipher: null }
  const [row] = await tx
    .update(organisationChange)
    .set({ state: states[event.type], ...by, ...forgotten })
    .where(eq(organisationChange.id, id))
    .returning({ phone: organisationChange.phoneCipher, relative: organisationChange.relativeCipher })
  return row ?? { phone: null, relative: null }
}

/** Carries out what a change says beyond the tables that the decider knows; says what belongs to the history besides. */
async function takeHold(
  tx: Transaction,
  { deps, county }: Step,
  organisation: Organisation,
  { change, proposedBy, confirmedBy }: Pending,
  { phone, relative }: Settled,
): Promise<Noted[]> {
  if (change.type === 'add-relative' && relative) {
    const { officerId, kinship } = change
    await carryRelative(tx, deps, relative, { officerId, countyCode: county, kinship, by: proposedBy })
  }
  if (change.type !== 'change-officer' || !phone) return []
  const hands = [proposedBy, confirmedBy]
  const heard = await tellOfNumber(tx, deps, organisation, { id: change.id, phone, hands })
  return [{ type: heard ? 'duty-number-told' : 'duty-number-unheard', id: uuidv7() }]
}

/** The organisation after, and whether a duty number changed of which nobody above could be told. */
type Written = { organisation: Organisation; unheard: boolean }

/** Writes what was decided: the change, the chain, and what it makes of the tables. */
export async function write(
  tx: Transaction,
  step: Step,
  before: Organisation,
  events: readonly OrganisationEvent[],
): Promise<Written> {
  const { deps, county, actor } = step
  const at = deps.clock.now()
  let organisation = before
  const lines: { event: Noted; subject: string }[] = []
  for (const event of events) {
    const id = event.type === 'change-proposed' ? event.pending.id : event.id
    const held = event.type === 'change-proposed' ? event.pending : organisation.pending[id]
    if (!held) throw new Error('A change that nobody proposed')
    lines.push({ event, subject: subjectOf(held.change, organisation) })
    const after = evolve(organisation, event)
    if (event.type === 'change-proposed') await keep(tx, step, event)
    else {
      const settled = await settle(tx, id, event)
      if (event.type === 'change-took-effect') {
        const noted = await takeHold(tx, step, organisation, held, settled)
        lines.push(...noted.map((one) => ({ event: one, subject: subjectOf(held.change, organisation) })))
        const effect = { change: held.change, on: event.on, at, phone: settled.phone ?? undefined }
        await project(tx, organisation, after, effect)
      }
    }
    organisation = after
  }
  await record(tx, { countyCode: county, actorId: actor, at }, lines)
  return { organisation, unheard: lines.some(({ event }) => event.type === 'duty-number-unheard') }
}

/** Decides one command and writes it. Throws `invalid-input` or `not-allowed-now` with the decider's code. */
export async function carry(
  tx: Transaction,
  step: Step,
  organisation: Organisation,
  command: OrganisationCommand,
): Promise<Written> {
  const answer = decide(organisation, command, { actor: step.actor, today: step.deps.clock.today() })
  if (isRefusal(answer)) throw refusalOf(answer)
  return write(tx, step, organisation, answer)
}

/** One command of an officer, in one transaction. What lies beyond the own jurisdiction does not exist. */
export async function command(
  deps: Deps,
  once: Once,
  officer: Officer,
  make: OrganisationCommand,
  aside?: Aside,
): Promise<Pick<Written, 'unheard'>> {
  const county = countyOf(deps, officer)
  return inTransaction(deps.db, async (tx) => {
    await turn(tx, county)
    const organisation = await loadOrganisation(tx, county)
    if (make.type !== 'propose') {
      const held = organisation.pending[make.id]
      const seen =
        held && mayIn(organisation, officer.id, 'see-organisation', placesOf(held.change, organisation))
      if (!seen) throw new Problem('not-found')
    }
    const step = { deps, county, actor: officer.id, ...(aside ? { aside } : {}) }
    const { unheard } = await carry(tx, step, organisation, make)
    await remember(tx, once, deps.clock.now(), 200, { done: true })
    return { unheard }
  })
}

/** Carries out what is dated until today. Safe to run in several processes at once. */
export async function takeEffect(deps: Deps): Promise<number> {
  const today = deps.clock.today()
  const due = await deps.db
    .select({ id: organisationChange.id, county: organisationChange.countyCode })
    .from(organisationChange)
    .where(and(inArray(organisationChange.state, ['scheduled']), lte(organisationChange.effectiveOn, today)))
    .orderBy(organisationChange.effectiveOn, organisationChange.id)
  for (const { id, county } of due)
    await inTransaction(deps.db, async (tx) => {
      await turn(tx, county)
      const organisation = await loadOrganisation(tx, county)
      // Another process may have been faster.
      if (organisation.pending[id]?.state !== 'scheduled') return
      await carry(tx, { deps, county, actor: null }, organisation, { type: 'take-effect', id })
    })
  return due.length
}
