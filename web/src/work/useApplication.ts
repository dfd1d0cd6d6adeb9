import { inject, provide, shallowReactive, shallowReadonly, type InjectionKey } from 'vue'
import type { WorkApplication } from '@yima/shared/work/contract'
import { ProblemError } from '../app/problem-error.ts'
import { acknowledge, getApplication } from './api.ts'
import { useDesk } from './desk.ts'
import { useOfficer } from './useOfficer.ts'

type State = {
  application: WorkApplication | undefined
  /** Why it could not be fetched. */
  error: unknown
  /** Name of the write that is on its way. */
  busy: string | undefined
  /** What was just done, as a sentence. */
  done: string
  /** A write came too late (409): why, and what is allowed instead. */
  late: { title: string; allowed: readonly string[] } | undefined
}

/** What became of a write; `refused` carries the fields to mend (422) or why nothing was sent. */
export type Outcome = { ok: true } | { ok: false; late: boolean; refused: ProblemError }

type Write = {
  /** Tells writes apart, so that each keeps its own key. */
  name: string
  body: unknown
  send: (idempotencyKey: string) => Promise<WorkApplication>
  done: string
}

const isLate = (error: unknown): error is ProblemError =>
  error instanceof ProblemError && error.status === 409

/** One request on the desk: fetched once (every fetch is a logged look), changed by writes alone. */
export function useApplication(id: string) {
  const { refreshList } = useDesk()
  const { lapsed } = useOfficer()
  const state = shallowReactive<State>({
    application: undefined,
    error: undefined,
    busy: undefined,
    done: '',
    late: undefined,
  })
  const keys = new Map<string, { body: string; key: string }>()

  /** The same write tried again keeps its key; another text is another write. */
  function keyFor(name: string, content: unknown): string {
    const body = JSON.stringify(content)
    const known = keys.get(name)
    if (known?.body === body) return known.key
    const key = crypto.randomUUID()
    keys.set(name, { body, key })
    return key
  }

  async function load(): Promise<void> {
    try {
      Object.assign(state, { application: await getApplication(id), error: undefined })
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'sign-in-needed') return lapsed()
      state.error = error
    }
  }

  async function refused(error: unknown): Promise<Outcome> {
    if (!(error instanceof ProblemError)) throw error
    if (error.code === 'sign-in-needed') await lapsed()
    if (isLate(error)) {
      await load()
      state.late = { title: error.title, allowed: error.allowed }
    }
    return { ok: false, late: isLate(error), refused: error }
  }

  async function write({ name, body, send, done }: Write): Promise<Outcome> {
    Object.assign(state, { busy: name, done: '', late: undefined })
    try {
      state.application = await send(keyFor(name, body))
      state.done = done
      keys.delete(name)
      void refreshList()
      return { ok: true }
    } catch (error) {
      return await refused(error)
    } finally {
      state.busy = undefined
    }
  }

  async function answerCall(done: string): Promise<Outcome> {
    const send = async (): Promise<WorkApplication> => {
      await acknowledge(id)
      return getApplication(id)
    }
    return write({ name: 'call', body: {}, send, done })
  }

  /** Takes back what was said of the last write, before the next one begins. */
  function hush(): void {
    Object.assign(state, { done: '', late: undefined })
  }

  const request = { state: shallowReadonly(state), load, write, answerCall, hush }
  provide(requestKey, request)
  return request
}

export type Request = {
  state: Readonly<State>
  load: () => Promise<void>
  write: (write: Write) => Promise<Outcome>
  answerCall: (done: string) => Promise<Outcome>
  hush: () => void
}
const requestKey: InjectionKey<Request> = Symbol('request')

/** The request the surrounding page shows; throws outside of it. */
export function useRequest(): Request & { application: WorkApplication } {
  const request = inject(requestKey)
  if (!request) throw new Error('no request around this part')
  return {
    ...request,
    get application(): WorkApplication {
      if (!request.state.application) throw new Error('the request is not there yet')
      return request.state.application
    },
  }
}
