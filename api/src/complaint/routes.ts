import { Hono, type MiddlewareHandler } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import {
  complaintBody, complaintFiled, conversation, conversationActed, conversationAsked, messageBody, messageKept, partAsked, partKept,
  partKeptBytes, partOpened, peopleAsked, peopleOf, ratingBody, reopenBody, routeAsked, salt, saltAsked,
} from '@yima/shared/complaint/contract'
import { openedRoute } from '@yima/shared/complaint/keys'
import { complaintRoots, reportedProof } from '@yima/shared/complaint/reported'
import { Problem } from '@yima/shared/problem'
import { rootsQuery } from '@yima/shared/trail/contract'
import { isReserved } from '../disk.ts'
import { jsonBody, limitBody, pathParam, queryParams } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe, describeProof } from '../http/describe.ts'
import { budget, byteBudget, hourBudget } from '../http/network.ts'
import { deviceOf, once } from '../http/once.ts'
import { eachTimeWork, orWork } from '../proof/routes.ts'
import { trailKeyOf } from '../trail/sign.ts'
import { listComplaintRoots, publicRoot } from './day-root.ts'
import { keepEvidence, parsePart } from './evidence.ts'
import { fileComplaint, routeFor } from './file.ts'
import { peopleOfPlace } from './people.ts'
import { saltFor } from './receipt-salt.ts'
import { addMessage, partOfConversation, proveReported, rate, readConversation, reopen } from './talk.ts'

const byPart = pathParam(v.object({ file: entityId, part: v.string() }))

/** Wrong receipts and made-up matters that one network may try in an hour before each question costs its phone a piece of work. */
const wrongPerHour = 20
const bytesPerHour = 256 * 1024 ** 2
const rootsAtOnce = 50
const tag = 'complaint'

/**
 * Telling a supervisor, without a session: whoever is signed in is heard like everybody else, and nothing of a sign-in is asked
 * for or looked at. Neither log nor figures speak of these routes (http/watch.ts).
 */
