import { ownScript } from '../app/trusted-types.ts'
import type { Derived } from './derive.ts'
import type { Task } from './tasks.ts'
import workerUrl from './sealing-worker.ts?worker&url'

/** Built, the worker is a classic script, which every phone knows; only the development server serves modules. */
const kind: WorkerOptions = { type: import.meta.env.DEV ? 'module' : 'classic' }

type Waiting = { resolve: (result: never) => void; reject: (error: Error) => void }
type Answer = { id: number; result?: never; failed?: true }
let worker: Worker | undefined
let broken = false
let count = 0
const waiting = new Map<number, Waiting & { task: Task }>()

/** Where no worker comes to life the page does it itself. */
async function onPage(task: Task): Promise<never> {
  const { answer } = await import('./tasks.ts')
  return (await answer(task)) as never
}

function fallBack(): void {
  broken = true
  worker?.terminate()
  worker = undefined
  for (const [id, { task, resolve, reject }] of waiting) {
    waiting.delete(id)
    onPage(task).then(resolve, reject)
  }
}

function start(): Worker {
  const made = new Worker(ownScript(workerUrl), kind)
  made.addEventListener('error', fallBack)
  made.addEventListener('message', ({ data: { id, result, failed } }: MessageEvent<Answer>) => {
    const asked = waiting.get(id)
    waiting.delete(id)
    if (failed) asked?.reject(new Error('could not be sealed or opened'))
    else asked?.resolve(result as never)
  })
  return made
}

function run<Result>(task: Task): Promise<Result> {
  if (broken || typeof Worker === 'undefined') return onPage(task)
  try {
    worker ??= start()
  } catch {
    broken = true
    return onPage(task)
  }
  const to = worker
  return new Promise<Result>((resolve, reject) => {
    count += 1
    waiting.set(count, { resolve: resolve as Waiting['resolve'], reject, task })
    to.postMessage({ id: count, task })
  })
}

/** The reporter's half of a receipt; a second on a cheap phone. */
export const derive = (secret: string, salt: Uint8Array<ArrayBuffer>): Promise<Derived> => run({ type: 'derive', secret, salt })
/** Of a key, for the digits that one reads out and another types; a second, too. */
export const spokenDigest = (text: string): Promise<Uint8Array> => run({ type: 'spoken', text })
/** One part of evidence, sealed to the length that all parts have. */
export const sealPart = (recipient: string, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> => run({ type: 'seal-part', recipient, bytes })
/** Rejects when a part is not what was sealed. */
export const openPart = (identity: string, sealed: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> => run({ type: 'open-part', identity, sealed })
