import type {
  CodeDevice,
  EntitlementCodeAnswer,
  IssuedCard,
  OwnCards,
  OwnCode,
  OwnEntitlements,
  VerifierList,
} from '@yima/shared/code/contract'
import { http } from '../app/http.ts'
import { keep, recall } from '../app/store.ts'
import type { PersonNamed } from '../identity/papers.ts'

/** A code of one's own, good once. Rejects with `sign-in-needed`, `too-many`, `offline`. */
export const askOwnCode = (): Promise<OwnCode> => http.post<OwnCode>('/me/codes', {})

/** Lets this phone sign codes: the public half of its key (base64url). */
export const registerDevice = (publicKey: string): Promise<CodeDevice> =>
  http.post<CodeDevice>('/me/code-devices', { publicKey })

export const getCards = (): Promise<OwnCards> => http.get<OwnCards>('/me/cards')
export const endCard = (id: string): Promise<void> => http.delete(`/me/cards/${id}`)

export const getEntitlements = (): Promise<OwnEntitlements> => http.get<OwnEntitlements>('/me/entitlements')
export const askEntitlementCode = (id: string): Promise<EntitlementCodeAnswer> =>
  http.post<EntitlementCodeAnswer>(`/me/entitlements/${id}/codes`, {})
export const endEntitlementCodes = (id: string): Promise<void> => http.delete(`/me/entitlements/${id}/codes`)

/** Who stands at the window, as the document says. */
export type Seen = PersonNamed & { seen: true }
/** The same key for every try of one card: a lost answer makes no second one. */
export const issueCard = (body: Seen & { pin: string | null }, idempotencyKey: string): Promise<IssuedCard> =>
  http.post<IssuedCard>('/work/cards', body, { idempotencyKey })
/** With the number printed on it, where namesakes have to be told apart. */
export type HolderSeen = Seen & { cardNumber?: string }
export const revokeCard = (body: HolderSeen): Promise<{ changed: boolean }> =>
  http.post<{ changed: boolean }>('/work/cards/revocation', body)
export const unlockCard = (body: HolderSeen & { pin: string | null }): Promise<{ changed: boolean }> =>
  http.post<{ changed: boolean }>('/work/cards/unlocking', body)

const listKey = 'verifier-list'
/** What is needed to check statuses: the newest list, or the last one this device has heard of. */
export async function getVerifierList(): Promise<VerifierList | undefined> {
  try {
    const list = await http.get<VerifierList>('/codes/keys')
    void keep(listKey, list)
    return list
  } catch {
    return recall<VerifierList>(listKey)
  }
}
