import { enableAutoUnmount } from '@vue/test-utils'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { deskLocked, setDesk } from '../../web/src/app/desk-lock.ts'
import { http } from '../../web/src/app/http.ts'
import { outboxBadge, outboxStuck } from '../../web/src/app/outbox-badge.ts'
import { exportOutbox } from '../../web/src/app/outbox-export.ts'
import {
  answerOf, dropEntriesOf, emptyOutbox, enqueue, findEntry, openOutbox, outbox, sealedWork, sendNow, wordOn,
} from '../../web/src/app/outbox.ts'
import { phoneDisk } from '../../web/src/app/outbox-disk.ts'
import { ProblemError } from '../../web/src/app/problem-error.ts'
import { clearOwner } from '../../web/src/app/owner-change.ts'
import { giveTo } from '../../web/src/app/store-owner.ts'
import { forgetEverything, keep, keysKept } from '../../web/src/app/store.ts'
import { loadTexts } from '../../web/src/app/text.ts'
import { open as openAt, settle, text } from '../fixtures/page.ts'

const post = vi.spyOn(http, 'post')
const get = vi.spyOn(http, 'get')
enableAutoUnmount(afterEach)
beforeAll(async () => {
  await import('../../web/src/outbox/OutboxPage.vue')
  await import('../../web/src/work/useOfficer.ts')
}, 60_000)
beforeEach(async () => {
  vi.resetAllMocks()
  post.mockRejectedValue(new ProblemError('offline'))
  get.mockRejectedValue(new ProblemError('offline'))
  setDesk(undefined, false)
  emptyOutbox()
  await forgetEverything()
  await loadTexts(['outbox', 'problem'])
})
afterEach(() => {
  document.body.replaceChildren()
})

const words = '韦奶奶说：屋顶漏雨，没钱修'
const picture = new Blob(['x'], { type: 'image/jpeg' })
/** What the officer wrote down for somebody, with a picture of it. */
const filed = (officer: string) => [
  { id: `p-${officer}`, kind: 'file', path: '/files', blob: picture },
  {
    id: `f-${officer}`,
    kind: 'filing',
    path: '/work/occasions/1/applications',
    body: { words, photos: [answerOf(`p-${officer}`, 'id')] },
    after: [`p-${officer}`],
    actor: `officer:${officer}`,
    label: { officer: '何文静', person: '韦奶奶' },
  },
]
const shown = () => outbox.value.map(({ id }) => id).sort()
/** However slow the machine is: as long as the test itself may take. */
const patient = { timeout: 15_000 }
/** The page of what waits, once it says this. */
async function page(says: string): Promise<string> {
  const { page: opened } = await openAt('/outbox')
  await settle()
  await vi.waitFor(() => expect(text(opened.element)).toContain(says), patient)
  return text(opened.element)
}

// First of all: only a page that was just opened asks who is at the desk.
describe('a phone that an officer opens without a network', () => {
  const officer = { id: 'he', name: '何文静' }

  it('shows the officer’s things also on a page that is no desk, as long as the desk was not left alone', async () => {
    await keep('work.officer', officer)
    await keep('work.seen', Date.now())
    await enqueue(filed('he'))
    await vi.waitFor(() => expect(shown()).toEqual(['f-he', 'p-he']), patient)
    await page('替人申请：韦奶奶')
  })
})

describe('what an officer did on this phone', () => {
  it('is seen, counted and taken along while that desk is open, and not while it is locked', async () => {
    setDesk('he', false)
    await enqueue(filed('he'))
    expect(shown()).toEqual(['f-he', 'p-he'])
    expect(outboxBadge.value).toMatchObject({ state: expect.stringMatching(/kept|sending/) as string })
    expect(await (await exportOutbox()).text()).toContain('屋顶漏雨')
    deskLocked.value = true
    expect(shown()).toEqual([])
    expect([sealedWork.value, outboxBadge.value, outboxStuck.value]).toEqual([1, undefined, 0])
    expect(await (await exportOutbox()).text()).not.toMatch(/屋顶漏雨|韦奶奶/)
    expect(await page('有1件工作上的事在这部手机上')).not.toMatch(/韦奶奶|替人申请/)
    deskLocked.value = false
    expect(shown()).toEqual(['f-he', 'p-he'])
  })

  it('is sealed when the officer signs out, for a colleague and a resident too, and comes back with the officer', async () => {
    setDesk('he', false)
    await enqueue(filed('he'))
    setDesk(undefined, false)
    expect(shown()).toEqual([])
    await giveTo('resident-mark')
    setDesk('liu', false)
    expect(shown()).toEqual([])
    await enqueue(filed('liu'))
    expect(shown()).toEqual(['f-liu', 'p-liu'])
    // A resident who signs out of this phone takes nothing of the desks along.
    await clearOwner('resident-mark')
    setDesk('he', false)
    expect(shown()).toEqual(['f-he', 'p-he'])
  })

  it('goes its way meanwhile, and whoever handed it over hears of it behind the lock', async () => {
    setDesk('he', false)
    await enqueue(filed('he'))
    deskLocked.value = true
    expect(wordOn('f-he')?.word).toMatch(/kept|sending/)
    get.mockResolvedValue({ resident: null, officer: { id: 'he', name: '何文静' }, demo: true, locked: false })
    const receipt = { id: 'an-answer', receiptNumber: '4831705263186' }
    post.mockResolvedValue(receipt)
    await vi.waitFor(async () => {
      await sendNow()
      expect(findEntry('f-he')?.answer).toEqual(receipt)
    }, patient)
    expect(shown()).toEqual([])
  })

  it('kept by an earlier version bears the mark of a resident or none, and is the officer’s all the same', async () => {
    const at = '2026-03-02T01:00:00.000Z'
    const [file, head] = filed('he').map(({ blob, ...rest }) => ({ after: [], ...rest, at, tries: 0, ...(blob ? { bytes: 1 } : {}) }))
    if (!file || !head) throw new Error('Two entries were made')
    await phoneDisk.commit([
      { id: file.id, stamp: undefined, entry: { ...file, holder: 'resident-mark' }, picture },
      { id: head.id, stamp: undefined, entry: head },
    ])
    await giveTo('resident-mark')
    await openOutbox()
    expect(shown()).toEqual([])
    setDesk('he', false)
    expect(shown()).toEqual(['f-he', 'p-he'])
    await dropEntriesOf('resident-mark')
    expect(shown()).toEqual(['f-he', 'p-he'])
  })
})

it('of a desk that was ended from another device nothing stays, neither what waited', async () => {
  const { useOfficer } = await import('../../web/src/work/useOfficer.ts')
  await keep('work.officer', { id: 'he', name: '何文静' })
  setDesk('he', false)
  await enqueue(filed('he'))
  get.mockResolvedValue({ resident: null, officer: null, demo: false, locked: false, revoked: { resident: false, officer: true } })
  await useOfficer().look()
  expect(await keysKept('outbox:')).toEqual([])
  expect(findEntry('f-he')).toBeUndefined()
})
