import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2'
import type { Challenge, Proof } from '@yima/shared/proof/contract'

type Solution = Proof['solution']

/** The work where there is no worker: the browser derives beside the page, which has its turn between any two tries. */
export const workOnPage = (challenge: Challenge): Promise<Solution | null> =>
  solveChallenge({ challenge, deriveKey })

const base64url = (text: string): string =>
  btoa(text).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '')

/** The header that proves the work. */
export const proofText = (challenge: Challenge, { counter, derivedKey }: Solution): string =>
  base64url(JSON.stringify({ challenge, solution: { counter, derivedKey } } satisfies Proof))
