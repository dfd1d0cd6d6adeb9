import type { Context, MiddlewareHandler } from 'hono'
import { inTransaction, type Transaction } from '../db/transaction.ts'
import type { Deps, Env } from '../http/context.ts'
import { once, remember } from '../http/once.ts'
import { getOfficerView } from './officer-view.ts'
import { endPresentSession, openSession, setSessionCookie, tokenFor } from './session.ts'

/** Makes a sign-in repeatable: the same write gives this browser the same session again. */
export const signingIn = ({ db, vault }: Deps, kind: 'resident' | 'officer'): MiddlewareHandler<Env> =>
  once(db, {
    again: (c, { answer, status }) => {
      setSessionCookie(c, kind, tokenFor(vault, c.get('once')))
      return c.json(answer as never, status as never)
    },
  })

/**
 * Signs an officer in on this browser, in the place of whoever was.
 * @param who says in its transaction who that is, or throws
 */
export async function officerArrives(
  c: Context<Env>,
  deps: Deps,
  who: (tx: Transaction) => Promise<string>,
): Promise<Response> {
  const { view, token } = await inTransaction(deps.db, async (tx) => {
    const officerId = await who(tx)
    const found = await getOfficerView(tx, officerId)
    await remember(tx, c.get('once'), deps.clock.now(), 201, found)
    return { view: found, token: await openSession(tx, deps, c.get('once'), { kind: 'officer', officerId }) }
  })
  await endPresentSession(c, deps, 'officer')
  setSessionCookie(c, 'officer', token)
  return c.json(view, 201)
}
