import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { findIdentity } from '../identity/own.ts'
import { notify } from '../notification/notify.ts'
import type { MandateRow } from './mandate.ts'
import { namesOf } from './people.ts'
import type { StoredGuardianship } from './wards.ts'

type Side = 'mandate-given' | 'mandate-received' | 'mandate-revoked'

async function tell(
  tx: Transaction,
  deps: Deps,
  row: MandateRow,
  whom: string | null,
  what: Side,
  by: string | undefined,
): Promise<void> {
  const person = whom ? await findIdentity(tx, deps, whom) : undefined
  if (!person) return
  const names = await namesOf(tx, deps, [row.giverId, row.helperId])
  const helper = names.get(row.helperId ?? '') ?? ''
  const about = `${row.id} ${what}`
  const to = { person: person.record, about, by }
  if (what === 'mandate-given')
    await notify(tx, deps, { ...to, template: what, params: { helper, until: row.untilOn } })
  else if (what === 'mandate-received')
    await notify(tx, deps, {
      ...to,
      template: what,
      params: { person: names.get(row.giverId) ?? '', until: row.untilOn },
    })
  else await notify(tx, deps, { ...to, template: what, params: { helper } })
}

/**
 * Both learn of it at once: whoever gave it, so that nobody else can have; and the helper. `by`: the officer who wrote it
 * down.
 */
export async function tellGiven(tx: Transaction, deps: Deps, row: MandateRow, by?: string): Promise<void> {
  await tell(tx, deps, row, row.giverId, 'mandate-given', by)
  await tell(tx, deps, row, row.helperId, 'mandate-received', by)
}

/** It is over: whoever gave it knows that nobody acts for them any more. */
export async function tellEnded(tx: Transaction, deps: Deps, row: MandateRow, by?: string): Promise<void> {
  if (row.helperId) await tell(tx, deps, row, row.giverId, 'mandate-revoked', by)
}

/** Somebody proven was asked to join: they find it in the inbox, and nobody else learns that they are known. */
export async function tellAsked(
  tx: Transaction,
  deps: Deps,
  { whom, inviter, about }: { whom: string; inviter: string; about: string },
): Promise<void> {
  const person = await findIdentity(tx, deps, whom)
  if (person)
    await notify(tx, deps, {
      person: person.record,
      about,
      template: 'household-invitation',
      params: { person: inviter },
    })
}

/**
 * An office has looked at a guardianship: the guardian learns the outcome, with the reason where there is one; and
 * whoever already was somebody before, that there is a guardian now. Who was only written down has nobody else.
 */
export async function tellDecided(
  tx: Transaction,
  deps: Deps,
  { row, state }: StoredGuardianship,
  { by, reason }: { by: string; reason: string | undefined },
): Promise<void> {
  const names = await namesOf(tx, deps, [row.guardianId, row.wardId])
  const [guardian, ward] = [names.get(row.guardianId) ?? '', names.get(row.wardId) ?? '']
  const to = await findIdentity(tx, deps, row.guardianId)
  if (to && reason === undefined)
    await notify(tx, deps, {
      ...{ person: to.record, about: row.id, by },
      template: 'guardianship-confirmed',
      params: { ward },
    })
  else if (to && reason !== undefined)
    await notify(tx, deps, {
      ...{ person: to.record, about: row.id, by },
      template: 'guardianship-refused',
      params: { ward, reason },
    })
  const other = state.written || reason !== undefined ? undefined : await findIdentity(tx, deps, row.wardId)
  if (other)
    await notify(tx, deps, {
      ...{ person: other.record, about: row.id, by },
      template: 'guardian-confirmed',
      params: { guardian },
    })
}
