import { computed, shallowReactive, shallowReadonly } from 'vue'
import type { OfficerView } from '@yima/shared/identity/contract'
import { sendNow } from '../app/outbox.ts'
import { ProblemError } from '../app/problem-error.ts'
import { readSession, session } from '../app/session.ts'
import { forget, keep, recall } from '../app/store.ts'
import { endSession, signInAs } from './api.ts'

type State = {
  /** `looking` until the server or, without a network, this device has said who is signed in. */
  status: 'looking' | 'known' | 'failed'
  officer: OfficerView | null
  error: unknown
}

const keptOfficer = 'work.officer'
/** Where the last list of an officer lies on this device. */
export const keptList = (officer: OfficerView): string => `work.list.${officer.id}`

const state = shallowReactive<State>({ status: 'looking', officer: null, error: undefined })
const isDemo = computed(() => session.value?.demo === true)

const hasNoNetwork = (error: unknown): boolean =>
  error instanceof ProblemError && (error.code === 'offline' || error.code === 'timeout')

function know(officer: OfficerView | null): void {
  Object.assign(state, { officer, status: 'known', error: undefined } satisfies State)
}

/** Nothing of what was seen stays on a shared computer. */
async function clearKept(officer: OfficerView | null | undefined): Promise<void> {
  if (officer) await forget(keptList(officer))
  await forget(keptOfficer)
}

/** Asks who is signed in. Without a network whoever was signed in last still sees the last list. */
async function look(): Promise<void> {
  try {
    const { officer } = await readSession()
    know(officer)
    if (officer) await keep(keptOfficer, officer)
    else await clearKept(await recall<OfficerView>(keptOfficer))
  } catch (error) {
    const last = hasNoNetwork(error) ? await recall<OfficerView>(keptOfficer) : undefined
    if (last) return know(last)
    Object.assign(state, { officer: null, status: 'failed', error } satisfies State)
  }
}

/** The one way in today; OpenID Connect and passkeys will end here too. Rejects with a `ProblemError`. */
async function enterDemo(officerId: string): Promise<void> {
  await signInAs(officerId)
  await look()
  void sendNow() // what this officer did here without a network
}

/** Signs out; rejects with a `ProblemError` while the server has not heard it. */
async function leave(): Promise<void> {
  await endSession()
  await clearKept(state.officer)
  await look()
}

/** The server no longer knows this session: sign in again. */
async function lapsed(): Promise<void> {
  await clearKept(state.officer)
  know(null)
}

/** Who works at this device: one state for all staff pages. */
export const useOfficer = () => ({ officer: shallowReadonly(state), isDemo, look, enterDemo, leave, lapsed })
