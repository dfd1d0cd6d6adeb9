import { desc, eq } from 'drizzle-orm'
import { Hono } from 'hono'
import * as v from 'valibot'
import { Problem } from '@yima/shared/problem'
import { isOwnHost } from '../http/borders.ts'
import { jsonBody } from '../http/body.ts'
import type { Deps, Env, Once } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { once, remember } from '../http/once.ts'
import { getOfficer, officerOnly } from '../identity/session.ts'
import { watchDeadlines } from '../jobs.ts'
import { noteNewDay } from '../live/changed.ts'
import { judgeNotices } from '../notice/judge.ts'
import { lookAtNotices } from '../notice/look.ts'
import { message } from '../notification/table.ts'
import type { DemoClock } from './clock.ts'
import { demoStatuses } from './entitlements.ts'
import { demoReaderKey } from './keys.ts'

const timeStep = v.strictObject({ days: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(60)) })

const demoOutbox = v.object({
  today: v.string(),
  now: v.string(),
  messages: v.array(
    v.object({ id: v.string(), to: v.string(), body: v.string(), state: v.string(), at: v.string() }),
  ),
  /** Whom to be to have a status to show: one of each kind. */
  statuses: v.array(v.object({ name: v.string(), idNumber: v.string(), status: v.string() })),
})

const statuses = demoStatuses.filter(
  ({ status }, at, all) => all.findIndex((one) => one.status === status) === at,
)

const isDemoClock = (clock: Deps['clock']): clock is DemoClock => 'advance' in clock

/** Day by day: what hangs is looked at on each, over the network, before it is left behind. */
async function liveThrough(deps: Deps, clock: DemoClock, days: number, asked: Once): Promise<string> {
  for (let left = days - 1; left > 0; left -= 1) {
    await lookAtNotices(deps, true)
    await clock.advance(1, () => Promise.resolve())
    await judgeNotices(deps)
  }
  await lookAtNotices(deps, true)
  return clock.advance(1, (tx, today) => remember(tx, asked, clock.now(), 200, { today }))
}

/** What exists in a demonstration only: the telephone on which every SMS arrives, and the next day. */
export function demoRoutes(deps: Deps) {
  const { db, vault, clock, config } = deps
  return new Hono<Env>()
    .use('/demo/*', async (c, next) => {
      const host = c.req.header('host') ?? new URL(c.req.url).host
      // Every SMS with its code is read here: not by pages of another name that leads to this machine.
      if (!config.demo || !isOwnHost(config, host)) throw new Problem('not-found')
      c.header('cache-control', 'no-store')
      await next()
    })
    .get(
      '/demo/outbox',
      describe({ tag: 'demo', summary: 'Every SMS of the demonstration', answer: demoOutbox }),
      async (c) => {
        const rows = await db
          .select()
          .from(message)
          .where(eq(message.channel, 'sms'))
          .orderBy(desc(message.createdAt), desc(message.id)) // ids follow time: of one moment the newest is first
          .limit(50)
        const messages = rows.flatMap(({ id, toCipher, bodyCipher, state, createdAt, notBefore }) =>
          toCipher && bodyCipher
            ? [
                {
                  id,
                  to: vault.openField(toCipher),
                  body: vault.openField(bodyCipher),
                  state: state === 'waiting' && notBefore && notBefore > clock.now() ? 'morning' : state,
                  at: createdAt.toISOString(),
                },
              ]
            : [],
        )
        return c.json({ today: clock.today(), now: clock.now().toISOString(), messages, statuses })
      },
    )
    .get(
      '/oversight/keys/demonstration',
      describe({
        tag: 'demo',
        summary: 'The secret by which a supervisor of the demonstration reads, for the own browser',
        answer: v.object({ identity: v.string() }),
      }),
      officerOnly(deps),
      async (_, next) => {
        if (!config.demo) throw new Problem('not-found')
        await next()
      },
      async (c) => c.json({ identity: await demoReaderKey(deps, getOfficer(c)) }),
    )
    .post(
      '/demo/time',
      describe({
        tag: 'demo',
        summary: 'Live some days on',
        answer: v.object({ today: v.string() }),
        write: true,
      }),
      once(db),
      jsonBody(timeStep),
      async (c) => {
        if (!isDemoClock(clock)) throw new Problem('not-found')
        const today = await liveThrough(deps, clock, c.req.valid('json').days, c.get('once'))
        await watchDeadlines(deps)
        await noteNewDay(db)
        return c.json({ today })
      },
    )
}
