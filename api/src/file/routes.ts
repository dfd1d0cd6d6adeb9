import { Hono } from 'hono'
import { v7 as uuidv7 } from 'uuid'
import * as v from 'valibot'
import { inTransaction } from '../db/transaction.ts'
import type { Deps, Env } from '../http/context.ts'
import { describe } from '../http/describe.ts'
import { budget } from '../http/network.ts'
import { once, remember } from '../http/once.ts'
import { sealBytes } from '../vault.ts'
import { maxPictureBytes, remakePicture } from './picture.ts'
import { file } from './table.ts'

/** Pictures, before and apart from what they belong to: a lost network then costs one picture, not a form. */
export function fileRoutes(deps: Deps) {
  const { db, vault, files, clock, config } = deps
  const spend = budget(600, config)
  return new Hono<Env>().post(
    '/files',
    describe({
      tag: 'file',
      summary: 'Store one picture (raw image bytes); it is made anew without EXIF',
      answer: v.object({ id: v.string(), width: v.number(), height: v.number() }),
      status: 201,
      write: true,
    }),
    once(db, { maxBytes: maxPictureBytes }),
    async (c) => {
      await spend(c)
      const mine = c.get('once')
      const picture = await remakePicture(Buffer.from(await c.req.arrayBuffer()))
      const { key, wrapped } = vault.newKey()
      const contentHash = await files.put(sealBytes(key, picture.bytes))
      const answer = { id: uuidv7(), width: picture.width, height: picture.height }
      await inTransaction(db, async (tx) => {
        await tx.insert(file).values({
          id: answer.id,
          deviceHash: mine.deviceHash,
          contentHash,
          mime: picture.mime,
          bytes: picture.bytes.length,
          width: picture.width,
          height: picture.height,
          keyWrapped: wrapped,
          applicationId: null,
          countyCode: null,
          createdAt: clock.now(),
        })
        await remember(tx, mine, clock.now(), 201, answer)
      })
      return c.json(answer, 201)
    },
  )
}
