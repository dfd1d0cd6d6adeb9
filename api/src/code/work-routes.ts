import { Hono, type MiddlewareHandler } from 'hono'
import { v7 as uuidv7 } from 'uuid'
import {
  cardChanged,
  cardIssue,
  cardRevocation,
  cardUnlocking,
  issuedCard,
  type IssuedCard,
} from '@yima/shared/code/contract'
import { Problem } from '@yima/shared/problem'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { jsonBody } from '../http/body.ts'
import type { Deps, Env, OfficerSession, Once } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { budget, networkOf } from '../http/network.ts'
import { once, remember } from '../http/once.ts'
import { noteSeenPapers } from '../identity/history.ts'
import type { Identity } from '../identity/own.ts'
import { isRelativeSeen, noteSeen, proveSeen, type Seen } from '../identity/seen.ts'
import { countingPapers, noteWrongPapers, type PapersReader } from '../identity/counting-papers.ts'
import { getOfficer, officerOnly } from '../identity/session.ts'
import { tellFromWindow } from '../identity/tell.ts'
import { requireWork } from '../work/reach.ts'
import { cardFace, issueCard, revokeCard, unlockCard } from './card.ts'
import { findHolder, type HolderSeen } from './holder.ts'
import { cardLook } from './namesake-cards.ts'
import { secretFor } from './secret.ts'

type Officer = OfficerSession['officer']
export type Kept = Omit<IssuedCard, 'text' | 'number'>

/** A colleague gives a relative the card: with it and a PIN of his own choice an officer would be that person. */
async function refuseRelative(tx: Transaction, deps: Deps, officer: Officer, seen: Seen): Promise<void> {
  if (await isRelativeSeen(tx, deps, officer.id, seen)) throw new Problem('forbidden')
}

type CardChange = { told: 'card-ended' | 'card-unlocked'; change: (whose: Identity) => Promise<boolean> }

/**
 * Does something to the card of whoever is proven by this number and name, and tells them: it takes one officer alone.
 * False where there is nobody, or no card.
 */
async function changeCard(
  tx: Transaction,
  deps: Deps,
  reader: PapersReader,
  seen: HolderSeen,
  { told, change }: CardChange,
): Promise<boolean> {
  const { officer } = reader
  await refuseRelative(tx, deps, officer, seen)
  const found = await findHolder(tx, deps, seen)
  if (!found) {
    await noteWrongPapers(tx, deps, reader)
    return false
  }
  await noteSeen(tx, deps, officer.id, found.id, cardLook)
  // Whoever vouched for somebody without papers is kept with every act that rests on it.
  if (seen.number.kind === 'none') await noteSeenPapers(tx, deps, found, officer, seen.number)
  if (!(await change(found))) return false
  await tellFromWindow(tx, deps, { whose: found, template: told, by: officer.id, about: uuidv7() })
  return true
}

/** The same card again, for a page that did not hear the first answer. */
export const cardAgain = (deps: Deps, made: Once, kept: Kept): IssuedCard => ({
  ...kept,
  ...cardFace(deps, secretFor(deps, made, 'card')),
})

/** Printed cards, at a window: given, ended, unlocked, after somebody was seen with the document. */
export function codeWorkRoutes(deps: Deps) {
  const { db, clock } = deps
  const spend = budget(120, deps.config)
  const atWindow: MiddlewareHandler<Env> = async (c, next) => {
    requireWork(getOfficer(c), 'issue-card')
    await spend(c)
    await next()
  }
  return new Hono<Env>()
    .post(
      '/work/cards',
      describe({
        tag: 'code',
        summary: 'Give somebody who was seen with the document a printed card',
        answer: issuedCard,
        status: 201,
        write: true,
      }),
      officerOnly(deps),
      atWindow,
      once(db, { again: (c, { answer }) => c.json(cardAgain(deps, c.get('once'), answer as Kept), 201) }),
      jsonBody(cardIssue),
      async (c) => {
        const officer = getOfficer(c)
        const { pin, ...seen } = c.req.valid('json')
        const issue = async (tx: Transaction) => {
          await refuseRelative(tx, deps, officer, seen)
          const whose = await proveSeen(tx, deps, officer, seen, { look: cardLook })
          const secret = secretFor(deps, c.get('once'), 'card')
          const { id, ...face } = await issueCard(tx, deps, {
            identityId: whose.id,
            officerId: officer.id,
            secret,
            pin,
          })
          await tellFromWindow(tx, deps, { whose, template: 'card-given', by: officer.id, about: id })
          const kept: Kept = { id, hasPin: pin !== null }
          await remember(tx, c.get('once'), clock.now(), 201, kept)
          return { ...kept, ...face }
        }
        const reader = { officer, network: networkOf(c) }
        const card = await countingPapers(deps, reader, 'card', () => inTransaction(db, issue))
        return c.json(card satisfies IssuedCard, 201)
      },
    )
    .post(
      '/work/cards/revocation',
      describe({ tag: 'code', summary: 'End a lost card', answer: cardChanged, write: true }),
      officerOnly(deps),
      atWindow,
      once(db),
      jsonBody(cardRevocation),
      async (c) => {
        const officer = getOfficer(c)
        const reader = { officer, network: networkOf(c) }
        const change = async (tx: Transaction) => {
          const by = { kind: 'officer', id: officer.id } as const
          const changed = await changeCard(tx, deps, reader, c.req.valid('json'), {
            told: 'card-ended',
            change: (whose) => revokeCard(tx, deps, { identityId: whose.id, by }),
          })
          await remember(tx, c.get('once'), clock.now(), 200, { changed })
          return { changed }
        }
        return c.json(await countingPapers(deps, reader, 'card', () => inTransaction(db, change)))
      },
    )
    .post(
      '/work/cards/unlocking',
      describe({
        tag: 'code',
        summary: 'Let a card be used again, with a new PIN or none',
        answer: cardChanged,
        write: true,
      }),
      officerOnly(deps),
      atWindow,
      once(db),
      jsonBody(cardUnlocking),
      async (c) => {
        const officer = getOfficer(c)
        const { pin, ...seen } = c.req.valid('json')
        const reader = { officer, network: networkOf(c) }
        const change = async (tx: Transaction) => {
          const changed = await changeCard(tx, deps, reader, seen, {
            told: 'card-unlocked',
            change: (whose) => unlockCard(tx, deps, { identityId: whose.id, pin }),
          })
          await remember(tx, c.get('once'), clock.now(), 200, { changed })
          return { changed }
        }
        return c.json(await countingPapers(deps, reader, 'card', () => inTransaction(db, change)))
      },
    )
}
