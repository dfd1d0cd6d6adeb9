import { randomUUID } from 'node:crypto'
import { simulate, type Simulator, type World } from '@yima/api/simulator/server'
import { Change, hold } from '@yima/api/application/act'
import { Consents } from '@yima/api/consent/consents'
import { inTransaction } from '@yima/api/db/transaction'
import { departments, type Patience } from '@yima/api/verification/departments'
import type { SourceId } from '@yima/shared/verification/sources'
import type { Office } from '../fixtures/office.ts'

export const secret = 'a secret of forty characters for a test.'

/** Twelve departments that know the office’s day, and the lines to them. */
export async function withDepartments(
  office: Office,
  world: Partial<World> = {},
  patience: Partial<Patience> = {},
): Promise<Simulator> {
  const { clock } = office.deps
  const simulator = await simulate({ secret, now: clock.wall, today: clock.today, slowMs: 50, ...world })
  office.deps.departments = departments(simulator.lines, clock, patience)
  return simulator
}

type Adult = { name: string; idNumber: string; member?: string | null }

/** Acts on the consents of a request. */
export const within = <T>(
  office: Office,
  id: string,
  doIt: (consents: Consents, change: Change) => Promise<T>,
): Promise<T> =>
  inTransaction(office.deps.db, async (tx) => {
    const change = new Change(office.deps, await hold(tx, office.deps, id), { kind: 'system' })
    const consents = await Consents.hold(tx, office.deps, change)
    const done = await doIt(consents, change)
    await consents.save()
    await change.save(tx)
    return done
  })

const signature = {
  method: 'at-window',
  certainty: 'seen',
  version: 'authorisation-2',
  hash: '0'.repeat(64),
  signer: null,
  witness: '',
  numberKnown: true,
} as const

/** Everybody who is listed for an accepted request signs before an officer, and these adults besides. Ids by name. */
export const signAll = (
  office: Office,
  id: string,
  adults: readonly Adult[] = [],
  certainty: 'seen' | 'claimed' = 'seen',
): Promise<Map<string, string>> =>
  within(office, id, async (consents) => {
    for (const { name, idNumber, member = null } of adults) {
      const who = { name, birthDate: null, memberId: member, numberKnown: true }
      const terms = { who, role: 'adult', ward: null, departments: consents.needed, until: null } as const
      consents.command({ type: 'list', id: randomUUID(), ...terms }, 'officer', { idNumber })
    }
    for (const one of consents.all)
      if (one.state === 'asked')
        consents.command({ ...signature, certainty, type: 'sign', id: one.id }, 'officer')
    return new Map(consents.all.map((one) => [one.who.name, one.id]))
  })

/** Somebody takes their word back. */
export const withdraw = (office: Office, id: string, consent: string): Promise<void> =>
  within(office, id, async (consents) => {
    consents.command({ type: 'withdraw', id: consent, reason: '不想再查了' }, 'person')
    await consents.fence(consent)
  })

/** Somebody signed for these departments, and, where it is said so, anew for all. Ids of the one word and of the other. */
export const signTwice = (
  office: Office,
  id: string,
  { name, idNumber, member = null }: Adult,
  first: readonly SourceId[],
  { anew = true } = {},
): Promise<{ old: string; fresh: string }> =>
  within(office, id, async (consents) => {
    const [old, fresh] = [randomUUID(), randomUUID()]
    const who = { name, birthDate: null, memberId: member, numberKnown: true }
    const terms = { who, role: 'adult', ward: null, departments: first, until: null } as const
    consents.command({ type: 'list', id: old, ...terms }, 'officer', { idNumber })
    consents.command({ ...signature, certainty: 'seen', type: 'sign', id: old }, 'officer')
    consents.command({ type: 'renew', id: old, as: fresh, departments: consents.needed, until: null }, 'officer')
    if (anew) consents.command({ ...signature, certainty: 'seen', type: 'sign', id: fresh }, 'officer')
    return { old, fresh }
  })
