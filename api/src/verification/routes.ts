import { Hono, type Context, type MiddlewareHandler } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import {
  contesting,
  givingUp,
  handling,
  letter,
  ownVerification as ownView,
  startVerification,
  workVerification as workViewSchema,
} from '@yima/shared/verification/contract'
import { principalOf } from '../family/acting.ts'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { once } from '../http/once.ts'
import { getOfficer, getResident, officerOnly, residentOnly } from '../identity/session.ts'
import { contestOwn, handleItem } from './contest.ts'
import { giveUp, keepLetter, startCheck, workVerification } from './desk.ts'
import { ownVerification } from './own.ts'

const byId = pathParam(v.object({ id: entityId }))
const desk = '/work/applications/:id/verification'
const own = '/me/applications/:id/verification'
const toDesk = (summary: string, write = true) =>
  describe({ tag: 'verification', summary, answer: workViewSchema, ...(write ? { write } : {}) })

const noStore: MiddlewareHandler<Env> = async (c, next) => {
  c.header('cache-control', 'no-store')
  await next()
}

/** Checks of means: asked by the centre, read by whoever decides, contested by the family. */
export function verificationRoutes(deps: Deps) {
  const view = async (c: Context<Env>) =>
    c.json(await workVerification(deps, getOfficer(c), c.req.param('id') ?? ''))
  const ownAgain = async (c: Context<Env>, said?: string) => {
    const who = await principalOf(c, deps, getResident(c), ['see-progress'], said)
    return c.json(await ownVerification(deps, who, c.req.param('id') ?? ''))
  }
  const act = once(deps.db, { again: view })
  const contest = once(deps.db, {
    again: async (c) => ownAgain(c, ((await c.req.json()) as { onBehalfOf?: string }).onBehalfOf),
  })
  return new Hono<Env>()
    .use(desk, noStore, officerOnly(deps))
    .use(`${desk}/*`, noStore, officerOnly(deps))
    .use(own, noStore, residentOnly(deps))
    .get(desk, toDesk('The check of means of one request; the look is logged', false), byId, view)
    .post(
      desk,
      toDesk('Ask the departments about everybody who has signed'),
      byId,
      act,
      jsonBody(startVerification),
      async (c) => {
        await startCheck(deps, c.get('once'), getOfficer(c), c.req.param('id'))
        return view(c)
      },
    )
    .post(
      `${desk}/letters`,
      toDesk('What a department wrote on paper'),
      byId,
      act,
      jsonBody(letter),
      async (c) => {
        await keepLetter(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json'))
        return view(c)
      },
    )
    .post(
      `${desk}/giving-up`,
      toDesk('Wait for an answer no longer'),
      byId,
      act,
      jsonBody(givingUp),
      async (c) => {
        await giveUp(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json'))
        return view(c)
      },
    )
    .post(
      `${desk}/handlings`,
      toDesk('Answer one contested item'),
      byId,
      act,
      jsonBody(handling),
      async (c) => {
        await handleItem(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json'))
        return view(c)
      },
    )
    .get(
      own,
      describe({ tag: 'verification', summary: 'The check of one’s own request', answer: ownView }),
      byId,
      (c) => ownAgain(c),
    )
    .post(
      own,
      describe({
        tag: 'verification',
        summary: 'Answer one item: right, wrong, or explained',
        answer: ownView,
        write: true,
      }),
      byId,
      contest,
      jsonBody(contesting),
      async (c) => {
        const { onBehalfOf } = c.req.valid('json')
        const who = await principalOf(c, deps, getResident(c), ['see-progress'], onBehalfOf)
        await contestOwn(deps, c.get('once'), who, c.req.param('id'), c.req.valid('json'))
        return c.json(await ownVerification(deps, who, c.req.param('id')))
      },
    )
}
