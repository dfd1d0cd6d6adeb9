import { documents, type DocumentId } from './documents.ts'

/**
 * How sure a figure or a step is: S0–S4 taken from a report, P read in a page's excerpt, M known,
 * M? believed, L set by local rule (a common example), I invented for the demo county.
 */
export type Confidence = 'S0' | 'S1' | 'S2' | 'S3' | 'S4' | 'P' | 'M' | 'M?' | 'L' | 'I'

/** Where a rule or figure comes from. `note` is for maintainers and never shown to the public. */
export type Source = { document?: DocumentId; article?: string; note?: string; confidence: Confidence }

/** What a page may show: a law or document by name, or that it is a local parameter (demo). */
export type PublicSource = { kind: 'document'; document: DocumentId; article?: string } | { kind: 'local' }

const unfit: ReadonlySet<Confidence> = new Set(['S0', 'S1', 'S2', 'S3', 'S4', 'M?', 'L', 'I'])

/**
 * What the public is shown of a source. Reports, guesses and common examples must not pass for
 * law: they are called local parameters of the demo county.
 */
export function publicSource({ document, article, confidence }: Source): PublicSource {
  if (document === undefined || unfit.has(confidence)) return { kind: 'local' }
  return { kind: 'document', document, ...(article === undefined ? {} : { article }) }
}

/** The article line that travels in `because`: official name and number, or that the rule is local. */
export function cite(source: Source): string {
  const shown = publicSource(source)
  if (shown.kind === 'local') return localRule
  const name = documents[shown.document]
  return shown.article === undefined ? name : `${name}第${shown.article}条`
}

export const localRule = '本地规定'

/** A rule that stands in a law or document, known or read there. */
export const law = (document: DocumentId, article?: string, confidence: 'M' | 'P' = 'M'): Source => ({
  document,
  confidence,
  ...(article === undefined ? {} : { article }),
})

/** A rule that each place sets for itself. */
export const local: Source = { confidence: 'L' }
