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

/** The disk takes nothing more until the returned function is called; or nothing more that is `much`. */
function fillDisk(
  much: (sealed: unknown, key: unknown) => boolean = () => true,
  name = 'QuotaExceededError',
): () => void {
  const put = IDBObjectStore.prototype.put
  const full = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
    this: IDBObjectStore,
    value,
    key,
  ) {
    if (much(value, key)) throw new DOMException('full', name)
    return put.call(this, value, key)
  })
  return () => full.mockRestore()
}

/** Why this tab keeps nothing on the phone; undefined while all of it lies there. */
const refusal = async () => (await import('../../web/src/app/store-refusal.ts')).storeRefusal.value

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
    expect(await refusal()).toBe('full')
    expect([await store.recall('a'), await store.recall('b')]).toEqual(['words', 'more'])
    expect(await store.keysKept('')).toEqual(['a', 'b'])
    const known = await stampOf('b')
    room()
    expect(await store.keepTogether([{ key: 'b', value: 'more and more', expected: known }])).toBe(true)
    const other = await tab()
    expect([await other.recall('a'), await other.recall('b')]).toEqual(['words', 'more and more'])
    expect(await refusal()).toBeUndefined()
  })

  it('is known by its name, and a phone that refuses all is not taken for one', async () => {
    const undo = fillDisk(() => true, 'UnknownError')
    await store.keep('a', 'words')
    expect(await refusal()).toBe('refused')
    undo()
    // A request that went down with its transaction says only so; the transaction says why.
    const { refusalOf } = await import('../../web/src/app/store-refusal.ts')
    const why = [new DOMException('', 'AbortError'), new DOMException('', 'QuotaExceededError')]
    expect(refusalOf(why)).toBe('full')
    expect(refusalOf(why.slice(0, 1))).toBe('refused')
  })

  it('is said for as long as anything lies in memory alone, not until one word of many is kept', async () => {
    const room = fillDisk()
    await Promise.all([store.keep('a', 'words'), store.keep('b', 'a picture')])
    room()
    const large = fillDisk((_sealed, key) => key === 'b')
    await store.keep('c', 'small')
    expect(await refusal()).toBe('full')
    large()
    await store.keep('c', 'small again')
    expect(await refusal()).toBeUndefined()
    const other = await tab()
    expect([await other.recall('a'), await other.recall('b')]).toEqual(['words', 'a picture'])
  })

  it('that has room again is no stranger to whoever read the word while it lay in memory', async () => {
    const room = fillDisk()
    await store.keep('a', 'words')
    const known = await stampOf('a')
    room()
    await store.keep('b', 'more')
    expect(await store.keepTogether([{ key: 'a', value: 'words and words', expected: known }])).toBe(true)
  })

  it('is found out at the very first word, and left behind when there is room', async () => {
    const room = fillDisk()
    store = await tab()
    await store.keep('a', 'words')
    expect(await refusal()).toBe('full')
    room()
    await store.keep('b', 'more')
    expect(await refusal()).toBeUndefined()
    expect(await (await tab()).recall('a')).toBe('words')
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
