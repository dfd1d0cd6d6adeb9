import type * as v from 'valibot'
import type { residentSignIn } from '@yima/shared/identity/contract'
import { http } from '../app/http.ts'

/** Has a six-digit code sent to a phone, each time another. Rejects with `too-many` and the seconds to wait. */
export const askPhoneCode = (phone: string): Promise<unknown> =>
  http.post('/phone-codes', { phone }, { idempotencyKey: crypto.randomUUID() })

/** Gives the code back; the proof is good for one submission or sign-in within the hour. */
export const confirmPhoneCode = (phone: string, code: string): Promise<{ phoneProof: string }> =>
  http.post('/phone-codes/confirm', { phone, code })

/** One phone with one typed ID number, or with the four digits chosen at submission. */
export const signIn = (body: v.InferInput<typeof residentSignIn>, idempotencyKey: string): Promise<unknown> =>
  http.post('/sessions', body, { idempotencyKey })

export const signOut = (): Promise<unknown> => http.delete('/sessions/current')
