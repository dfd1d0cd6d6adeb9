import { Hono, type Context } from 'hono'
import * as v from 'valibot'
import { submission, submitted, type Said, type Submitted } from '@yima/shared/application/contract'
import { entityId } from '@yima/shared/border'
import { applicationView, papersSent, withdraw } from '@yima/shared/claim/contract'
import { urging } from '@yima/shared/process/contract'
import { principalOf } from '../family/acting.ts'
import { inWhosePlace } from '../family/behalf.ts'
import { jsonBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { budget } from '../http/network.ts'
import { once } from '../http/once.ts'
import { localeOf } from '../http/problem.ts'
import { pairIndex } from '../identity/pair.ts'
import {
  findResident,
  getResident,
  residentOnly,
  signInUnlessAnother,
  tokenFor,
} from '../identity/session.ts'
import { getOwnApplication, listOwnApplications } from './own.ts'
import { sendPapers, urgeOwn, withdrawApplication } from './resident-acts.ts'
import { submitting } from './submit.ts'

const byId = pathParam(v.object({ id: entityId }))
/** Whoever may send papers sees which are missing. */
const seeing = ['see-progress', 'send-papers'] as const

/** Applying, and following one's own applications. No sign-in is needed to apply. */
export function applicationRoutes(deps: Deps) {
  const spend = budget(300, deps.config)
  const submit = submitting(deps)
  /** Whether whoever confirmed a phone with what was said is signed in here, by it or already. */
  const signIn = async (c: Context<Env>, { applicant }: Said, { signedIn }: Submitted): Promise<boolean> => {
    if (!signedIn || applicant.identity === 'known' || !applicant.phone) return false
    const pair = pairIndex(deps.vault, applicant, applicant.phone)
    return signInUnlessAnother(c, deps, pair, tokenFor(deps.vault, c.get('once')))
  }
  const act = once(deps.db, {
    again: async (c) => {
      const { onBehalfOf } = (await c.req.json()) as { onBehalfOf?: string }
      const scopes = ['see-progress', 'send-papers', 'withdraw'] as const
      const who = await principalOf(c, deps, getResident(c), scopes, onBehalfOf)
      return c.json(await getOwnApplication(deps, who, c.req.param('id') ?? ''))
    },
  })
  const applying = once(deps.db, {
    again: async (c, { answer, status }) => {
      const kept = answer as Submitted
      const signedIn = await signIn(c, v.parse(submission, await c.req.json()), kept)
      // In its place: the same bytes as the first time.
      return c.json({ ...kept, signedIn } as never, status as never)
    },
  })
  return new Hono<Env>()
    .post(
      '/applications',
      describe({
        tag: 'application',
        summary: 'Apply, or point out somebody in need',
        answer: submitted,
        status: 201,
        write: true,
      }),
      applying,
      jsonBody(submission),
      async (c) => {
        await spend(c)
        const locale = localeOf(c.req.header('accept-language'))
        const said = c.req.valid('json')
        const { body, behalf } = await inWhosePlace(c, deps, said)
        const isSomebody = (await findResident(c, deps)) !== undefined
        const answer = await submit(c.get('once'), body, locale, { behalf, isSomebody })
        deps.live.received(answer.id)
        return c.json({ ...answer, signedIn: await signIn(c, said, answer) }, 201)
      },
    )
    .use('/me/*', residentOnly(deps), async (c, next) => {
      c.header('cache-control', 'no-store')
      await next()
    })
    .get(
      '/me/applications',
      describe({
        tag: 'application',
        summary: 'One’s own applications',
        answer: v.object({ applications: v.array(applicationView) }),
      }),
      async (c) => {
        const who = await principalOf(c, deps, getResident(c), seeing)
        return c.json({ applications: await listOwnApplications(deps, who) })
      },
    )
    .get(
      '/me/applications/:id',
      describe({ tag: 'application', summary: 'One of one’s own', answer: applicationView }),
      byId,
      async (c) => {
        const who = await principalOf(c, deps, getResident(c), seeing)
        return c.json(await getOwnApplication(deps, who, c.req.param('id')))
      },
    )
    .post(
      '/me/applications/:id/papers',
      describe({
        tag: 'application',
        summary: 'Send papers that were asked for',
        answer: applicationView,
        write: true,
      }),
      byId,
      act,
      jsonBody(papersSent),
      async (c) => {
        const { onBehalfOf, ...body } = c.req.valid('json')
        const who = await principalOf(c, deps, getResident(c), ['send-papers'], onBehalfOf)
        return c.json(await sendPapers(deps, c.get('once'), who, c.req.param('id'), body))
      },
    )
    .post(
      '/me/applications/:id/urging',
      describe({
        tag: 'application',
        summary: 'Urge what is late, once',
        answer: applicationView,
        write: true,
      }),
      byId,
      act,
      jsonBody(urging),
      async (c) => {
        const { onBehalfOf } = c.req.valid('json')
        const who = await principalOf(c, deps, getResident(c), ['see-progress'], onBehalfOf)
        return c.json(await urgeOwn(deps, c.get('once'), who, c.req.param('id')))
      },
    )
    .post(
      '/me/applications/:id/withdrawal',
      describe({
        tag: 'application',
        summary: 'Take an application back',
        answer: applicationView,
        write: true,
      }),
      byId,
      act,
      jsonBody(withdraw),
      async (c) => {
        const { onBehalfOf, reason } = c.req.valid('json')
        const who = await principalOf(c, deps, getResident(c), ['withdraw'], onBehalfOf)
        return c.json(await withdrawApplication(deps, c.get('once'), who, c.req.param('id'), reason))
      },
    )
}
