import 'fake-indexeddb/auto'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { watch } from 'vue'
import type { Session } from '@yima/shared/identity/contract'
import { forgetDeviceKey } from '../../web/src/app/device.ts'
import { clearPresent, followSession } from '../../web/src/app/owner-change.ts'
import { keepLatest } from '../../web/src/app/keep-latest.ts'
import { watchLeaving } from '../../web/src/app/other-tabs.ts'
import { emptyOutbox, enqueue, openOutbox, outbox } from '../../web/src/app/outbox.ts'
import { forgetEverything, keep, keysKept, layOnly, recall } from '../../web/src/app/store.ts'

vi.mock('../../web/src/app/http.ts', async (original) => ({
  ...(await original<Record<string, unknown>>()),
  http: { post: () => new Promise(() => undefined), get: () => new Promise(() => undefined) },
}))

const signedIn = (mark: string): Pick<Session, 'resident' | 'revoked'> => ({
  resident: { kind: 'resident', phone: '138****8000', mark },
  revoked: { resident: false, officer: false },
})
const grandmother = 'grandmother-mark-00001'
const neighbour = 'neighbours-mark-000002'

beforeEach(async () => {
  vi.restoreAllMocks()
  emptyOutbox()
  isOpenedAnew()
  await forgetEverything()
  forgetDeviceKey()
  vi.spyOn(location, 'reload').mockImplementation(isOpenedAnew)
})

/** Until it is opened anew, a page lives on for a moment. */
const livesOn = (): void => void vi.mocked(location.reload).mockImplementation(() => undefined)

/** A page that was opened anew is covered no more and may lay down everything. */
function isOpenedAnew(): void {
  layOnly(() => true)
  document.body.hidden = false
}

/** Everything that somebody leaves on a phone in a day. */
async function live(): Promise<void> {
  await keep('draft:application', { words: '老伴瘫了' })
  await keep('draft-picture:1', { picture: true })
  await keep('track.own', { applications: ['hers'] })
  await keep('receipt:7', { submitted: { id: '7' } })
  await keep('papers:1:2', { files: [] })
  await keep('calculator', { trail: [1] })
  await enqueue([{ id: 'hers', kind: 'withdrawal', path: '/me/applications/1/withdrawal', body: { reason: '她的话' }, actor: `resident:${grandmother}` }])
}
const left = ['draft:application', 'draft-picture:1', 'track.own', 'receipt:7', 'papers:1:2', 'calculator']
const found = async (): Promise<string[]> => {
  const all = await Promise.all(left.map(async (key) => ((await recall(key)) === undefined ? [] : [key])))
  return all.flat()
}

describe('a phone that several people share', () => {
  it('shows the next one nothing of the one before: no draft, no progress, no receipt, nothing that waits', async () => {
    await followSession(signedIn(grandmother))
    await live()
    await followSession(signedIn(neighbour))
    expect(await found()).toEqual([])
    expect(await keysKept('receipt:')).toEqual([])
    await openOutbox()
    expect(outbox.value).toEqual([])
    expect(location.reload).toHaveBeenCalledTimes(1)
  })

  it('is looked at as often as there is something to see, also by a page that looks whenever something changed', async () => {
    await followSession(signedIn(grandmother))
    await live()
    let looks = 0
    const stop = watch(outbox, () => {
      looks += 1
      if (looks < 50) void openOutbox()
    })
    await openOutbox()
    for (let turn = 0; turn < 100; turn += 1) await Promise.resolve()
    stop()
    expect(looks).toBeLessThan(5)
  })

  it('has everything again when the first one comes back, and the other’s apart from it', async () => {
    await followSession(signedIn(grandmother))
    await live()
    await followSession(signedIn(neighbour))
    await keep('draft:application', { words: '房子漏雨' })
    await followSession(signedIn(grandmother))
    expect(await found()).toEqual(left)
    expect(await recall('draft:application')).toEqual({ words: '老伴瘫了' })
    await openOutbox()
    expect(outbox.value.map(({ id }) => id)).toEqual(['hers'])
    await followSession(signedIn(neighbour))
    expect(await recall('draft:application')).toEqual({ words: '房子漏雨' })
  })

  it('keeps the last words of the one before as theirs, and lets none of them become the next one’s', async () => {
    await followSession(signedIn(grandmother))
    const page = keepLatest(() => keep('draft:application', { words: '老伴瘫了' }))
    livesOn()
    page.changed()
    await followSession(signedIn(neighbour))
    page.changed()
    await page.kept()
    isOpenedAnew()
    expect(await found()).toEqual([])
    await followSession(signedIn(grandmother))
    expect(await recall('draft:application')).toEqual({ words: '老伴瘫了' })
  })

  it('keeps what was begun before signing in for whoever signs in to go on with it', async () => {
    await keep('draft:application', { words: '写在登录前' })
    await followSession(signedIn(grandmother))
    expect(await recall('draft:application')).toEqual({ words: '写在登录前' })
    expect(location.reload).not.toHaveBeenCalled()
    await followSession(signedIn(neighbour))
    expect(await recall('draft:application')).toBeUndefined()
  })

  it('loses no sentence because a sign-in ran out', async () => {
    await followSession(signedIn(grandmother))
    await live()
    await followSession({ resident: null, revoked: { resident: false, officer: false } })
    expect(await found()).toEqual(left)
  })

  it('keeps nothing of whoever signs out, and all that is the phone’s or another’s', async () => {
    await keep('device-key', 'key')
    await followSession(signedIn(neighbour))
    await keep('draft:application', { words: '房子漏雨' })
    await followSession(signedIn(grandmother))
    await live()
    await clearPresent()
    expect(await found()).toEqual([])
    expect(await recall('device-key')).toBe('key')
    await followSession(signedIn(grandmother))
    expect(await found()).toEqual([])
    await openOutbox()
    expect(outbox.value).toEqual([])
    await followSession(signedIn(neighbour))
    expect(await recall('draft:application')).toEqual({ words: '房子漏雨' })
  })

  it('shows nothing of whoever signs out in another tab either, which opens anew at once', async () => {
    await followSession(signedIn(grandmother))
    await live()
    localStorage.clear()
    await clearPresent()
    const said = localStorage.key(0)
    const hears = (key: string | null) => dispatchEvent(Object.assign(new Event('storage'), { key, newValue: '1' }))
    const shown = () => [document.body.hidden, vi.mocked(location.reload).mock.calls.length]
    livesOn()
    watchLeaving()
    hears('something else')
    expect(shown()).toEqual([false, 0])
    hears(said)
    expect(document.body.hidden).toBe(true)
    await vi.waitFor(() => expect(shown()).toEqual([true, 1]))
    document.body.hidden = false
  })

  it('that was stolen is cleared at its next contact, once it was signed out from another', async () => {
    await followSession(signedIn(grandmother))
    await live()
    livesOn()
    await followSession({ resident: null, revoked: { resident: true, officer: false } })
    // Her words still stand in the page, which would lay them down once more on its way out.
    await keep('draft:application', { words: '老伴瘫了' })
    expect(await found()).toEqual([])
    await followSession(signedIn(grandmother))
    expect(await found()).toEqual([])
    await openOutbox()
    expect(outbox.value).toEqual([])
    expect(location.reload).toHaveBeenCalled()
  })
})
