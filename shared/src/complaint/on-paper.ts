import type { PublicKeys } from './keys.ts'

type Office = PublicKeys['offices'][number]

/** Offices to which complaints about a village or its township go first; those above them where none of these has a key. */
const first = ['discipline', 'oversight']
const [county, city, province] = [6, 4, 2]

/** The place of an office as the region code of twelve digits that its id begins with. */
const isAt = ({ id }: Office, code: string): boolean => id.startsWith(`${code.padEnd(12, '0')}:`)
const isFirst = ({ id }: Office): boolean => first.includes(id.slice(13))

/**
 * Whose fingerprints hang in a village: of the offices of its township and county that a complaint from there reaches, or of the nearest
 * above that can read. Whoever sends one from a phone holds what it shows against these.
 */
export function officesOnPaper(offices: readonly Office[], village: string): Office[] {
  const near = offices.filter((one) => isFirst(one) && (isAt(one, village.slice(0, 9)) || isAt(one, village.slice(0, county))))
  if (near.some((one) => isAt(one, village.slice(0, county)))) return near
  const above = [city, province].map((digits) => offices.filter((one) => isFirst(one) && isAt(one, village.slice(0, digits))))
  return [...near, ...(above.find((some) => some.length > 0) ?? [])]
}
