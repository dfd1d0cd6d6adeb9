import { sql } from 'drizzle-orm'
import type * as v from 'valibot'
import type {
  adultListed,
  consentAct,
  ConsentLink,
  ConsentsOfApplication,
} from '@yima/shared/consent/contract'
import { sentTo } from '../claim/departments.ts'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, OfficerSession, Once } from '../http/context.ts'
import { remember } from '../http/once.ts'
import { noteDeskLook } from '../trail/desk-look.ts'
import { onDesk, requireMayOf, requireWork, villagesFor } from '../work/reach.ts'
import { changeConsents, getStored, list, readConsents, renew, sign, withdraw, type Act } from './change.ts'
import { makeLink, type KeptLink } from './link.ts'
import { tellWhose } from './tell-whose.ts'
import { viewOf } from './view.ts'

type Officer = OfficerSession['officer']
type SignedHere = Omit<Extract<v.InferOutput<typeof consentAct>, { type: 'sign' }>, 'type'>

/** What lies on the own desk, and in the own village for whoever has none. */
function within(officer: Officer) {
  const villages = sql.param(villagesFor(officer, 'record-consent'))
  return sql`(${onDesk(officer)} OR (a.kind = 'application' AND a.region_code = ANY (${villages}::text[])))`
}

async function acting<Answer>(
  tx: Transaction,
  deps: Deps,
  officer: Officer,
  id: string,
  work: (act: Act) => Promise<Answer>,
  how: typeof changeConsents = changeConsents,
): Promise<Answer> {
  requireWork(officer, 'record-consent')
  await noteDeskLook(tx, deps, officer, { id, what: 'consents', within: within(officer) })
  return how(
    tx,
    deps,
    id,
    ({ row, claims, excluded }) => ({
      actor: requireMayOf(officer, 'record-consent', row.regionCode, sentTo(claims), excluded),
      as: 'officer',
    }),
    work,
  )
}

/** Who of the family has signed; the look is noted. Throws `not-found` outside the own desk and village. */
export const consentsAtDesk = (deps: Deps, officer: Officer, id: string): Promise<ConsentsOfApplication> =>
  inTransaction(deps.db, (tx) => acting(tx, deps, officer, id, viewOf, readConsents))

/** Signed before an officer: at a window with the own hand, anywhere else before a witness besides. */
const signHere = (act: Act, id: string, { place, seen, ...said }: SignedHere): Promise<void> => {
  const method = place === 'window' && said.signature !== null ? 'at-window' : 'witnessed'
  return sign(act, id, { ...said, method, certainty: seen ? 'seen' : 'claimed' })
}

async function carryOut(
  act: Act,
  officer: Officer,
  id: string,
  said: v.InferOutput<typeof consentAct>,
): Promise<void> {
  const { consents, as } = act
  getStored(act, id)
  switch (said.type) {
    case 'sign': {
      const { type: _, ...here } = said
      return signHere(act, id, here)
    }
    case 'refuse':
      return void consents.command({ type: 'refuse', id, reason: said.reason ?? '' }, as, {
        reason: said.reason ?? '',
      })
    case 'withdraw':
      await withdraw(act, id, said.reason)
      return tellWhose(act, id, officer.id)
    case 'see':
      return void consents.command({ type: 'see', id }, as)
    case 'strike':
      return void consents.command({ type: 'strike', id, reason: said.reason }, as, { reason: said.reason })
    case 'renew':
      return void renew(act, id)
    default:
      return said satisfies never
  }
}

const done = (tx: Transaction, deps: Deps, once: Once): Promise<void> =>
  remember(tx, once, deps.clock.now(), 200, { done: true })

/** Lists an adult, who may sign at once. Throws `not-found`, `invalid-input`, `not-allowed-now`. */
export async function listAtDesk(
  deps: Deps,
  once: Once,
  officer: Officer,
  id: string,
  { signing, ...named }: v.InferOutput<typeof adultListed>,
): Promise<ConsentsOfApplication> {
  return inTransaction(deps.db, async (tx) => {
    const view = await acting(tx, deps, officer, id, async (act) => {
      const listed = list(act, named)
      if (signing) await signHere(act, listed, signing)
      return viewOf(act)
    })
    await done(tx, deps, once)
    return view
  })
}

/** One act on one of them, written down by an officer. Throws `not-found`, `invalid-input`, `not-allowed-now`. */
export async function actAtDesk(
  deps: Deps,
  once: Once,
  officer: Officer,
  { id, consentId }: { id: string; consentId: string },
  said: v.InferOutput<typeof consentAct>,
): Promise<ConsentsOfApplication> {
  return inTransaction(deps.db, async (tx) => {
    const view = await acting(tx, deps, officer, id, async (act) => {
      await carryOut(act, officer, consentId, said)
      return viewOf(act)
    })
    await done(tx, deps, once)
    return view
  })
}

/** A link to be scanned from the officer’s own screen. */
export async function linkAtDesk(
  deps: Deps,
  once: Once,
  officer: Officer,
  { id, consentId }: { id: string; consentId: string },
): Promise<ConsentLink> {
  return inTransaction(deps.db, async (tx) => {
    const link = await acting(tx, deps, officer, id, async (act) => {
      getStored(act, consentId)
      return makeLink(deps, once, act.consents, consentId, act.as)
    })
    const kept: KeptLink = { id: link.id, expiresAt: link.expiresAt }
    await remember(tx, once, deps.clock.now(), 201, kept)
    return link
  })
}
