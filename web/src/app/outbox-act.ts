import { refusedOf, type OutboxEntry } from './outbox-order.ts'
import { actorHere } from './actor-here.ts'
import { openOutbox, outbox, takeBack, write, type Act, type OutboxProblem, type Word } from './outbox.ts'
import { ProblemError, type ProblemErrorCode } from './problem-error.ts'

export type OwnAct = Pick<Act, 'kind' | 'path' | 'method' | 'body' | 'label' | 'pictures'> & {
  /** What waits on a path that begins so goes before: two acts on one thing arrive as they were done. */
  line?: string
  /** Under which sign-in; a resident's unless said. `none`: its body itself says who they are, signed in or not. */
  side?: 'resident' | 'officer' | 'none'
  /** Whose desk it is, where its page knows: without a network nobody can be asked. */
  actor?: string
}

/** Waits for its turn: neither refused itself nor behind something that is. */
const waits = (entry: OutboxEntry): boolean =>
  entry.answer === undefined && refusedOf(entry, outbox.value) === undefined

function errorOf(problem: OutboxProblem | undefined): ProblemError {
  const { code = 'malformed', ...known } = problem ?? {}
  return new ProblemError(code as ProblemErrorCode, known)
}

const isSame = (entry: OutboxEntry, { path, method, body }: OwnAct): boolean =>
  entry.path === path && entry.method === method && JSON.stringify(entry.body) === JSON.stringify(body)

/**
 * Hands over what somebody does at home or of their own account: received with the answer, or kept on this phone, where
 * it goes by itself. What waits already is not handed over again, unless something else was said of it since. Rejects with a `ProblemError` when it was refused
 * (it is taken back: its form still has everything), or when this phone could not keep it.
 */
export async function handOverHere<T>(act: OwnAct): Promise<Word<T> & { word: 'received' | 'kept' }> {
  await openOutbox()
  const { line, side, actor, ...rest } = act
  const waiting = outbox.value.filter(waits)
  const before = line === undefined ? [] : waiting.filter(({ path }) => path.startsWith(line))
  const last = line === undefined ? waiting.filter((entry) => entry.path === act.path).at(-1) : before.at(-1)
  if (last && isSame(last, act)) return { word: 'kept', problem: undefined }
  const under = side === 'none' ? {} : { actor: actor ?? (await actorHere(side)) }
  const id = crypto.randomUUID()
  const after = before.map((entry) => entry.id)
  const now = await write<T>({ ...rest, id, after, ...under })
  if (now.word === 'received' || now.word === 'kept') return now
  if (now.word === 'refused') await takeBack(id)
  throw errorOf(now.word === 'refused' ? now.problem : undefined)
}
