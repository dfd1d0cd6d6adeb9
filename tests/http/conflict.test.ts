import { Hono } from 'hono'
import { expect, it } from 'vitest'
import type { Env } from '@yima/api/http/context'
import { problemAnswer } from '@yima/api/http/problem'
import { Problem } from '@yima/shared/problem'

const answerTo = (error: unknown) =>
  new Hono<Env>().onError((thrown, c) => problemAnswer(thrown, c)).get('/', () => { throw error }).request('/')
const inOneMoment = Object.assign(new Error('duplicate key'), { constraint: 'event_pk' })

it('who acts in one moment with another is told to come again as they are, who looked at what is no more is not', async () => {
  const [again, look] = [await answerTo(inOneMoment), await answerTo(new Problem('changed-meanwhile'))]
  expect([again.status, again.headers.get('retry-after')]).toEqual([409, '1'])
  expect([look.status, look.headers.get('retry-after')]).toEqual([409, null])
})
