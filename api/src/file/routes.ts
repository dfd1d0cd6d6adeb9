import { Hono, type MiddlewareHandler } from 'hono'
import * as v from 'valibot'
import { entityId } from '@yima/shared/border'
import { completePicture, partsThere, storedPicture } from '@yima/shared/file/contract'
import { maxPictureBytes, partBytes } from '@yima/shared/file/size'
import { Problem } from '@yima/shared/problem'
import { isReserved } from '../disk.ts'
import { jsonBody, limitBody, pathParam } from '../http/body.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { budget, byteBudget } from '../http/network.ts'
import { deviceOf, once } from '../http/once.ts'
import { Arriving, saidOr } from './arriving.ts'
import { keepPicture } from './keep.ts'
import { completeParts, keepPart, listParts, parsePart } from './parts.ts'

const byId = pathParam(v.object({ id: entityId }))
const byPart = pathParam(v.object({ id: entityId, part: v.string() }))

/**
 * What one network may have kept in an hour: more than a thousand photos as phones send them, and days
 * to fill a small disk, which is then kept for applications and their signatures.
 */
const bytesPerHour = 512 * 1024 ** 2

/**
 * The phone's name for a picture is the key of its completion, too: under another key the same parts would
 * become another picture, as often as somebody likes.
 */
const ownKey: MiddlewareHandler<Env> = async (c, next) => {
  const key = c.req.header('idempotency-key')
  if (key && key !== c.req.param('id')) throw new Problem('key-reused')
  await next()
}

/** Pictures, before and apart from what they belong to: a lost network then costs one picture, not a form. */
export function fileRoutes(deps: Deps) {
  const { db, config } = deps
  const spend = budget(600, config)
  // As many parts as a whole town sends; how much one phone may leave lying is counted apart (parts.ts).
  const spendParts = budget(3000, config)
  const spendBytes = byteBudget(bytesPerHour, config)
  const arriving = new Arriving()
  /** Before a byte of a body is read: afterwards it has cost what it costs. */
  const spendFirst: MiddlewareHandler<Env> = async (c, next) => {
    await spend(c)
    await next()
  }
  /** Of pictures only: they are what fills a disk, and they can wait on the phone. */
  const requireRoom = async () => {
    if (await isReserved(config.dataDir)) throw new Problem('disk-low', [], { retryAfter: 600 })
  }
  return new Hono<Env>()
    .post(
      '/files',
      describe({
        tag: 'file',
        summary: 'Store one picture (raw image bytes); it is made anew without EXIF',
        answer: storedPicture,
        status: 201,
        write: true,
      }),
      spendFirst,
      arriving.hold(saidOr(maxPictureBytes)),
      once(db, { maxBytes: maxPictureBytes }),
      async (c) => {
        const raw = Buffer.from(await c.req.arrayBuffer())
        await spendBytes(c, raw.length)
        // What fits into one part still comes in: a signature, without which no application is received, is never more.
        if (raw.length > partBytes) await requireRoom()
        return c.json(await keepPicture(deps, c.get('once'), raw), 201)
      },
    )
    .put(
      '/files/:id/parts/:part',
      describe({
        tag: 'file',
        summary:
          'One part (raw bytes, 64 KB at most) of a picture; the phone chose its id; from 0, in any order',
        answer: partsThere,
        write: true,
      }),
      byPart,
      arriving.hold(saidOr(partBytes)),
      limitBody(partBytes),
      async (c) => {
        await spendParts(c)
        const device = deviceOf(c)
        const part = parsePart(c.req.param('part'))
        const raw = Buffer.from(await c.req.arrayBuffer())
        await spendBytes(c, raw.length)
        await requireRoom()
        await keepPart(deps, device, c.req.param('id'), part, raw)
        return c.json({ have: [part] })
      },
    )
    .get(
      '/files/:id/parts',
      describe({
        tag: 'file',
        summary: 'Which parts lie here, asked by the phone that sent them',
        answer: partsThere,
      }),
      byId,
      async (c) => {
        await spendParts(c)
        return c.json({ have: await listParts(deps, deviceOf(c), c.req.param('id')) })
      },
    )
    .post(
      '/files/:id',
      describe({
        tag: 'file',
        summary: 'Make the picture of its parts',
        answer: storedPicture,
        status: 201,
        write: true,
      }),
      byId,
      spendFirst,
      once(db),
      ownKey,
      jsonBody(completePicture),
      async (c) => {
        const whole = c.req.valid('json')
        const made = () => completeParts(deps, c.get('once'), c.req.param('id'), whole)
        return c.json(await arriving.during(c, whole.bytes, made), 201)
      },
    )
}
