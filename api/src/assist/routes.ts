import { Hono, type MiddlewareHandler } from 'hono'
import * as v from 'valibot'
import type { Submitted } from '@yima/shared/application/contract'
import { assistAct, assistDone, assistView, openAssist as opening, openOfOccasion as openingOfOccasion, writeFor as writing } from '@yima/shared/assist/contract'
import { entityId } from '@yima/shared/border'
import { decisionAnswer } from '@yima/shared/decision/contract'
import { ownVerification as checkView } from '@yima/shared/verification/contract'
import { filedHere } from '@yima/shared/window/contract'
import { submitting } from '../application/submit.ts'
import { ownDecision } from '../decision/own.ts'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { once } from '../http/once.ts'
import { localeOf } from '../http/problem.ts'
import { getOfficer, officerOnly } from '../identity/session.ts'
import { getByReceipt } from '../tracking/receipt.ts'
import { ownVerification } from '../verification/own.ts'
import { requireWork } from '../work/reach.ts'
import { actFor } from './acts.ts'
import { endAssist, openAssist, openOfOccasion } from './open.ts'
import { ownerSeen, showAssist } from './show.ts'
import { slipFor, writeFor } from './write-for.ts'

const byId = pathParam(v.object({ id: entityId }))
const byBoth = pathParam(v.object({ id: entityId, claimId: entityId }))

/** Lets whoever has such work at all go on; nothing of it is kept anywhere. */
const besidePeople: MiddlewareHandler<Env> = async (c, next) => {
  requireWork(getOfficer(c), 'assist')
  c.header('cache-control', 'no-store')
  await next()
}

const read = (summary: string) => ({ tag: 'assist', summary })

/** Somebody without a phone, and a worker's phone in their name: written for them, and what a slip opens. */
export function assistRoutes(deps: Deps) {
  const submit = submitting(deps)
  const write = once(deps.db)
  const openedAgain = once(deps.db, {
    again: async (c, { answer }) => c.json(await showAssist(deps, getOfficer(c), (answer as { assistId: string }).assistId), 201),
  })
  const writtenAgain = once(deps.db, {
    again: async (c, { answer }) => c.json(slipFor(deps, v.parse(writing, await c.req.json()), answer as Submitted), 201),
  })
  const doneAgain = once(deps.db, { again: (c) => c.json({ done: true }) })
  return new Hono<Env>()
    .use('/work/assists', officerOnly(deps), besidePeople)
    .use('/work/assists/*', officerOnly(deps), besidePeople)
    .post(
      '/work/assists',
      describe({ ...read('Open the one matter of a slip, for whoever stands there with it'), answer: assistView, status: 201, write: true }),
      openedAgain,
      jsonBody(opening),
      async (c) => {
        const officer = getOfficer(c)
        const { beside, ...slip } = c.req.valid('json')
        const { id } = await getByReceipt(deps, c, slip)
        return c.json(await showAssist(deps, officer, await openAssist(deps, c.get('once'), officer, id, beside)), 201)
      },
    )
    .post(
      '/work/occasions/:id/assists',
      describe({ ...read('Open one matter of somebody whose card was scanned, and who gave it to be seen'), answer: assistView, status: 201, write: true }),
      officerOnly(deps),
      besidePeople,
      byId,
      openedAgain,
      jsonBody(openingOfOccasion),
      async (c) => {
        const officer = getOfficer(c)
        const { applicationId } = c.req.valid('json')
        return c.json(await showAssist(deps, officer, await openOfOccasion(deps, c.get('once'), officer, c.req.param('id'), applicationId)), 201)
      },
    )
    .post(
      '/work/assists/:id/applications',
      describe({ ...read('Hand in what somebody says who has neither phone nor code'), answer: filedHere, status: 201, write: true }),
      byId,
      writtenAgain,
      jsonBody(writing),
      async (c) => {
        const locale = localeOf(c.req.header('accept-language'))
        const answer = await writeFor(deps, submit, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json'), locale)
        deps.live.received(answer.id)
        return c.json(answer, 201)
      },
    )
    .get(
      '/work/assists/:id',
      describe({ ...read('What its owner would read; the look is logged'), answer: assistView }),
      byId,
      async (c) => c.json(await showAssist(deps, getOfficer(c), c.req.param('id'))),
    )
    .get(
      '/work/assists/:id/decisions/:claimId',
      describe({ ...read('The written decision, to be read to its owner; the look is logged'), answer: decisionAnswer }),
      byBoth,
      async (c) => {
        const { owner } = await ownerSeen(deps, getOfficer(c), c.req.param('id'), c.req.param('claimId'))
        return c.json(await ownDecision(deps, owner, c.req.param('claimId')))
      },
    )
    .get(
      '/work/assists/:id/verification',
      describe({ ...read('What departments said, to be read to whom it is about; the look is logged'), answer: checkView }),
      byId,
      async (c) => {
        const { owner, applicationId } = await ownerSeen(deps, getOfficer(c), c.req.param('id'))
        return c.json(await ownVerification(deps, owner, applicationId))
      },
    )
    .post(
      '/work/assists/:id/acts',
      describe({ ...read('What its owner does, with a worker’s phone'), answer: assistDone, write: true }),
      byId,
      doneAgain,
      jsonBody(assistAct),
      async (c) => {
        await actFor(deps, c.get('once'), getOfficer(c), c.req.param('id'), c.req.valid('json'))
        return c.json({ done: true } as const)
      },
    )
    .post(
      '/work/assists/:id/end',
      describe({ ...read('The person has gone'), answer: assistDone, write: true }),
      byId,
      write,
      jsonBody(v.strictObject({})),
      async (c) => {
        await endAssist(deps, c.get('once'), getOfficer(c), c.req.param('id'))
        return c.json({ done: true } as const)
      },
    )
}
