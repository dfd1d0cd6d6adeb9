import type { AxiosInstance } from 'axios'
import { answerMark, isMarked } from '@yima/shared/answer-mark'
import { proofHeader } from '@yima/shared/proof/contract'
import { preferences } from '../app/preferences.ts'
import { ProblemError, readProblem } from '../app/problem-error.ts'

/*
 * The way to supervisors: a connection of its own, on which no cookie goes along. Whoever is signed in sends the same as whoever
 * is not, and the device calls itself anew each time it opens this page.
 */

const patienceMs = 60_000
const mostProofs = 3
let client: Promise<AxiosInstance> | undefined

function connect(): Promise<AxiosInstance> {
  client ??= import('axios').then(({ default: axios }) =>
    axios.create({ baseURL: '/api', adapter: 'fetch', withCredentials: false, timeout: patienceMs, validateStatus: () => true }),
  )
  client.catch(() => {
    client = undefined
  })
  return client
}

/** 32 bytes by chance in hex: for one report, for one reading, never kept. */
export const chance = (): string =>
  [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, '0')).join('')

type Headers = Record<string, string>

async function ask<T>(method: 'post' | 'put', url: string, data: unknown, headers: Headers): Promise<T> {
  const answer = await connect()
    .then((axios) => axios.request<unknown>({ method, url, data, headers: { 'Accept-Language': preferences.language, ...headers } }))
    .catch((error: unknown) => {
      const reason = (error as { code?: string }).code
      throw new ProblemError(reason === 'ECONNABORTED' || reason === 'ETIMEDOUT' ? 'timeout' : 'offline')
    })
  const key = headers['Idempotency-Key']
  if (answer.status >= 200 && answer.status < 300) {
    if (!isMarked(answer.headers[answerMark], key)) throw new ProblemError('intercepted', { status: answer.status })
    return answer.data as T
  }
  throw readProblem(answer.status, answer.data, answer.headers['retry-after'] as string | undefined)
}

/** Work done for evidence is good for all its parts. */
const proofs = new Map<string, string>()

/** @param work names what the proof is for */
async function askProven<T>(method: 'post' | 'put', path: string, data: unknown, headers: Headers, work: string): Promise<T> {
  for (let left = mostProofs; ; left -= 1) {
    const proof = proofs.get(work)
    try {
      return await ask<T>(method, path, data, { ...headers, ...(proof ? { [proofHeader]: proof } : {}) })
    } catch (error) {
      if (!(error instanceof ProblemError) || !error.challenge) throw error
      if (left <= 0) throw new ProblemError('timeout')
      const { solve } = await import('../proof/solve.ts')
      const { challenge } = error
      proofs.set(work, await solve(challenge).catch(() => { throw new ProblemError('timeout') }))
    }
  }
}

/** A question has no name of its own, and work that was done for one serves once: each brings what it was asked for itself. */
let questions = 0

/**
 * Asks without writing anything; nothing stands in the address. Where others of the same network tried wrong receipts, the phone
 * does a piece of work for it.
 */
export async function askSafely<T>(path: string, body: unknown): Promise<T> {
  questions += 1
  const work = `question ${String(questions)}`
  return askProven<T>('post', path, body, {}, work).finally(() => proofs.delete(work))
}

/** What is mixed into a receipt with these eight digits. The phone does a piece of work for it, beside the page. */
export const askForSalt = async (handle: string): Promise<string> =>
  (await askProven<{ salt: string }>('post', '/complaints/salts', { handle }, {}, handle)).salt

/** Writes; the same key is the same write, however often a bad line makes it go again. */
export const writeSafely = <T>(path: string, body: unknown, { key, device }: { key: string; device: string }): Promise<T> =>
  askProven<T>('post', path, body, { 'Idempotency-Key': key, 'X-Device-Key': device }, key)

/** One sealed part of evidence. */
export const putPart = (file: string, part: number, sealed: Uint8Array<ArrayBuffer>, device: string): Promise<unknown> =>
  askProven('put', `/complaints/parts/${file}/${part}`, new Blob([sealed]), { 'X-Device-Key': device, 'Content-Type': 'application/octet-stream' }, file)
