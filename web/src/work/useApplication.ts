import {
  computed,
  inject,
  provide,
  shallowReactive,
  shallowReadonly,
  watch,
  type ComputedRef,
  type InjectionKey,
} from 'vue'
import type { WorkApplication } from '@yima/shared/work/contract'
import { fieldText } from '../app/field-text.ts'
import type { OutboxEntry, OutboxLabel, OutboxProblem } from '../app/outbox-order.ts'
import { onTheWay, openOutbox, takeBack, wordOn, type Word } from '../app/outbox.ts'
import { ProblemError, type ProblemErrorCode } from '../app/problem-error.ts'
import { keep } from '../app/store.ts'
import { t } from '../app/text.ts'
import { actKey, allowedActs } from '../process/desk-acts.ts'
import { actOf, actsWaiting, draftKey, draftOf, draftPath, handOver, isOfRequest, isWhole, type Written } from './acts.ts'
import { acknowledgement, getApplication, type WorkAct } from './api.ts'
import { useDesk } from './desk.ts'
import { isAcceptedAlready } from './moot.ts'
import { programmeText } from './texts.ts'
import { useOfficer } from './useOfficer.ts'

type State = {
  application: WorkApplication | undefined
  /** Why it could not be fetched. */
  error: unknown
  /** Name of the write that is on its way. */
  busy: string | undefined
  /** What was just done, as a sentence. */
  done: string
  /** An act came too late (409): why, and what is allowed instead. */
  late: { title: string; allowed: readonly string[]; moot: boolean } | undefined
  /** How often an act came back, so that its sheet is opened with what was typed. */
  returned: number
}

/** An act that has not been received: what it is, and which of the two words it has. */
export type Waiting = { id: string; act: string; claim?: string; word: 'kept' | 'sending' }

/**
 * What became of a write. `ok` while it waits, too: it goes by itself, and the page says so. `refused` carries the
 * fields to mend (422) or why nothing was sent.
 */
export type Outcome = { ok: true } | { ok: false; late: boolean; refused: ProblemError }

type Write = {
  /** Tells writes apart while they are on their way. */
  name: string
  act: WorkAct
  /** The sentence for when it has been received. */
  done: string
}

const errorOf = (problem: OutboxProblem | undefined): ProblemError =>
  problem
    ? new ProblemError(problem.code as ProblemErrorCode, { title: problem.title, errors: problem.errors })
    : new ProblemError('malformed')

const tooLate = new Set(['not-allowed-now', 'changed-meanwhile'])

/** It came too late, unless the refusal names what can be mended in the sheet or whose hands must not be in it. */
const isLate = ({ code, errors }: ProblemError): boolean =>
  tooLate.has(code) && errors.every((error) => tooLate.has(error.code))

