import { Hono, type Context } from 'hono'
import * as v from 'valibot'
import type { OccasionCommand } from '@yima/shared/window/occasion'
import { askedView, giveScopes } from '@yima/shared/window/contract'
import { Problem } from '@yima/shared/problem'
import { inTransaction } from '../db/transaction.ts'
import { jsonBody } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { once, remember } from '../http/once.ts'
import { getResident } from '../identity/session.ts'
import { askedOf } from './asked.ts'
import { command } from './occasion.ts'
import { byId } from './staff.ts'

const asked = v.object({ occasions: v.array(askedView) })
const write = (summary: string) => describe({ tag: 'window', summary, answer: asked, write: true })

/** Who asks to see more of oneself, and what one answers. */
export function askedRoutes(deps: Deps) {
  const shown = async (c: Context<Env>) => c.json({ occasions: await askedOf(deps, getResident(c)) })
  const again = once(deps.db, { again: shown })
  const act = async (c: Context<Env>, id: string, what: OccasionCommand) => {
    const { identityId } = getResident(c)
    if (!identityId) throw new Problem('not-found')
    await inTransaction(deps.db, async (tx) => {
      await command(tx, deps, id, { kind: 'resident', id: identityId }, what)
      await remember(tx, c.get('once'), deps.clock.now(), 200, { occasionId: id })
    })
    return shown(c)
  }
  return new Hono<Env>()
    .get(
      '/me/occasions',
      describe({ tag: 'window', summary: 'Who asks to see more of me now', answer: asked }),
      shown,
    )
    .post(
      '/me/occasions/:id/given',
      write('What may be shown; what is not named is taken back'),
      byId,
      again,
      jsonBody(giveScopes),
      (c) => act(c, c.req.param('id'), { type: 'give', ...c.req.valid('json') }),
    )
    .post('/me/occasions/:id/close', write('End it'), byId, again, jsonBody(v.strictObject({})), (c) =>
      act(c, c.req.param('id'), { type: 'close' }),
    )
}
