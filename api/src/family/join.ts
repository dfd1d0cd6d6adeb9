import type * as v from 'valibot'
import { parseCode } from '@yima/shared/code/parse'
import { maskName } from '@yima/shared/identity/name'
import type { InviteView, joining } from '@yima/shared/family/contract'
import { belongs } from '@yima/shared/family/household'
import type { Relation } from '@yima/shared/family/relation'
import { Problem } from '@yima/shared/problem'
import { countersOf, countingWrong } from '../code/tries.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, Once, ResidentSession } from '../http/context.ts'
import { remember } from '../http/once.ts'
import type { Identity } from '../identity/own.ts'
import { bringWards } from './bring.ts'
import { asOneself } from './doer.ts'
import { commandHousehold, contextFor, holdHousehold, householdOf, type HeldHousehold } from './household.ts'
import { getAsked, getByToken, markUsed, type Invitation } from './invite.ts'
import { commandMandate, holdMandate } from './mandate.ts'
import { me, nameOf, sayName } from './people.ts'
import { tellGiven } from './tell.ts'

/** Digits may be guessed, the secret of a link may not: only those are counted, and nobody is kept from a link. */
export function countingDigits<Answer>(
  deps: Deps,
  network: string,
  token: string,
  work: () => Promise<Answer>,
): Promise<Answer> {
  if (!['member-number', 'signing-number'].includes(parseCode(token).kind)) return work()
  // Whoever asks may have no name here: what is counted is the network.
  const counters = countersOf(deps, { kind: 'resident', id: crypto.randomUUID(), network })
  const isWrong = (error: unknown) => error instanceof Problem && error.errors[0]?.code === 'invite-unknown'
  return countingWrong(deps, counters, isWrong, { work })
}

/** What a code asks for; of its sender only a masked name. Throws `invalid-input` when it opens nothing, `too-many`. */
export const lookAtInvitation = (deps: Deps, network: string, token: string): Promise<InviteView> =>
  countingDigits(deps, network, token, () => viewOf(deps, token))

function viewOf(deps: Deps, token: string): Promise<InviteView> {
  return inTransaction(deps.db, async (tx) => {
    const { row, content, inviter } = await getByToken(tx, deps, token)
    const given = row.mandateId ? await holdMandate(tx, row.mandateId) : undefined
    return {
      kind: row.kind,
      inviter: maskName(nameOf(deps, inviter)),
      relation: content.relation,
      scopes: (given?.scopes ?? []) as InviteView['scopes'],
      until: given?.untilOn ?? null,
      expiresAt: row.expiresAt.toISOString(),
    }
  })
}

type Joining = v.InferOutput<typeof joining>
const refuse = (field: string, code: string): Problem => new Problem('invalid-input', [{ field, code }])

/** Wards whose only guardian here is the one who goes: they come along. */
async function leaveFor(
  tx: Transaction,
  deps: Deps,
  who: Identity,
  from: HeldHousehold,
  to: string,
): Promise<string[]> {
  const context = await contextFor(tx, deps, { actor: who.id, held: from, named: [], invited: false })
  const inside = from.state.stays.filter(({ leftOn }) => leftOn === null).map(({ person }) => person)
  const wards = context.wards.filter((one) => inside.includes(one))
  const command = { type: 'leave', people: [who.id, ...wards], reason: 'moved', to } as const
  await commandHousehold(tx, deps, from, command, { context, by: asOneself(deps, who) })
  return wards
}

/**
 * Somebody joins a household, with the signature, and leaves the old one in the same moment if they said
 * that they move; wards come along. Throws `not-allowed-now`, `invalid-input`.
 */
export async function joinHousehold(
  tx: Transaction,
  deps: Deps,
  who: Identity,
  id: string,
  {
    relation,
    signature,
    moving,
    inviter,
  }: { relation: Relation; signature: string; moving: boolean; inviter: string },
): Promise<void> {
  const old = await householdOf(tx, who.id)
  const wards = old && moving && old.row.id !== id ? await leaveFor(tx, deps, who, old, id) : []
  const from = old && moving ? old.row.id : null
  const held = await holdHousehold(tx, id)
  const context = await contextFor(tx, deps, {
    actor: who.id,
    held,
    named: [],
    invited: belongs(held.state, inviter),
  })
  const command = { type: 'join', person: who.id, relation, from } as const
  const signed = { signature, wording: 'membership-1' }
  const after = await commandHousehold(tx, deps, held, command, {
    context,
    by: asOneself(deps, who),
    more: signed,
  })
  await bringWards(tx, deps, who, after, wards, from)
}

async function take(
  tx: Transaction,
  deps: Deps,
  who: Identity,
  found: Invitation,
  body: Joining,
): Promise<void> {
  const { row, content } = found
  if (row.kind === 'member' && row.householdId && content.relation) {
    if (!body.signature) throw refuse('signature', 'signature-missing')
    const { signature, moving } = body
    return joinHousehold(tx, deps, who, row.householdId, {
      ...{ relation: content.relation, signature, moving },
      inviter: found.inviter.id,
    })
  }
  if (!row.mandateId) throw new Error('An invitation to nothing')
  const given = await holdMandate(tx, row.mandateId)
  const accepted = await commandMandate(
    tx,
    deps,
    given,
    { type: 'accept', helper: who.id },
    { actor: { kind: 'person', id: who.id }, by: asOneself(deps, who) },
  )
  await tellGiven(tx, deps, accepted)
}

/**
 * Yes to an invitation, once. Throws `invalid-input` on `token` for a link that opens nothing, and on
 * `name` and `signature` where they are missing; `not-allowed-now` for who may not join as things stand.
 */
export async function join(
  deps: Deps,
  once: Once,
  resident: ResidentSession,
  network: string,
  body: Joining,
): Promise<Invitation['row']['kind']> {
  const said = body.by.way === 'link' ? body.by.token : ''
  return countingDigits(deps, network, said, () => joinNow(deps, once, resident, body))
}

function joinNow(
  deps: Deps,
  once: Once,
  resident: ResidentSession,
  body: Joining,
): Promise<Invitation['row']['kind']> {
  return inTransaction(deps.db, async (tx) => {
    const known = await me(tx, deps, resident)
    const found =
      body.by.way === 'link'
        ? await getByToken(tx, deps, body.by.token)
        : await getAsked(tx, deps, known, body.by.invitation)
    if (nameOf(deps, known) === '' && !body.name) throw refuse('name', 'name-empty')
    const who = body.name ? await sayName(tx, deps, known, body.name) : known
    await take(tx, deps, who, found, body)
    await markUsed(tx, deps, found)
    await remember(tx, once, deps.clock.now(), 201, { kind: found.row.kind })
    return found.row.kind
  })
}
