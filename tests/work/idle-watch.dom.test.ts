import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { deskLocked, lockedSince, timesOpened } from '../../web/src/app/desk-lock.ts'
import { http } from '../../web/src/app/http.ts'
import { watchIdle } from '../../web/src/work/idle-watch.ts'

const minutes = (count: number): number => count * 60_000
const lookedAt = (): boolean => document.dispatchEvent(new Event('visibilitychange'))

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
  vi.spyOn(http, 'post').mockResolvedValue({})
  deskLocked.value = false
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

test('a desk left alone locks, and stays open once its officer is back, however soon somebody looks at the time', () => {
  watchIdle()
  vi.setSystemTime(Date.now() + minutes(16))
  lookedAt()
  expect(deskLocked.value).toBe(true)
  deskLocked.value = false // signed in again
  lookedAt()
  expect(deskLocked.value).toBe(false)
  vi.setSystemTime(Date.now() + minutes(16))
  lookedAt()
  expect(deskLocked.value).toBe(true)
})

test('an answer from before the officer came back locks nothing', () => {
  const asked = timesOpened()
  deskLocked.value = true
  deskLocked.value = false
  lockedSince(asked)
  expect(deskLocked.value).toBe(false)
  lockedSince(timesOpened())
  expect(deskLocked.value).toBe(true)
})
