import 'fake-indexeddb/auto'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { leftKey } from '../../web/src/app/other-tabs.ts'

/** Every tab has its own memory of the one phone; the one opened last is the one that listens here. */
async function openTab() {
  vi.resetModules()
  const [store, owner, latest, tabs, change] = await Promise.all([
    import('../../web/src/app/store.ts'),
    import('../../web/src/app/store-owner.ts'),
    import('../../web/src/app/keep-latest.ts'),
    import('../../web/src/app/other-tabs.ts'),
    import('../../web/src/app/owner-change.ts'),
  ])
  return { ...store, ...owner, ...latest, ...tabs, ...change }
}
const tell = (type: string, what: object): void => {
  dispatchEvent(Object.assign(new Event(type), what))
}
const someoneLeft = (): void => tell('storage', { key: leftKey, newValue: '1' })
const broughtBack = (): void => tell('pageshow', { persisted: true })

const listen = vi.spyOn(globalThis, 'addEventListener')
afterEach(() => {
  for (const [type, heed] of listen.mock.calls) removeEventListener(type, heed as EventListener)
})

let reload: ReturnType<typeof vi.spyOn>
const opensAnew = (times: number) => vi.waitFor(() => expect(reload).toHaveBeenCalledTimes(times))

beforeEach(async () => {
  vi.clearAllMocks()
  await (await openTab()).forgetEverything()
  localStorage.clear()
  document.body.hidden = false
  reload = vi.spyOn(location, 'reload').mockImplementation(() => undefined)
})

it('what an officer has just written in another tab is kept before it opens anew', async () => {
  const desk = await openTab()
  desk.watchLeaving()
  let free = (): void => undefined
  const disk = new Promise<void>((go) => {
    free = go
  })
  const order: string[] = []
  reload.mockImplementation(() => void order.push('anew'))
  desk
    .keepLatest(async () => {
      await disk
      await desk.keep('work.draft.he', { reason: '户口本不清楚' })
      order.push('kept')
    })
    .changed()
  someoneLeft()
  expect(document.body.hidden).toBe(true)
  free()
  await opensAnew(1)
  expect(order).toEqual(['kept', 'anew'])
  expect(await (await openTab()).recall('work.draft.he')).toEqual({ reason: '户口本不清楚' })
})

it('what is being laid down while its writer signs in is theirs, and no draft that nobody finds again', async () => {
  const tab = await openTab()
  const writing = tab.keep('draft:application', { words: '药钱没着落' })
  await Promise.all([tab.giveTo('gran'), writing])
  expect(await tab.recall('draft:application')).toEqual({ words: '药钱没着落' })
  expect(await tab.keysKept('draft')).toEqual(['draft:application'])
})

it('nothing of whoever left comes back onto the phone from a tab that was still writing', async () => {
  const first = await openTab()
  await first.giveTo('gran')
  const second = await openTab()
  second.watchLeaving()
  await second.findOwner()
  await first.clearPresent()
  someoneLeft()
  await opensAnew(1)
  await Promise.all([second.keep('draft:application', { words: '她的话' }), second.keep('work.x', 1)])
  const after = await openTab()
  await after.giveTo('gran')
  expect([await after.recall('draft:application'), await after.recall('work.x')]).toEqual([undefined, 1])
})

it('nothing at all is written onto a phone that was emptied from another tab', async () => {
  const first = await openTab()
  const second = await openTab()
  second.watchLeaving()
  await second.keep('work.x', 1)
  await first.forgetEverything()
  someoneLeft()
  await opensAnew(1)
  await second.keep('work.x', 2)
  expect(await (await openTab()).keysKept('')).toEqual([])
})

it.each([
  ['signed out', 'clearPresent', []],
  ['was followed by somebody else', 'giveTo', ['li']],
  ['locked this phone', 'putAway', []],
] as const)(
  'a page that the browser brings back shows nothing of somebody who %s meanwhile',
  async (_how, act, said) => {
    const another = await openTab()
    await another.giveTo('gran')
    const page = await openTab()
    await page.findOwner()
    page.watchLeaving()
    await (another[act] as (...words: readonly string[]) => Promise<void>)(...said)
    broughtBack()
    expect(document.body.hidden).toBe(true)
    await opensAnew(1)
  },
)

it('a page of the desk that the browser brings back is not shown once its officer has left', async () => {
  ;(await openTab()).watchLeaving()
  localStorage.setItem(leftKey, 'told while the page was frozen')
  broughtBack()
  await opensAnew(1)
})

it('a page that comes back to its own person is shown again as it was', async () => {
  const page = await openTab()
  await page.giveTo('gran')
  page.watchLeaving()
  broughtBack()
  await vi.waitFor(() => expect(document.body.hidden).toBe(false))
  expect(reload).not.toHaveBeenCalled()
})
