import { parseName } from '@yima/shared/identity/name'
import { fieldText } from '../app/field-text.ts'

/** What is wrong with a name as typed; undefined where nothing is. */
export function nameLack(typed: string): string | undefined {
  const parsed = parseName(typed)
  return parsed.ok ? undefined : fieldText(`name-${parsed.code}`)
}

/** What is missing where nothing was chosen: nobody's family is chosen for them. */
export const choiceLack = (chosen: unknown): string | undefined =>
  chosen === undefined ? fieldText('not-a-choice') : undefined

/** The sentences that there are, each with its field. */
export function lacksOf<K extends string>(
  said: Readonly<Record<K, string | undefined>>,
): Partial<Record<K, string>> {
  return Object.fromEntries(Object.entries(said).filter(([, lack]) => lack !== undefined)) as Partial<
    Record<K, string>
  >
}
