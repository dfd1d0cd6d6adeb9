import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import type { StatedFact } from '@yima/shared/application/facts'

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
    | { method: 'signed'; commitment: string; authorisation: string; signature: string; at: string }
    | { method: 'at-visit'; at: string }
  beneficiary?: {
    name?: string | undefined
    idNumber?: string | undefined
    phone?: string | undefined
    whereToFind?: string | undefined
  }
  /** Pictures sent for papers that were asked for, by the id of the paper. */
  papers?: Record<string, string[]>
  /** How the person spoken for agreed, once they did. */
  agreement?: { how: string; on: string; witness: string; at: string }
}
