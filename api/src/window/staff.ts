import type { Context, MiddlewareHandler } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import type { OccasionView } from '@yima/shared/window/contract'
import type { OccasionCommand } from '@yima/shared/window/occasion'
import { inTransaction } from '../db/transaction.ts'
import { pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { once, remember } from '../http/once.ts'
import { getOfficer } from '../identity/session.ts'
import { requireWork } from '../work/reach.ts'
import { command, holdOccasion } from './occasion.ts'
import { showOccasion } from './show.ts'

export const byId = pathParam(v.object({ id: entityId }))

/** Lets whoever has such work at all go on; nothing of an occasion is kept anywhere. */
export const atWindow: MiddlewareHandler<Env> = async (c, next) => {
  requireWork(getOfficer(c), 'resolve-code')
  c.header('cache-control', 'no-store')
  await next()
}

/** One occasion as its officer sees it after every act; another officer's is `not-found`. */
export async function viewOf(deps: Deps, c: Context<Env>, id: string): Promise<OccasionView> {
  const officer = getOfficer(c)
  const row = await inTransaction(deps.db, (tx) => holdOccasion(tx, id, { kind: 'officer', id: officer.id }))
  return showOccasion(deps, officer, row)
}

/** A repeated act is answered with the occasion as it stands now. */
export const againViewed = (deps: Deps): MiddlewareHandler<Env> =>
  once(deps.db, { again: async (c) => c.json(await viewOf(deps, c, c.req.param('id') ?? '')) })

/** A command of the officer, remembered in its transaction. */
export async function act(deps: Deps, c: Context<Env>, id: string, what: OccasionCommand) {
  const officer = getOfficer(c)
  const row = await inTransaction(deps.db, async (tx) => {
    const after = await command(tx, deps, id, { kind: 'officer', id: officer.id }, what)
    await remember(tx, c.get('once'), deps.clock.now(), 200, { occasionId: id })
    return after
  })
  return showOccasion(deps, officer, row)
}
