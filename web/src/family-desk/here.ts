import { parseIdNumber } from '@yima/shared/identity/id-number'
import { parseName } from '@yima/shared/identity/name'
import type { SeenPlace } from '@yima/shared/family/mandate'
import { fieldText } from '../app/field-text.ts'
import { today } from '../app/session.ts'
import { t } from '../app/text.ts'
import { choiceLack, nameLack } from '../family/lacks.ts'
import type { Here } from './api.ts'

/** In place of an occasion: the document itself. */
export const byDocument = 'document'

/** Somebody as the page fills them in; `by` is `document` or the occasion that their code opened. */
export type Somebody = { by: string; name: string; idNumber: string }
export const nobody: Somebody = { by: byDocument, name: '', idNumber: '' }

/** What is missing, field by field. */
export type Lacks = { name?: string | undefined; idNumber?: string | undefined }

/** Nobody can say here that there is none: whoever has none is known by a code. */
const numberLack = ({ code, count }: { code: string; count?: number | undefined }): string | undefined =>
  code === 'empty' ? t('family-desk.here.id.lacks') : fieldText(`id-${code}`, count)

/** Who it is as the office understands it, or what is missing. */
export function readHere({ by, name, idNumber }: Somebody): { here?: Here; lacks: Lacks } {
  if (by !== byDocument) return { here: { by: 'occasion', occasion: by }, lacks: {} }
  const named = parseName(name)
  const numbered = parseIdNumber(idNumber, today())
  if (named.ok && numbered.ok)
    return { here: { by: 'document', name: named.value, idNumber: numbered.value }, lacks: {} }
  return {
    lacks: {
      name: nameLack(name),
      idNumber: numbered.ok ? undefined : numberLack(numbered),
    },
  }
}

/** How they were seen, and who was there. */
export type Witnessed = { seen: string[]; seenAt?: SeenPlace; witness: string }
export const unseen: Witnessed = { seen: [], witness: '' }
export type SeenLacks = { seen?: string | undefined; seenAt?: string | undefined; witness?: string | undefined }

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
