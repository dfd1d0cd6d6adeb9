import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { ApplicationView } from '@yima/shared/claim/contract'
import { ProblemError } from '../app/http.ts'
import { keepSeen, readSeen, recallSeen } from '../app/last-seen.ts'
import { readSession } from '../app/session.ts'
import { forget } from '../app/store.ts'
import { getOwnApplication, listOwnApplications } from './api.ts'
import { differs, findNews, type News } from './news.ts'
import { settleReceivedPapers } from './papers-on-the-way.ts'

const shelf = 'track.own'

/** Asked of the session first: whoever is nobody here has none, and need not be refused. */
async function readOwn(): Promise<ApplicationView[]> {
  const { resident } = await readSession()
  if (resident === null) throw new ProblemError('sign-in-needed')
  return listOwnApplications()
}

export type OwnApplications = {
  state: Ref<'loading' | 'shown' | 'signed-out'>
  applications: ShallowRef<readonly ApplicationView[]>
  /** Why the newest could not be fetched. */
  error: ShallowRef<ProblemError | undefined>
  /** When what is shown was fetched, if it is not the newest. */
  since: Ref<string | undefined>
  load: () => Promise<void>
  /** What a look found that had not been there; undefined when it has been seen. */
  news: ShallowRef<News | undefined>
  /** Looks again without a word: what cannot be fetched now leaves everything as it is. Never rejects. */
  look: () => Promise<void>
  /** Takes over an application as a write returned it. */
  renew: (application: ApplicationView) => void
}

/** All own applications of this session; the last ones seen stay on the phone, encrypted, until sign-out. */
export function useOwnApplications(): OwnApplications {
  const state = ref<'loading' | 'shown' | 'signed-out'>('loading')
  const applications = shallowRef<readonly ApplicationView[]>([])
  const error = shallowRef<ProblemError>()
  const since = ref<string>()
  const news = shallowRef<News>()

  function show(list: readonly ApplicationView[], at?: string): void {
    applications.value = list
    since.value = at
    state.value = 'shown'
  }

  async function signedOut(): Promise<void> {
    applications.value = []
    state.value = 'signed-out'
    await forget(shelf) // the next person on this phone must not find them
  }

  async function load(): Promise<void> {
    error.value = undefined
    try {
      const seen = await readSeen(shelf, readOwn)
      show(seen.value, seen.since)
      error.value = seen.error
      if (!seen.error) await settleReceivedPapers()
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      if (problem.code === 'sign-in-needed') return await signedOut()
      error.value = problem
      state.value = 'signed-out'
    }
  }

  async function look(): Promise<void> {
    const before = applications.value
    try {
      const list = await listOwnApplications()
      // A write was answered while we looked; what it changed is told anew.
      if (applications.value !== before) return
      error.value = undefined
      news.value = findNews(before, list) ?? news.value
      if (since.value === undefined && !differs(before, list)) return
      show(list)
      await settleReceivedPapers()
      await keepSeen(shelf, list)
    } catch (problem) {
      if (!(problem instanceof ProblemError)) throw problem
      if (problem.code === 'sign-in-needed') await signedOut()
    }
  }

  function renew(application: ApplicationView): void {
    applications.value = applications.value.map((one) => (one.id === application.id ? application : one))
  }

  return { state, applications, error, since, news, load, look, renew }
}

/** What this phone keeps of one's own applications goes with the session. */
export const forgetOwnApplications = (): Promise<void> => forget(shelf)

/** One of one's own applications, or as this phone saw it last. Rejects when neither is there. */
export async function findOwnApplication(id: string): Promise<ApplicationView> {
  try {
    return await getOwnApplication(id)
  } catch (problem) {
    if (problem instanceof ProblemError && problem.code === 'sign-in-needed') await forget(shelf)
    const kept = await recallSeen<ApplicationView[]>(shelf)
    const known = kept?.value.find((one) => one.id === id)
    if (known === undefined) throw problem
    return known
  }
}