export function complaintRoutes(deps: Deps) {
  const { config } = deps
  const spend = budget(600, config)
  /**
   * Salts and reports cost work each time and are counted for nobody: a village behind one address is never silent, and nobody
   * behind it reads from a count that somebody else has just reported. Whoever guesses at receipts works for each.
   */
  const [workForReport, workForSalt] = [eachTimeWork(deps), eachTimeWork(deps)]
  const spendWrong = hourBudget(wrongPerHour, config)
  const spendBytes = byteBudget(bytesPerHour, config)
  const spendFirst: MiddlewareHandler<Env> = async (c, next) => {
    await spend(c)
    await next()
  }
  const afterWrong = orWork(deps, (c) => spendWrong(c, 0))
  /**
   * Wrong receipts and made-up matters cost the network that tries them; what is right costs nothing. Past that each does a piece
   * of work and is heard: somebody who tries wrong ones on purpose, from the office's own network, silences nobody behind it.
   */
  const guarded: MiddlewareHandler<Env> = async (c, next) => {
    await afterWrong(c, { route: c.req.path.replace(/^\/api/, ''), key: c.req.header('idempotency-key') ?? '', device: c.req.header('x-device-key') ?? '' })
    await next()
    if (c.error instanceof Problem && c.error.code === 'not-found') await spendWrong(c).catch(() => undefined)
  }
  return new Hono<Env>()
    .post('/complaints/people', describe({ tag, summary: 'Officers of a place, to say whom it is about', answer: peopleOf }), spendFirst, jsonBody(peopleAsked), async (c) =>
      c.json(await peopleOfPlace(deps.db, c.req.valid('json').place)),
    )
    .post('/complaints/routes', describe({ tag, summary: 'Which office would read it, by whose keys, and which never will', answer: openedRoute }), describeProof, spendFirst, guarded, jsonBody(routeAsked), async (c) =>
      c.json(await routeFor(deps, c.req.valid('json'))),
    )
    .post('/complaints/salts', describe({ tag, summary: 'What is mixed into a receipt; the same kind of answer for every eight digits', answer: salt }), describeProof, jsonBody(saltAsked), async (c) => {
      const { handle } = c.req.valid('json')
      await workForSalt(c, { route: '/complaints/salts', key: handle, device: '' })
      return c.json({ salt: saltFor(deps, handle) })
    })
    .put(
      '/complaints/parts/:file/:part',
      describe({ tag, summary: 'One sealed part of evidence (raw bytes); the phone chose its name; in any order', answer: partKept, write: true }),
      byPart,
      limitBody(partKeptBytes),
      async (c) => {
        deviceOf(c)
        const sealed = Buffer.from(await c.req.arrayBuffer())
        await spendBytes(c, sealed.length)
        if (await isReserved(config.dataDir)) throw new Problem('disk-low', [], { retryAfter: 600 })
        await keepEvidence(deps, c.req.param('file'), parsePart(c.req.param('part')), sealed)
        return c.json({ kept: true as const })
      },
    )
    .post(
      '/complaints',
      describe({ tag, summary: 'Tell a supervisor, named or anonymous: sealed for its readers alone', answer: complaintFiled, status: 201, write: true }),
      once(deps.db),
      guarded,
      jsonBody(complaintBody),
      async (c) => {
        await workForReport(c, { route: '/complaints', key: c.req.header('idempotency-key') ?? '', device: c.req.header('x-device-key') ?? '' })
        return c.json(await fileComplaint(deps, c.get('once'), c.req.valid('json')), 201)
      },
    )
    .post('/complaints/conversation', describe({ tag, summary: 'How it stands and what was said, for whoever holds the receipt', answer: conversation }), describeProof, guarded, jsonBody(conversationAsked), async (c) =>
      c.json(await readConversation(deps, c.req.valid('json'))),
    )
    .post('/complaints/conversation/proof', describe({ tag, summary: 'That it was reported: office, day and place in the chain, signed, without a word of it', answer: reportedProof }), describeProof, guarded, jsonBody(conversationAsked), async (c) => {
      await spend(c)
      return c.json(await proveReported(deps, c.req.valid('json')))
    })
    .get('/complaints/roots', describe({ tag, summary: 'The signed ends of the days of complaints, newest first', answer: complaintRoots }), queryParams(rootsQuery), async (c) => {
      await spend(c)
      const { before } = c.req.valid('query')
      const rows = await listComplaintRoots(deps.db, config.countyCode, { most: rootsAtOnce + 1, ...(before === undefined ? {} : { before }) })
      return c.json({ keys: [trailKeyOf(deps)], roots: rows.slice(0, rootsAtOnce).map(publicRoot), more: rows.length > rootsAtOnce })
    })
    .post('/complaints/conversation/parts', describe({ tag, summary: 'One sealed part of evidence of the own conversation', answer: partOpened }), describeProof, guarded, jsonBody(partAsked), async (c) => {
      await spend(c)
      return c.json(await partOfConversation(deps, c.req.valid('json')))
    })
    .post(
      '/complaints/conversation/messages',
      describe({ tag, summary: 'Say more, or answer', answer: messageKept, status: 201, write: true }),
      once(deps.db),
      guarded,
      jsonBody(messageBody),
      async (c) => c.json(await addMessage(deps, c.get('once'), c.req.valid('json')), 201),
    )
    .post(
      '/complaints/conversation/ratings',
      describe({ tag, summary: 'Whether it helped', answer: conversationActed, write: true }),
      once(deps.db),
      guarded,
      jsonBody(ratingBody),
      async (c) => c.json(await rate(deps, c.get('once'), c.req.valid('json'))),
    )
    .post(
      '/complaints/conversation/reopenings',
      describe({ tag, summary: 'Ask that somebody else looks at it again', answer: conversationActed, write: true }),
      once(deps.db),
      guarded,
      jsonBody(reopenBody),
      async (c) => c.json(await reopen(deps, c.get('once'), c.req.valid('json'))),
    )
}
