/** Somebody of the family, as an officer declared them: a name, and keyed hashes of number and telephone. */
export type DeclaredKin = { officerId: string; name: string; number: string; phone: string | null }
/** An officer as far as kinship shows in it. */
export type KinOfficer = { id: string; name: string; phone: string | null }

/**
 * Officers who are related to one of these, as far as was declared: one of them is whom the other declared (by telephone or by name),
 * or both declared the same person. A namesake is taken for a relative: to be kept out once too often harms nobody.
 */
export function relativesAmong(
  of: ReadonlySet<string>,
  declared: readonly DeclaredKin[],
  officers: readonly KinOfficer[],
): string[] {
  const theirs = declared.filter(({ officerId }) => of.has(officerId))
  const numbers = new Set(theirs.map(({ number }) => number))
  const isMeantBy = ({ name, phone }: KinOfficer, kin: DeclaredKin): boolean =>
    kin.name === name || (kin.phone !== null && kin.phone === phone)
  const own = officers.filter(({ id }) => of.has(id))
  const related = new Set([
    ...officers.filter((one) => theirs.some((kin) => isMeantBy(one, kin))).map(({ id }) => id),
    ...declared.filter((kin) => numbers.has(kin.number) || own.some((one) => isMeantBy(one, kin))).map(({ officerId }) => officerId),
  ])
  return [...related].filter((id) => !of.has(id)).sort()
}
