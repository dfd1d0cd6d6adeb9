import { keep, keepOnce, recall } from '../app/store.ts'
import { KeyRefused } from '../complaint/key-refused.ts'
import { follows, requireSigned, type KnownBy } from '../complaint/signed.ts'

/*
 * The key of an office as this device saw it first. A server that later shows another one is not believed: unless the one that is known
 * signed it, somebody here has to hear its fingerprint from that office.
 */
const shelfOf = (unitId: string): string => `oversight.office.${unitId}`

/**
 * Holds an office against what this device knows of it, and its readers against its key; remembers it where it is new here.
 * Throws `KeyRefused`, and nothing may be sealed then.
 */
export async function requireKnown(of: KnownBy): Promise<void> {
  await requireSigned(of)
  const shelf = shelfOf(of.office.id)
  const known = await recall<string>(shelf)
  if (known === undefined) {
    if ((await keepOnce(shelf, of.officeKey)) !== of.officeKey) throw new KeyRefused('office-changed', of.office.name)
    return
  }
  if (known === of.officeKey) return
  if (!(await follows(known, of))) throw new KeyRefused('office-changed', of.office.name)
  await keep(shelf, of.officeKey)
}

/** An office that is not what it was, with the reason. */
export type Doubted = { of: KnownBy; reason: KeyRefused['reason'] }

/** All of these offices at first sight; those that must not be sealed to. */
export async function doubted(offices: readonly KnownBy[]): Promise<Doubted[]> {
  const all = await Promise.all(offices.map((of) => requireKnown(of).then(
    () => [],
    (error: unknown) => {
      if (!(error instanceof KeyRefused)) throw error
      return [{ of, reason: error.reason }]
    },
  )))
  return all.flat()
}

/** Its fingerprint was heard from the office itself: from now on this is its key. */
export const believe = ({ office, officeKey }: KnownBy): Promise<void> => keep(shelfOf(office.id), officeKey)
