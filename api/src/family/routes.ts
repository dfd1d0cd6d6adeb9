import { Hono } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import {
  actingFor,
  duplicateDecision,
  duplicates,
  familyView,
  guardianshipConfirmation,
  guardianshipRefusal,
  guardianshipTasks,
  helpersView,
  invite,
  invited,
  inviteLook,
  inviteView,
  joined,
  joining,
  leaving,
  made,
  mandateGift,
  narrowing,
  nothing,
  passing,
  relating,
  wardClaim,
  windowMandate,
} from '@yima/shared/family/contract'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { budget } from '../http/network.ts'
import { once } from '../http/once.ts'
import { getOfficer, getResident } from '../identity/session.ts'
import { actingForWhom } from './acting.ts'
import { decideDuplicate, listDuplicates } from './duplicate.ts'
import { endMandate, giveAtWindow, giveHelp, narrowMandate } from './helper-acts.ts'
import { inviteMember, leave, passHead, relate, takeBackInvitation } from './household-acts.ts'
import { inviteTokenFor } from './invite.ts'
import { join, lookAtInvitation } from './join.ts'
import { helpersView as viewHelpers, familyView as viewFamily } from './view.ts'
import { claimWard, decideGuardianship, endGuardianship } from './ward-acts.ts'
import { guardianshipTasks as tasks } from './work.ts'

const byId = pathParam(v.object({ id: entityId }))
const done = v.object({ done: v.boolean() })
const read = (summary: string, answer: v.GenericSchema) => describe({ tag: 'family', summary, answer })
const write = (summary: string, answer: v.GenericSchema = done, status: 200 | 201 = 200) =>
  describe({ tag: 'family', summary, answer, status, write: true })
const yes = { done: true }

/** Household, guardians and helpers of whoever is signed in: `/me/*` asks for a session once, in applicationRoutes. */
export function familyRoutes(deps: Deps) {
  const spend = budget(300, deps.config)
  const act = once(deps.db)
  // The secret of a link is nowhere kept: it follows from the write.
  const linking = once(deps.db, {
    again: (c, { answer, status }) => {
      const kept = answer as { id: string; expiresAt: string; byLink: boolean }
      const token = kept.byLink ? inviteTokenFor(deps, c.get('once')) : null
      return c.json({ id: kept.id, token, expiresAt: kept.expiresAt } as never, status as never)
    },
  })
  return new Hono<Env>()
    .post(
      '/family/invitations/look',
      describe({ tag: 'family', summary: 'What the link of an invitation asks for', answer: inviteView }),
      jsonBody(inviteLook),
      async (c) => {
        await spend(c)
        c.header('cache-control', 'no-store')
        return c.json(await lookAtInvitation(deps, c.req.valid('json').token))
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
      '/me/family/invitations/:id/end',
      write('Take an invitation back'),
      byId,
      act,
      jsonBody(nothing),
      async (c) => {
        await takeBackInvitation(deps, c.get('once'), getResident(c), c.req.param('id'))
        return c.json(yes)
      },
    )
    .post(
      '/me/family/joining',
      write('Yes to an invitation; who joins a household signs', joined, 201),
      act,
      jsonBody(joining),
      async (c) => {
        await spend(c)
        return c.json({ kind: await join(deps, c.get('once'), getResident(c), c.req.valid('json')) }, 201)
      },
    )
    .post('/me/family/leaving', write('Leave, or found a household'), act, jsonBody(leaving), async (c) => {
      await leave(deps, c.get('once'), getResident(c), c.req.valid('json'))
      return c.json(yes)
    })
    .post(
      '/me/family/relations',
      write('What somebody is to the head'),
      act,
      jsonBody(relating),
      async (c) => {
        await relate(deps, c.get('once'), getResident(c), c.req.valid('json'))
        return c.json(yes)
      },
    )
    .post('/me/family/head', write('Make somebody else the head'), act, jsonBody(passing), async (c) => {
      await passHead(deps, c.get('once'), getResident(c), c.req.valid('json'))
      return c.json(yes)
    })
    .post(
      '/me/family/wards',
      write('Be somebody’s guardian', made, 201),
      act,
      jsonBody(wardClaim),
      async (c) => c.json(await claimWard(deps, c.get('once'), getResident(c), c.req.valid('json')), 201),
    )
    .post(
      '/me/guardianships/:id/end',
      write('Be guardian no more, or have none'),
      byId,
      act,
      jsonBody(nothing),
      async (c) => {
        await endGuardianship(deps, c.get('once'), getResident(c), c.req.param('id'))
        return c.json(yes)
      },
    )
    .post(
      '/me/helpers',
      write('Give somebody a mandate', invited, 201),
      linking,
      jsonBody(mandateGift),
      async (c) => c.json(await giveHelp(deps, c.get('once'), getResident(c), c.req.valid('json')), 201),
    )
    .post(
      '/me/mandates/:id/narrowing',
      write('Take some of it back'),
      byId,
      act,
      jsonBody(narrowing),
      async (c) => {
        await narrowMandate(deps, c.get('once'), getResident(c), c.req.param('id'), c.req.valid('json'))
        return c.json(yes)
      },
    )
    .post('/me/mandates/:id/end', write('End a mandate at once'), byId, act, jsonBody(nothing), async (c) => {
      await endMandate(deps, c.get('once'), getResident(c), c.req.param('id'))
      return c.json(yes)
    })
}

/** Behind the session that workRoutes asks for: confirm guardians, record mandates given face to face, look at double records. */
export function familyWorkRoutes(deps: Deps) {
  const act = once(deps.db)
  return new Hono<Env>()
    .get('/work/guardianships', read('Guardians who wait to be confirmed', guardianshipTasks), async (c) =>
      c.json(await tasks(deps, getOfficer(c))),
    )
    .post(
      '/work/guardianships/:id/confirmation',
      write('Confirm a guardian on a basis'),
      byId,
      act,
      jsonBody(guardianshipConfirmation),
      async (c) => {
        await decideGuardianship(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json'))
        return c.json(yes)
      },
    )
    .post(
      '/work/guardianships/:id/refusal',
      write('End a guardianship, with a reason'),
      byId,
      act,
      jsonBody(guardianshipRefusal),
      async (c) => {
        await decideGuardianship(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json'))
        return c.json(yes)
      },
    )
    .post(
      '/work/mandates',
      write('A mandate given face to face', made, 201),
      act,
      jsonBody(windowMandate),
      async (c) => c.json(await giveAtWindow(deps, c.get('once'), getOfficer(c), c.req.valid('json')), 201),
    )
    .get('/work/duplicates', read('Records that may be one person', duplicates), async (c) =>
      c.json({ pairs: await listDuplicates(deps, getOfficer(c)) }),
    )
    .post(
      '/work/duplicates/decision',
      write('One person or two, or take a decision back'),
      act,
      jsonBody(duplicateDecision),
      async (c) => {
        await decideDuplicate(deps, c.get('once'), getOfficer(c), c.req.valid('json'))
        return c.json(yes)
      },
    )
}
