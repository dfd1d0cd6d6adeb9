/**
 * Region codes of 12 digits: GB/T 2260 for province, city and county (2 + 2 + 2), then township (3)
 * and village (3) of the statistical code. The first group of zeros to the end tells the level.
 */
export type RegionLevel = 'province' | 'city' | 'county' | 'town' | 'village'

/** From the top down; not every place has all five (a county directly under its province). */
export const regionLevels: readonly RegionLevel[] = ['province', 'city', 'county', 'town', 'village']

const significant: Record<RegionLevel, number> = { province: 2, city: 4, county: 6, town: 9, village: 12 }

export const isRegionCode = (code: string): boolean => /^[1-9]\d{11}$/.test(code)

const isZero = (digits: string): boolean => /^0*$/.test(digits)

/** The level a code speaks of. */
export function levelOf(code: string): RegionLevel {
  return regionLevels.find((level) => isZero(code.slice(significant[level]))) ?? 'village'
}

/** Whether a code is that of a city or a province. Malformed codes are of nothing. */
export const isAboveCounty = (code: string): boolean =>
  isRegionCode(code) && ['province', 'city'].includes(levelOf(code))

/** The digits that every place inside shares. */
export const prefixOf = (code: string): string => code.slice(0, significant[levelOf(code)])

/**
 * Codes that can stand above this one, nearest first. Some may not exist: the first that the
 * register knows is the parent.
 */
export function regionsAbove(code: string): string[] {
  const above = regionLevels.map((level) => code.slice(0, significant[level]).padEnd(12, '0'))
  return [...new Set(above)].filter((other) => other !== code).reverse()
}

/**
 * Whether a place lies in a region (or is it). Malformed codes lie nowhere and contain nothing:
 * an empty jurisdiction must never mean everywhere.
 */
export const within = (code: string, region: string): boolean =>
  isRegionCode(code) && isRegionCode(region) && code.startsWith(prefixOf(region))

/** The code of the county around a place; undefined for a city or province. */
export function findCountyOf(code: string): string | undefined {
  return findAround(code, 'county')
}

/** The code of the township around a place; undefined above the township level. */
export function findTownOf(code: string): string | undefined {
  return findAround(code, 'town')
}

function findAround(code: string, level: RegionLevel): string | undefined {
  return [code, ...regionsAbove(code)].find((other) => levelOf(other) === level)
}
