import type { WardKind } from '../family/guardianship.ts'
import type { SourceId } from '../verification/sources.ts'
import type { AuthorisationRole, Certainty, SigningMethod, Whose } from './authorisation.ts'

/** What is asked of somebody: whom, in which role, for which departments, until which day. */
export type Terms = {
  who: Whose
  role: AuthorisationRole
  ward: WardKind | null
  departments: readonly SourceId[]
  until: string | null
}

export type ConsentCommand =
  | (Terms & { type: 'list'; id: string })
  /** Who an adult is of whom the application only told. */
  | { type: 'name'; id: string; who: Whose }
  /** A link is made, to be sent or shown. */
  | { type: 'ask'; id: string }
  | {
      type: 'sign'
      id: string
      method: SigningMethod
      certainty: Certainty
      version: string
      hash: string
      /** Of the guardian, where one signs. */
      signer: string | null
      /** Who saw it, besides whoever writes it down; '' where nobody has to. */
      witness: string
      numberKnown: boolean
    }
  | { type: 'refuse'; id: string; reason: string }
  | { type: 'withdraw'; id: string; reason: string }
  /** An officer held the document beside it, or whoever is proven to be them says that it was their hand. */
  | { type: 'see'; id: string }
  | { type: 'strike'; id: string; reason: string }
  /** Asks anew, under an id of its own: what was signed once keeps its terms for ever. */
  | { type: 'renew'; id: string; as: string; departments: readonly SourceId[]; until: string | null }
  | { type: 'expire'; id: string }
export type ConsentCommandName = ConsentCommand['type']

export type ConsentEvent =
  | (Terms & { type: 'authorisation-listed'; id: string; on: string; renews: string | null })
  | { type: 'authorisation-named'; id: string; on: string; who: Whose }
  | { type: 'authorisation-asked'; id: string; on: string }
  | {
      type: 'authorisation-signed'
      id: string
      on: string
      method: SigningMethod
      certainty: Certainty
      version: string
      hash: string
      signer: string | null
      numberKnown: boolean
    }
  | { type: 'authorisation-refused'; id: string; on: string; reason: string }
  | { type: 'authorisation-withdrawn'; id: string; on: string; reason: string }
  | { type: 'authorisation-seen'; id: string; on: string }
  | { type: 'authorisation-struck'; id: string; on: string; reason: string }
  | { type: 'authorisation-expired'; id: string; on: string }

/** `person`: whoever it is about (or their guardian), by the link or signed in; `applicant`: of the application. */
export type ConsentActor = 'person' | 'applicant' | 'officer' | 'system'

export const consentRefusalCodes = [
  'not-yours',
  'not-allowed-now',
  'listed-already',
  'name-needed',
  'guardian-needed',
  'of-age',
  'not-a-ward',
  'witness-needed',
  'reason-needed',
  'over',
  'no-department',
] as const
export type ConsentRefusalCode = (typeof consentRefusalCodes)[number]
