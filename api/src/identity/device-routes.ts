import { Hono } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import { devices } from '@yima/shared/identity/sign-in'
import { pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { listDevices, revokeDevice, revokeOthers, sessionsOfOfficer, sessionsOfResident } from './devices.ts'
import { lockSession } from './idle.ts'
import {
  findSessionHash,
  getOfficer,
  getOfficerSession,
  getResident,
  officerOnly,
  residentOnly,
} from './session.ts'

const byId = pathParam(v.object({ id: entityId }))

/** Where one is signed in, and signing out from there: of residents, and of staff. */
export function deviceRoutes(deps: Deps) {
  const resident = residentOnly(deps)
  const officer = officerOnly(deps)
  return (
    new Hono<Env>()
      .get(
        '/me/sessions',
        describe({ tag: 'identity', summary: 'The devices on which one is signed in', answer: devices }),
        resident,
        async (c) => {
          const whose = sessionsOfResident(getResident(c))
          return c.json({ sessions: await listDevices(deps, whose, findSessionHash(c, 'resident')) })
        },
      )
      .delete(
        '/me/sessions',
        describe({ tag: 'identity', summary: 'Sign every other device out', status: 204 }),
        resident,
        async (c) => {
          await revokeOthers(deps, sessionsOfResident(getResident(c)), findSessionHash(c, 'resident'))
          return c.body(null, 204)
        },
      )
      .delete(
        '/me/sessions/:id',
        describe({ tag: 'identity', summary: 'Sign one device out', status: 204 }),
        resident,
        byId,
        async (c) => {
          await revokeDevice(deps, sessionsOfResident(getResident(c)), c.req.param('id'))
          return c.body(null, 204)
        },
      )
      .get(
        '/work/sessions',
        describe({
          tag: 'identity',
          summary: 'The devices on which an officer is signed in',
          answer: devices,
        }),
        officer,
        async (c) => {
          const whose = sessionsOfOfficer(getOfficer(c).id)
          return c.json({ sessions: await listDevices(deps, whose, findSessionHash(c, 'officer')) })
        },
      )
      .delete(
        '/work/sessions',
        describe({ tag: 'identity', summary: 'Sign every other device out', status: 204 }),
        officer,
        async (c) => {
          await revokeOthers(deps, sessionsOfOfficer(getOfficer(c).id), findSessionHash(c, 'officer'))
          return c.body(null, 204)
        },
      )
      .delete(
        '/work/sessions/:id',
        describe({ tag: 'identity', summary: 'Sign one device out', status: 204 }),
        officer,
        byId,
        async (c) => {
          await revokeDevice(deps, sessionsOfOfficer(getOfficer(c).id), c.req.param('id'))
          return c.body(null, 204)
        },
      )
      // A delete, like signing out: sent twice it is the same.
      .delete(
        '/work/desk',
        describe({ tag: 'identity', summary: 'Lock the desk; signing in opens it', status: 204 }),
        officer,
        async (c) => {
          await lockSession(deps, getOfficerSession(c).sessionId)
          return c.body(null, 204)
        },
      )
      // Says nothing but that it arrived: `officerOnly` has noted it, or refused a locked desk.
      .delete(
        '/work/idle',
        describe({ tag: 'identity', summary: 'Somebody is at the desk', status: 204 }),
        officer,
        (c) => c.body(null, 204),
      )
  )
}
