import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import { officerView } from '@yima/shared/identity/contract'
import {
  nothing,
  passkeyAssertion,
  passkeyNew,
  passkeyOptions,
  passkeyView,
  signInWays,
} from '@yima/shared/identity/sign-in'
import { Problem } from '@yima/shared/problem'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { budget } from '../http/network.ts'
import { once, remember } from '../http/once.ts'
import { officerArrives, signingIn } from './arrive.ts'
import {
  addPasskey,
  listPasskeys,
  officerByPasskey,
  registerOptions,
  removePasskey,
  signInOptions,
  type Ceremony,
} from './passkey.ts'
import { sealIntoCookie, spendChallenge, takeFromCookie } from './sealed-cookie.ts'
import { getOfficer, getOfficerSession, officerOnly } from './session.ts'
import { officerLogin } from './sign-in-table.ts'

export const ceremonyCookie = 'yima-passkey'
const late = { field: 'passkey', code: 'passkey-late' }

/** What a ceremony began with, taken from the browser and used up: an answer counts once. */
export async function endCeremony(
  tx: Transaction,
  begun: (Ceremony & { until: Date }) | undefined,
  purpose: Ceremony['purpose'],
): Promise<Ceremony> {
  if (begun?.purpose !== purpose) throw new Problem('invalid-input', [late])
  await spendChallenge(tx, `passkey ${begun.challenge}`, begun.until, late)
  return begun
}

/** Passkeys of staff (WebAuthn): signing in, making, listing and removing them. */
export function passkeyRoutes(deps: Deps) {
  const { db, clock, config } = deps
  const spend = budget(120, config)
  const own = officerOnly(deps)
  const takeCeremony = (c: Parameters<typeof takeFromCookie>[0]) =>
    takeFromCookie<Ceremony>(c, deps, ceremonyCookie)
  return new Hono<Env>()
    .post(
      '/staff/passkeys/options',
      describe({ tag: 'identity', summary: 'Begin to sign in with a passkey', answer: passkeyOptions }),
      jsonBody(nothing),
      async (c) => {
        await spend(c)
        const options = await signInOptions(deps)
        sealIntoCookie(c, deps, ceremonyCookie, {
          purpose: 'sign-in',
          challenge: options.challenge,
        } satisfies Ceremony)
        return c.json({ options })
      },
    )
    .post(
      '/staff/passkeys/sessions',
      describe({
        tag: 'identity',
        summary: 'Sign in with a passkey',
        answer: officerView,
        status: 201,
        write: true,
      }),
      signingIn(deps, 'officer'),
      jsonBody(passkeyAssertion),
      async (c) => {
        await spend(c)
        const begun = takeCeremony(c)
        return officerArrives(c, deps, async (tx) => {
          const { challenge } = await endCeremony(tx, begun, 'sign-in')
          return officerByPasskey(tx, deps, c.req.valid('json'), challenge)
        })
      },
    )
    .get(
      '/work/sign-ins',
      describe({ tag: 'identity', summary: 'The ways in that one has', answer: signInWays }),
      own,
      async (c) => {
        const { id } = getOfficer(c)
        const linked = await db
          .select({ id: officerLogin.officerId })
          .from(officerLogin)
          .where(eq(officerLogin.officerId, id))
        return c.json({ passkeys: await listPasskeys(deps, id), linked: linked.length > 0 })
      },
    )
    .post(
      '/work/passkeys/options',
      describe({ tag: 'identity', summary: 'Begin to make a passkey', answer: passkeyOptions }),
      own,
      jsonBody(nothing),
      async (c) => {
        const { id, name } = getOfficer(c)
        const options = await registerOptions(deps, { id, name })
        sealIntoCookie(c, deps, ceremonyCookie, {
          purpose: 'register',
          challenge: options.challenge,
          officerId: id,
        } satisfies Ceremony)
        return c.json({ options })
      },
    )
    .post(
      '/work/passkeys',
      describe({ tag: 'identity', summary: 'Add a passkey', answer: passkeyView, status: 201, write: true }),
      own,
      once(db),
      jsonBody(passkeyNew),
      async (c) => {
        const { id: officerId } = getOfficerSession(c).officer
        const { name, passkey: answer } = c.req.valid('json')
        const begun = takeCeremony(c)
        const view = await inTransaction(db, async (tx) => {
          const { challenge, officerId: whose } = await endCeremony(tx, begun, 'register')
          if (whose !== officerId) throw new Problem('invalid-input', [late])
          const id = await addPasskey(tx, deps, { officerId, name, answer, challenge })
          const made = { id, name, createdAt: clock.now().toISOString(), usedAt: null }
          await remember(tx, c.get('once'), clock.now(), 201, made)
          return made
        })
        return c.json(view, 201)
      },
    )
    .delete(
      '/work/passkeys/:id',
      describe({ tag: 'identity', summary: 'Remove a passkey', status: 204 }),
      own,
      pathParam(v.object({ id: entityId })),
      async (c) => {
        await removePasskey(deps, getOfficer(c).id, c.req.param('id'))
        return c.body(null, 204)
      },
    )
}
