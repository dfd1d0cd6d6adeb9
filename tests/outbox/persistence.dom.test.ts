import { beforeEach, describe, expect, it, vi } from 'vitest'

const persist = vi.fn<() => Promise<boolean>>()
const room = { quota: 1_000_000_000, usage: 1_000_000 }

/** A visit to the pages on a phone whose browser answers so. */
async function visit() {
  vi.resetModules()
  const storage = { persist, persisted: async () => false, estimate: async () => room }
  vi.stubGlobal('navigator', Object.create(navigator, { storage: { value: storage } }))
  const { askToStay, storageWorry } = await import('../../web/src/app/persistence.ts')
  const { keep } = await import('../../web/src/app/store.ts')
  return { askToStay, storageWorry, keep }
}

beforeEach(() => {
  vi.unstubAllGlobals()
  persist.mockReset()
  room.usage = 1_000_000
})

describe('whether this phone lets stay what was written', () => {
  it('is asked once, and only when somebody has something to lose', async () => {
    persist.mockResolvedValue(true)
    const { askToStay, storageWorry } = await visit()
    expect(persist).not.toHaveBeenCalled()
    await Promise.all([askToStay(), askToStay()])
    expect(persist).toHaveBeenCalledTimes(1)
    expect(storageWorry.value).toBeUndefined()
  })

  it('is said when the phone refuses', async () => {
    persist.mockResolvedValue(false)
    const { askToStay, storageWorry } = await visit()
    await askToStay()
    expect(storageWorry.value).toBe('may-clear')
  })

  it('is said when there is hardly any room left', async () => {
    persist.mockResolvedValue(true)
    room.usage = room.quota - 1_000_000
    const { askToStay, storageWorry } = await visit()
    await askToStay()
    expect(storageWorry.value).toBe('filling')
  })

  it('is said where nothing can be kept at all, as in a private window', async () => {
    const { keep, storageWorry } = await visit()
    await keep('draft', '房子漏雨') // this browser has no place to keep anything
    expect(storageWorry.value).toBe('memory')
    await keep('draft', undefined)
  })

  it.each([
    ['draft-form:ward', '周小雨'],
    ['papers:c1', { photos: {} }],
    ['calculator', { words: '房子漏雨' }],
    ['work.draft.he/work/items/1/drop', '问过本人'],
    ['work.filing.he.v1', { words: '房子漏雨' }],
    ['work.papers.he.v1', { photos: {} }],
  ])('there, nobody closes the page over %s without being asked', async (key, value) => {
    const { keep } = await visit()
    await keep(key, value)
    const leaving = new Event('beforeunload', { cancelable: true })
    dispatchEvent(leaving)
    expect(leaving.defaultPrevented).toBe(true)
    await keep(key, undefined)
  })
})
