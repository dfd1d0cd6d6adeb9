import { computed, onBeforeUnmount, onMounted, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import type { OwnCode } from '@yima/shared/code/contract'
import { codeSeconds } from '@yima/shared/code/limits'
import { codeAddress } from '@yima/shared/code/write'
import { whenIdle } from '../app/later.ts'
import { ProblemError } from '../app/problem-error.ts'
import { getSession, readSession, session } from '../app/session.ts'
import { askOwnCode } from './api.ts'
import { findDevice, forgetDevice, readyDevice, signCode, type KeptDevice } from './device-key.ts'

type Shown = { address: string; until: number; offline: boolean }
type Number = { digits: string; until: number }
export type OwnCodeState = 'looking' | 'signed-out' | 'shown' | 'renewing' | 'unable'

/** Seconds before its end at which the next code is asked for, so that there is no gap on a slow line. */
const ahead = 10
/** A number is changed while this much of it is left: whoever has begun to read it aloud can finish. */
const restOfNumber = 60

const isAway = (error: unknown): boolean =>
  error instanceof ProblemError && error.code !== 'sign-in-needed' && error.code !== 'too-many'

/**
 * The code on the screen: fetched ahead, changed every thirty seconds, never shown after its time; without a network
 * signed by this phone. `enter` after signing in, `renew` once it was scanned.
 */
export function useOwnCode(): {
  state: ComputedRef<OwnCodeState>
  shown: Ref<Shown | undefined>
  number: Ref<string | undefined>
  name: Ref<string>
  seconds: Ref<number>
  enter: () => Promise<void>
  renew: () => Promise<void>
} {
  const signedOut = ref(false)
  const unable = ref(false)
  const shown = shallowRef<Shown>()
  const next = shallowRef<{ code: Shown; number: Number }>()
  const spoken = shallowRef<Number>()
  const name = ref('')
  const seconds = ref(0)
  let asking = false
  let ticker: ReturnType<typeof setInterval> | undefined

  function take(own: OwnCode): void {
    const now = Date.now()
    const code = {
      address: codeAddress(location.origin, own.text),
      until: now + own.shownFor * 1000,
      offline: false,
    }
    next.value = { code, number: { digits: own.number, until: now + own.numberFor * 1000 } }
    if (own.name !== '') name.value = own.name
    unable.value = false
    const mark = session.value?.resident?.mark
    const ready = { ahead: Date.parse(own.now) - now, name: name.value }
    if (mark) whenIdle(() => readyDevice(mark, ready))
  }

  /**
   * What this phone signs is taken within five minutes of the right time. Beyond that no number helps that it could
   * make up alone. By its clock: that very clock is wrong. By a count or from a supply fetched before: it would be good
   * for as long as the phone may be away, so that a screenshot, or ten digits overheard, stood for somebody for hours;
   * and with a few alive for everybody in the county, an officer who guesses meets somebody’s within a day, where now
   * it takes years. Long enough to say whose it is and to prove it, nobody reads it aloud. So the number that the server
   * made stays until the server takes it no more, and then the page says what helps: the paper card, or name and document.
   */
  async function showSigned(device: KeptDevice | undefined): Promise<void> {
    const text = device && (await signCode(device))
    unable.value = text === undefined
    if (!device || text === undefined) return
    name.value = device.name
    const until = Date.now() + codeSeconds * 1000
    shown.value = { address: codeAddress(location.origin, text), until, offline: true }
  }

  async function refused(error: unknown): Promise<void> {
    if (error instanceof ProblemError && error.code === 'sign-in-needed') {
      shown.value = undefined
      signedOut.value = true
      await forgetDevice()
      void readSession().catch(() => undefined)
    } else if (isAway(error) && (shown.value?.until ?? 0) <= Date.now()) await showSigned(await findDevice())
  }

  async function ask(): Promise<void> {
    if (asking) return
    asking = true
    try {
      take(await askOwnCode())
    } catch (error) {
      await refused(error)
    } finally {
      asking = false
    }
    show()
  }

  /** Puts the code that waits on the screen once the one before has had its time, or was signed by the phone. */
  function show(): void {
    const now = Date.now()
    const waiting = next.value
    const over = shown.value === undefined || shown.value.until <= now || shown.value.offline
    if (waiting && waiting.code.until > now && over) {
      // Its time begins when it is seen: the server takes it a little longer than it is shown.
      shown.value = {
        ...waiting.code,
        until: Math.min(now + codeSeconds * 1000, waiting.code.until + ahead * 1000),
      }
      if ((spoken.value?.until ?? 0) - now < restOfNumber * 1000) spoken.value = waiting.number
      next.value = undefined
    }
    if (shown.value && shown.value.until <= now) shown.value = undefined
    if (spoken.value && spoken.value.until <= now) spoken.value = undefined
    seconds.value = shown.value ? Math.max(0, Math.ceil((shown.value.until - now) / 1000)) : 0
  }

  function tick(): void {
    if (document.hidden || signedOut.value) return
    show()
    if (!next.value && seconds.value <= ahead) void ask()
  }

  async function enter(): Promise<void> {
    signedOut.value = false
    await readSession().catch(() => undefined)
    await ask()
  }

  async function renew(): Promise<void> {
    await ask()
    shown.value = undefined
    spoken.value = undefined
    show()
  }

  onMounted(async () => {
    const heard = await getSession().catch(() => undefined)
    if (heard && !heard.resident) signedOut.value = true
    else await ask()
    ticker = setInterval(tick, 1000)
    document.addEventListener('visibilitychange', tick)
    addEventListener('online', tick)
  })
  onBeforeUnmount(() => {
    clearInterval(ticker)
    document.removeEventListener('visibilitychange', tick)
    removeEventListener('online', tick)
  })

  const state = computed<OwnCodeState>(() => {
    if (signedOut.value) return 'signed-out'
    if (shown.value) return 'shown'
    if (unable.value) return 'unable'
    return name.value === '' && spoken.value === undefined ? 'looking' : 'renewing'
  })
  return { state, shown, number: computed(() => spoken.value?.digits), name, seconds, enter, renew }
}