/** One request on the desk: fetched once (every fetch is a logged look), changed by acts alone. */
export function useApplication(id: string) {
  const { officer, refreshList } = useDesk()
  const { lapsed } = useOfficer()
  const state = shallowReactive<State>({
    application: undefined,
    error: undefined,
    busy: undefined,
    done: '',
    late: undefined,
    returned: 0,
  })
  /** What to say of each act that was seen to wait, once it has been received. */
  const followed = new Map<string, string>()
  /** Acts whose own sheet says what becomes of them. */
  const watched = new Set<string>()
  let running: Promise<Outcome> | undefined
  const entries = computed(() => actsWaiting(id))
  const waiting = computed(() =>
    entries.value.flatMap((entry): Waiting[] => {
      const known = entry.refused ? undefined : actOf(entry)
      const word = onTheWay.value.has(entry.id) ? 'sending' : 'kept'
      return known ? [{ id: entry.id, ...known, word }] : []
    }),
  )

  async function load(): Promise<void> {
    try {
      Object.assign(state, { application: await getApplication(id), error: undefined })
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'sign-in-needed') return lapsed()
      state.error = error
    }
  }

  async function receive(written: Written | undefined, done: string): Promise<void> {
    if (written && isWhole(written)) Object.assign(state, { application: written, error: undefined })
    else await load()
    state.done = done
    void refreshList()
  }

  /** By what is known of it now: somebody works on it. */
  const isAccepted = (claim: string | undefined): boolean =>
    state.application?.claims.some(
      ({ id: one, state: now, process }) => one === claim && now !== 'withdrawn' && (now === 'accepted' || Boolean(process)),
    ) === true

  /** What may be done instead: of the claim the act was about, else of the whole request. */
  function allowedNow(claim: string | undefined): readonly string[] {
    const { application } = state
    const about = application?.claims.find((one) => one.id === claim)
    if (about?.process) return allowedActs(about.process).map(actKey)
    return about?.allowed ?? application?.allowed ?? []
  }

  /** A colleague who was faster is no harm: what was wanted is so. */
  function lateFor(
    act: Pick<WorkAct, 'path' | 'body'>,
    problem: OutboxProblem | undefined,
  ): NonNullable<State['late']> {
    const claim = actOf(act)?.claim
    const faster = problem?.code === 'changed-meanwhile' && act.path.endsWith('/acceptance') && isAccepted(claim)
    const moot = faster || isAcceptedAlready(act, problem)
    const why = fieldText(problem?.errors[0]?.code)
    const title = moot ? t('work.late.accepted') : (why ?? errorOf(problem).title)
    return { title, allowed: allowedNow(claim), moot }
  }

  /** Whom and what an act is about. */
  function aboutOf(act: WorkAct): Omit<OutboxLabel, 'officer'> {
    const { application } = state
    if (application === undefined) return {}
    const claim = actOf(act)?.claim
    const added = (act.body as { programme?: string }).programme
    const programme = application.claims.find(({ id: one }) => one === claim)?.programme ?? added
    const name = programme === undefined ? {} : { programme: programmeText(programme) }
    return { person: application.person.name, ...name }
  }

  async function refused(act: WorkAct, problem: OutboxProblem | undefined): Promise<Outcome> {
    const error = errorOf(problem)
    const late = isLate(error)
    if (late) {
      await load()
      state.late = lateFor(act, problem)
    }
    return { ok: false, late, refused: error }
  }

  async function settle(key: string, act: WorkAct, now: Word<Written>, done: string): Promise<Outcome> {
    switch (now.word) {
      case 'received':
        await receive(now.answer, done)
        return { ok: true }
      case 'refused':
        await takeBack(key)
        return refused(act, now.problem)
      case 'kept':
      case 'sending':
        if (entries.value.some((entry) => entry.id === key)) followed.set(key, done)
        if (now.word === 'kept' && now.problem?.code === 'sign-in-needed') await lapsed()
        return { ok: true }
      default:
        return now satisfies never
    }
  }

  /** The second tap of a double tap learns what became of the first; another act waits for its turn. */
  async function write(next: Write): Promise<Outcome> {
    if (running !== undefined) {
      const before = running
      if (state.busy === next.name) return before
      await before
      return write(next)
    }
    running = writeOne(next).finally(() => {
      running = undefined
    })
    return running
  }

  async function writeOne({ name, act, done }: Write): Promise<Outcome> {
    const key = crypto.randomUUID()
    Object.assign(state, { busy: name, done: '', late: undefined })
    watched.add(key)
    try {
      return await settle(key, act, await handOver(officer, act, key, aboutOf(act)), done)
    } catch {
      return { ok: false, late: false, refused: new ProblemError('malformed') } // this phone could not keep it
    } finally {
      watched.delete(key)
      state.busy = undefined
    }
  }

  /** An act of earlier came back: what was typed lies ready again, the request is shown as it is now. */
  async function giveBack({ id: key, path, body, problem }: OutboxEntry): Promise<void> {
    watched.add(key)
    followed.delete(key)
    const typed = draftOf({ path, body })
    if (typed !== undefined) await keep(draftKey(officer, draftPath({ path, body })), typed)
    await takeBack(key)
    await load()
    Object.assign(state, { late: lateFor({ path, body }, problem), returned: state.returned + 1 })
    watched.delete(key)
  }

  async function follow(): Promise<void> {
    const free = entries.value.filter((entry) => !watched.has(entry.id))
    for (const entry of free) {
      if (watched.has(entry.id)) continue
      if (entry.refused && isOfRequest(entry)) await giveBack(entry)
      else if (!entry.refused && !followed.has(entry.id)) followed.set(entry.id, t('work.act.received'))
    }
    for (const [key, done] of followed) {
      if (entries.value.some((entry) => entry.id === key)) continue
      followed.delete(key)
      const word = wordOn<Written>(key)
      await receive(word?.word === 'received' ? word.answer : undefined, done)
    }
  }
  watch(entries, follow)

  /** Shows the request, and takes up what an earlier visit left behind. */
  async function open(): Promise<void> {
    await openOutbox().catch(() => undefined)
    await load()
    await follow()
  }

  const answerCall = (done: string): Promise<Outcome> =>
    write({ name: 'call', act: acknowledgement(id), done })

  /** Takes back what was said of the last write, before the next one begins. */
  function hush(): void {
    Object.assign(state, { done: '', late: undefined })
  }

  const request = { state: shallowReadonly(state), waiting, load: open, write, answerCall, hush }
  provide(requestKey, request)
  return request
}

export type Request = {
  state: Readonly<State>
  /** Acts that were handed over and not received yet. */
  waiting: ComputedRef<readonly Waiting[]>
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
