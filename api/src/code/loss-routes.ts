import { Hono, type MiddlewareHandler } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import { issuedCard } from '@yima/shared/code/contract'
import {
  cardLoss,
  cardLosses,
  lossConfirmation,
  lossRefusal,
  namesakeCards as cardsView,
  namesakesAsk,
} from '@yima/shared/code/loss'
import { made } from '@yima/shared/family/contract'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { budget, networkOf } from '../http/network.ts'
import { once } from '../http/once.ts'
import { countingPapers } from '../identity/counting-papers.ts'
import { getOfficer, officerOnly } from '../identity/session.ts'
import { requireWork } from '../work/reach.ts'
import { refuseLost, replaceLost, sayLost } from './loss.ts'
import { namesakeCards } from './namesake-cards.ts'
import { listLosses } from './waiting-losses.ts'
import { cardAgain, type Kept } from './work-routes.ts'

const byId = pathParam(v.object({ id: entityId }))
const done = v.object({ done: v.boolean() })

/** Lost cards of people without papers of whom there are several of one name and birthday: two officers say whose it is. */
export function lossRoutes(deps: Deps) {
  const { db } = deps
  const spend = budget(120, deps.config)
  const act = once(db)
  const atWindow: MiddlewareHandler<Env> = async (c, next) => {
    requireWork(getOfficer(c), 'replace-card')
    await spend(c)
    await next()
  }
  const givenAgain = once(db, {
    again: (c, { answer }) => c.json(cardAgain(deps, c.get('once'), answer as Kept), 201),
  })
  return new Hono<Env>()
    .get(
      '/work/cards/losses',
      describe({ tag: 'code', summary: 'Lost cards that wait for a second officer', answer: cardLosses }),
      officerOnly(deps),
      atWindow,
      async (c) => c.json({ losses: await listLosses(deps, getOfficer(c)) }),
    )
    .post(
      '/work/cards/namesakes',
      describe({
        tag: 'code',
        summary: 'Cards of all who bear one name and birthday without papers',
        answer: cardsView,
      }),
      officerOnly(deps),
      atWindow,
      jsonBody(namesakesAsk),
      async (c) => {
        const reader = { officer: getOfficer(c), network: networkOf(c) }
        const look = () => namesakeCards(deps, reader, c.req.valid('json'))
        return c.json(await countingPapers(deps, reader, 'card', look))
      },
    )
    .post(
      '/work/cards/losses',
      describe({
        tag: 'code',
        summary: 'Say which card is the lost one',
        answer: made,
        status: 201,
        write: true,
      }),
      officerOnly(deps),
      atWindow,
      act,
      jsonBody(cardLoss),
      async (c) => c.json(await sayLost(deps, c.get('once'), getOfficer(c), c.req.valid('json')), 201),
    )
    .post(
      '/work/cards/losses/:id/confirmation',
      describe({
        tag: 'code',
        summary: 'A second officer replaces a lost card',
        answer: issuedCard,
        status: 201,
        write: true,
      }),
      officerOnly(deps),
      atWindow,
      byId,
      givenAgain,
      jsonBody(lossConfirmation),
      async (c) => {
        const made = await replaceLost(
          deps,
          c.get('once'),
          getOfficer(c),
          c.req.param('id'),
          c.req.valid('json'),
        )
        return c.json(made, 201)
      },
    )
    .post(
      '/work/cards/losses/:id/refusal',
      describe({ tag: 'code', summary: 'It is another card, with a reason', answer: done, write: true }),
      officerOnly(deps),
      atWindow,
      byId,
      act,
      jsonBody(lossRefusal),
      async (c) => {
        await refuseLost(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json').reason)
        return c.json({ done: true })
      },
    )
}
