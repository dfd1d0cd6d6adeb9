import type { AxiosInstance, AxiosRequestConfig } from 'axios'
import { answerMark, isMarked } from '@yima/shared/answer-mark'
import { proofHeader, type Challenge } from '@yima/shared/proof/contract'
import { lockedSince, timesOpened } from './desk-lock.ts'
import { deviceKey } from './device.ts'
import { endLocking, isLocking } from './phone-lock.ts'
import { preferences } from './preferences.ts'
import { ProblemError, readProblem } from './problem-error.ts'
import { putAway } from './store-owner.ts'

export { ProblemError } from './problem-error.ts'

export type ReadOptions = {
  params?: Record<string, string | number | boolean | undefined>
  signal?: AbortSignal
  /** Says which phone asks: for what only the phone that sent it may know. */
  asDevice?: boolean
  /** The device key to ask under, where it is not the phone's own. */
  device?: string
  /** In whose place one looks: the id of a person whose mandate one holds. */
  onBehalfOf?: string
  /** A picture and no JSON. */
  picture?: boolean
}
export type WriteOptions = {
  /** The same for every try of one write; kept with the draft. Without it: see unanswered.ts. */
  idempotencyKey?: string
  /** Whose sign-in it was made under; the server takes it under no other. */
  actor?: string
  /** The device key it goes under, where it is not the phone's own. */
  device?: string
  signal?: AbortSignal
  /** 0 to 1, for uploads. */
  onProgress?: (part: number) => void
}

const seconds = 1000
let client: Promise<AxiosInstance> | undefined

// 19 KB that the first page does not need.
function connect(): Promise<AxiosInstance> {
  client ??= import('axios').then(({ default: axios }) =>
    axios.create({ baseURL: '/api', timeout: 20 * seconds, validateStatus: () => true }),
  )
  client.catch(() => {
    client = undefined
  }) // the chunk itself may fail to load; the next call tries again
  return client
}

let ending: Promise<void> | undefined

/** A sign-in that was locked, perhaps without a network, ends before anything else is asked under it. */
async function endLocked(): Promise<void> {
  await putAway()
  const headers = { 'Idempotency-Key': crypto.randomUUID(), 'X-Device-Key': await deviceKey() }
  await ask({ method: 'delete', url: '/sessions/current', headers })
  endLocking()
}

async function send<T>(config: AxiosRequestConfig): Promise<T> {
  if (isLocking()) {
    ending ??= endLocked().finally(() => {
      ending = undefined
    })
    await ending
  }
  return ask<T>(config)
}

/** A refusal without our mark is a guard's or a hotel's; where our own server has broken, its proxy answers with 5xx. */
const isBetween = ({ status, headers }: { status: number; headers: Record<string, unknown> }): boolean =>
  !isMarked(headers[answerMark], undefined) && (status < 500 || status === 511)

async function ask<T>(config: AxiosRequestConfig): Promise<T> {
  const times = timesOpened()
  let answer
  try {
    const axios = await connect()
    answer = await axios.request<unknown>({
      ...config,
      headers: { 'Accept-Language': preferences.language, ...config.headers },
    })
  } catch (error) {
    if (config.signal?.aborted) throw error
    // Only the reason is looked at: the rest of the error holds the request.
    const reason = (error as { code?: string }).code
    throw new ProblemError(reason === 'ECONNABORTED' || reason === 'ETIMEDOUT' ? 'timeout' : 'offline')
  }
  if (answer.status >= 200 && answer.status < 300) {
    const key: unknown = config.headers?.['Idempotency-Key']
    const written = typeof key === 'string' && config.method !== 'get' ? key : undefined
    // Somebody else's 200 would let go of what was written and nobody has it, or stand in the office's place.
    if (!isMarked(answer.headers[answerMark], written))
      throw new ProblemError('intercepted', { status: answer.status })
    return answer.data as T
  }
  const problem = readProblem(answer.status, answer.data, answer.headers['retry-after'] as string | undefined)
  if (problem.code === 'malformed' && isBetween(answer))
    throw new ProblemError('intercepted', { status: answer.status })
  // Whatever asked: from now on nothing of that desk is shown.
  if (problem.code === 'locked') lockedSince(times)
  throw problem
}

/** Work done late counts for nothing: the server then asks again, for as often as this. */
const mostProofs = 3

/** The header that proves the work, or nothing where none is asked for. */
async function prove(challenge: Challenge | null | undefined): Promise<Record<string, string>> {
  if (!challenge) return {}
  try {
    const { solve } = await import('../proof/solve.ts')
    return { [proofHeader]: await solve(challenge) }
  } catch {
    // Not done in time, or its code did not arrive: the same may be sent again later.
    throw new ProblemError('timeout')
  }
}

