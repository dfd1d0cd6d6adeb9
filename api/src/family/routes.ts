import { Hono } from 'hono'
import {
  actingFor,
  familyView,
  helpersView,
  invite,
  invited,
  inviteLook,
  inviteView,
  joined,
  joining,
  leaving,
  mandateGift,
  narrowing,
  nothing,
  passing,
  relating,
  wardClaim,
} from '@yima/shared/family/contract'
import { jsonBody } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { budget, networkOf } from '../http/network.ts'
import { once } from '../http/once.ts'
import { getResident } from '../identity/session.ts'
import { actingForWhom } from './acting.ts'
import { read, write, writesOf } from './deeds.ts'
import { endMandate, giveHelp, narrowMandate } from './helper-acts.ts'
import { inviteMember, leave, passHead, relate, takeBackInvitation } from './household-acts.ts'
import { inviteCodeFor } from './invite.ts'
import { join, lookAtInvitation } from './join.ts'
import { helpersView as viewHelpers, familyView as viewFamily } from './view.ts'
import { claimWard, endGuardianship } from './ward-acts.ts'

/** Household, guardians and helpers of whoever is signed in: `/me/*` asks for a session once, in applicationRoutes. */
export function familyRoutes(deps: Deps) {
  const spend = budget(300, deps.config)
  const act = once(deps.db)
  // The secret of a link is nowhere kept: it follows from the write.
  const linking = once(deps.db, {
    again: (c, { answer, status }) => {
      const kept = answer as { id: string; expiresAt: string; byLink: boolean }
      const code = kept.byLink ? inviteCodeFor(deps, c.get('once')) : { token: null, number: null }
      return c.json({ id: kept.id, ...code, expiresAt: kept.expiresAt } as never, status as never)
    },
  })
  const app = new Hono<Env>()
    .post(
      '/family/invitations/look',
      describe({ tag: 'family', summary: 'What the link of an invitation asks for', answer: inviteView }),
      jsonBody(inviteLook),
      async (c) => {
        await spend(c)
        c.header('cache-control', 'no-store')
        return c.json(await lookAtInvitation(deps, networkOf(c), c.req.valid('json').token))
      },
    )
    .get('/me/family', read('One’s household, wards and invitations', familyView), async (c) =>
      c.json(await viewFamily(deps, getResident(c))),
    )
    .get('/me/helpers', read('Mandates given and held, with what was done', helpersView), async (c) =>
      c.json(await viewHelpers(deps, getResident(c))),
    )
    .get('/me/acting', read('For whom one may act today', actingFor), async (c) =>
      c.json(await actingForWhom(deps, getResident(c))),
    )
    .post(
      '/me/family/invitations',
      write('Ask somebody to join one’s household', invited, 201),
      linking,
      jsonBody(invite),
      async (c) => c.json(await inviteMember(deps, c.get('once'), getResident(c), c.req.valid('json')), 201),
    )
    .post(
      '/me/helpers',
      write('Give somebody a mandate', invited, 201),
      linking,
      jsonBody(mandateGift),
      async (c) => c.json(await giveHelp(deps, c.get('once'), getResident(c), c.req.valid('json')), 201),
    )
    .post(
      '/me/family/joining',
      write('Yes to an invitation; who joins a household signs', joined, 201),
      act,
      jsonBody(joining),
      async (c) => {
        await spend(c)
        return c.json(
          { kind: await join(deps, c.get('once'), getResident(c), networkOf(c), c.req.valid('json')) },
          201,
        )
      },
    )
  const { deed, making } = writesOf(app, deps, getResident)
  deed('/me/family/invitations/:id/end', 'Take an invitation back', nothing, (asked) =>
    takeBackInvitation(deps, asked.once, asked.who, asked.id),
  )
  deed('/me/family/leaving', 'Leave, or found a household', leaving, (asked) =>
    leave(deps, asked.once, asked.who, asked.body),
  )
  deed('/me/family/relations', 'What somebody is to the head', relating, (asked) =>
    relate(deps, asked.once, asked.who, asked.body),
  )
  deed('/me/family/head', 'Make somebody else the head', passing, (asked) =>
    passHead(deps, asked.once, asked.who, asked.body),
  )
  making('/me/family/wards', 'Be somebody’s guardian', wardClaim, (asked) =>
    claimWard(deps, asked.once, asked.who, asked.body),
  )
  deed('/me/guardianships/:id/end', 'Be guardian no more, or have none', nothing, (asked) =>
    endGuardianship(deps, asked.once, asked.who, asked.id),
  )
  deed('/me/mandates/:id/narrowing', 'Take some of it back', narrowing, (asked) =>
    narrowMandate(deps, asked.once, asked.who, asked.id, asked.body),
  )
  deed('/me/mandates/:id/end', 'End a mandate at once', nothing, (asked) =>
    endMandate(deps, asked.once, asked.who, asked.id),
  )
  return app
}
