import { readonly, shallowReactive } from 'vue'
import type { OfficerView } from '@yima/shared/identity/contract'
import { ProblemError } from '../app/problem-error.ts'
import { forget, keep, recall } from '../app/store.ts'
import { endSession, getSession, signInAs } from './api.ts'

type Officer = {
  /** `looking` until the server or, without a network, this device has said who is signed in. */
  status: 'looking' | 'known' | 'failed'
  officer: OfficerView | null
  demo: boolean
  error: unknown
}

const keptOfficer = 'work.officer'
/** Where the last list of an officer lies on this device. */
export const keptList = (officer: OfficerView): string => `work.list.${officer.id}`

const state = shallowReactive<Officer>({ status: 'looking', officer: null, demo: false, error: undefined })

const hasNoNetwork = (error: unknown): boolean =>
  error instanceof ProblemError && (error.code === 'offline' || error.code === 'timeout')

function know(officer: OfficerView | null): void {
  state.officer = officer
  state.status = 'known'
  state.error = undefined
}

/** Asks who is signed in. Without a network whoever was signed in last still sees the last list. */
async function look(): Promise<void> {
  try {
    const session = await getSession()
    state.demo = session.demo
    know(session.officer)
    await (session.officer ? keep(keptOfficer, session.officer) : forget(keptOfficer))
  } catch (error) {
    const last = hasNoNetwork(error) ? await recall<OfficerView>(keptOfficer) : undefined
    if (last) return know(last)
    state.status = 'failed'
    state.error = error
  }
}

/** The one way in today; OpenID Connect and passkeys end here too, with an officer. */
async function enterDemo(officerId: string): Promise<void> {
  const officer = await signInAs(officerId)
  await keep(keptOfficer, officer)
  know(officer)
}

/** Nothing of what was seen stays on a shared computer. */
async function clearKept(): Promise<void> {
  if (state.officer) await forget(keptList(state.officer))
  await forget(keptOfficer)
}

async function leave(): Promise<void> {
  await endSession()
  await clearKept()
  know(null)
}

/** The server no longer knows this session: sign in again. */
async function lapsed(): Promise<void> {
  await clearKept()
  know(null)
}

/** Who works at this device. One state for all staff pages. */
export const useOfficer = () => ({ session: readonly(state), look, enterDemo, leave, lapsed })
