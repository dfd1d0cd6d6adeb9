import { afterEach, expect, it, vi } from 'vitest'
import { firstDay } from '@yima/shared/calendar/first-day'
import { today } from '../../web/src/app/session.ts'
import { lacksToSend, writesOf } from '../../web/src/application/submission.ts'
import { finished } from '../application/draft.ts'

afterEach(() => {
  vi.useRealTimers()
})

it.each([
  ['1970-01-01', firstDay],
  ['2099-12-31', '2099-12-31'],
])('a phone whose clock stands at %s can still check, sign and hand over a form', (clock, day) => {
  vi.useFakeTimers({ now: new Date(`${clock}T12:00:00+08:00`) })
  expect(today()).toBe(day)
  expect(lacksToSend(finished(), today())).toEqual([])
  const body = writesOf(finished(), 'application', today()).at(-1)?.body
  expect(body).toMatchObject({ consent: { commitment: 'commitment-1', authorisation: 'authorisation-1' } })
})
