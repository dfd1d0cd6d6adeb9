import { createHash } from 'node:crypto'
import { Hono } from 'hono'
import * as v from 'valibot'
import { entityId, regionCode } from '@yima/shared/border'
import {
  boardPhoto,
  noticeQuery,
  postingAgain, postingStop,
  villageNotices as villageAnswer,
  workNotice as workAnswer,
  workNotices as workAnswers,
} from '@yima/shared/notice/contract'
import { pictureAnswer } from '../file/read.ts'
import { jsonBody, pathParam, queryParams } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { budget } from '../http/network.ts'
import { once } from '../http/once.ts'
import { getOfficer } from '../identity/session.ts'
import { done } from '@yima/shared/work/contract'
import { requireWork } from '../work/reach.ts'
import { boardPicture, fileBoard } from './boards.ts'
import { ownLook } from './look.ts'
import { postAgainAtDesk, stopPostingAtDesk } from './stop.ts'
import { villageNotices } from './village.ts'
import { workNotice, workNotices } from './work.ts'

const byId = pathParam(v.object({ id: entityId }))
const byPicture = pathParam(v.object({ id: entityId, fileId: entityId }))

/** Villages that share one address of their mobile network, each looking at its board. */
const perMinute = 600

/** For everybody, one village at a time, for no search engine. */
export function noticeRoutes(deps: Deps) {
  const spend = budget(perMinute, deps.config)
  return new Hono<Env>().get(
    '/notices/:code',
    describe({ tag: 'notice', summary: 'What hangs on the board of a village', answer: villageAnswer }),
    pathParam(v.object({ code: regionCode })),
    queryParams(noticeQuery),
    async (c) => {
      if (c.req.header(ownLook.header) !== ownLook.word) await spend(c)
      const text = JSON.stringify(await villageNotices(deps, c.req.param('code'), c.req.valid('query')))
      const tag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`
      const headers = {
        'cache-control': 'public, no-cache',
        'x-robots-tag': 'noindex, nofollow, noarchive',
        etag: tag,
      }
      if (c.req.header('if-none-match') === tag) return c.body(null, 304, headers)
      return c.body(text, 200, { ...headers, 'content-type': 'application/json' })
    },
  )
}

/** Boards of an own township or village. Stands behind `workRoutes`, which asks for the session. */
export function noticeWorkRoutes(deps: Deps) {
  const describeRead = (summary: string, answer: v.GenericSchema) => describe({ tag: 'notice', summary, answer })
  return new Hono<Env>()
    .get(
      '/work/notices',
      describeRead('Notices that hang in the places of an officer, the nearest end first', workAnswers),
      async (c) => {
        const officer = getOfficer(c)
        requireWork(officer, 'file-board-photo')
        return c.json(await workNotices(deps, officer))
      },
    )
    .get(
      '/work/notices/:id',
      describeRead('One of them with what became of each day', workAnswer),
      byId,
      async (c) => {
        const officer = getOfficer(c)
        requireWork(officer, 'file-board-photo')
        return c.json(await workNotice(deps, officer, c.req.param('id')))
      },
    )
    .get(
      '/work/notices/:id/files/:fileId',
      describe({ tag: 'notice', summary: 'A photo of the board, for whoever looks after it; the look is noted' }),
      byPicture,
      async (c) => {
        const officer = getOfficer(c)
        requireWork(officer, 'file-board-photo')
        const { id, fileId } = c.req.param()
        return pictureAnswer(c, deps, await boardPicture(deps, officer, id, fileId))
      },
    )
    .post(
      '/work/applications/:id/unposting',
      describe({ tag: 'notice', summary: 'Nothing of this request is posted any more, at once, with a reason', answer: done, write: true }),
      byId,
      once(deps.db),
      jsonBody(postingStop),
      async (c) => {
        const officer = getOfficer(c)
        requireWork(officer, 'stop-posting')
        await stopPostingAtDesk(deps, c.get('once'), officer, c.req.param('id'), c.req.valid('json'))
        return c.json({ done: true })
      },
    )
    .post(
      '/work/applications/:id/posting',
      describe({ tag: 'notice', summary: 'It is posted again, its days anew, with a reason', answer: done, write: true }),
      byId,
      once(deps.db),
      jsonBody(postingAgain),
      async (c) => {
        const officer = getOfficer(c)
        requireWork(officer, 'post-again')
        await postAgainAtDesk(deps, c.get('once'), officer, c.req.param('id'), c.req.valid('json'))
        return c.json({ done: true })
      },
    )
    .post(
      '/work/notices/:id/boards',
      describe({ tag: 'notice', summary: 'File a photo of the board in the village', answer: workAnswer, write: true }),
      byId,
      once(deps.db, { again: async (c) => c.json(await workNotice(deps, getOfficer(c), c.req.param('id') ?? '')) }),
      jsonBody(boardPhoto),
      async (c) => {
        const [officer, id] = [getOfficer(c), c.req.param('id')]
        requireWork(officer, 'file-board-photo')
        await fileBoard(deps, c.get('once'), officer, id, c.req.valid('json'))
        return c.json(await workNotice(deps, officer, id))
      },
    )
}
