import { computed, shallowReactive, shallowReadonly } from 'vue'
import type { OfficerView } from '@yima/shared/identity/contract'
import { deskLocked, setDesk } from '../app/desk-lock.ts'
import { dropEntriesOf, sendNow } from '../app/outbox.ts'
import { actorOfOfficer } from '../app/outbox-order.ts'
import { tellLeft } from '../app/tell-left.ts'
import { shownAtDesk, shownHere } from '../app/last-seen.ts'
import { isUnreached } from '../app/problem-error.ts'
import { readSession, session } from '../app/session.ts'
import { forget, keep, keysKept, recall } from '../app/store.ts'
import { endSession, signInAs } from './api.ts'
import { noteSeen, wasLocked } from './seen.ts'

type State = {
  /** `looking` until the server or, without a network, this device has said who is signed in. */
  status: 'looking' | 'known' | 'failed'
  officer: OfficerView | null
  /** The desk has been shown: what is locked since stays as it is, under the lock. */
  opened: boolean
  error: unknown
}

const keptOfficer = 'work.officer'
/** Where the last list of an officer lies on this device. */
export const keptList = (officer: OfficerView): string => `work.list.${officer.id}`

const state = shallowReactive<State>({
  status: 'looking',
  officer: null,
  opened: false,
  error: undefined,
})
const isDemo = computed(() => session.value?.demo === true)

function know(officer: OfficerView | null, locked = false): void {
  const same = officer !== null && state.officer?.id === officer.id
  setDesk(officer?.id, locked && officer !== null)
  const opened = officer !== null && (!locked || (same && state.opened))
  Object.assign(state, { officer, opened, status: 'known', error: undefined } satisfies State)
  if (officer) void import('./idle-watch.ts').then(({ watchIdle }) => watchIdle()).catch(() => undefined)
}

/** Nothing of what was seen stays on a shared computer. Whoever sits there now has begun to see: their own stays. */
async function clearKept(officer: OfficerView | null | undefined, now?: OfficerView | null): Promise<void> {
  if (officer) await forget(keptList(officer))
  const own = now ? shownAtDesk(now.id, '') : undefined
  for (const key of await keysKept(shownHere)) if (own === undefined || !key.startsWith(own)) await forget(key)
  await forget(keptOfficer)
}

/** Asks who is signed in. Without a network whoever was signed in last still sees the last list. */
async function look(): Promise<void> {
  try {
    const { officer, locked, revoked } = await readSession()
    if (revoked?.officer) await forgetStaff()
    know(officer, locked)
    const before = await recall<OfficerView>(keptOfficer)
    if (before?.id !== officer?.id) await clearKept(before, officer)
    if (officer) await keep(keptOfficer, officer)
  } catch (error) {
    const last = isUnreached(error) ? await recall<OfficerView>(keptOfficer) : undefined
    if (last) return know(last, await wasLocked())
    setDesk(undefined, deskLocked.value)
    Object.assign(state, { officer: null, opened: false, status: 'failed', error } satisfies State)
  }
}

/** Opens a desk that was locked without a network; the server may still ask for a sign-in once it is reached. */
async function openHere(): Promise<void> {
  await noteSeen()
  know(state.officer)
}

/** Ended from another device, because this one may be in wrong hands: nothing of the desk stays here. */
async function forgetStaff(): Promise<void> {
  const last = await recall<OfficerView>(keptOfficer)
  if (last) await dropEntriesOf(actorOfOfficer(last.id))
  for (const of of ['work.', 'oversight.key.']) for (const key of await keysKept(of)) await forget(key)
  // Once: two tabs that both hear of it must not open one another anew for ever.
  if (last) tellLeft()
}

/** Every way in ends here: a passkey, the identity service, a link, or a name of the demonstration. */
async function entered(): Promise<void> {
  await noteSeen()
  await look()
  void sendNow() // what this officer did here without a network
  // Streams that ended while the desk was locked begin anew as if somebody had come back to the page.
  document.dispatchEvent(new Event('visibilitychange'))
}

/** In the demonstration one picks who to be. Rejects with a `ProblemError`. */
async function enterDemo(officerId: string): Promise<void> {
  await signInAs(officerId)
  await entered()
}

/** Asks only where no page of the desk did: what an officer left here is shown to nobody else (app/outbox.ts). */
async function lookOnce(): Promise<void> {
  if (state.status === 'looking') await look()
}

/** Signs out; rejects with a `ProblemError` while the server has not heard it. */
async function leave(): Promise<void> {
  await endSession()
  // What was not handed in stays, locked, until its officer comes back; the page has said so.
  const { officer } = state
  if (officer) await import('../visit/kept.ts').then(({ sweepVisits }) => sweepVisits(officer)).catch(() => undefined)
  await clearKept(state.officer)
  tellLeft()
  await look()
}

/** The server no longer knows this session: sign in again. */
async function lapsed(): Promise<void> {
  await clearKept(state.officer)
  know(null)
}

/** Who works at this device: one state for all staff pages. */
export const useOfficer = () => ({
  officer: shallowReadonly(state),
  isDemo,
  look,
  lookOnce,
  entered,
  openHere,
  enterDemo,
  leave,
  lapsed,
})
