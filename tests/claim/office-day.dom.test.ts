import 'fake-indexeddb/auto'
import { expect, it, vi } from 'vitest'

/** A visit to the pages of this phone: its own program, the same disk. */
async function visit() {
  vi.resetModules()
  const { heedOfficeDay } = await import('../../web/src/app/office-day.ts')
  const { keepSeen, recallSeen } = await import('../../web/src/app/last-seen.ts')
  const { today } = await import('../../web/src/app/session.ts')
  return { heedOfficeDay, keepSeen, recallSeen, today }
}

it('what was seen last counts its days by the office’s day, which the phone’s own may be behind', async () => {
  const online = await visit()
  const phones = online.today()
  online.heedOfficeDay('2199-03-02')
  await online.keepSeen('track.own', ['an application'])
  const offline = await visit()
  expect(offline.today()).toBe(phones)
  expect((await offline.recallSeen('track.own'))?.value).toEqual(['an application'])
  expect(offline.today()).toBe('2199-03-02')
  offline.heedOfficeDay('2020-01-01')
  expect(offline.today()).toBe('2199-03-02')
})
