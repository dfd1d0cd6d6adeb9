import type { Submission } from '@yima/shared/application/contract'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import type { StatedFact } from '@yima/shared/application/facts'
import type { AidClearance } from '@yima/shared/household/aid'
import type { AgreedHere, Behalf, Signer } from '../family/behalf.ts'
import type { Deps } from '../http/context.ts'
import { numberIndex } from '../identity/number-index.ts'
import type { Prepared } from './prepare.ts'

/** What a person wrote and said, as sealed in `application.sealed` under that person's key. */
export type Content = {
  words: string
  address?: string
  photos: string[]
  household: Record<string, unknown>
  members: ({ id: string } & Record<string, unknown>)[]
  facts: (StatedFact & { asOf: string })[]
  phrases: { start: number; end: number; text: string; kind: string; key: string }[]
  proposed: ProgrammeId[]
  added: ProgrammeId[]
  consent:
    | {
        method: 'signed'
        commitment: string
        authorisation: string
        signature: string
        at: string
        /** Whose hand it is, where it is not the person's own. */
        signer?: Signer
        /** Whoever saw it signed on their own phone. */
        seenBy?: string
      }
    | (Extract<AgreedHere, { method: 'witnessed' }> & { at: string })
    | { method: 'at-visit'; at: string }
  beneficiary?: {
    name?: string | undefined
    idNumber?: string | undefined
    phone?: string | undefined
    whereToFind?: string | undefined
  }
  /** Pictures sent for papers that were asked for, by the id of the paper. */
  papers?: Record<string, string[]>
  /** Where two claims of a family may both be given: who said so, and why. */
  clearances?: AidClearance[]
  /** In which other request it goes on, and which claims ended and began for that. */
  merged?: { into: string; on: string; reason: string; dropped: string[]; opened: string[] }
  /** How the person spoken for agreed, once they did. */
  agreement?: { how: string; on: string; witness: string; at: string }
}

/** How a request that somebody handed in for another is found under whom it is for; null where nobody said the number. */
export function aboutIndexOf(
  deps: Pick<Deps, 'vault'>,
  { beneficiary }: Pick<Content, 'beneficiary'>,
): Buffer | null {
  const value = beneficiary?.idNumber
  return value === undefined ? null : numberIndex(deps, { number: { kind: 'id-number', value } })
}

type How = Pick<Behalf, 'signer' | 'agreed'>

function consentOf(body: Submission, moment: Date, { signer, agreed }: How): Content['consent'] {
  const at = moment.toISOString()
  if (agreed) return { ...agreed, at }
  if (body.forWhom !== 'self' || body.consent.method === 'at-visit') return { method: 'at-visit', at }
  return { ...body.consent, at, ...(signer ? { signer } : {}) }
}

/** A submission with what was read out of it, at the moment it came in. */
export function contentOf(body: Submission, prepared: Prepared, at: Date, how: How = {}): Content {
  const self = body.forWhom === 'self'
  return {
    words: body.words,
    ...(body.address ? { address: body.address } : {}),
    photos: body.photos,
    household: prepared.stated.household,
    members: prepared.stated.members,
    facts: prepared.stated.facts.map((fact) => ({ ...fact, asOf: at.toISOString() })),
    phrases: prepared.reading.phrases.map(({ start, end, text, kind, key }) => ({
      start,
      end,
      text,
      kind,
      key,
    })),
    proposed: prepared.reading.programmes.map(({ programme }) => programme),
    added: self ? body.added : [],
    consent: consentOf(body, at, how),
    ...(self ? {} : { beneficiary: body.beneficiary }),
  }
}
