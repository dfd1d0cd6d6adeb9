import { Hono } from 'hono'
import { v7 as uuidv7 } from 'uuid'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import { officerView } from '@yima/shared/identity/contract'
import {
  invitationLook,
  invitationSent,
  invitationTaken,
  invitationView,
  nothing,
  officerSignIn,
  passkeyOptions,
} from '@yima/shared/identity/sign-in'
import { Problem } from '@yima/shared/problem'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { budget } from '../http/network.ts'
import { once } from '../http/once.ts'
import { officerArrives, signingIn } from './arrive.ts'
import { findCounty, insertFirst } from './first-administrator.ts'
import { getInvitation, useInvitation } from './invitation.ts'
import { inviteOfficer, signInOf } from './invite.ts'
import { getOfficerView } from './officer-view.ts'
import { ceremonyCookie, endCeremony } from './passkey-routes.ts'
import { addPasskey, registerOptions, type Ceremony } from './passkey.ts'
import { sealIntoCookie, takeFromCookie } from './sealed-cookie.ts'
import { getOfficer, officerOnly } from './session.ts'

const byId = pathParam(v.object({ id: entityId }))

/** One-time links by which staff get their first way in; the first administrator's is printed at the start. */
export function invitationRoutes(deps: Deps) {
  const { db, config } = deps
  const spend = budget(60, config)
  return new Hono<Env>()
    .get(
      '/admin/officers/:id/sign-in',
      describe({ tag: 'identity', summary: 'Whether an officer can come in', answer: officerSignIn }),
      officerOnly(deps),
      byId,
      async (c) => {
        c.header('cache-control', 'no-store')
        return c.json(await signInOf(deps, getOfficer(c), c.req.param('id')))
      },
    )
    .post(
      '/admin/officers/:id/invitations',
      describe({
        tag: 'identity',
        summary: 'Send an officer a one-time link to the duty number',
        answer: invitationSent,
        status: 201,
        write: true,
      }),
      officerOnly(deps),
      byId,
      once(db),
      jsonBody(nothing),
      async (c) => c.json(await inviteOfficer(deps, c.get('once'), getOfficer(c), c.req.param('id')), 201),
    )
    .post(
      '/staff/invitations/look',
      describe({ tag: 'identity', summary: 'Whom a link is for', answer: invitationView }),
      jsonBody(invitationLook),
      async (c) => {
        await spend(c)
        const { officerId } = await getInvitation(db, deps, c.req.valid('json').token)
        return c.json({
          officer: officerId ? await getOfficerView(db, officerId) : null,
          county: (await findCounty(db, deps)) ?? null,
        })
      },
    )
    .post(
      '/staff/invitations/options',
      describe({ tag: 'identity', summary: 'Begin to make a passkey by a link', answer: passkeyOptions }),
      jsonBody(invitationLook),
      async (c) => {
        await spend(c)
        const { officerId } = await getInvitation(db, deps, c.req.valid('json').token)
        const who = officerId ? await getOfficerView(db, officerId) : { id: uuidv7(), name: '系统管理员' }
        const options = await registerOptions(deps, who)
        const begun: Ceremony = { purpose: 'register', challenge: options.challenge, officerId: who.id }
        sealIntoCookie(c, deps, ceremonyCookie, begun)
        return c.json({ options })
      },
    )
    .post(
      '/staff/invitations/acceptance',
      describe({
        tag: 'identity',
        summary: 'Take a link with a passkey, and be signed in',
        answer: officerView,
        status: 201,
        write: true,
      }),
      signingIn(deps, 'officer'),
      jsonBody(invitationTaken),
      async (c) => {
        await spend(c)
        const { token: link, name, county, passkeyName, passkey: answer } = c.req.valid('json')
        const begun = takeFromCookie<Ceremony>(c, deps, ceremonyCookie)
        return officerArrives(c, deps, async (tx) => {
          const invited = await getInvitation(tx, deps, link)
          const { challenge, officerId = '' } = await endCeremony(tx, begun, 'register')
          if (invited.officerId === null) await insertFirst(tx, deps, { id: officerId, name, county })
          else if (invited.officerId !== officerId)
            throw new Problem('invalid-input', [{ field: 'passkey', code: 'passkey-late' }])
          await useInvitation(tx, deps, invited.id, officerId)
          await addPasskey(tx, deps, { officerId, name: passkeyName, answer, challenge })
          return officerId
        })
      },
    )
}
