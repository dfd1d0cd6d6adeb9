import { Hono, type Context, type MiddlewareHandler } from 'hono'
import * as v from 'valibot'
import { Problem } from '@yima/shared/problem'
import { proofHeader } from '@yima/shared/proof/contract'
import type { Deps, Env } from '../http/context.ts'
import { challengeBody, describe, describeProof } from '../http/describe.ts'
import { budget, networkOf, type Spend } from '../http/network.ts'
import { findOfficer, findResident } from '../identity/session.ts'
import { Proofs, type Write } from './challenge.ts'

type Work = (c: Context<Env>, write: Write) => Promise<void>

/**
 * A piece of work each time, whoever asks and whatever others of the same network did before: of a budget that they share, one
 * could read that another has been there. Throws `proof-needed`; a proof that served is refused.
 */
export function eachTimeWork({ vault, config }: Pick<Deps, 'vault' | 'config'>): Work {
  const proofs = new Proofs(vault, config)
  return async (c, write) => {
    const hard = { ...write, hard: true }
    if (config.withoutBudgets || (await proofs.isProven(hard, c.req.header(proofHeader)))) return
    throw new Problem('proof-needed', [], { challenge: await proofs.challenge(hard, networkOf(c)) })
  }
}

/**
 * Spends of a budget that a whole village may share behind one address: past it nobody is sent away, but each does a piece of
 * work of their own. Throws `proof-needed`.
 */
export function orWork(deps: Pick<Deps, 'vault' | 'config'>, spend: Spend): Work {
  const work = eachTimeWork(deps)
  return async (c, write) => {
    try {
      await spend(c)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      await work(c, write)
    }
  }
}

/** Writes that anybody may send without a session. Each of them asks for work first. */
export const strangersWrites = [
  { method: 'POST', path: '/applications' },
  { method: 'POST', path: '/files' },
  { method: 'PUT', path: '/files/:id/parts/:part' },
  { method: 'POST', path: '/files/:id' },
  { method: 'POST', path: '/phone-codes' },
  { method: 'POST', path: '/phone-codes/confirm' },
  { method: 'POST', path: '/sessions' },
  { method: 'POST', path: '/tracking/urging' },
  { method: 'POST', path: '/consents/answer' },
  { method: 'POST', path: '/notices/:id/objections' },
  { method: 'POST', path: '/outreach' },
  { method: 'POST', path: '/complaints' },
  { method: 'PUT', path: '/complaints/parts/:file/:part' },
  { method: 'POST', path: '/complaints/conversation/messages' },
  { method: 'POST', path: '/complaints/conversation/ratings' },
  { method: 'POST', path: '/complaints/conversation/reopenings' },
  { method: 'POST', path: '/staff/passkeys/sessions' },
  { method: 'POST', path: '/staff/invitations/acceptance' },
] as const

/** What is too long to be carried in vain: its phone asks before. */
const askedBefore = '/files'

/**
 * The write that work is done for; a picture or evidence that comes in parts is one, whatever they are. Undefined
 * where the headers of a write are missing: what comes after refuses that with its own reason.
 */
function findWrite(c: Context<Env>, path: string): Write | undefined {
  const device = c.req.header('x-device-key')
  const inParts = path.startsWith('/files/') ? c.req.param('id') : c.req.param('file')
  const key = inParts ?? c.req.header('idempotency-key')
  const route = path.startsWith('/files/') ? '/files/:id' : path
  return key && device ? { route, key, device, inParts: Boolean(inParts) } : undefined
}

async function isSignedIn(c: Context<Env>, deps: Deps): Promise<boolean> {
  return Boolean((await findResident(c, deps)) ?? (await findOfficer(c, deps)))
}

/**
 * Proof of work on writes without a session: asked for before the body is looked at, so that a
 * stranger's flood costs neither a query nor a decoded picture. Bodies stay as they are: what an older
 * version of the pages wrote is sent again with the header.
 */
export function proofRoutes(deps: Deps) {
  const proofs = new Proofs(deps.vault, deps.config)
  const spend = budget(600, deps.config)
  const mayPass = async (c: Context<Env>) => deps.config.withoutBudgets || (await isSignedIn(c, deps))
  const proven =
    (path: string): MiddlewareHandler<Env> =>
    async (c, next) => {
      const write = findWrite(c, path)
      if (!write || deps.config.withoutBudgets) return next()
      const header = c.req.header(proofHeader)
      // Who did the harder work did this, too.
      if ((await proofs.isProven(write, header)) || (await proofs.isProven({ ...write, hard: true }, header))) return next()
      await spend(c, 0) // made-up cookies cost a query each: not for a network that has spent all it had
      if (await mayPass(c)) return next()
      await spend(c)
      throw new Problem('proof-needed', [], { challenge: await proofs.challenge(write, networkOf(c)) })
    }
  const routes = new Hono<Env>()
  for (const { method, path } of strangersWrites) routes.on(method, path, describeProof, proven(path))
  return routes.get(
    '/challenges',
    describe({
      tag: 'proof',
      summary: 'Work to be done before a write without a session; null where none is needed',
      answer: v.object({ challenge: v.nullable(challengeBody) }),
      write: true,
      query: { write: 'The path of the write, such as /files' },
    }),
    async (c) => {
      const path = c.req.query('write')
      if (path !== askedBefore) throw new Problem('not-found')
      const write = findWrite(c, path)
      if (!write) throw new Problem('key-missing', [{ field: 'Idempotency-Key', code: 'key-missing' }])
      await spend(c, 0)
      if (await mayPass(c)) return c.json({ challenge: null })
      await spend(c)
      return c.json({ challenge: await proofs.challenge(write, networkOf(c)) })
    },
  )
}
