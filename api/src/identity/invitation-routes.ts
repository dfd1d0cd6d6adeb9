import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { v7 as uuidv7 } from 'uuid'
import * as v from 'valibot'
import { may } from '@yima/shared/access/table'
import { entityId } from '@yima/shared/border'
import { officerView } from '@yima/shared/identity/contract'
import {
  invitationLook,
  invitationMade,
  invitationTaken,
  invitationView,
  passkeyOptions,
} from '@yima/shared/identity/sign-in'
import { Problem } from '@yima/shared/problem'
import { inTransaction } from '../db/transaction.ts'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { budget } from '../http/network.ts'
import { once, remember } from '../http/once.ts'
import { officer } from '../region/table.ts'
import { actorOf } from '../work/actor.ts'
import { findCounty, insertFirst } from './first-administrator.ts'
import { getInvitation, invitationAddress, inviteOfficer, refuseSecondWayIn, useInvitation } from './invitation.ts'
import { getOfficerView } from './officer-view.ts'
import { ceremonyCookie, endCeremony } from './passkey-routes.ts'
import { addPasskey, registerOptions, type Ceremony } from './passkey.ts'
import { sealIntoCookie, takeFromCookie } from './sealed-cookie.ts'
import {
  endPresentSession,
  getOfficer,
  officerOnly,
  openSession,
  setSessionCookie,
  tokenFor,
} from './session.ts'

/** One-time links by which staff get their first way in; the first administrator's is printed at the start. */
export function invitationRoutes(deps: Deps) {
  const { db, clock, vault, config } = deps
  const spend = budget(60, config)
  return new Hono<Env>()
    .post(
      '/admin/officers/:id/invitations',
      describe({
        tag: 'identity',
        summary: 'Make a one-time link for an officer',
        answer: invitationMade,
        status: 201,
        write: true,
      }),
      officerOnly(deps),
      pathParam(v.object({ id: entityId })),
      once(db, {
        again: (c, { answer }) => {
          const address = invitationAddress(
            config.publicUrl,
            tokenFor(vault, c.get('once'), 'invitation'),
            'invited',
          )
          return c.json({ address, ...(answer as { expiresAt: string }) }, 201)
        },
      }),
      async (c) => {
        const own = getOfficer(c)
        const [row] = await db
          .select()
          .from(officer)
          .where(eq(officer.id, c.req.param('id')))
        // Nobody makes a second way in for himself: who lost his own asks the other administrator.
        const object = { region: row?.regionCode ?? '', excluded: row?.id === own.id ? [own.id] : [] }
        if (!row?.active || !may(actorOf(own), 'invite-officer', object)) throw new Problem('not-found')
        await refuseSecondWayIn(db, row.id)
        return c.json(await inviteOfficer(deps, c.get('once'), row.id, own.id), 201)
      },
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
      once(db, {
        again: (c, { answer, status }) => {
          setSessionCookie(c, 'officer', tokenFor(vault, c.get('once')))
          return c.json(answer as never, status as never)
        },
      }),
      jsonBody(invitationTaken),
      async (c) => {
        await spend(c)
        const { token: link, name, county, passkeyName, passkey: answer } = c.req.valid('json')
        const begun = takeFromCookie<Ceremony>(c, deps, ceremonyCookie)
        const { view, token } = await inTransaction(db, async (tx) => {
          const invited = await getInvitation(tx, deps, link)
          const { challenge, officerId = '' } = await endCeremony(tx, begun, 'register')
          if (invited.officerId === null) await insertFirst(tx, deps, { id: officerId, name, county })
          else if (invited.officerId !== officerId)
            throw new Problem('invalid-input', [{ field: 'passkey', code: 'passkey-late' }])
          await useInvitation(tx, deps, invited.id, officerId)
          await addPasskey(tx, deps, { officerId, name: passkeyName, answer, challenge })
          const found = await getOfficerView(tx, officerId)
          await remember(tx, c.get('once'), clock.now(), 201, found)
          return {
            view: found,
            token: await openSession(tx, deps, c.get('once'), { kind: 'officer', officerId }),
          }
        })
        await endPresentSession(c, deps, 'officer')
        setSessionCookie(c, 'officer', token)
        return c.json(view, 201)
      },
    )
}
