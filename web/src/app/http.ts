import type { AxiosInstance, AxiosRequestConfig } from 'axios'
import { deviceKey } from './device.ts'
import { preferences } from './preferences.ts'
import { ProblemError, readProblem } from './problem-error.ts'

export { ProblemError } from './problem-error.ts'

export type ReadOptions = {
  params?: Record<string, string | number | boolean | undefined>
  signal?: AbortSignal
}
export type WriteOptions = {
  /** The same for every try of one write; kept with the draft. Without it each call is a write of its own. */
  idempotencyKey?: string
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

async function send<T>(config: AxiosRequestConfig): Promise<T> {
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
  if (answer.status >= 200 && answer.status < 300) return answer.data as T
  throw readProblem(answer.status, answer.data, answer.headers['retry-after'] as string | undefined)
}

async function write<T>(method: string, path: string, body: unknown, options: WriteOptions): Promise<T> {
  const { onProgress } = options
  return send<T>({
    method,
    url: path,
    data: body,
    timeout: 60 * seconds,
    headers: {
      'Idempotency-Key': options.idempotencyKey ?? crypto.randomUUID(),
      'X-Device-Key': await deviceKey(),
      ...(body instanceof Blob ? { 'Content-Type': body.type } : {}),
    },
    ...(options.signal ? { signal: options.signal } : {}),
    ...(onProgress ? { onUploadProgress: (event) => onProgress(event.progress ?? 0) } : {}),
  })
}

/**
 * The only way to the api; paths are below `/api`. Resolves with the body of a 2xx answer, rejects with a
 * `ProblemError` (`offline` and `timeout` included) or, when `signal` aborted, with the abort itself.
 */
export const http = {
  get: <T>(path: string, options: ReadOptions = {}): Promise<T> =>
    send<T>({ method: 'get', url: path, ...options }),
  post: <T>(path: string, body?: unknown, options: WriteOptions = {}): Promise<T> =>
    write<T>('post', path, body, options),
  put: <T>(path: string, body?: unknown, options: WriteOptions = {}): Promise<T> =>
    write<T>('put', path, body, options),
  delete: <T>(path: string, options: WriteOptions = {}): Promise<T> =>
    write<T>('delete', path, undefined, options),
}
