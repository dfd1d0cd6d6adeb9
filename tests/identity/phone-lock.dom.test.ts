import 'fake-indexeddb/auto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { answerMark } from '@yima/shared/answer-mark'
import type { Session } from '@yima/shared/identity/contract'
import { followSession } from '../../web/src/app/owner-change.ts'
import { isLocking, lockIfLeftAlone, lockMinutes, noteTouch, wantLock } from '../../web/src/app/phone-lock.ts'
import { lockPhone } from '../../web/src/app/phone-lock-watch.ts'
import { http } from '../../web/src/app/http.ts'
import { putAway } from '../../web/src/app/store-owner.ts'
import { findOwner, forgetEverything, keep, recall } from '../../web/src/app/store.ts'

const asked: string[] = []
let network = true

/** The browser's own way to the server, as far as it is used here. */
class Wire {
  onloadend: (() => void) | null = null
  onerror: ((event: object) => void) | null = null
  status = 200
  responseText = '{}'
  open(method: string, url: string): void {
    asked.push(`${method} ${url}`)
  }
  private key = ''
  setRequestHeader = (name: string, value: string): void => {
    if (name.toLowerCase() === 'idempotency-key') this.key = value
  }
  // As the office answers: with the key of the write said again, or its own word.
  getAllResponseHeaders = (): string =>
    `content-type: application/json\r\n${answerMark}: ${this.key || 'yima'}`
  send(): void {
    setTimeout(() => (network ? this.onloadend?.() : this.onerror?.({})))
  }
}
vi.stubGlobal('XMLHttpRequest', Wire)

const mark = 'grandmother-mark-00001'
const signedIn: Pick<Session, 'resident' | 'revoked'> = {
  resident: { kind: 'resident', phone: '138****8000', mark },
  revoked: { resident: false, officer: false },
}
const go = vi.spyOn(location, 'replace')

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  localStorage.clear()
  asked.length = 0
  network = true
  go.mockReset().mockImplementation(() => undefined)
  vi.spyOn(location, 'reload').mockImplementation(() => undefined)
  document.body.hidden = false
  await forgetEverything()
})
afterEach(() => vi.useRealTimers())

const leaveAlone = (minutes: number): void => {
  vi.setSystemTime(Date.now() + minutes * 60_000)
}

async function live(): Promise<void> {
  wantLock(true)
  noteTouch()
  await followSession(signedIn)
  await keep('draft:application', { words: '老伴瘫了' })
  await keep('track.own', { applications: ['hers'] })
}

describe('a phone that others use too', () => {
  it('shows nothing of its owner once it is locked, and asks nothing under the old sign-in', async () => {
    await live()
    await lockPhone()
    expect(go).toHaveBeenCalledWith('/me')
    await http.get('/me/applications')
    expect(asked).toEqual(['DELETE /api/sessions/current', 'GET /api/me/applications'])
    expect(await recall('draft:application')).toBeUndefined()
    expect(await recall('track.own')).toBeUndefined()
    expect(isLocking()).toBe(false)
  })

  it('locks too when somebody sets its clock back', async () => {
    await live()
    leaveAlone(-600)
    lockIfLeftAlone()
    expect(isLocking()).toBe(true)
  })

  it('has every word again once its owner signs in', async () => {
    await live()
    await lockPhone()
    await http.get('/session')
    await followSession(signedIn)
    expect(await recall('draft:application')).toEqual({ words: '老伴瘫了' })
  })

  it('locked without a network shows nothing, and ends the sign-in before anything else once there is one', async () => {
    await live()
    await lockPhone()
    network = false
    await expect(http.get('/me/applications')).rejects.toMatchObject({ code: 'offline' })
    expect(asked).toEqual(['DELETE /api/sessions/current'])
    expect(await recall('draft:application')).toBeUndefined()
    expect(isLocking()).toBe(true)
    asked.length = 0
    network = true
    await Promise.all([http.get('/me/messages'), http.get('/me/applications')])
    expect(asked[0]).toBe('DELETE /api/sessions/current')
    expect(asked.filter((one) => one.startsWith('DELETE'))).toHaveLength(1)
  })

  it('is locked when it is opened again after it was left alone, and not before', async () => {
    await live()
    leaveAlone(lockMinutes - 1)
    lockIfLeftAlone()
    expect(isLocking()).toBe(false)
    leaveAlone(1)
    lockIfLeftAlone()
    expect(isLocking()).toBe(true)
    await putAway()
    expect(await findOwner()).toBe('')
  })

  it('stays as it is where nobody asked for a lock, or nobody is signed in', async () => {
    await live()
    wantLock(false)
    leaveAlone(60)
    lockIfLeftAlone()
    expect(isLocking()).toBe(false)
    await forgetEverything()
    await lockPhone()
    expect(go).not.toHaveBeenCalled()
  })
})
