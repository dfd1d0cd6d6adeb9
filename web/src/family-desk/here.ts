import { parseName } from '@yima/shared/identity/name'
import type { SeenPlace } from '@yima/shared/family/mandate'
import { t } from '../app/text.ts'
import { choiceLack } from '../family/lacks.ts'
import { nobodyTyped, readPerson, type PersonLacks, type TypedPerson } from '../identity/papers.ts'
import type { Here } from './api.ts'

/** In place of an occasion: the document itself. */
export const byDocument = 'document'

/** Somebody as the page fills them in; `by` is `document` or the occasion that their code opened. */
export type Somebody = TypedPerson & { by: string }
export const nobody: Somebody = { by: byDocument, ...nobodyTyped }

/** Whom no document names: whoever knows them was asked. */
export const isKnown = ({ by, papers }: Somebody): boolean => by === byDocument && papers === 'none'

/** Who it is as the office understands it, or what is missing. */
export function readHere({ by, ...typed }: Somebody): { here?: Here; lacks: PersonLacks } {
  if (by !== byDocument) return { here: { by: 'occasion', occasion: by }, lacks: {} }
  const { person, lacks } = readPerson(typed)
  return person ? { here: { by: 'document', ...person }, lacks } : { lacks }
}

/** How they were seen, and who was there. */
export type Witnessed = { seen: string[]; seenAt?: SeenPlace; witness: string }
export const unseen: Witnessed = { seen: [], witness: '' }
export type SeenLacks = {
  seen?: string | undefined
  seenAt?: string | undefined
  witness?: string | undefined
}

export function readWitnessed({ seen, seenAt, witness }: Witnessed): {
  body?: { seen: true; seenAt: SeenPlace; witness: string }
  lacks: SeenLacks
} {
  const named = parseName(witness)
  if (named.ok && seen.length > 0 && seenAt)
    return { body: { seen: true, seenAt, witness: named.value }, lacks: {} }
  return {
    lacks: {
      seenAt: choiceLack(seenAt),
      seen: seen.length > 0 ? undefined : t('family-desk.seen.lacks'),
      witness: named.ok ? undefined : t('family-desk.witness.lacks'),
    },
  }
}

export const isLacking = (lacks: object): boolean => Object.values(lacks).some((one) => one !== undefined)
