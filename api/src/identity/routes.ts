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
import { budget, networkOf } from '../http/network.ts'
import { once, remember } from '../http/once.ts'
import { localeOf } from '../http/problem.ts'
import { officer } from '../region/table.ts'
import { officerArrives, signingIn } from './arrive.ts'
import { getOfficerView, officerViews } from './officer-view.ts'
import { pairIndex } from './pair.ts'
import { confirmedAgain, confirmPhoneCode, sendPhoneCode, useProof } from './phone.ts'
import {
  closeSession,
  endPresentSession,
  findOfficer,
  findResident,
  isRevoked,
  openSession,
  residentMark,
  setSessionCookie,
} from './session.ts'
import { tellOpened } from './tell.ts'
import { countTry, type Limit } from './tries.ts'

async function currentSession(c: Context<Env>, deps: Deps): Promise<Session> {
  const [resident, signedIn] = await Promise.all([findResident(c, deps), findOfficer(c, deps)])
  const { residents, staff } = deps.config.oidc
  return {
    resident: resident
      ? {
          kind: 'resident',
          phone: resident.phone ? maskPhone(resident.phone) : '',
          mark: residentMark(deps, resident),
          level: resident.level,
        }
      : null,
    officer: signedIn ? await getOfficerView(deps.db, signedIn.officer.id) : null,
    locked: signedIn?.locked === true,
    revoked: {
      resident: !resident && (await isRevoked(c, deps, 'resident')),
      officer: !signedIn && (await isRevoked(c, deps, 'officer')),
    },
    services: { residents: residents?.name ?? null, staff: staff?.name ?? null },
    demo: deps.config.demo,
    today: deps.clock.today(),
  }
}

/** Sign-ins a day with one typed ID number, from however many phones: nobody tries a neighbour's all day. */
const typedPerDay = 20

const typedLimit = (idNumber: string): Limit => ({
  purpose: 'typed-sign-in',
  value: idNumber,
  spanMs: 86_400_000,
  most: typedPerDay,
  field: 'who.idNumber',
  code: 'sign-ins-used-up',
})

/** Confirming a phone, signing in and out. Staff enter by `/staff/sessions`, where OpenID Connect will too. */
export function identityRoutes(deps: Deps) {
  const { db, clock, vault, config } = deps
  const spend = budget(120, config)
  // Before anything is asked of the request, or its refusals would show that there is a door.
  const demoOnly: MiddlewareHandler<Env> = async (_c, next) => {
    if (!config.demo) throw new Problem('not-found')
    await next()
  }
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
          config.withoutBudgets ? undefined : networkOf(c),
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
      signingIn(deps, 'resident'),
      jsonBody(residentSignIn),
      async (c) => {
        await spend(c)
        const { phone, phoneProof, who } = c.req.valid('json')
        const present = await findResident(c, deps)
        const token = await inTransaction(db, async (tx) => {
          if (who.identity === 'id-number') await countTry(tx, deps, typedLimit(who.idNumber))
          if (!(await useProof(tx, deps, phone, phoneProof))) {
            throw new Problem('invalid-input', [{ field: 'phoneProof', code: 'proof-expired' }])
          }
          await remember(tx, c.get('once'), clock.now(), 201, { kind: 'resident', phone: maskPhone(phone) })
          const opened = await openSession(tx, deps, c.get('once'), {
            kind: 'resident',
            pairIndex: pairIndex(vault, who, phone),
            phone,
          })
          await tellOpened(tx, deps, opened, present?.sessionId)
          return opened
        })
        await endPresentSession(c, deps, 'resident')
        setSessionCookie(c, 'resident', token)
        return c.json({ kind: 'resident', phone: maskPhone(phone) }, 201)
      },
    )
    .delete(
      '/sessions/current',
      describe({ tag: 'identity', summary: 'Sign out as a resident', status: 204 }),
      async (c) => {
        await closeSession(c, deps, 'resident')
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
        const rows = await officerViews(db)
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
      signingIn(deps, 'officer'),
      jsonBody(demoSignIn),
      async (c) => officerArrives(c, deps, async () => c.req.valid('json').officerId),
    )
    .delete(
      '/staff/sessions/current',
      describe({ tag: 'identity', summary: 'Sign out as an officer', status: 204 }),
      async (c) => {
        await closeSession(c, deps, 'officer')
        return c.body(null, 204)
      },
    )
}
