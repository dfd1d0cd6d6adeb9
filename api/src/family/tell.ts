import type { Transaction } from '../db/transaction.ts'
import type { Deps } from '../http/context.ts'
import { findIdentity } from '../identity/own.ts'
import { notify } from '../notification/notify.ts'
import type { MandateRow } from './mandate.ts'
import { namesOf } from './people.ts'

type Side = 'mandate-given' | 'mandate-received' | 'mandate-revoked'

async function tell(
  tx: Transaction,
  deps: Deps,
  row: MandateRow,
  whom: string | null,
  what: Side,
): Promise<void> {
  const person = whom ? await findIdentity(tx, deps, whom) : undefined
  if (!person) return
  const names = await namesOf(tx, deps, [row.giverId, row.helperId])
  const helper = names.get(row.helperId ?? '') ?? ''
  const about = `${row.id} ${what}`
  const to = { person: person.record, about }
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

/** Both learn of it at once: whoever gave it, so that nobody else can have; and the helper. */
export async function tellGiven(tx: Transaction, deps: Deps, row: MandateRow): Promise<void> {
  await tell(tx, deps, row, row.giverId, 'mandate-given')
  await tell(tx, deps, row, row.helperId, 'mandate-received')
}

/** It is over: whoever gave it knows that nobody acts for them any more. */
export async function tellEnded(tx: Transaction, deps: Deps, row: MandateRow): Promise<void> {
  if (row.helperId) await tell(tx, deps, row, row.giverId, 'mandate-revoked')
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
