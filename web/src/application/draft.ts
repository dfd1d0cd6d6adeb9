import type { ForWhom } from '@yima/shared/application/contract'
import type { Household, Member } from '@yima/shared/fact/dictionary'
import type { ProgrammeId } from '@yima/shared/policy/programme-ids'
import { forget, keep, recall } from '../app/store.ts'

export const applySteps = ['say', 'answer', 'sign'] as const
export type ApplyStep = (typeof applySteps)[number]

/** A picture of the draft. `key` is the Idempotency-Key of its upload, the same for every try. */
export type DraftPhoto = { key: string; picture: Blob }

/** Who speaks, as typed: nothing is normalised, so that a correction starts from what was written. */
export type DraftApplicant = {
  name: string
  idNumber: string
  withoutId: boolean
  chosenFour: string
  phone: string
  withoutPhone: boolean
  /** Set once the code was right; holds for that number only. */
  proof?: { phone: string; phoneProof: string }
}

/** An application that is being written: everything typed, answered, photographed or signed so far. */
export type Draft = {
  step: ApplyStep
  words: string
  forWhom: ForWhom
  /** Chosen by hand: the words no longer propose another. */
  forWhomChosen: boolean
  /** Accusing sentences that the writer wants to send all the same. */
  complaintKept: string[]
  photos: DraftPhoto[]
  /** Answers and corrections; they beat what is read in the words. `unknown` is an answer: nobody knows. */
  household: Household
  members: Member[]
  /** Programmes asked for by hand. */
  added: ProgrammeId[]
  applicant: DraftApplicant
  /** Where that household lives: a village, or a township where the village is not known. */
  place?: { code: string; name: string }
  address: string
  beneficiary: { name: string; phone: string; whereToFind: string }
  consent: { method: 'signed' | 'at-visit'; signature?: DraftPhoto }
  /** The outbox entry that carries it: from then on it is no longer written, only sent or given back. */
  handedOver?: string
}

const draftKey = 'draft:application'

/** A draft in which nothing has been written yet. */
export function newDraft(): Draft {
  return {
    step: 'say',
    words: '',
    forWhom: 'self',
    forWhomChosen: false,
    complaintKept: [],
    photos: [],
    household: {},
    members: [],
    added: [],
    applicant: { name: '', idNumber: '', withoutId: false, chosenFour: '', phone: '', withoutPhone: false },
    address: '',
    beneficiary: { name: '', phone: '', whereToFind: '' },
    consent: { method: 'signed' },
  }
}

/**
 * The draft kept on this phone; undefined when there is none. Parts unknown to an older version are
 * empty.
 */
export async function loadDraft(): Promise<Draft | undefined> {
  const kept = await recall<Partial<Draft>>(draftKey)
  return kept && { ...newDraft(), ...kept }
}

/** Keeps the draft, encrypted, on this phone only. To carry facts over, spread them over `newDraft()`. */
export const saveDraft = (draft: Draft): Promise<void> => keep(draftKey, draft)

/** Removes the draft: it was received, or its writer starts anew. */
export const removeDraft = (): Promise<void> => forget(draftKey)
