import { and, desc, eq, gt, isNull } from 'drizzle-orm'
import { Hono, type Context, type MiddlewareHandler } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import type { OccasionActor, OccasionCommand } from '@yima/shared/window/occasion'
import {
  agreeFaceToFace,
  askedView,
  askScopes,
  fileHere,
  giveScopes,
  goingView,
  occasionView,
  proveHere as proofBody,
  scan,
  scanned,
} from '@yima/shared/window/contract'
import { Problem } from '@yima/shared/problem'
import { submitted } from '@yima/shared/application/contract'
import { submitting } from '../application/submit.ts'
import { resolveCode } from '../code/resolve.ts'
import { inTransaction } from '../db/transaction.ts'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { budget, networkOf } from '../http/network.ts'
import { once, remember } from '../http/once.ts'
import { localeOf } from '../http/problem.ts'
import { getOfficer, getResident, officerOnly, residentOnly } from '../identity/session.ts'
import { requireWork } from '../work/reach.ts'
import { askedOf } from './asked.ts'
import { fileFor } from './file.ts'
import { command, holdOccasion, openOccasion, proveHere } from './occasion.ts'
import { showOccasion } from './show.ts'
import { occasion } from './table.ts'

const byId = pathParam(v.object({ id: entityId }))

/** Scanning somebody's code at a window or door, and what may be seen and done on that occasion. */
export function windowRoutes(deps: Deps) {
  const { db, clock } = deps
  const submit = submitting(deps)
  const spend = budget(300, deps.config)
  const scanning: MiddlewareHandler<Env> = async (c, next) => {
    requireWork(getOfficer(c), 'resolve-code')
    c.header('cache-control', 'no-store')
    await next()
  }
  const view = async (c: Context<Env>, id: string) => {
    const officer = getOfficer(c)
    const row = await inTransaction(db, (tx) => holdOccasion(tx, id, { kind: 'officer', id: officer.id }))
    return showOccasion(deps, officer, row)
  }
  const again = once(db, { again: async (c) => c.json(await view(c, c.req.param('id') ?? '')) })
  const scanAgain = once(db, {
    again: async (c, { answer }) => {
      const { occasionId, ...refused } = answer as { occasionId?: string }
      return c.json(occasionId ? { ok: true, occasion: await view(c, occasionId) } : (refused as never))
    },
  })
  const act = async (c: Context<Env>, id: string, actor: OccasionActor, what: OccasionCommand) =>
    inTransaction(db, async (tx) => {
      const row = await command(tx, deps, id, actor, what)
      await remember(tx, c.get('once'), clock.now(), 200, { occasionId: id })
      return row
    })
  const officerActs = async (c: Context<Env>, id: string, what: OccasionCommand) => {
    const officer = getOfficer(c)
    const row = await act(c, id, { kind: 'officer', id: officer.id }, what)
    return showOccasion(deps, officer, row)
  }
  const residentActs = async (c: Context<Env>, id: string, what: OccasionCommand) => {
    const resident = getResident(c)
    if (!resident.identityId) throw new Problem('not-found')
    await act(c, id, { kind: 'resident', id: resident.identityId }, what)
    return { occasions: await askedOf(deps, resident) }
  }
  const asked = v.object({ occasions: v.array(askedView) })
  const residentAgain = once(db, {
    again: async (c) => c.json({ occasions: await askedOf(deps, getResident(c)) }),
  })
  const noStore: MiddlewareHandler<Env> = async (c, next) => {
    c.header('cache-control', 'no-store')
    await next()
  }

  return new Hono<Env>()
    .use('/work/scans', officerOnly(deps), scanning)
    .use('/work/occasions', officerOnly(deps), scanning)
    .use('/work/occasions/*', officerOnly(deps), scanning)
    .use('/me/occasions', residentOnly(deps), noStore)
    .use('/me/occasions/*', residentOnly(deps), noStore)
    .post(
      '/work/scans',
      describe({ tag: 'window', summary: 'Recognise somebody by a code', answer: scanned, write: true }),
      scanAgain,
      jsonBody(scan),
      async (c) => {
        await spend(c)
        const officer = getOfficer(c)
        const { text, purpose, words, pin, faceToFace } = c.req.valid('json')
        const outcome = await inTransaction(db, async (tx) => {
          const found = await resolveCode(tx, deps, officer, {
            text,
            purpose,
            network: networkOf(c),
            pin,
            faceToFace,
          })
          if (!found.ok) {
            const { reason, ...rest } = found
            const refused = { ...rest, refused: reason }
            // Kept as the answer: counted once however often the same try arrives.
            await remember(tx, c.get('once'), clock.now(), 200, refused)
            return refused
          }
          const row = await openOccasion(tx, deps, officer, found, { purpose, words })
          await remember(tx, c.get('once'), clock.now(), 200, { occasionId: row.id })
          return row
        })
        if ('ok' in outcome) return c.json(outcome)
        return c.json({ ok: true, occasion: await showOccasion(deps, officer, outcome) })
      },
    )
    .get(
      '/work/occasions',
      describe({
        tag: 'window',
        summary: 'Occasions that still go on, newest first',
        answer: v.object({
          // `given` too: a page that waits for a change asks here, where nobody is looked at.
          occasions: v.array(goingView),
        }),
      }),
      async (c) => {
        const mine = and(
          eq(occasion.officerId, getOfficer(c).id),
          isNull(occasion.closedAt),
          gt(occasion.endsAt, clock.wall()),
        )
        const rows = await db.select().from(occasion).where(mine).orderBy(desc(occasion.openedAt)).limit(10)
        const occasions = rows.map(({ id, purpose, given, endsAt }) => ({
          id,
          purpose,
          given,
          endsAt: endsAt.toISOString(),
        }))
        return c.json({ occasions })
      },
    )
    .get(
      '/work/occasions/:id',
      describe({ tag: 'window', summary: 'One occasion, with what was given', answer: occasionView }),
      byId,
      async (c) => c.json(await view(c, c.req.param('id'))),
    )
    .post(
      '/work/occasions/:id/ask',
      describe({
        tag: 'window',
        summary: 'Ask the person to be shown more',
        answer: occasionView,
        write: true,
      }),
      byId,
      again,
      jsonBody(askScopes),
      async (c) => c.json(await officerActs(c, c.req.param('id'), { type: 'ask', ...c.req.valid('json') })),
    )
    .post(
      '/work/occasions/:id/agreement',
      describe({
        tag: 'window',
        summary: 'The person said yes face to face',
        answer: occasionView,
        write: true,
      }),
      byId,
      again,
      jsonBody(agreeFaceToFace),
      async (c) => {
        const { scopes, reason, witness } = c.req.valid('json')
        const what = { type: 'agree-face-to-face', scopes, reason, ...(witness ? { witness } : {}) } as const
        return c.json(await officerActs(c, c.req.param('id'), what))
      },
    )
    .post(
      '/work/occasions/:id/proof',
      describe({
        tag: 'window',
        summary: 'The person was seen with the document',
        answer: occasionView,
        write: true,
      }),
      byId,
      again,
      jsonBody(proofBody),
      async (c) => {
        const officer = getOfficer(c)
        requireWork(officer, 'prove-identity')
        const id = c.req.param('id')
        await inTransaction(db, async (tx) => {
          await proveHere(tx, deps, id, officer, c.req.valid('json'))
          await remember(tx, c.get('once'), clock.now(), 200, { occasionId: id })
        })
        return c.json(await view(c, id))
      },
    )
    .post(
      '/work/occasions/:id/applications',
      describe({
        tag: 'window',
        summary: 'Hand in for the person what they say',
        answer: submitted,
        status: 201,
        write: true,
      }),
      byId,
      once(db),
      jsonBody(fileHere),
      async (c) => {
        const locale = localeOf(c.req.header('accept-language'))
        const made = c.get('once')
        const answer = await fileFor(
          deps,
          submit,
          made,
          getOfficer(c),
          c.req.param('id'),
          c.req.valid('json'),
          locale,
        )
        deps.live.received(answer.id)
        return c.json(answer, 201)
      },
    )
    .post(
      '/work/occasions/:id/close',
      describe({ tag: 'window', summary: 'The occasion is over', answer: occasionView, write: true }),
      byId,
      again,
      jsonBody(v.strictObject({})),
      async (c) => c.json(await officerActs(c, c.req.param('id'), { type: 'close' })),
    )
    .get(
      '/me/occasions',
      describe({ tag: 'window', summary: 'Who asks to see more of me now', answer: asked }),
      async (c) => c.json({ occasions: await askedOf(deps, getResident(c)) }),
    )
    .post(
      '/me/occasions/:id/given',
      describe({
        tag: 'window',
        summary: 'What may be shown; what is not named is taken back',
        answer: asked,
        write: true,
      }),
      byId,
      residentAgain,
      jsonBody(giveScopes),
      async (c) => c.json(await residentActs(c, c.req.param('id'), { type: 'give', ...c.req.valid('json') })),
    )
    .post(
      '/me/occasions/:id/close',
      describe({ tag: 'window', summary: 'End it', answer: asked, write: true }),
      byId,
      residentAgain,
      jsonBody(v.strictObject({})),
      async (c) => c.json(await residentActs(c, c.req.param('id'), { type: 'close' })),
    )
}
