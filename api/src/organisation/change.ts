import { and, eq, inArray, lte, sql } from 'drizzle-orm'
import { evolve, type OrganisationEvent } from '@yima/shared/organisation/evolve'
import type { Change, Organisation } from '@yima/shared/organisation/organisation'
import type { ChangeBody } from '@yima/shared/organisation/contract'
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
import { loadOrganisation } from './load.ts'
import { project } from './project.ts'
import { record, subjectOf } from './record.ts'
import { organisationChange } from './table.ts'

type Officer = OfficerSession['officer']

export const countyOf = ({ regionCode }: Pick<Officer, 'regionCode'>): string => regionCode.slice(0, 6)

/** Any number that no other part locks. */
const lock = 990_102

/** One change of a county at a time: what is decided is decided on what stands, not on what stood. */
export const turn = (tx: Transaction, county: string) =>
  tx.execute(sql`SELECT pg_advisory_xact_lock(${lock}, ${Number(county)})`)

/** What may be mended in the form; the rest is the moment or the person that does not fit. */
export function refusalOf({ refused, field }: OrganisationRefusal): Problem {
  if (field !== undefined) return new Problem('invalid-input', [{ field, code: refused }])
  return new Problem('not-allowed-now', [{ field: 'change', code: refused }])
}

/** A change as the decider and the history know it: the phone travels apart from both. */
export function withoutPhone(body: ChangeBody): Change {
  if (body.type !== 'add-officer' && body.type !== 'change-officer') return body
  const { phone, ...change } = body
  return phone === undefined ? change : { ...change, newPhone: true }
}

type Step = { deps: Deps; county: string; actor: string | null; phone?: Buffer | null; importId?: string }

async function keep(
  tx: Transaction,
  { county, phone, importId }: Step,
  event: Extract<OrganisationEvent, { type: 'change-proposed' }>,
): Promise<void> {
  await tx.insert(organisationChange).values({
    ...event.pending,
    countyCode: county,
    phoneCipher: phone ?? null,
    importId: importId ?? null,
  })
}

async function settle(tx: Transaction, id: string, event: OrganisationEvent): Promise<Buffer | null> {
  const states = {
    'change-confirmed': 'scheduled',
    'change-declined': 'declined',
    'change-withdrawn': 'withdrawn',
    'change-took-effect': 'effective',
    'change-lapsed': 'lapsed',
    'change-proposed': 'proposed',
  } as const
  const by = event.type === 'change-confirmed' ? { confirmedBy: event.by } : {}
  const [row] = await tx
    .update(organisationChange)
    .set({ state: states[event.type], ...by })
    .where(eq(organisationChange.id, id))
    .returning({ phone: organisationChange.phoneCipher })
  return row?.phone ?? null
}

/** Writes what was decided: the change, the chain, and what it makes of the tables. Returns the organisation after. */
export async function write(
  tx: Transaction,
  step: Step,
  before: Organisation,
  events: readonly OrganisationEvent[],
): Promise<Organisation> {
  const { deps, county, actor } = step
  const at = deps.clock.now()
  let organisation = before
  const lines = []
  for (const event of events) {
    const id = event.type === 'change-proposed' ? event.pending.id : event.id
    const held = event.type === 'change-proposed' ? event.pending : organisation.pending[id]
    if (!held) throw new Error('A change that nobody proposed')
    lines.push({ event, subject: subjectOf(held.change) })
    const phone = event.type === 'change-proposed' ? await keep(tx, step, event) : await settle(tx, id, event)
    const after = evolve(organisation, event)
    if (event.type === 'change-took-effect')
      await project(tx, organisation, after, {
        change: held.change,
        on: event.on,
        at,
        phone: phone instanceof Buffer ? phone : undefined,
      })
    organisation = after
  }
  await record(tx, { countyCode: county, actorId: actor, at }, lines)
  return organisation
}

/** Decides one command and writes it. Throws `invalid-input` or `not-allowed-now` with the decider's code. */
export async function carry(
  tx: Transaction,
  step: Step,
  organisation: Organisation,
  command: OrganisationCommand,
): Promise<Organisation> {
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
  phone?: string,
): Promise<void> {
  const county = countyOf(officer)
  await inTransaction(deps.db, async (tx) => {
    await turn(tx, county)
    const organisation = await loadOrganisation(tx, county)
    if (make.type !== 'propose') {
      const held = organisation.pending[make.id]
      const seen =
        held && mayIn(organisation, officer.id, 'see-organisation', placesOf(held.change, organisation))
      if (!seen) throw new Problem('not-found')
    }
    const sealed = phone ? { phone: deps.vault.sealField(phone) } : {}
    await carry(tx, { deps, county, actor: officer.id, ...sealed }, organisation, make)
    await remember(tx, once, deps.clock.now(), 200, { done: true })
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