/**
 * Sends, and where the server asks a stranger for work first, does it and sends the same again:
 * whoever wrote this body, in whatever version of the app, need not know of it.
 */
async function sendProven<T>(config: AxiosRequestConfig, first: Record<string, string>): Promise<T> {
  let proof = first
  for (let left = mostProofs; ; left -= 1) {
    try {
      return await send<T>({ ...config, headers: { ...config.headers, ...proof } })
    } catch (error) {
      if (!(error instanceof ProblemError) || !error.challenge) throw error
      if (left <= 0) throw new ProblemError('timeout')
      proof = await prove(error.challenge)
      const whole = wholeOf(config.url ?? '')
      if (whole) partsProofs.set(whole, proof)
    }
  }
}

/** Work done for a picture is good for all its parts. */
const wholeOf = (path: string): string | undefined => /^\/files\/[^/]+/.exec(path)?.[0]
const partsProofs = new Map<string, Record<string, string>>()

/** A picture sent in vain costs minutes on a slow line: for one we ask before, for a form not. */
async function proofBefore(path: string, body: unknown, headers: AxiosRequestConfig['headers']) {
  const known = partsProofs.get(wholeOf(path) ?? '')
  if (known) return known
  if (!(body instanceof Blob) || !asksBefore.has(path)) return {}
  const { challenge } = await send<{ challenge: Challenge | null }>({
    method: 'get',
    url: '/challenges',
    params: { write: path },
    headers,
  })
  return prove(challenge)
}
const asksBefore = new Set(['/files'])

/** What is answered on the spot is the same write when it is tapped again (unanswered.ts). */
async function write<T>(method: string, path: string, body: unknown, options: WriteOptions): Promise<T> {
  const send = (key: string): Promise<T> => writeOnce(method, path, body, options, key)
  if (options.idempotencyKey !== undefined) return send(options.idempotencyKey)
  const part = await import('./unanswered.ts').catch(() => undefined)
  return part ? part.sendTapped(method, path, body, send) : send(crypto.randomUUID())
}

async function writeOnce<T>(
  method: string,
  path: string,
  body: unknown,
  options: WriteOptions,
  key: string,
): Promise<T> {
  const { onProgress, signal } = options
  const keys = {
    'Idempotency-Key': key,
    'X-Device-Key': options.device ?? (await deviceKey()),
    ...(options.actor === undefined ? {} : { 'X-Actor': options.actor }),
  }
  const config: AxiosRequestConfig = {
    method,
    url: path,
    data: body,
    timeout: 60 * seconds,
    headers: { ...keys, ...(body instanceof Blob ? { 'Content-Type': body.type } : {}) },
    ...(signal ? { signal } : {}),
    ...(onProgress ? { onUploadProgress: (event) => onProgress(event.progress ?? 0) } : {}),
  }
  return sendProven<T>(config, await proofBefore(path, body, keys))
}

/**
 * The only way to the api; paths are below `/api`. Resolves with the body of a 2xx answer, rejects with a
 * `ProblemError` (`offline` and `timeout` included) or, when `signal` aborted, with the abort itself.
 */
export const http = {
  get: async <T>(
    path: string,
    { asDevice = false, device, onBehalfOf, picture = false, ...options }: ReadOptions = {},
  ): Promise<T> => {
    const headers = {
      ...(asDevice ? { 'X-Device-Key': device ?? (await deviceKey()) } : {}),
      ...(onBehalfOf === undefined ? {} : { 'X-On-Behalf-Of': onBehalfOf }),
    }
    return send<T>({ method: 'get', url: path, headers, ...options, ...(picture ? { responseType: 'blob' } : {}) })
  },
  post: <T>(path: string, body?: unknown, options: WriteOptions = {}): Promise<T> =>
    write<T>('post', path, body, options),
  put: <T>(path: string, body?: unknown, options: WriteOptions = {}): Promise<T> =>
    write<T>('put', path, body, options),
  delete: <T>(path: string, options: WriteOptions = {}): Promise<T> =>
    write<T>('delete', path, undefined, options),
}

/** The same as if another phone asked: what goes this way is tied to nothing else that this one sends. */
export const asDevice = (device: string): Pick<typeof http, 'get' | 'post' | 'put'> => ({
  get: (path, options) => http.get(path, { ...options, device }),
  post: (path, body, options) => http.post(path, body, { ...options, device }),
  put: (path, body, options) => http.put(path, body, { ...options, device }),
})
