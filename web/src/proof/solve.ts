import { solveChallengeWorkers } from 'altcha-lib'
import type { Challenge, Proof } from '@yima/shared/proof/contract'
import { ownScript } from '../app/trusted-types.ts'
import { proofText, workOnPage } from './work.ts'
import workerUrl from './worker.ts?worker&url'

/** Built, the worker is a classic script, which every phone knows; only the development server serves modules. */
const kind: WorkerOptions = { type: import.meta.env.DEV ? 'module' : 'classic' }

const workInWorker = (challenge: Challenge): Promise<Proof['solution'] | null> =>
  solveChallengeWorkers({
    challenge,
    // One: the phone stays quick, and nobody notices it at work.
    concurrency: 1,
    createWorker: () => new Worker(ownScript(workerUrl), kind),
  })

/**
 * Does the work and returns the header that proves it. Nobody sees or solves anything. Rejects when
 * it was not done within ninety seconds, or this browser cannot derive keys.
 */
export async function solve(challenge: Challenge): Promise<string> {
  const solution = await workInWorker(challenge).catch(() => workOnPage(challenge))
  if (!solution) throw new Error('not done in time')
  return proofText(challenge, solution)
}
