import type { Reading } from '@yima/shared/reading/reading'
import { takeOut } from '../application/complaint.ts'

/**
 * What of the words speaks of a need: everything but the sentences that accuse somebody, where some help is named in it. It is
 * found on this phone, and goes as a request of its own, at another time and without a word of the rest.
 */
export function needIn(words: string, { programmes, complaint, complaintSpans }: Reading): string {
  if (!complaint || programmes.length === 0) return ''
  const rest = takeOut(words, complaintSpans)
  return rest !== words.trim() && rest.length > 1 ? rest : ''
}
