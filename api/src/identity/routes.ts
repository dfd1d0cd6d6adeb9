import { eq } from 'drizzle-orm'
import { Hono, type Context, type MiddlewareHandler } from 'hono'
import * as v from 'valibot'
import {
  demoSignIn,
  officerView,
  phoneCodeConfirm,
  phoneCodeRequest,
  phoneProof,
  residentSession,
  residentSignIn,
  session,
  type OfficerView,
  type Session,
} from '@yima/shared/identity/contract'
import { maskPhone } from '@yima/shared/identity/phone'
import { Problem } from '@yima/shared/problem'
import { inTransaction } from '../db/transaction.ts'
import { jsonBody } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { budget } from '../http/network.ts'
import { once, remember } from '../http/once.ts'
import { localeOf } from '../http/problem.ts'
import { officer, region, unit } from '../region/table.ts'
import { pairIndex } from './pair.ts'
import { confirmedAgain, confirmPhoneCode, sendPhoneCode, useProof } from './phone.ts'
import {
  closeSession,
  findOfficer,
  findResident,
  openSession,
  residentMark,
  setSessionCookie,
  tokenFor,
} from './session.ts'

/** Officers as pages show them. */
const officerViews = ({ db }: Deps) =>
  db
    .select({
      id: officer.id,
      name: officer.name,
      post: officer.post,
      role: officer.role,
      unit: unit.name,
      region: region.name,
    })
    .from(officer)
    .innerJoin(unit, eq(unit.id, officer.unitId))
    .innerJoin(region, eq(region.code, officer.regionCode))
    .$dynamic()

async function getOfficerView(deps: Deps, id: string): Promise<OfficerView> {
  const [row] = await officerViews(deps).where(eq(officer.id, id))
  if (!row) throw new Problem('not-found')
  return row
}

async function currentSession(c: Context<Env>, deps: Deps): Promise<Session> {
  const [resident, signedIn] = await Promise.all([findResident(c, deps), findOfficer(c, deps)])
  return {
    resident: resident
      ? {
          kind: 'resident',
          phone: resident.phone ? maskPhone(resident.phone) : '',
          mark: residentMark(deps, resident),
        }
      : null,
    officer: signedIn ? await getOfficerView(deps, signedIn.officer.id) : null,
    demo: deps.config.demo,
    today: deps.clock.today(),
  }
}

/** Confirming a phone, signing in and out. Staff enter by `/staff/sessions`, where OpenID Connect will too. */
export function identityRoutes(deps: Deps) {
  const { db, clock, vault, config } = deps
  const spend = budget(120, config)
  // Before anything is asked of the request, or its refusals would show that there is a door.
  const demoOnly: MiddlewareHandler<Env> = async (_c, next) => {
    if (!config.demo) throw new Problem('not-found')
    await next()
  }
  const signingIn = (kind: 'resident' | 'officer') =>
    once(db, {
      again: (c, { answer, status }) => {
        setSessionCookie(c, kind, tokenFor(vault, c.get('once')))
        return c.json(answer as never, status as never)
      },
    })
  return new Hono<Env>()
    .get(
      '/session',
      describe({ tag: 'identity', summary: 'Who is signed in on this device', answer: session }),
      async (c) => {
        c.header('cache-control', 'no-store')
        return c.json(await currentSession(c, deps))
      },
    )
    .post(
      '/phone-codes',
      describe({
        tag: 'identity',
        summary: 'Send a code by SMS',
        answer: v.object({ sent: v.boolean() }),
        status: 202,
        write: true,
      }),
      once(db),
      jsonBody(phoneCodeRequest),
      async (c) => {
        await spend(c)
        await sendPhoneCode(
          deps,
          c.get('once'),
          c.req.valid('json').phone,
          localeOf(c.req.header('accept-language')),
        )
        return c.json({ sent: true }, 202)
      },
    )
    .post(
      '/phone-codes/confirm',
      describe({ tag: 'identity', summary: 'Give a code back for a proof', answer: phoneProof, write: true }),
      once(db, { again: (c, stored) => c.json(confirmedAgain(deps, c.get('once'), stored)) }),
      jsonBody(phoneCodeConfirm),
      async (c) => {
        await spend(c)
        const { phone, code } = c.req.valid('json')
        return c.json(await confirmPhoneCode(deps, c.get('once'), phone, code))
      },
    )
    .post(
      '/sessions',
      describe({
        tag: 'identity',
        summary: 'Sign in as a resident: a confirmed phone and the ID typed with it',
        answer: residentSession,
        status: 201,
        write: true,
      }),
      signingIn('resident'),
      jsonBody(residentSignIn),
      async (c) => {
        await spend(c)
        const { phone, phoneProof, who } = c.req.valid('json')
        const token = await inTransaction(db, async (tx) => {
          if (!(await useProof(tx, deps, phone, phoneProof))) {
            throw new Problem('invalid-input', [{ field: 'phoneProof', code: 'proof-expired' }])
          }
          await remember(tx, c.get('once'), clock.now(), 201, { kind: 'resident', phone: maskPhone(phone) })
          return openSession(tx, deps, c.get('once'), {
            kind: 'resident',
            pairIndex: pairIndex(vault, who, phone),
            phone,
          })
        })
        setSessionCookie(c, 'resident', token)
        return c.json({ kind: 'resident', phone: maskPhone(phone) }, 201)
      },
    )
    .delete(
      '/sessions/current',
      describe({ tag: 'identity', summary: 'Sign out as a resident', status: 204 }),
      async (c) => {
        await closeSession(c, db, 'resident')
        return c.body(null, 204)
      },
    )
    .use('/staff/officers', demoOnly)
    .get(
      '/staff/officers',
      describe({
        tag: 'identity',
        summary: 'Whom one can be in the demonstration',
        answer: v.object({ officers: v.array(officerView) }),
      }),
      async (c) => {
        const rows = await officerViews(deps)
          .where(eq(officer.active, true))
          .orderBy(officer.unitId, officer.id)
        return c.json({ officers: rows satisfies OfficerView[] })
      },
    )
    .use('/staff/sessions', demoOnly)
    .post(
      '/staff/sessions',
      describe({
        tag: 'identity',
        summary: 'Be one of the demonstration officers',
        answer: officerView,
        status: 201,
        write: true,
      }),
      signingIn('officer'),
      jsonBody(demoSignIn),
      async (c) => {
        const view = await getOfficerView(deps, c.req.valid('json').officerId)
        const token = await inTransaction(db, async (tx) => {
          await remember(tx, c.get('once'), clock.now(), 201, view)
          return openSession(tx, deps, c.get('once'), { kind: 'officer', officerId: view.id })
        })
        setSessionCookie(c, 'officer', token)
        return c.json(view, 201)
      },
    )
    .delete(
      '/staff/sessions/current',
      describe({ tag: 'identity', summary: 'Sign out as an officer', status: 204 }),
      async (c) => {
        await closeSession(c, db, 'officer')
        return c.body(null, 204)
      },
    )
}
