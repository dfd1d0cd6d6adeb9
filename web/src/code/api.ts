import type {
  CodeDevice,
  EntitlementCodeAnswer,
  IssuedCard,
  OwnCards,
  OwnCode,
  OwnEntitlements,
  VerifierList,
} from '@yima/shared/code/contract'
import type { CardLossView, NamesakeCards } from '@yima/shared/code/loss'
import { handOver, type Handed } from '../app/hand-over.ts'
import { http } from '../app/http.ts'
import { keep, recall } from '../app/store.ts'
import type { PersonNamed } from '../identity/papers.ts'

/** Good for seconds: the answer that was lost would be a code that is over. */
const eachAnew = (): { idempotencyKey: string } => ({ idempotencyKey: crypto.randomUUID() })

/** A code of one's own, good once. Rejects with `sign-in-needed`, `too-many`, `offline`. */
export const askOwnCode = (): Promise<OwnCode> => http.post<OwnCode>('/me/codes', {}, eachAnew())

/** Lets this phone sign codes: the public half of its key (base64url). */
export const registerDevice = (publicKey: string): Promise<CodeDevice> =>
  http.post<CodeDevice>('/me/code-devices', { publicKey })

export const getCards = (): Promise<OwnCards> => http.get<OwnCards>('/me/cards')
/** A lost card: it is ended by itself as soon as there is a network. */
export const endCard = (id: string): Promise<Handed> =>
  handOver({ kind: 'card-end', path: `/me/cards/${id}`, method: 'delete' })

export const getEntitlements = (): Promise<OwnEntitlements> => http.get<OwnEntitlements>('/me/entitlements')
export const askEntitlementCode = (id: string): Promise<EntitlementCodeAnswer> =>
  http.post<EntitlementCodeAnswer>(`/me/entitlements/${id}/codes`, {}, eachAnew())
export const endEntitlementCodes = (id: string): Promise<Handed> =>
  handOver({ kind: 'status-end', path: `/me/entitlements/${id}/codes`, method: 'delete' })

/** Who stands at the window, as the document says. */
export type Seen = PersonNamed & { seen: true }
/** Asked for again after its answer was lost, also once the page was closed, it is the same card (app/unanswered.ts). */
export const issueCard = (body: Seen & { pin: string | null }): Promise<IssuedCard> =>
  http.post<IssuedCard>('/work/cards', body)
/** With the number printed on it, where namesakes have to be told apart. */
export type HolderSeen = Seen & { cardNumber?: string }
export const revokeCard = (body: HolderSeen): Promise<{ changed: boolean }> =>
  http.post<{ changed: boolean }>('/work/cards/revocation', body)
export const unlockCard = (body: HolderSeen & { pin: string | null }): Promise<{ changed: boolean }> =>
  http.post<{ changed: boolean }>('/work/cards/unlocking', body)

/** Cards of all who bear that name and birthday without papers; each of them can read about the look. */
export const lookForNamesakes = (body: Seen): Promise<NamesakeCards> => http.post('/work/cards/namesakes', body)
/** Which of them is lost. A colleague has to say the same before anything changes. */
export const sayLost = (body: Seen & { card: string; reason: string }): Promise<unknown> =>
  http.post('/work/cards/losses', body)
export const getLosses = async (): Promise<CardLossView[]> =>
  (await http.get<{ losses: CardLossView[] }>('/work/cards/losses')).losses
/** Said by a second officer: the old card is dead, and this is the new one. */
export const replaceLost = (id: string, pin: string | null): Promise<IssuedCard> =>
  http.post<IssuedCard>(`/work/cards/losses/${id}/confirmation`, { seen: true, pin })
export const refuseLost = (id: string, reason: string): Promise<void> =>
  http.post(`/work/cards/losses/${id}/refusal`, { reason })

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
