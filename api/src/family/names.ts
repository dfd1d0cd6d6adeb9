import type { Acting } from '../http/context.ts'

/** What an application's trail keeps of an act in another's place: both names, and the mandate or guardianship. */
export function bothNames(acting: Acting | undefined): Record<string, unknown> {
  if (!acting) return {}
  const { by, forName, as, id: right, actor } = acting
  return { acting: { by, forName, as, right }, actor }
}
