import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type * as Store from '../../web/src/app/store.ts'

/** Another tab of the same phone: its own program, the same disk. */
const tab = async (): Promise<typeof Store> => {
  vi.resetModules()
  return import('../../web/src/app/store.ts')
}
let store: typeof Store
beforeEach(async () => {
  store = await tab()
  await store.forgetEverything()
})

const stampOf = async (key: string): Promise<string> => (await store.recallStamped(key))?.stamp ?? 'nothing'

/** The disk takes nothing more until the returned function is called. */
function fillDisk(): () => void {
  const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
    throw new DOMException('full', 'QuotaExceededError')
  })
  return () => full.mockRestore()
}

describe('what belongs together', () => {
  it('is kept as a whole or not at all, when another tab was faster with one of it', async () => {
    await store.keep('a', 'first')
    const known = await stampOf('a')
    const other = await tab()
    await other.keep('a', 'of the other tab')
    const changes = [
      { key: 'a', value: 'mine', expected: known },
      { key: 'b', value: 'mine too', expected: 'nothing' },
    ]
    expect(await store.keepTogether(changes)).toBe(false)
    expect([await store.recall('a'), await store.recall('b')]).toEqual(['of the other tab', undefined])
    expect(await store.keepTogether([{ ...changes[0]!, expected: await stampOf('a') }, changes[1]!])).toBe(
      true,
    )
    expect([await other.recall('a'), await other.recall('b')]).toEqual(['mine', 'mine too'])
  })

  it('is not brought back by a tab that still remembers what another has removed', async () => {
    await store.keep('a', 'first')
    const known = await stampOf('a')
    await (await tab()).forget('a')
    expect(await store.keepTogether([{ key: 'a', value: 'again', expected: known }])).toBe(false)
    expect(await store.keysKept('')).toEqual([])
  })

  it('is kept once by two tabs that both find nothing', async () => {
    const other = await tab()
    const stood = await Promise.all([store.keepOnce('key', 'one'), other.keepOnce('key', 'two')])
    expect(new Set(stood).size).toBe(1)
    expect(await store.recall('key')).toBe(stood[0])
  })
})

describe('a full disk', () => {
  it('loses nothing while the app is open, says so, and takes it up again when there is room', async () => {
    await store.keep('a', 'before')
    const room = fillDisk()
    await store.keep('a', 'words')
    expect(await store.keepTogether([{ key: 'b', value: 'more', expected: 'nothing' }])).toBe(true)
    expect(store.storeRefused.value).toBe(true)
    expect([await store.recall('a'), await store.recall('b')]).toEqual(['words', 'more'])
    expect(await store.keysKept('')).toEqual(['a', 'b'])
    const known = await stampOf('b')
    room()
    expect(await store.keepTogether([{ key: 'b', value: 'more and more', expected: known }])).toBe(true)
    const other = await tab()
    expect([await other.recall('a'), await other.recall('b')]).toEqual(['before', 'more and more'])
  })

  it('never puts an old word over what another tab has written since', async () => {
    await store.keep('b', 'there was room once')
    const room = fillDisk()
    await store.keep('a', 'mine, in memory')
    room()
    await (await tab()).keep('a', 'of the other tab')
    expect(await store.recall('a')).toBe('of the other tab')
  })
})

describe('what can no longer be opened', () => {
  it('is still there to be shown and removed, and is nothing to whoever only wants to read', async () => {
    await store.keep('outbox:a', { id: 'a' })
    const broken = vi
      .spyOn(crypto.subtle, 'decrypt')
      .mockRejectedValue(new DOMException('no', 'OperationError'))
    expect(await store.recall('outbox:a')).toBeUndefined()
    const lying = await store.recallStamped('outbox:a')
    expect(lying).toEqual({ stamp: lying?.stamp })
    broken.mockRestore()
    expect(await store.keysKept('outbox:')).toEqual(['outbox:a'])
    const removal = { key: 'outbox:a', value: undefined, expected: lying?.stamp ?? '' }
    expect(await store.keepTogether([removal])).toBe(true)
    expect(await store.keysKept('outbox:')).toEqual([])
  })
})
