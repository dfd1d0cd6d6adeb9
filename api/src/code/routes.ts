import { Hono, type Context } from 'hono'
import * as v from 'valibot'
import { entityId, regionCode } from '@yima/shared/border'
import {
  codeDevice as codeDeviceView,
  deviceRegistration,
  entitlementCode,
  entitlementCodeAsk,
  ownCards,
  ownCode,
  ownCodeAsk,
  ownEntitlements,
  placeToday,
  verifierList as verifierListView,
} from '@yima/shared/code/contract'
import { Problem } from '@yima/shared/problem'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { budget } from '../http/network.ts'
import { once, remember } from '../http/once.ts'
import { getIdentity, type Identity } from '../identity/own.ts'
import { getResident, residentOnly } from '../identity/session.ts'
import { cardsOf, revokeCard } from './card.ts'
import { registerDevice, revokeDevice } from './device.ts'
import { endEntitlementCodes, issueEntitlementCode, ownEntitlementsOf, verifierList } from './entitlement.ts'
import { issueOwnCode, ownCodeAgain } from './own.ts'
import { placeTodayOf } from './place.ts'

const oneId = v.object({ id: entityId })

/** Codes of residents, and what everybody may know of codes. */
export function codeRoutes(deps: Deps) {
  const { db, clock } = deps
  const spend = budget(600, deps.config)
  const signedIn = residentOnly(deps)
  const asOneself = <Answer>(c: Context<Env>, act: (tx: Transaction, own: Identity) => Promise<Answer>) =>
    inTransaction(db, async (tx) => act(tx, await getIdentity(tx, deps, getResident(c))))
  /** Ends something of one's own; what is another's does not exist. */
  const ending = async (c: Context<Env>, act: (tx: Transaction, own: Identity) => Promise<boolean>) => {
    if (!(await asOneself(c, act))) throw new Problem('not-found')
    return c.body(null, 204)
  }
  return new Hono<Env>()
    .post(
      '/me/codes',
      describe({
        tag: 'code',
        summary: 'A code of one’s own, good once',
        answer: ownCode,
        status: 201,
        write: true,
      }),
      signedIn,
      once(db, { again: (c, { answer }) => c.json(ownCodeAgain(deps, c.get('once'), answer), 201) }),
      jsonBody(ownCodeAsk),
      async (c) => {
        await spend(c)
        return c.json(await issueOwnCode(deps, c.get('once'), getResident(c)), 201)
      },
    )
    .post(
      '/me/code-devices',
      describe({
        tag: 'code',
        summary: 'Let this phone sign codes without a network',
        answer: codeDeviceView,
        status: 201,
        write: true,
      }),
      signedIn,
      once(db),
      jsonBody(deviceRegistration),
      async (c) => {
        await spend(c)
        const device = await inTransaction(db, async (tx) => {
          const made = await registerDevice(tx, deps, getResident(c), c.req.valid('json').publicKey)
          await remember(tx, c.get('once'), clock.now(), 201, made)
          return made
        })
        return c.json(device, 201)
      },
    )
    .delete(
      '/me/code-devices/:id',
      describe({ tag: 'code', summary: 'End the codes that a phone signs', status: 204 }),
      signedIn,
      pathParam(oneId),
      (c) => ending(c, (tx, own) => revokeDevice(tx, deps, { id: c.req.param('id'), identityId: own.id })),
    )
    .get(
      '/me/cards',
      describe({ tag: 'code', summary: 'One’s printed cards that are alive', answer: ownCards }),
      signedIn,
      async (c) => c.json(await asOneself(c, (tx, { id }) => cardsOf(tx, id))),
    )
    .delete(
      '/me/cards/:id',
      describe({ tag: 'code', summary: 'End a printed card', status: 204 }),
      signedIn,
      pathParam(oneId),
      (c) =>
        ending(c, (tx, own) =>
          revokeCard(tx, deps, {
            ...{ id: c.req.param('id'), identityId: own.id, by: { kind: 'resident', id: own.id } },
          }),
        ),
    )
    .get(
      '/me/entitlements',
      describe({ tag: 'code', summary: 'Statuses one may show to another agency', answer: ownEntitlements }),
      signedIn,
      async (c) => c.json(await asOneself(c, (tx, own) => ownEntitlementsOf(tx, deps, own.id))),
    )
    .post(
      '/me/entitlements/:id/codes',
      describe({
        tag: 'code',
        summary: 'A code that says that somebody holds a status, and nothing else',
        answer: entitlementCode,
        status: 201,
        write: true,
      }),
      signedIn,
      once(db),
      pathParam(oneId),
      jsonBody(entitlementCodeAsk),
      async (c) => {
        await spend(c)
        const { sessionId } = getResident(c)
        const made = await asOneself(c, async (tx, own) => {
          const id = c.req.param('id')
          const answer = await issueEntitlementCode(tx, deps, { id, identityId: own.id, sessionId })
          await remember(tx, c.get('once'), clock.now(), 201, answer)
          return answer
        })
        return c.json(made, 201)
      },
    )
    .delete(
      '/me/entitlements/:id/codes',
      describe({ tag: 'code', summary: 'Take back every code of a status', status: 204 }),
      signedIn,
      pathParam(oneId),
      (c) =>
        ending(c, (tx, own) => endEntitlementCodes(tx, deps, { id: c.req.param('id'), identityId: own.id })),
    )
    .get(
      '/codes/keys',
      describe({
        tag: 'code',
        summary: 'What a verifier of statuses takes along: keys, and codes that were taken back',
        answer: verifierListView,
      }),
      async (c) => {
        c.header('cache-control', 'public, max-age=300')
        return c.json(await verifierList(deps))
      },
    )
    .get(
      '/places/:code',
      describe({ tag: 'code', summary: 'What works at a place today', answer: placeToday }),
      pathParam(v.object({ code: regionCode })),
      async (c) => {
        const place = await placeTodayOf(deps, c.req.param('code'))
        if (!place.path.length && !place.office) throw new Problem('not-found')
        c.header('cache-control', 'public, max-age=300')
        return c.json(place)
      },
    )
}
