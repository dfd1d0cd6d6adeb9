import { Hono, type Context } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import {
  adultAdded,
  adultListed,
  answerByLink,
  answerOwn,
  consentAct,
  consentAnswered,
  consentAsked,
  consentLink,
  consentLook,
  consentsOfApplication,
} from '@yima/shared/consent/contract'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { budget, networkOf } from '../http/network.ts'
import { once } from '../http/once.ts'
import { findResident, getOfficer, getResident } from '../identity/session.ts'
import { answerConsent, answerOwnConsent, lookAtConsent } from './answer.ts'
import { actAtDesk, consentsAtDesk, linkAtDesk, listAtDesk } from './desk.ts'
import { linkAgain, type KeptLink } from './link.ts'
import { addAdult, consentsOfOwn, linkForAdult } from './own.ts'

const byId = pathParam(v.object({ id: entityId }))
const byConsent = pathParam(v.object({ id: entityId, consentId: entityId }))
const nothing = v.strictObject({})
const read = (summary: string, answer: v.GenericSchema) => describe({ tag: 'consent', summary, answer })
const write = (summary: string, answer: v.GenericSchema) =>
  describe({ tag: 'consent', summary, answer, write: true })

/**
 * Who may be asked about: by a link, of one’s own, at the desk and at the door. `/me/*` and `/work/*` ask for their session
 * once, in applicationRoutes and workRoutes.
 */
export function consentRoutes(deps: Deps) {
  const spend = budget(300, deps.config)
  const act = once(deps.db)
  // The secret of a link is nowhere kept: it follows from the write.
  const linking = once(deps.db, {
    again: (c, { answer, status }) =>
      c.json(linkAgain(deps, c.get('once'), answer as KeptLink) as never, status as never),
  })
  const atDesk = once(deps.db, {
    again: async (c) => c.json(await consentsAtDesk(deps, getOfficer(c), c.req.param('id') ?? '')),
  })
  const noStore = (c: Context<Env>): void => c.header('cache-control', 'no-store')
  return new Hono<Env>()
    .post(
      '/consents/look',
      read('What a link asks to sign', consentAsked),
      jsonBody(consentLook),
      async (c) => {
        await spend(c)
        noStore(c)
        const { token } = c.req.valid('json')
        return c.json(await lookAtConsent(deps, networkOf(c), token, await findResident(c, deps)))
      },
    )
    .post(
      '/consents/answer',
      write('Sign, refuse or take back by a link', consentAnswered),
      act,
      jsonBody(answerByLink),
      async (c) => {
        await spend(c)
        noStore(c)
        const resident = await findResident(c, deps)
        return c.json(await answerConsent(deps, c.get('once'), networkOf(c), c.req.valid('json'), resident))
      },
    )
    .post(
      '/me/consents/:id/answer',
      write('Sign, refuse or take back one’s own', consentAnswered),
      byId,
      act,
      jsonBody(answerOwn),
      async (c) =>
        c.json(
          await answerOwnConsent(
            deps,
            c.get('once'),
            getResident(c),
            c.req.param('id'),
            c.req.valid('json').said,
          ),
        ),
    )
    .get(
      '/me/applications/:id/consents',
      read('Who of the family has signed', consentsOfApplication),
      byId,
      async (c) => c.json(await consentsOfOwn(deps, getResident(c), c.req.param('id'))),
    )
    .post(
      '/me/applications/:id/consents',
      write('Name another adult, with a link to send', consentLink),
      byId,
      linking,
      jsonBody(adultAdded),
      async (c) =>
        c.json(
          await addAdult(deps, c.get('once'), getResident(c), c.req.param('id'), c.req.valid('json')),
          201,
        ),
    )
    .post(
      '/me/consents/:id/link',
      write('A new link for somebody who has not signed', consentLink),
      byId,
      linking,
      jsonBody(nothing),
      async (c) => c.json(await linkForAdult(deps, c.get('once'), getResident(c), c.req.param('id')), 201),
    )
    .get(
      '/work/applications/:id/consents',
      read('Who of a family has signed; the look is logged', consentsOfApplication),
      byId,
      async (c) => c.json(await consentsAtDesk(deps, getOfficer(c), c.req.param('id'))),
    )
    .post(
      '/work/applications/:id/consents',
      write('List an adult, who may sign at once', consentsOfApplication),
      byId,
      atDesk,
      jsonBody(adultListed),
      async (c) =>
        c.json(await listAtDesk(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json'))),
    )
    .post(
      '/work/applications/:id/consents/:consentId/acts',
      write('One act on a consent', consentsOfApplication),
      byConsent,
      atDesk,
      jsonBody(consentAct),
      async (c) =>
        c.json(await actAtDesk(deps, c.get('once'), getOfficer(c), c.req.param(), c.req.valid('json'))),
    )
    .post(
      '/work/applications/:id/consents/:consentId/link',
      write('A link to scan from the officer’s screen', consentLink),
      byConsent,
      linking,
      jsonBody(nothing),
      async (c) => c.json(await linkAtDesk(deps, c.get('once'), getOfficer(c), c.req.param()), 201),
    )
}
